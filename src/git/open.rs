//! Which back end reads a repository.

use super::backend::{Backend, GitError};
use super::libgit2::Libgit2;
use super::location::Location;
use super::plumbing;

/// Opens the repository with libgit2, or with git's plumbing where libgit2 knows not all it uses.
///
/// The index is looked at here, so that a format that only git reads is met before anything rests on it. It stays loaded.
///
/// # Errors
/// [`GitError::NoRepository`]; or neither can open it, and the error names both reasons.
pub fn open(location: &Location) -> Result<Box<dyn Backend>, GitError> {
    let refused = match Libgit2::open(location) {
        Ok(backend) if backend.work_tree().is_none() => return Ok(Box::new(backend)),
        Ok(backend) => match backend.index() {
            Err(refused @ GitError::Unsupported(_)) => refused,
            // Git reads beyond the end of a damaged index; whoever needs it gets our error.
            Ok(_) | Err(_) => return Ok(Box::new(backend)),
        },
        Err(GitError::NoRepository) => return Err(GitError::NoRepository),
        Err(refused) => refused,
    };
    plumbing::open(location).map_err(|error| {
        GitError::Other(format!("neither libgit2 ({refused}) nor git ({error}) can open the repository"))
    })
}
