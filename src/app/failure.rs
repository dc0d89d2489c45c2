//! Own failures: what happened, and what to do now. Every one of them blocks.

use std::fmt;
use std::io;
use std::path::Path;

use crate::advisories::AdvisoriesError;
use crate::deps::index::IndexError;
use crate::engine::FeedError;
use crate::files::FileError;
use crate::git::GitError;
use crate::install::InstallError;
use crate::policy::ConfigError;
use crate::rules::{BadRules, UnknownRule};
use crate::text::printable;

/// hunkguard could not do its work.
#[derive(Debug)]
pub struct Failure {
    /// What happened, to what. It may quote the repository: printers sanitise it.
    pub message: String,
    /// What to do, one step each.
    pub hints: Vec<String>,
}

impl Failure {
    /// A failure with one hint.
    pub fn new(message: impl Into<String>, hint: impl Into<String>) -> Self {
        Self { message: message.into(), hints: vec![hint.into()] }
    }

    /// An advisory index that was named and cannot be used.
    pub fn index(path: &Path, error: &IndexError) -> Self {
        Self::new(
            format!("cannot use the index `{}`: {error}", printable(path.as_os_str().as_encoded_bytes())),
            "`hunkguard advisories import FOLDER --output INDEX` makes an index",
        )
    }

    /// A policy file that cannot be used.
    pub fn policy(errors: &[ConfigError]) -> Self {
        let lines: Vec<String> = errors.iter().map(ToString::to_string).collect();
        Self::new(lines.join("\n"), "mend the policy file; `hunkguard config check` says when it is right")
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl From<GitError> for Failure {
    fn from(error: GitError) -> Self {
        let hint = match &error {
            GitError::NoRepository => "run it inside a repository, or name files: `hunkguard scan PATH`",
            GitError::Index(_) => "`git status` tells whether git can read the index; `git fsck` finds damage",
            GitError::NotFound(_) => "`git rev-parse` shows what git makes of a name",
            GitError::Object { .. } => "`git fsck` finds missing and damaged objects; `git fetch` may bring them back",
            _ => "`hunkguard doctor` checks the repository and the gate",
        };
        Self::new(error.to_string(), hint)
    }
}

impl From<FeedError> for Failure {
    fn from(error: FeedError) -> Self {
        match error.into_inner().downcast::<GitError>() {
            Ok(git) => (*git).into(),
            Err(other) => Self::new(other.to_string(), "`hunkguard doctor` checks the repository and the gate"),
        }
    }
}

impl From<InstallError> for Failure {
    fn from(error: InstallError) -> Self {
        Self::new(error.to_string(), error.hint())
    }
}

impl From<AdvisoriesError> for Failure {
    fn from(error: AdvisoriesError) -> Self {
        Self::new(error.to_string(), error.hint())
    }
}

impl From<FileError> for Failure {
    fn from(error: FileError) -> Self {
        Self::new(error.to_string(), "name files or folders that exist and can be read")
    }
}

impl From<UnknownRule> for Failure {
    fn from(error: UnknownRule) -> Self {
        Self::new(error.to_string(), "`hunkguard rules list` prints all rules")
    }
}

impl From<BadRules> for Failure {
    fn from(error: BadRules) -> Self {
        Self::new(error.to_string(), "mend the rules; `hunkguard rules test FILE` says when they are right")
    }
}

impl From<io::Error> for Failure {
    fn from(error: io::Error) -> Self {
        Self::new(error.to_string(), "free some space, or check who may write there, and try again")
    }
}
