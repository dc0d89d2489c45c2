//! The index against a tree: what a commit would change.

use std::ops::Range;

use super::cache_tree::CacheTree;
use super::{Index, Stored, damaged};
use crate::change::{ContentId, Delta, Version};
use crate::git::backend::GitError;
use crate::git::tree::{self, Named, ReadTree, TreeEntry};

/// Every path that differs between the index and a tree (`None`: the empty tree), in no order.
///
/// Only folders that differ are looked into, as far as the cache tree of the index says so; what it does not know is
/// compared entry by entry.
pub(in crate::git) fn staged(index: &Index, tree: Option<ContentId>, read: &ReadTree) -> Result<Vec<Delta>, GitError> {
    let cache = index.cache_tree();
    let mut comparison = Comparison { index, cache: &cache, read, pending: Vec::new(), deltas: Vec::new() };
    comparison.folder(Folder { prefix: Vec::new(), tree, entries: 0..index.len(), node: cache.root() });
    while let Some(folder) = comparison.pending.pop() {
        comparison.look_into(&folder)?;
    }
    Ok(comparison.deltas)
}

/// A folder of the index.
struct Folder {
    /// Its path with a `/` at the end; empty for the root.
    prefix: Vec<u8>,
    /// What it is compared with.
    tree: Option<ContentId>,
    /// The entries below it.
    entries: Range<usize>,
    /// Its place in the cache tree.
    node: Option<usize>,
}

/// What stands in a folder of the index.
struct Item<'i> {
    name: &'i [u8],
    what: What,
}

enum What {
    Folder {
        entries: Range<usize>,
        node: Option<usize>,
    },
    /// `None`: a conflict, which no commit takes.
    Leaf(Option<Version>),
}

impl Named for Item<'_> {
    fn key(&self) -> (&[u8], bool) {
        (self.name, matches!(self.what, What::Folder { .. }))
    }
}

struct Comparison<'i> {
    index: &'i Index,
    cache: &'i CacheTree<'i>,
    read: &'i ReadTree<'i>,
    pending: Vec<Folder>,
    deltas: Vec<Delta>,
}

impl<'i> Comparison<'i> {
    /// Notes a folder to look into, unless the cache tree says that it is the tree it is compared with.
    fn folder(&mut self, folder: Folder) {
        let known = folder.node.and_then(|node| self.cache.node(node)?.valid);
        let same = known.is_some_and(|(entries, id)| {
            entries == folder.entries.len() && folder.tree.is_some_and(|tree| tree.as_bytes() == id)
        });
        if !same {
            self.pending.push(folder);
        }
    }

    fn look_into(&mut self, folder: &Folder) -> Result<(), GitError> {
        let items = self.items(folder)?;
        let data = folder.tree.map(|id| (self.read)(&id).map(|data| (id, data))).transpose()?;
        let entries = data.as_ref().map_or(Ok(Vec::new()), |(id, data)| tree::entries(id, data))?;
        tree::join(&entries, &items, |old: Option<&TreeEntry>, new: Option<&Item>| {
            let Some(name) = new.map(|item| item.name).or(old.map(|entry| entry.name)) else { return Ok(()) };
            let path = || [&folder.prefix, name].concat();
            let prefix = || [&folder.prefix, name, b"/"].concat();
            match (old, new.map(|item| &item.what)) {
                (old, Some(What::Folder { entries, node })) => {
                    let tree = old.map(|entry| entry.id);
                    self.folder(Folder { prefix: prefix(), tree, entries: entries.clone(), node: *node });
                }
                (old, Some(What::Leaf(Some(new)))) => {
                    tree::push_delta(&mut self.deltas, path(), old.and_then(TreeEntry::version), Some(*new));
                }
                (Some(old), None) => match old.version() {
                    Some(version) => tree::push_delta(&mut self.deltas, path(), Some(version), None),
                    None => tree::diff(self.read, &prefix(), Some(old.id), None, &mut self.deltas)?,
                },
                (_, Some(What::Leaf(None))) | (None, None) => {}
            }
            Ok(())
        })
    }

    /// What stands right inside a folder. The order is checked, because everything here rests on it.
    fn items(&self, folder: &Folder) -> Result<Vec<Item<'i>>, GitError> {
        let known = self.cache.inside(folder.node);
        let mut items: Vec<Item<'i>> = Vec::new();
        let mut at = folder.entries.start;
        while at < folder.entries.end {
            let path = self.index.name(at);
            let below = path.strip_prefix(&folder.prefix[..]).filter(|below| !below.is_empty());
            let below = below.ok_or_else(|| damaged("its entries are not sorted"))?;
            let item = if let Some(slash) = memchr::memchr(b'/', below) {
                let name = &below[..slash];
                let node = known.binary_search_by_key(&name, |&(name, _)| name).ok().map(|found| known[found].1);
                let prefix = &path[..=folder.prefix.len() + slash];
                let entries = at..self.end_of(prefix, at, folder.entries.end, node);
                at = entries.end;
                Item { name, what: What::Folder { entries, node } }
            } else {
                at += 1;
                match self.index.stored(at - 1)? {
                    Stored::Content(version) => Item { name: below, what: What::Leaf(Some(version)) },
                    Stored::Unmerged => Item { name: below, what: What::Leaf(None) },
                    Stored::IntentToAdd => continue,
                }
            };
            if let Some(last) = items.last() {
                match tree::order(last.key(), item.key()) {
                    std::cmp::Ordering::Less => {}
                    std::cmp::Ordering::Equal
                        if matches!((&last.what, &item.what), (What::Leaf(None), What::Leaf(None))) =>
                    {
                        continue;
                    }
                    _ => return Err(damaged("its entries are not sorted")),
                }
            }
            items.push(item);
        }
        Ok(items)
    }

    /// Where the entries end that begin with `prefix`, of which `first` is the first: as the cache tree says, if that is so.
    fn end_of(&self, prefix: &[u8], first: usize, end: usize, node: Option<usize>) -> usize {
        let is_below = |entry: usize| self.index.name(entry).starts_with(prefix);
        if let Some((entries, _)) = node.and_then(|node| self.cache.node(node)?.valid)
            && let Some(behind) = first.checked_add(entries).filter(|&behind| behind > first && behind <= end)
            && is_below(behind - 1)
            && (behind == end || !is_below(behind))
        {
            return behind;
        }
        self.index.lower_bound(first + 1..end, |name| name.starts_with(prefix))
    }
}
