//! Changed files of a repository as input of the engine.

use std::collections::HashSet;
use std::ops::Deref;
use std::sync::Arc;

use super::backend::{Backend, GitError};
use crate::change::{Change, ContentId, Delta, EntryKind, Gone, Version, decode, opaque, origin};
use crate::engine::{Feed, FeedError, Input, Item, Reader, Unread, UnreadReason};
use crate::text::RepoPath;

/// A file that differs from every parent, with what its lines are compared with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ChangedFile {
    /// The path after the commit.
    pub path: RepoPath,
    /// The content after the commit.
    pub new: Version,
    /// The content in each parent that has the path.
    pub old: Vec<Version>,
    /// For each parent that lacks the path: the files that are gone relative to it, from which this one may be renamed.
    gone: Vec<Arc<Gone>>,
}

impl ChangedFile {
    /// A file that is compared with nothing.
    pub fn whole(path: RepoPath, new: Version) -> Self {
        Self { path, new, old: Vec::new(), gone: Vec::new() }
    }
}

/// Merges the differences to each parent: a file that any parent has as it is adds nothing. `excluded` says of a path that
/// it is not read; such a file is no origin of a rename either, because it was never checked where it stood.
///
/// Returns the files to read, and how many the exclusion left out.
pub fn changed_files(parents: Vec<Vec<Delta>>, excluded: &dyn Fn(&RepoPath) -> bool) -> (Vec<ChangedFile>, u64) {
    let gone: Vec<Arc<Gone>> = parents
        .iter()
        .map(|deltas| Gone::new(deltas.iter().filter(|delta| delta.new.is_none() && !excluded(&delta.path))))
        .map(Arc::new)
        .collect();
    let mut rest = parents.into_iter();
    let first = rest.next().unwrap_or_default();
    let rest: Vec<Vec<Delta>> = rest.collect();
    let (mut files, mut left_out) = (Vec::new(), 0);
    for delta in first {
        let Some(new) = delta.new else { continue };
        // Lists are sorted by path: what is missing from one is unchanged relative to that parent.
        let others: Option<Vec<&Delta>> = rest
            .iter()
            .map(|list| list.binary_search_by(|other| other.path.cmp(&delta.path)).ok().map(|at| &list[at]))
            .collect();
        let Some(others) = others else { continue };
        if excluded(&delta.path) {
            left_out += 1;
            continue;
        }
        let sides = || std::iter::once(&delta.old).chain(others.iter().map(|other| &other.old));
        let lacking = sides().zip(&gone).filter(|(old, gone)| old.is_empty() && !gone.is_empty());
        files.push(ChangedFile {
            gone: lacking.map(|(_, gone)| Arc::clone(gone)).collect(),
            old: sides().flatten().copied().collect(),
            new,
            path: delta.path,
        });
    }
    (files, left_out)
}

/// What is read from a repository in one run.
pub struct GitFeed<'r> {
    backend: &'r dyn Backend,
    files: Vec<(ChangedFile, Option<ContentId>)>,
    limit: u64,
    seen: HashSet<(RepoPath, ContentId, Vec<ContentId>)>,
}

impl<'r> GitFeed<'r> {
    /// An empty feed. Files of more than `limit` bytes are not read.
    pub fn new(backend: &'r dyn Backend, limit: u64) -> Self {
        Self { backend, files: Vec::new(), limit, seen: HashSet::new() }
    }

    /// Adds what the index adds.
    pub fn push_staged(&mut self, files: Vec<ChangedFile>) {
        self.files.extend(files.into_iter().map(|file| (file, None)));
    }

    /// Adds what a commit adds, unless an earlier commit of the feed made the very same change.
    pub fn push_commit(&mut self, commit: ContentId, files: Vec<ChangedFile>) {
        for file in files {
            let key = (file.path.clone(), file.new.id, file.old.iter().map(|old| old.id).collect());
            if self.seen.insert(key) {
                self.files.push((file, Some(commit)));
            }
        }
    }
}

impl Feed for GitFeed<'_> {
    fn len(&self) -> usize {
        self.files.len()
    }

    fn reader(&self) -> Box<dyn Reader + '_> {
        Box::new(GitReader { backend: self.backend, files: &self.files, limit: self.limit })
    }

    fn thread_reader(&self) -> Result<Box<dyn Reader + Send + '_>, FeedError> {
        let backend = self.backend.reopen().map_err(FeedError::new)?;
        Ok(Box::new(GitReader { backend, files: &self.files, limit: self.limit }))
    }
}

/// Reads for one thread: the calling thread borrows the back end, any other has its own.
struct GitReader<'f, B> {
    backend: B,
    files: &'f [(ChangedFile, Option<ContentId>)],
    limit: u64,
}

impl<B> Reader for GitReader<'_, B>
where
    B: Deref<Target: Backend>,
{
    fn read(&self, index: usize) -> Result<Item<'_>, FeedError> {
        let Some((file, commit)) = self.files.get(index) else { return Ok(Item { input: None, commit: None }) };
        let input = read(&*self.backend, file, self.limit).map_err(FeedError::new)?;
        Ok(Item { input, commit: commit.map(|id| id.to_string()) })
    }

    fn beside(&self, index: usize, path: &RepoPath) -> Option<Vec<u8>> {
        let (_, commit) = self.files.get(index)?;
        let entry = match commit {
            Some(commit) => self.backend.entry(commit, path),
            None => self.backend.staged_entry(path),
        };
        let file = entry.ok()?.filter(|entry| entry.kind == EntryKind::File)?;
        self.backend.blob_up_to(&file.id, self.limit).ok()?.ok().map(decode)
    }
}

fn read<'a, B: Backend + ?Sized>(
    backend: &'a B,
    file: &'a ChangedFile,
    limit: u64,
) -> Result<Option<Input<'a>>, GitError> {
    let id = file.new.id;
    // A submodule's commits are read in its own repository.
    if file.new.kind == EntryKind::Submodule {
        return Ok(None);
    }
    let unread = |reason| Unread { path: file.path.clone(), content: id.to_string(), reason };
    let blob = match backend.blob_up_to(&id, limit)? {
        Ok(blob) => blob,
        Err(size) => return Ok(Some(Input::Unread(unread(UnreadReason::TooLarge { size, limit })))),
    };
    let format = opaque(&blob);
    let change = |blob| {
        if file.old.is_empty() && file.gone.is_empty() {
            Change::whole(file.path.clone(), blob)
        } else {
            let load = Box::new(move |new: &[u8]| bases(backend, file, limit, new));
            Change::against(file.path.clone(), blob, load)
        }
    };
    Ok(Some(match format {
        Some(format) => Input::Packed(change(Vec::new()).packed(blob), unread(UnreadReason::Opaque(format))),
        None => Input::Text(change(blob)),
    }))
}

/// The texts that the new one is compared with. An old blob that cannot be read (a partial clone may lack it) makes no line
/// old; neither does one above the limit.
fn bases<B: Backend + ?Sized>(backend: &B, file: &ChangedFile, limit: u64, new: &[u8]) -> Vec<Vec<u8>> {
    let text = |version: &Version| {
        let read = (version.kind != EntryKind::Submodule).then(|| backend.blob_up_to(&version.id, limit));
        Some(decode(read?.ok()?.ok()?))
    };
    let renamed = file.gone.iter().filter_map(|gone| {
        let likely = gone.sources(&file.path, &file.new);
        origin(likely.iter().filter_map(text).collect(), new)
    });
    file.old.iter().filter_map(text).chain(renamed).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn version(byte: u8) -> Version {
        Version { id: ContentId::new(&[byte; 20]).unwrap(), kind: EntryKind::File }
    }

    fn delta(path: &str, old: Option<u8>, new: Option<u8>) -> Delta {
        Delta { path: RepoPath::from(path), new: new.map(version), old: old.map(version).into_iter().collect() }
    }

    #[test]
    fn a_merge_reads_only_what_differs_from_every_parent() {
        let ours = vec![delta("both", Some(1), Some(9)), delta("theirs", Some(1), Some(2))];
        let theirs = vec![delta("both", Some(2), Some(9)), delta("ours", None, Some(3))];
        let (files, excluded) = changed_files(vec![ours, theirs], &|_| false);
        assert_eq!(excluded, 0);
        assert_eq!(files.len(), 1);
        assert_eq!((files[0].path.as_bytes(), &files[0].old[..]), (&b"both"[..], &[version(1), version(2)][..]));
    }

    #[test]
    fn a_new_file_may_come_from_a_deleted_one_unless_that_was_excluded() {
        let moved = || vec![vec![delta("a/x", Some(1), None), delta("b/x", None, Some(1))]];
        let (files, _) = changed_files(moved(), &|_| false);
        assert_eq!(files[0].gone.len(), 1);
        let (files, excluded) = changed_files(moved(), &|path| path.as_bytes().starts_with(b"a/"));
        assert_eq!((files[0].gone.len(), excluded), (0, 0));
        let (files, excluded) = changed_files(moved(), &|path| path.as_bytes().starts_with(b"b/"));
        assert_eq!((files.len(), excluded), (0, 1));
    }
}
