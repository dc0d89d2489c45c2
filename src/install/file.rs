//! Small questions about files.

use std::io;
use std::path::{Path, PathBuf};

use super::error::InstallError;
use super::machine::bytes_of;
use crate::text::printable;

/// A path for people.
pub(super) fn shown(path: &Path) -> String {
    printable(&bytes_of(path.as_os_str())).into_owned()
}

/// Reads a file that may be missing.
pub(super) fn read_if_there(path: &Path) -> Result<Option<Vec<u8>>, InstallError> {
    match std::fs::read(path) {
        Ok(bytes) => Ok(Some(bytes)),
        Err(error) if is_missing(&error) => Ok(None),
        Err(error) => Err(InstallError::file("read", path, error)),
    }
}

/// What is in a folder that may be missing.
pub(super) fn read_folder(path: &Path) -> Result<Option<Vec<PathBuf>>, InstallError> {
    let entries = path.read_dir().and_then(|entries| entries.map(|entry| Ok(entry?.path())).collect());
    match entries {
        Ok(entries) => Ok(Some(entries)),
        Err(error) if is_missing(&error) => Ok(None),
        Err(error) => Err(InstallError::file("read", path, error)),
    }
}

/// Whether there is something at this path, even a symbolic link that leads nowhere.
pub(super) fn stands(path: &Path) -> bool {
    path.symlink_metadata().is_ok()
}

/// The folder or the file is not there, or a part of the path is a file.
fn is_missing(error: &io::Error) -> bool {
    matches!(error.kind(), io::ErrorKind::NotFound | io::ErrorKind::NotADirectory)
}

/// A path without symbolic links as far as it exists, for comparisons.
pub(super) fn resolved(path: &Path) -> PathBuf {
    let mut missing = Vec::new();
    let mut here = path;
    loop {
        if let Ok(real) = here.canonicalize() {
            return missing.iter().rev().fold(real, |path, part| path.join(part));
        }
        let (Some(parent), Some(name)) = (here.parent(), here.file_name()) else { return path.to_owned() };
        missing.push(name);
        here = parent;
    }
}

/// Whether git would run this file as a hook.
#[cfg(unix)]
pub(super) fn is_executable(file: &Path) -> bool {
    use std::os::unix::fs::PermissionsExt;
    file.metadata().is_ok_and(|data| data.is_file() && data.permissions().mode() & 0o111 != 0)
}

/// Whether git would run this file as a hook: on Windows, any file.
#[cfg(not(unix))]
pub(super) fn is_executable(file: &Path) -> bool {
    file.is_file()
}
