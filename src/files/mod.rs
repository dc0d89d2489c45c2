//! Plain files and standard input as input of the engine: every line counts as added.

mod walk;

use std::fs::{self, File};
use std::io::{self, Read};
use std::path::PathBuf;

use crate::change::{Change, decode, opaque};
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
    /// Whether it is a symbolic link that stands for itself: then its target is its content.
    pub is_link: bool,
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
    fn read(&self, index: usize) -> Result<Item<'_>, FeedError> {
        let input = self.0.files.get(index).map(|file| read(file, self.0.limit));
        Ok(Item { input, commit: None })
    }

    fn beside(&self, index: usize, path: &RepoPath) -> Option<Vec<u8>> {
        let file = self.0.files.get(index)?;
        let location = neighbour(file, path).filter(|location| location.is_file())?;
        let other = FoundFile { path: path.clone(), location, is_link: false };
        content(&other, self.0.limit).ok()?.ok().map(decode)
    }
}

/// Where a file lies that is named as `file` is: in the folder of `file`, or in one above it that has a name.
fn neighbour(file: &FoundFile, path: &RepoPath) -> Option<PathBuf> {
    let folder = |path: &RepoPath| path.as_bytes()[..path.as_bytes().len() - path.file_name().len()].to_vec();
    let (own, other) = (folder(&file.path), folder(path));
    let below = own.strip_prefix(other.as_slice()).filter(|_| !own.starts_with(b".."))?;
    let mut at = file.location.parent()?;
    for _ in 0..memchr::memchr_iter(b'/', below).count() {
        at = at.parent()?;
    }
    Some(at.join(std::str::from_utf8(path.file_name()).ok()?))
}

/// A file that cannot be read is a finding, not an error: the others are still read.
fn read<'a>(file: &FoundFile, limit: u64) -> Input<'a> {
    let unread = |content: String, reason| Input::Unread(Unread { path: file.path.clone(), content, reason });
    match content(file, limit) {
        Err(error) => unread(String::new(), UnreadReason::Unreadable(error.kind().to_string())),
        Ok(Err(size)) => unread(size.to_string(), UnreadReason::TooLarge { size, limit }),
        Ok(Ok(blob)) => text(file.path.clone(), blob),
    }
}

/// The bytes of a file, or its size where that is above the limit. A pipe or a device does not tell its size: it is read as
/// far as the limit.
fn content(file: &FoundFile, limit: u64) -> io::Result<Result<Vec<u8>, u64>> {
    if file.is_link {
        return fs::read_link(&file.location).map(|target| Ok(target.into_os_string().into_encoded_bytes()));
    }
    let mut open = File::open(&file.location)?;
    let size = open.metadata()?.len();
    if size > limit {
        return Ok(Err(size));
    }
    // One more, so that the end is met without growing.
    let mut blob = Vec::with_capacity(usize::try_from(size).unwrap_or(0).saturating_add(1));
    open.by_ref().take(limit.saturating_add(1)).read_to_end(&mut blob)?;
    let read = blob.len() as u64;
    Ok(if read > limit { Err(read) } else { Ok(blob) })
}

/// Text to search, or the reason why it is none.
fn text<'a>(path: RepoPath, blob: Vec<u8>) -> Input<'a> {
    match opaque(&blob) {
        Some(format) => {
            let unread =
                Unread { path: path.clone(), content: blob.len().to_string(), reason: UnreadReason::Opaque(format) };
            Input::Packed(Change::whole(path, Vec::new()).packed(blob), unread)
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
    fn read(&self, _index: usize) -> Result<Item<'_>, FeedError> {
        Ok(Item { input: Some(text(self.0.path.clone(), self.0.blob.clone())), commit: None })
    }

    fn beside(&self, _index: usize, _path: &RepoPath) -> Option<Vec<u8>> {
        None
    }
}
