//! What hunkguard asks of git. Two back ends answer: libgit2, and git's own plumbing for repositories that libgit2 cannot
//! open.

use std::path::{Path, PathBuf};

use crate::change::{ContentId, Delta, Version};
use crate::text::RepoPath;

/// Git could not answer. Every error blocks the commit.
#[derive(Debug, thiserror::Error)]
pub enum GitError {
    /// There is no repository here.
    #[error("not inside a git repository")]
    NoRepository,
    /// The repository has no index, or one that this back end cannot read.
    #[error("cannot read the index: {0}")]
    Index(String),
    /// A feature of the repository that this back end does not know: the other one may.
    #[error("the repository uses {0}")]
    Unsupported(String),
    /// A name that is no object.
    #[error("`{0}` names no object of this repository")]
    NotFound(String),
    /// An object that should be there is missing or damaged.
    #[error("cannot read object {id}: {reason}")]
    Object {
        /// Its id.
        id: ContentId,
        /// What git says.
        reason: String,
    },
    /// The `git` program failed.
    #[error("`git {command}` failed: {reason}")]
    Command {
        /// The command line behind `git`.
        command: String,
        /// What it printed, in one line.
        reason: String,
    },
    /// Anything else.
    #[error("{0}")]
    Other(String),
}

/// Kinds of objects.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ObjectKind {
    /// A commit.
    Commit,
    /// A folder.
    Tree,
    /// A file's content.
    Blob,
    /// An annotated tag.
    Tag,
}

/// Name and mail of an author, committer or tagger; bytes, usually UTF-8.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Signature {
    /// Name.
    pub name: Vec<u8>,
    /// Mail address, without brackets.
    pub mail: Vec<u8>,
}

/// A commit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Commit {
    /// Its id.
    pub id: ContentId,
    /// Its parents. Replace refs and grafts are ignored.
    pub parents: Vec<ContentId>,
    /// Its author.
    pub author: Signature,
    /// Its committer.
    pub committer: Signature,
    /// The message as stored: bytes, usually UTF-8.
    pub message: Vec<u8>,
}

/// A reference and the object it names, not peeled.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Reference {
    /// Full name, such as `refs/heads/main`.
    pub name: String,
    /// The object.
    pub id: ContentId,
}

/// A repository, through one of the back ends. The environment that git gives its hooks (`GIT_DIR`, `GIT_INDEX_FILE`, the
/// quarantine of a push) is honoured. Not shared between threads: [`Backend::reopen`] makes one for another thread.
pub trait Backend: Send {
    /// `libgit2` or `git`, for `doctor`.
    fn name(&self) -> &'static str;

    /// The same repository for another thread.
    ///
    /// # Errors
    /// It cannot be opened again.
    fn reopen(&self) -> Result<Box<dyn Backend>, GitError>;

    /// The git directory: that of the linked worktree, in one.
    fn git_dir(&self) -> &Path;

    /// The git directory that all worktrees share.
    fn common_dir(&self) -> &Path;

    /// The root of the working tree; `None` in a bare repository.
    fn work_tree(&self) -> Option<&Path>;

    /// The last value of a configuration key, as git would see it (system, global, local, worktree, environment).
    fn config(&self, key: &str) -> Option<String>;

    /// Every value of a configuration key, lowest level first.
    fn config_all(&self, key: &str) -> Vec<String>;

    /// Every URL to which a configured remote pushes, with the remote's name: `url` and `pushurl`, after `insteadOf`.
    fn remote_urls(&self) -> Vec<(String, String)>;

    /// The commit that `HEAD` names; `None` before the first commit.
    ///
    /// # Errors
    /// `HEAD` is broken.
    fn head(&self) -> Result<Option<ContentId>, GitError>;

    /// The object that a revision names (`main`, `HEAD~2`, a hexadecimal id), not peeled.
    ///
    /// # Errors
    /// It names none.
    fn resolve(&self, revision: &str) -> Result<ContentId, GitError>;

    /// The kind of an object; `None` where the repository does not have it.
    ///
    /// # Errors
    /// The object database cannot be read.
    fn kind(&self, id: &ContentId) -> Result<Option<ObjectKind>, GitError>;

    /// All references, or those below a prefix such as `refs/remotes/origin/`.
    ///
    /// # Errors
    /// The references cannot be read.
    fn references(&self, prefix: &str) -> Result<Vec<Reference>, GitError>;

    /// Index against the tree of a commit (`None`: against the empty tree): every path that differs, sorted by path.
    /// Unmerged and intent-to-add entries are left out; a change of mode alone is none.
    ///
    /// # Errors
    /// No index, or one that cannot be read.
    fn staged(&self, against: Option<&ContentId>) -> Result<Vec<Delta>, GitError>;

    /// The tree of a commit (or a tree itself) against that of another: every path that differs, sorted by path.
    ///
    /// # Errors
    /// An object is missing.
    fn diff(&self, old: Option<&ContentId>, new: &ContentId) -> Result<Vec<Delta>, GitError>;

    /// The entry of a path in the index; `None` where there is none.
    ///
    /// # Errors
    /// The index cannot be read.
    fn staged_entry(&self, path: &RepoPath) -> Result<Option<Version>, GitError>;

    /// The entry of a path in the tree of a commit; `None` where there is none.
    ///
    /// # Errors
    /// An object is missing.
    fn entry(&self, commit: &ContentId, path: &RepoPath) -> Result<Option<Version>, GitError>;

    /// The size of a blob in bytes.
    ///
    /// # Errors
    /// It is missing.
    fn blob_size(&self, id: &ContentId) -> Result<u64, GitError>;

    /// The bytes of a blob.
    ///
    /// # Errors
    /// It is missing.
    fn blob(&self, id: &ContentId) -> Result<Vec<u8>, GitError>;

    /// The bytes of a blob, or its size where that is above `limit`, in bytes.
    ///
    /// # Errors
    /// It is missing.
    fn blob_up_to(&self, id: &ContentId, limit: u64) -> Result<Result<Vec<u8>, u64>, GitError> {
        let size = self.blob_size(id)?;
        if size > limit { Ok(Err(size)) } else { self.blob(id).map(Ok) }
    }

    /// A commit.
    ///
    /// # Errors
    /// It is missing.
    fn commit(&self, id: &ContentId) -> Result<Commit, GitError>;

    /// What an annotated tag names, and its message with header (`tag`, `tagger`).
    ///
    /// # Errors
    /// It is missing or no tag.
    fn tag(&self, id: &ContentId) -> Result<(ContentId, Vec<u8>), GitError>;

    /// The commits that can be reached from `include` and not from `exclude`, parents before children. Objects of `exclude`
    /// that do not exist here are passed over. A shallow boundary counts as a root.
    ///
    /// # Errors
    /// An object of `include` is missing.
    fn range(&self, include: &[ContentId], exclude: &[ContentId]) -> Result<Vec<ContentId>, GitError>;

    /// Whether the parents of a commit are missing because the clone is shallow.
    fn is_shallow_boundary(&self, id: &ContentId) -> bool;

    /// The folder in which git looks for hooks: `core.hooksPath`, or `hooks` of the common directory.
    fn hooks_dir(&self) -> PathBuf;
}
