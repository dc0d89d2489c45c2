//! Plain files and standard input as input of the engine: every line counts as added.

mod walk;

use std::fs;
use std::path::PathBuf;

use crate::change::{Change, opaque};
use crate::engine::{Feed, FeedError, Input, Item, Reader, Unread, UnreadReason};
use crate::text::RepoPath;

pub use walk::{FileError, find};

/// A file to read and the name it has in the report.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FoundFile {
    /// Name in the report and in the fingerprint: relative, with `/`.
    pub path: RepoPath,
    /// Where it is.
    pub location: PathBuf,
}

/// Files of a folder.
pub struct FilesFeed {
    files: Vec<FoundFile>,
    limit: u64,
}

impl FilesFeed {
    /// Files of more than `limit` bytes are not read.
    pub fn new(files: Vec<FoundFile>, limit: u64) -> Self {
        Self { files, limit }
    }
}

impl Feed for FilesFeed {
    fn len(&self) -> usize {
        self.files.len()
    }

    fn reader(&self) -> Box<dyn Reader + '_> {
        Box::new(FilesReader(self))
    }

    fn thread_reader(&self) -> Result<Box<dyn Reader + Send + '_>, FeedError> {
        Ok(Box::new(FilesReader(self)))
    }
}

struct FilesReader<'f>(&'f FilesFeed);

impl Reader for FilesReader<'_> {
    fn read(&mut self, index: usize) -> Result<Item<'_>, FeedError> {
        let input = self.0.files.get(index).map(|file| read(file, self.0.limit));
        Ok(Item { input, commit: None })
    }
}

/// A file that cannot be read is a finding, not an error: the others are still read.
fn read<'a>(file: &FoundFile, limit: u64) -> Input<'a> {
    let unread = |content: String, reason| Input::Unread(Unread { path: file.path.clone(), content, reason });
    let result = fs::symlink_metadata(&file.location).and_then(|meta| {
        if meta.is_symlink() {
            return fs::read_link(&file.location).map(|target| Ok(target.into_os_string().into_encoded_bytes()));
        }
        if meta.len() > limit {
            return Ok(Err(meta.len()));
        }
        fs::read(&file.location).map(Ok)
    });
    match result {
        Err(error) => unread(String::new(), UnreadReason::Unreadable(error.kind().to_string())),
        Ok(Err(size)) => unread(size.to_string(), UnreadReason::TooLarge { size, limit }),
        Ok(Ok(blob)) => text(file.path.clone(), blob),
    }
}

/// Text to search, or the reason why it is none.
fn text<'a>(path: RepoPath, blob: Vec<u8>) -> Input<'a> {
    match opaque(&blob) {
        Some(format) => {
            let unread =
                Unread { path: path.clone(), content: blob.len().to_string(), reason: UnreadReason::Opaque(format) };
            Input::Packed(Change::whole(path, blob), unread)
        }
        None => Input::Text(Change::whole(path, blob)),
    }
}

/// One text that was read already, such as standard input.
pub struct TextFeed {
    path: RepoPath,
    blob: Vec<u8>,
}

impl TextFeed {
    /// `path` is the name in the report, and tells the language.
    pub fn new(path: RepoPath, blob: Vec<u8>) -> Self {
        Self { path, blob }
    }
}

impl Feed for TextFeed {
    fn len(&self) -> usize {
        1
    }

    fn reader(&self) -> Box<dyn Reader + '_> {
        Box::new(TextReader(self))
    }

    fn thread_reader(&self) -> Result<Box<dyn Reader + Send + '_>, FeedError> {
        Ok(Box::new(TextReader(self)))
    }
}

struct TextReader<'f>(&'f TextFeed);

impl Reader for TextReader<'_> {
    fn read(&mut self, _index: usize) -> Result<Item<'_>, FeedError> {
        Ok(Item { input: Some(text(self.0.path.clone(), self.0.blob.clone())), commit: None })
    }
}
