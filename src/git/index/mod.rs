//! The index file: entries and extensions, read in place.
//!
//! libgit2 allocates every entry and hashes the whole file, which makes it eight times slower than git where there are
//! 60,000 of them. This reader takes one pass over the lengths of the entries and decodes only those that it is asked for.
//! The format: `gitformat-index(5)`.

mod cache_tree;
mod compare;
#[cfg(test)]
mod tests;

use std::io;
use std::ops::Range;
use std::path::Path;

use cache_tree::CacheTree;
pub(super) use compare::staged;

use super::backend::GitError;
use crate::change::{ContentId, EntryKind, Version};
use crate::text::{RepoPath, printable};

/// `DIRC`, version, number of entries.
const HEADER: usize = 12;
/// Where the mode stands in an entry, and where the id does: behind times, device, inode, mode, owner, group and size.
const MODE: usize = 24;
const ID: usize = 40;

const EXTENDED: u16 = 0x4000;
const STAGE: u16 = 0x3000;
const NAME_LENGTH: u16 = 0x0fff;
const INTENT_TO_ADD: u16 = 0x2000;
const SKIP_WORKTREE: u16 = 0x4000;

/// An index file.
pub(super) struct Index {
    data: Vec<u8>,
    /// Bytes of an object id: 20 or 32.
    id_len: usize,
    /// Where each entry begins, in order.
    entries: Vec<u32>,
    names: Names,
    /// Where the content of the `TREE` extension stands.
    cache_tree: Option<Range<usize>>,
}

/// Where the names of the entries stand.
enum Names {
    /// Versions 2 and 3: in the entries.
    Inline,
    /// Version 4 stores what a name does not share with the one before it: all of them written out one behind the other,
    /// and where each ends.
    Expanded { bytes: Vec<u8>, ends: Vec<u32> },
}

/// What an entry says about its path.
enum Stored {
    /// The content of the next commit.
    Content(Version),
    /// One side of a merge conflict.
    Unmerged,
    /// A path that is known, but whose content is not added yet.
    IntentToAdd,
}

fn damaged(what: &str) -> GitError {
    GitError::Index(what.to_owned())
}

fn unsupported(what: impl Into<String>) -> GitError {
    GitError::Unsupported(what.into())
}

impl Index {
    /// Reads the file; one that does not exist is an index without entries. `id_len` is the number of bytes of an object id.
    ///
    /// # Errors
    /// [`GitError::Unsupported`] for a format that only git reads, [`GitError::Index`] for a damaged or unreadable file.
    pub fn read(path: &Path, id_len: usize) -> Result<Self, GitError> {
        match std::fs::read(path) {
            Ok(data) => Self::parse(data, id_len),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(Self::empty(id_len)),
            Err(error) => Err(GitError::Index(error.to_string())),
        }
    }

    fn empty(id_len: usize) -> Self {
        Self { data: Vec::new(), id_len, entries: Vec::new(), names: Names::Inline, cache_tree: None }
    }

    /// Takes the bytes of an index file.
    pub fn parse(data: Vec<u8>, id_len: usize) -> Result<Self, GitError> {
        if data.first_chunk() != Some(b"DIRC") {
            return Err(damaged("it does not begin with `DIRC`"));
        }
        let (Some(version), Some(count)) = (u32_at(&data, 4), u32_at(&data, 8)) else {
            return Err(damaged("it is truncated"));
        };
        if u32::try_from(data.len()).is_err() {
            return Err(unsupported("an index of more than 4 GiB"));
        }
        let end =
            data.len().checked_sub(id_len).filter(|&end| end >= HEADER).ok_or_else(|| damaged("it is truncated"))?;
        let mut index = Self { data, ..Self::empty(id_len) };
        let entries_end = match version {
            2 | 3 => index.walk_inline(count, end),
            4 => index.walk_prefixed(count, end),
            _ => return Err(unsupported(format!("index version {version}"))),
        };
        index.read_extensions(entries_end.ok_or_else(|| damaged("its entries are truncated or malformed"))?, end)?;
        Ok(index)
    }

    /// Notes where the entries of version 2 or 3 begin. Returns where the last one ends; `None` if one does not.
    fn walk_inline(&mut self, count: u32, end: usize) -> Option<usize> {
        let count = usize::try_from(count).ok()?;
        self.entries.reserve(count.min(end / ID));
        let mut at = HEADER;
        for _ in 0..count {
            let name = self.name_at(at)?;
            let length = match usize::from(self.flags(at)? & NAME_LENGTH) {
                length if length < usize::from(NAME_LENGTH) => length,
                _ => memchr::memchr(0, self.data.get(name..end)?)?,
            };
            if self.data.get(name + length) != Some(&0) {
                return None;
            }
            self.entries.push(u32::try_from(at).ok()?);
            // At least one NUL, and as many more as make the length a multiple of eight.
            at += (name - at + length + 8) & !7;
            if at > end {
                return None;
            }
        }
        Some(at)
    }

    /// Notes where the entries of version 4 begin, and writes their names out. Returns where the last one ends.
    fn walk_prefixed(&mut self, count: u32, end: usize) -> Option<usize> {
        let count = usize::try_from(count).ok()?;
        self.entries.reserve(count.min(end / ID));
        let mut bytes = Vec::new();
        let mut ends = Vec::with_capacity(count.min(end / ID));
        let (mut at, mut previous) = (HEADER, 0..0);
        for _ in 0..count {
            let (stripped, suffix) = varint(self.data.get(..end)?, self.name_at(at)?)?;
            let kept = previous.len().checked_sub(stripped)?;
            let length = memchr::memchr(0, self.data.get(suffix..end)?)?;
            let start = bytes.len();
            bytes.extend_from_within(previous.start..previous.start + kept);
            bytes.extend_from_slice(&self.data[suffix..suffix + length]);
            previous = start..bytes.len();
            ends.push(u32::try_from(bytes.len()).ok()?);
            self.entries.push(u32::try_from(at).ok()?);
            at = suffix + length + 1;
        }
        self.names = Names::Expanded { bytes, ends };
        Some(at)
    }

    /// Reads the signatures of the extensions between `at` and `end`.
    fn read_extensions(&mut self, mut at: usize, end: usize) -> Result<(), GitError> {
        while at < end {
            let truncated = || damaged("an extension is truncated");
            let signature = self.data.get(at..at + 4).ok_or_else(truncated)?;
            let size = u32_at(&self.data, at + 4).and_then(|size| usize::try_from(size).ok()).ok_or_else(truncated)?;
            let content = at + 8..(at + 8).checked_add(size).filter(|&next| next <= end).ok_or_else(truncated)?;
            match signature {
                b"TREE" => self.cache_tree = Some(content.clone()),
                // An extension that begins with a capital letter may be passed over.
                [b'A'..=b'Z', ..] => {}
                b"link" => return Err(unsupported("a split index")),
                b"sdir" => return Err(unsupported("a sparse index")),
                other => return Err(unsupported(format!("the index extension `{}`", printable(other)))),
            }
            at = content.end;
        }
        Ok(())
    }

    /// The flags of the entry that begins at `at`.
    fn flags(&self, at: usize) -> Option<u16> {
        u16_at(&self.data, at + ID + self.id_len)
    }

    /// Where the name of the entry that begins at `at` stands: behind one or two words of flags.
    fn name_at(&self, at: usize) -> Option<usize> {
        Some(at + ID + self.id_len + if self.flags(at)? & EXTENDED == 0 { 2 } else { 4 })
    }

    /// How many entries there are.
    fn len(&self) -> usize {
        self.entries.len()
    }

    /// The path of an entry; empty behind the last one.
    fn name(&self, entry: usize) -> &[u8] {
        let name = match &self.names {
            Names::Inline => self.entries.get(entry).and_then(|&at| self.inline_name(at as usize)),
            Names::Expanded { bytes, ends } => ends.get(entry).and_then(|&end| {
                let start = entry.checked_sub(1).and_then(|before| ends.get(before)).copied().unwrap_or(0);
                bytes.get(start as usize..end as usize)
            }),
        };
        name.unwrap_or_default()
    }

    fn inline_name(&self, at: usize) -> Option<&[u8]> {
        let name = self.name_at(at)?;
        match usize::from(self.flags(at)? & NAME_LENGTH) {
            length if length < usize::from(NAME_LENGTH) => self.data.get(name..name + length),
            _ => self.data.get(name..).and_then(|rest| rest.get(..memchr::memchr(0, rest)?)),
        }
    }

    /// What an entry says.
    fn stored(&self, entry: usize) -> Result<Stored, GitError> {
        let at = self.entries.get(entry).map_or(self.data.len(), |&at| at as usize);
        let read =
            || Some((u32_at(&self.data, at + MODE)?, self.data.get(at + ID..at + ID + self.id_len)?, self.flags(at)?));
        let (mode, id, flags) = read().ok_or_else(|| damaged("an entry is truncated"))?;
        if flags & EXTENDED != 0 {
            let more = u16_at(&self.data, at + ID + self.id_len + 2).unwrap_or_default();
            if more & !(INTENT_TO_ADD | SKIP_WORKTREE) != 0 {
                return Err(unsupported("unknown flags of an index entry"));
            }
            if more & INTENT_TO_ADD != 0 {
                return Ok(Stored::IntentToAdd);
            }
        }
        if flags & STAGE != 0 {
            return Ok(Stored::Unmerged);
        }
        match (EntryKind::from_mode(mode), ContentId::new(id)) {
            (Some(kind), Some(id)) => Ok(Stored::Content(Version { id, kind })),
            _ => Err(damaged("an entry has an unknown mode")),
        }
    }

    /// The staged entry of a path.
    pub fn find(&self, path: &RepoPath) -> Result<Option<Version>, GitError> {
        let entry = self.lower_bound(0..self.len(), |name| name < path.as_bytes());
        if self.name(entry) != path.as_bytes() || path.as_bytes().is_empty() {
            return Ok(None);
        }
        Ok(match self.stored(entry)? {
            Stored::Content(version) => Some(version),
            Stored::Unmerged | Stored::IntentToAdd => None,
        })
    }

    /// The first entry of a sorted range whose name is not `before`.
    fn lower_bound(&self, range: Range<usize>, before: impl Fn(&[u8]) -> bool) -> usize {
        let (mut low, mut high) = (range.start, range.end);
        while low < high {
            let middle = low + (high - low) / 2;
            if before(self.name(middle)) { low = middle + 1 } else { high = middle }
        }
        low
    }

    /// The cache tree; without nodes where there is none or it is damaged, because it is only a shortcut.
    fn cache_tree(&self) -> CacheTree<'_> {
        let data = self.cache_tree.clone().and_then(|range| self.data.get(range)).unwrap_or_default();
        CacheTree::parse(data, self.id_len).unwrap_or_default()
    }
}

fn u16_at(data: &[u8], at: usize) -> Option<u16> {
    data.get(at..)?.first_chunk().map(|bytes| u16::from_be_bytes(*bytes))
}

fn u32_at(data: &[u8], at: usize) -> Option<u32> {
    data.get(at..)?.first_chunk().map(|bytes| u32::from_be_bytes(*bytes))
}

/// Git's variable-length number at `at` (most significant group first, each further group adds one), and what follows it.
fn varint(data: &[u8], mut at: usize) -> Option<(usize, usize)> {
    let mut byte = *data.get(at)?;
    let mut value = usize::from(byte & 0x7f);
    while byte & 0x80 != 0 {
        at += 1;
        byte = *data.get(at)?;
        value = value.checked_add(1)?.checked_mul(128)?.checked_add(usize::from(byte & 0x7f))?;
    }
    Some((value, at + 1))
}
