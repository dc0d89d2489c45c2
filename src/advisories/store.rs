//! A file is replaced by a finished one, or stays as it was.

use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use super::error::AdvisoriesError;
use crate::deps::index::Index;

/// Writes an index beside its place, reads it back and checks it, then renames it.
pub(super) fn put_index(path: &Path, bytes: &[u8]) -> Result<(), AdvisoriesError> {
    put(path, bytes, &|written| Ok(Index::open(written)?.verify()?))
}

/// Writes a file beside its place, has it checked, then renames it.
pub(super) fn put(
    path: &Path,
    bytes: &[u8],
    check: &dyn Fn(&Path) -> Result<(), AdvisoriesError>,
) -> Result<(), AdvisoriesError> {
    if let Some(folder) = path.parent().filter(|folder| !folder.as_os_str().is_empty()) {
        fs::create_dir_all(folder).map_err(|error| AdvisoriesError::file("create", folder, error))?;
    }
    let temporary = beside(path);
    let done = write(&temporary, bytes)
        .map_err(|error| AdvisoriesError::file("write", &temporary, error))
        .and_then(|()| check(&temporary))
        .and_then(|()| fs::rename(&temporary, path).map_err(|error| AdvisoriesError::file("replace", path, error)));
    if done.is_err() {
        // What could not be written completely is of no use; that it stays is no worse than that it failed.
        let _ = fs::remove_file(&temporary);
    }
    done
}

fn write(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let mut file = File::create(path)?;
    file.write_all(bytes)?;
    file.sync_all()
}

/// A name in the same folder that no other process uses.
fn beside(path: &Path) -> PathBuf {
    let mut name = path.file_name().unwrap_or_default().to_owned();
    name.push(format!(".{}.tmp", std::process::id()));
    path.with_file_name(name)
}
