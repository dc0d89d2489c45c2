//! What the commit in progress adds.

use std::env;

use sha2::{Digest, Sha256};

use super::backend::{Backend, GitError};
use crate::change::{ContentId, Delta};
use crate::text::RepoPath;

/// What the commit in progress builds on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Parents {
    /// `HEAD`; `None` for the first commit of a repository.
    pub head: Option<ContentId>,
    /// The other sides of a merge.
    pub merged: Vec<ContentId>,
}

impl Parents {
    /// Of a commit that concludes a merge, `MERGE_HEAD` names the other parents. An automatic merge has no such file yet when
    /// git calls pre-merge-commit; then `GITHEAD_<id>` variables name them (git's own channel to its merge backends).
    ///
    /// # Errors
    /// `HEAD` or `MERGE_HEAD` cannot be read.
    pub fn of_commit_in_progress(backend: &dyn Backend, automatic_merge: bool) -> Result<Self, GitError> {
        let head = backend.head()?;
        let merged = if automatic_merge {
            let ids = env::vars_os()
                .filter_map(|(name, _)| ContentId::from_hex(name.as_encoded_bytes().strip_prefix(b"GITHEAD_")?));
            ids.filter(|id| Some(*id) != head).collect()
        } else {
            merge_heads(backend)?
        };
        Ok(Self { head, merged })
    }
}

fn merge_heads(backend: &dyn Backend) -> Result<Vec<ContentId>, GitError> {
    let file = backend.git_dir().join("MERGE_HEAD");
    let text = match std::fs::read(&file) {
        Ok(text) => text,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(Vec::new()),
        Err(error) => return Err(GitError::Other(format!("cannot read `MERGE_HEAD`: {error}"))),
    };
    let lines = text.split(|&byte| byte == b'\n').filter(|line| !line.is_empty());
    let ids: Option<Vec<ContentId>> = lines.map(ContentId::from_hex).collect();
    ids.ok_or_else(|| GitError::Other("`MERGE_HEAD` holds something other than object ids".to_owned()))
}

/// How the index differs from each parent: a list for each, sorted by path.
///
/// # Errors
/// The index or a tree cannot be read.
pub fn staged_differences(backend: &dyn Backend, parents: &Parents) -> Result<Vec<Vec<Delta>>, GitError> {
    let mut lists = vec![backend.staged(parents.head.as_ref())?];
    for other in &parents.merged {
        lists.push(backend.staged(Some(other))?);
    }
    Ok(lists)
}

/// A name for what the commit in progress would change, which is another as soon as that is: a hash over `HEAD` and every
/// path that differs from it.
///
/// # Errors
/// The index or a tree cannot be read.
pub fn staged_state(backend: &dyn Backend) -> Result<String, GitError> {
    let head = backend.head()?;
    let mut hash = Sha256::new();
    hash.update(format!("{head:?}"));
    for delta in backend.staged(head.as_ref())? {
        // A path holds no NUL.
        hash.update(delta.path.as_bytes());
        hash.update(format!("\0{:?}\n", delta.new));
    }
    Ok(hash.finalize().iter().map(|byte| format!("{byte:02x}")).collect())
}

/// How a commit differs from each of its parents: a list for each, sorted by path.
///
/// # Errors
/// An object is missing.
pub fn committed_differences(
    backend: &dyn Backend,
    commit: &ContentId,
    parents: &[ContentId],
) -> Result<Vec<Vec<Delta>>, GitError> {
    match parents {
        [] => Ok(vec![backend.diff(None, commit)?]),
        _ => parents.iter().map(|parent| backend.diff(Some(parent), commit)).collect(),
    }
}

/// Whether a path is changed, added or deleted relative to any parent.
pub fn touches(differences: &[Vec<Delta>], path: &RepoPath) -> bool {
    differences.iter().any(|list| list.binary_search_by(|delta| delta.path.cmp(path)).is_ok())
}
