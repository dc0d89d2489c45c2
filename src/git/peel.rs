//! Where a walk over the history begins and ends.

use std::collections::HashSet;
use std::fs;
use std::path::Path;

use super::backend::{Backend, GitError, ObjectKind};
use crate::change::ContentId;

/// The commits a walk begins with, and those it stops at.
pub(super) struct Start {
    pub include: Vec<ContentId>,
    pub exclude: Vec<ContentId>,
}

/// Replaces annotated tags by what they name, and drops what reaches no commit: trees, blobs, and objects of `exclude` that
/// do not exist.
pub(super) fn start(git: &dyn Backend, include: &[ContentId], exclude: &[ContentId]) -> Result<Start, GitError> {
    let mut start = Start { include: Vec::new(), exclude: Vec::new() };
    for id in include {
        match peel(git, *id)? {
            Peeled::Commit(commit) => start.include.push(commit),
            Peeled::NoCommit => {}
            Peeled::Missing(id) => return Err(GitError::NotFound(id.to_string())),
        }
    }
    for id in exclude {
        if let Peeled::Commit(commit) = peel(git, *id)? {
            start.exclude.push(commit);
        }
    }
    Ok(start)
}

enum Peeled {
    Commit(ContentId),
    NoCommit,
    Missing(ContentId),
}

fn peel(git: &dyn Backend, mut id: ContentId) -> Result<Peeled, GitError> {
    loop {
        match git.kind(&id)? {
            Some(ObjectKind::Commit) => return Ok(Peeled::Commit(id)),
            Some(ObjectKind::Tag) => id = git.tag(&id)?.0,
            Some(ObjectKind::Tree | ObjectKind::Blob) => return Ok(Peeled::NoCommit),
            None => return Ok(Peeled::Missing(id)),
        }
    }
}

/// The commits whose parents a shallow clone lacks: one id per line of the file `shallow`.
pub(super) fn shallow(common_dir: &Path) -> HashSet<ContentId> {
    let text = fs::read(common_dir.join("shallow")).unwrap_or_default();
    text.split(|&byte| byte == b'\n').filter_map(ContentId::from_hex).collect()
}
