//! What installing needs to know of the machine: which programs there are and where settings live.

use std::borrow::Cow;
use std::env;
use std::ffi::{OsStr, OsString};
use std::path::{Path, PathBuf};

use super::error::InstallError;
use super::file::{is_executable, resolved};

/// The programs and folders of the person who installs.
#[derive(Clone, Debug)]
pub struct Machine {
    /// The `hunkguard` program that hooks are to run, as an absolute path.
    pub binary: PathBuf,
    /// The `git` program: a path, or a name to look up.
    pub git: OsString,
    /// Where programs keep a person's settings: `$XDG_CONFIG_HOME` or `~/.config`.
    pub config_home: Option<PathBuf>,
    /// The value of `PATH`.
    pub path: OsString,
    /// More environment variables for every git process.
    pub variables: Vec<(OsString, OsString)>,
}

impl Machine {
    /// This machine, as the environment describes it.
    ///
    /// # Errors
    /// The system does not tell where the running program lies.
    pub fn from_env() -> Result<Self, InstallError> {
        let path = env::var_os("PATH").unwrap_or_default();
        let set = |name| env::var_os(name).map(PathBuf::from).filter(|path| path.is_absolute());
        let running = env::current_exe().map_err(|error| InstallError::file("find", Path::new("hunkguard"), error))?;
        Ok(Self {
            // A link on PATH outlives the versioned folder that it leads to.
            binary: find_on_path(&path, "hunkguard")
                .filter(|found| resolved(found) == resolved(&running))
                .unwrap_or(running),
            git: "git".into(),
            config_home: set("XDG_CONFIG_HOME").or_else(|| env::home_dir().map(|home| home.join(".config"))),
            path,
            variables: Vec::new(),
        })
    }

    /// The folder for the hooks of all repositories, for a git without hooks in its configuration.
    pub(super) fn global_hooks(&self) -> Option<PathBuf> {
        Some(self.config_home.as_ref()?.join("hunkguard").join("hooks"))
    }

    /// The absolute path of a program.
    pub(super) fn find(&self, program: &OsStr) -> Option<PathBuf> {
        let path = Path::new(program);
        if path.is_absolute() { Some(path.to_owned()) } else { find_on_path(&self.path, program) }
    }
}

fn find_on_path(path: &OsStr, program: impl AsRef<Path>) -> Option<PathBuf> {
    let name = program.as_ref().with_extension(env::consts::EXE_EXTENSION);
    env::split_paths(path).map(|folder| folder.join(&name)).find(|file| file.is_absolute() && is_executable(file))
}

/// The bytes of a path or an argument.
#[cfg(unix)]
pub(super) fn bytes_of(text: &OsStr) -> Cow<'_, [u8]> {
    use std::os::unix::ffi::OsStrExt;
    text.as_bytes().into()
}

/// The bytes of a path or an argument, as UTF-8 and with the slashes that git's shell understands.
#[cfg(not(unix))]
pub(super) fn bytes_of(text: &OsStr) -> Cow<'_, [u8]> {
    text.to_string_lossy().replace('\\', "/").into_bytes().into()
}

/// A path or an argument from bytes, such as git prints.
#[cfg(unix)]
pub(super) fn os_string(bytes: &[u8]) -> OsString {
    use std::os::unix::ffi::OsStrExt;
    OsStr::from_bytes(bytes).to_owned()
}

/// A path or an argument from bytes, such as git prints; always UTF-8 on Windows.
#[cfg(not(unix))]
pub(super) fn os_string(bytes: &[u8]) -> OsString {
    String::from_utf8_lossy(bytes).into_owned().into()
}
