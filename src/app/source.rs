//! The files that steer the gate, as a commit or the index holds them: the policy, and the user's own rules.

use crate::change::{ContentId, EntryKind, Version};
use crate::git::{Backend, GitError};
use crate::policy::{ConfigError, Globs, POLICY_FILE};
use crate::rules::{Rule, load_user_rules};
use crate::text::{RepoPath, printable_str};

/// Where the files are read from.
pub(super) enum Source<'c> {
    Commit(&'c ContentId),
    Index,
}

impl Source<'_> {
    /// The policy file; `None` where there is none.
    ///
    /// # Errors
    /// An object is missing.
    pub(super) fn policy(&self, backend: &dyn Backend) -> Result<Option<Vec<u8>>, GitError> {
        let path = RepoPath::from(POLICY_FILE);
        let entry = match self {
            Self::Commit(commit) => backend.entry(commit, &path)?,
            Self::Index => backend.staged_entry(&path)?,
        };
        file(entry).map(|id| backend.blob(&id)).transpose()
    }

    /// The files that globs name.
    ///
    /// # Errors
    /// An object is missing.
    pub(super) fn files(&self, backend: &dyn Backend, globs: &Globs) -> Result<Vec<(RepoPath, Vec<u8>)>, GitError> {
        if globs.patterns().is_empty() {
            return Ok(Vec::new());
        }
        let all = match self {
            Self::Commit(commit) => backend.diff(None, commit)?,
            Self::Index => backend.staged(None)?,
        };
        let named = all.into_iter().filter(|delta| globs.matches(&delta.path));
        named
            .filter_map(|delta| Some((delta.path, file(delta.new)?)))
            .map(|(path, id)| Ok((path, backend.blob(&id)?)))
            .collect()
    }
}

fn file(entry: Option<Version>) -> Option<ContentId> {
    entry.filter(|entry| entry.kind == EntryKind::File).map(|entry| entry.id)
}

/// The user's own rules. A file that cannot be read takes only its own rules out of force.
#[derive(Default)]
pub(super) struct Own {
    pub(super) rules: Vec<&'static Rule>,
    pub(super) broken: Vec<ConfigError>,
}

impl Own {
    pub(super) fn read(backend: &dyn Backend, source: &Source, globs: &Globs) -> Result<Self, GitError> {
        let mut own = Self::default();
        for (path, text) in source.files(backend, globs)? {
            let error = |line, message: &str| ConfigError {
                file: path.to_string(),
                line,
                message: printable_str(message).into_owned(),
            };
            let loaded = std::str::from_utf8(&text).map(|text| load_user_rules(&path.to_string(), text));
            match loaded {
                Ok(Ok(rules)) => own.rules.extend(rules),
                Ok(Err(bad)) => own.broken.extend(bad.problems.iter().map(|(line, problem)| error(*line, problem))),
                Err(_) => own.broken.push(error(1, "the file is not UTF-8")),
            }
        }
        Ok(own)
    }
}
