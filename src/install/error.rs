//! What can go wrong while hooks are put in place, and what to do about it.

use std::io;
use std::path::Path;

use super::file::shown;

/// Why hooks could not be installed, removed or examined.
#[derive(Debug, thiserror::Error)]
pub enum InstallError {
    /// The directory belongs to no repository.
    #[error("not inside a git repository")]
    NoRepository,
    /// There is no `git` to run.
    #[error("cannot run `git`: {0}")]
    NoGit(io::Error),
    /// A version of git that does not know what is asked of it here.
    #[error("git {0} is too old")]
    OldGit(String),
    /// A git command failed.
    #[error("`git {command}` failed: {reason}")]
    Git {
        /// Its arguments.
        command: String,
        /// The first line that it printed.
        reason: String,
    },
    /// `core.hooksPath` names a folder that other repositories use, too.
    #[error("`core.hooksPath` leads out of the repository, to `{folder}` ({origin})")]
    OutsideHooks {
        /// The folder.
        folder: String,
        /// Where the setting stands.
        origin: String,
    },
    /// `core.hooksPath` names something that cannot hold hooks, such as `/dev/null`.
    #[error("`core.hooksPath` switches all hooks off: `{folder}` is not a folder ({origin})")]
    HooksOff {
        /// What it names.
        folder: String,
        /// Where the setting stands.
        origin: String,
    },
    /// There are two hooks of other tools where only one can be kept.
    #[error("`{0}` and `{0}.hunkguard-chained` are two different hooks, and only one can be kept beside ours")]
    ChainedTaken(String),
    /// `core.hooksPath` is in use for something else.
    #[error("`core.hooksPath` is set to `{folder}` already ({origin})")]
    GlobalTaken {
        /// What it names.
        folder: String,
        /// Where the setting stands.
        origin: String,
    },
    /// A tool put a hook into the folder of our global hooks.
    #[error("`{0}` is a hook of another tool in the folder of the global hooks")]
    GlobalForeign(String),
    /// Neither `XDG_CONFIG_HOME` nor a home directory is known.
    #[error("there is no home directory to put global hooks into")]
    NoHome,
    /// A file could not be read, written, renamed or removed.
    #[error("cannot {action} `{path}`: {source}")]
    File {
        /// What was tried.
        action: &'static str,
        /// With which file.
        path: String,
        /// What the system says.
        source: io::Error,
    },
    /// The canary could not be planted.
    #[error("cannot make a canary: {0}")]
    Canary(#[from] crate::rules::BadTemplate),
    /// What was done could not be told.
    #[error("cannot write the output: {0}")]
    Output(#[from] io::Error),
}

impl InstallError {
    /// What to do about it; one sentence.
    pub fn hint(&self) -> String {
        match self {
            Self::NoRepository => "change to a repository, or run `git init` first".into(),
            Self::NoGit(_) => "install git, and see that it is on PATH".into(),
            Self::OldGit(_) => "update git to 2.26 or newer".into(),
            Self::Git { .. } => "run the command by hand to see more, then try again".into(),
            Self::OutsideHooks { .. } => {
                "other repositories may use that folder: `--force` installs there, `git config --local core.hooksPath \
                 .git/hooks` gives this repository hooks of its own"
                    .into()
            }
            Self::HooksOff { .. } => "remove the setting with `git config --unset core.hooksPath` at its level".into(),
            Self::ChainedTaken(path) => {
                format!("merge the two into `{path}.hunkguard-chained`, remove `{path}`, then install again")
            }
            Self::GlobalTaken { .. } => {
                "install in each repository instead, or remove the setting, or use git 2.54 or newer, which does not \
                 need it"
                    .into()
            }
            Self::GlobalForeign(_) => "move it into `.git/hooks` of the repository it is for, then try again".into(),
            Self::NoHome => "set HOME".into(),
            Self::File { .. } => "check the permissions and the free space, then try again".into(),
            Self::Canary(_) => "this is a defect of hunkguard: please report it".into(),
            Self::Output(_) => "try again".into(),
        }
    }

    /// A file that could not be handled.
    pub(super) fn file(action: &'static str, path: &Path, source: io::Error) -> Self {
        Self::File { action, path: shown(path), source }
    }
}
