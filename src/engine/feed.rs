//! Where the engine gets its input: git, a folder, standard input. Implemented at the edge.

use std::error::Error;

use super::unscanned::Unread;
use crate::change::Change;
use crate::text::RepoPath;

/// Content could not be read: the run ends, and the commit is blocked.
#[derive(Debug, thiserror::Error)]
#[error(transparent)]
pub struct FeedError(Box<dyn Error + Send + Sync>);

impl FeedError {
    /// Wraps what went wrong.
    pub fn new(error: impl Error + Send + Sync + 'static) -> Self {
        Self(Box::new(error))
    }

    /// What went wrong.
    pub fn into_inner(self) -> Box<dyn Error + Send + Sync> {
        self.0
    }
}

/// One file, read.
#[derive(Debug)]
pub enum Input<'a> {
    /// Text to search.
    Text(Change<'a>),
    /// Content that is not searched; becomes a finding.
    Unread(Unread),
    /// Content of a packed format, as it stands: see [`Change::packed`]. Members of an archive are searched; what cannot be
    /// unpacked becomes a finding.
    Packed(Change<'a>, Unread),
}

/// One input with the commit that holds it.
#[derive(Debug)]
pub struct Item<'a> {
    /// What was read; `None` where there is nothing to read, such as a submodule.
    pub input: Option<Input<'a>>,
    /// Full hexadecimal commit id.
    pub commit: Option<String>,
}

/// A list of inputs that several threads can read.
pub trait Feed {
    /// How many there are.
    fn len(&self) -> usize;

    /// Whether there are none.
    fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// A reader for the calling thread.
    fn reader(&self) -> Box<dyn Reader + '_>;

    /// A reader for another thread.
    ///
    /// # Errors
    /// The store cannot be opened once more.
    fn thread_reader(&self) -> Result<Box<dyn Reader + Send + '_>, FeedError>;
}

/// Reads inputs, one at a time.
pub trait Reader {
    /// Reads input number `index`, from 0.
    ///
    /// # Errors
    /// The content cannot be read.
    fn read(&self, index: usize) -> Result<Item<'_>, FeedError>;

    /// Another file as it stands on the same side as input number `index`: in the index, in the same commit, in the same
    /// folder. `None` where there is none, or none that can be read: whoever asks must judge the stricter for it.
    fn beside(&self, index: usize, path: &RepoPath) -> Option<Vec<u8>>;
}
