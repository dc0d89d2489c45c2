//! The steps of a plan: what they are, how they read, how they are carried out.

use std::fs::{self, OpenOptions, Permissions};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};
use std::{fmt, process};

use super::error::InstallError;
use super::file::{is_executable, read_if_there, shown};
use super::git::Git;
use super::machine::os_string;
use crate::text::printable;

/// One step. Its `Display` tells a person what it does.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Action {
    /// Put an executable file in place, with its folder where that is missing.
    Write { path: PathBuf, content: Vec<u8> },
    /// Give a file that a team shares new content; everything else about it stays.
    Edit { path: PathBuf, content: Vec<u8> },
    /// Move a hook.
    Rename { from: PathBuf, to: PathBuf },
    /// Remove a file.
    Remove { path: PathBuf },
    /// Remove a folder, which is empty by then.
    RemoveFolder { path: PathBuf },
    /// Give a configuration key one value. `level` is `--local` or `--global`.
    Set { level: &'static str, key: String, value: Vec<u8> },
    /// Take a configuration key away with all its values.
    Unset { level: &'static str, key: String },
    /// Take a section of the configuration away.
    RemoveSection { level: &'static str, section: String },
}

/// What is to be done, and what to tell beside.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Plan {
    pub actions: Vec<Action>,
    pub notes: Vec<String>,
}

impl Plan {
    /// Appends the step that gives a file this content, unless it has it.
    pub fn write(&mut self, path: PathBuf, content: Vec<u8>) -> Result<(), InstallError> {
        if read_if_there(&path)?.as_ref() != Some(&content) || !is_executable(&path) {
            self.actions.push(Action::Write { path, content });
        }
        Ok(())
    }

    pub fn remove(&mut self, path: PathBuf) {
        self.actions.push(Action::Remove { path });
    }

    /// Whether a file or folder goes.
    pub fn removes(&self, wanted: &Path) -> bool {
        self.actions.iter().any(|action| match action {
            Action::Remove { path } | Action::RemoveFolder { path } => path == wanted,
            _ => false,
        })
    }

    pub fn extend(&mut self, other: Self) {
        self.actions.extend(other.actions);
        self.notes.extend(other.notes);
    }
}

impl fmt::Display for Action {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Write { path, .. } => write!(f, "write   {}", shown(path)),
            Self::Edit { path, .. } => write!(f, "edit    {}", shown(path)),
            Self::Rename { from, to } => {
                let name = to.file_name().map(|name| shown(Path::new(name))).unwrap_or_default();
                write!(f, "rename  {} to {name}", shown(from))
            }
            Self::Remove { path } | Self::RemoveFolder { path } => write!(f, "remove  {}", shown(path)),
            Self::Set { level, key, value } => write!(f, "set     {key} = {} ({level})", printable(value)),
            Self::Unset { level, key } => write!(f, "unset   {} ({level})", printable(key.as_bytes())),
            Self::RemoveSection { level, section } => {
                write!(f, "unset   {}.* ({level})", printable(section.as_bytes()))
            }
        }
    }
}

impl Action {
    /// Carries the step out.
    pub fn apply(&self, git: &Git) -> Result<(), InstallError> {
        match self {
            Self::Write { path, content } => replace(path, content, executable()),
            // A link stays a link, to the new content.
            Self::Edit { path, content } => path
                .canonicalize()
                .and_then(|path| Ok((path.metadata()?.permissions(), path)))
                .map_err(|error| InstallError::file("edit", path, error))
                .and_then(|(permissions, path)| replace(&path, content, Some(permissions))),
            Self::Rename { from, to } => {
                fs::rename(from, to).map_err(|error| InstallError::file("rename", from, error))
            }
            Self::Remove { path } => fs::remove_file(path).map_err(|error| InstallError::file("remove", path, error)),
            Self::RemoveFolder { path } => {
                fs::remove_dir(path).map_err(|error| InstallError::file("remove", path, error))
            }
            Self::Set { level, key, value } => {
                let words = ["config".into(), (*level).into(), "--replace-all".into(), key.into(), os_string(value)];
                git.read(&words).map(drop)
            }
            Self::Unset { level, key } => git.read(&["config", level, "--unset-all", key]).map(drop),
            Self::RemoveSection { level, section } => {
                git.read(&["config", level, "--remove-section", section]).map(drop)
            }
        }
    }
}

/// Puts a file in place at once: git never sees half a hook.
fn replace(path: &Path, content: &[u8], permissions: Option<Permissions>) -> Result<(), InstallError> {
    let (Some(folder), Some(name)) = (path.parent(), path.file_name()) else {
        return Err(InstallError::file("write", path, io::ErrorKind::InvalidFilename.into()));
    };
    fs::create_dir_all(folder).map_err(|error| InstallError::file("make the folder", folder, error))?;
    let mut temporary = name.to_owned();
    temporary.push(format!(".hunkguard-{}", process::id()));
    let temporary = folder.join(temporary);
    let written = write_new(&temporary, content, permissions).and_then(|()| fs::rename(&temporary, path));
    written.map_err(|error| {
        // The first error is the one to tell.
        let _ = fs::remove_file(&temporary);
        InstallError::file("write", path, error)
    })
}

fn write_new(path: &Path, content: &[u8], permissions: Option<Permissions>) -> io::Result<()> {
    let mut file = OpenOptions::new().write(true).create_new(true).open(path)?;
    file.write_all(content)?;
    if let Some(permissions) = permissions {
        file.set_permissions(permissions)?;
    }
    // A full disk may show itself only here.
    file.sync_all()
}

/// The permissions of a hook: anybody may run it, its owner may change it.
#[cfg(unix)]
#[expect(clippy::unnecessary_wraps, reason = "other systems have none")]
fn executable() -> Option<Permissions> {
    use std::os::unix::fs::PermissionsExt;
    Some(Permissions::from_mode(0o755))
}

#[cfg(not(unix))]
fn executable() -> Option<Permissions> {
    None
}
