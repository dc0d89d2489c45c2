//! Tree objects: reading them, and listing what differs between two.

use std::cmp::Ordering;

use super::backend::GitError;
use crate::change::{ContentId, Delta, EntryKind, Version};
use crate::text::RepoPath;

/// Reads the bytes of a tree object.
pub(super) type ReadTree<'r> = dyn Fn(&ContentId) -> Result<Vec<u8>, GitError> + 'r;

/// Deeper folders than this are refused, as git refuses them (`core.maxTreeDepth`): a damaged tree may contain itself.
const MAX_DEPTH: usize = 2048;

/// An entry of a tree.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct TreeEntry<'t> {
    pub name: &'t [u8],
    pub id: ContentId,
    /// `None`: a folder.
    pub kind: Option<EntryKind>,
}

impl TreeEntry<'_> {
    /// The content, unless this is a folder.
    pub fn version(&self) -> Option<Version> {
        self.kind.map(|kind| Version { id: self.id, kind })
    }
}

/// What stands in a folder, in git's order.
pub(super) trait Named {
    /// The name, and whether it is that of a folder.
    fn key(&self) -> (&[u8], bool);
}

impl Named for TreeEntry<'_> {
    fn key(&self) -> (&[u8], bool) {
        (self.name, self.kind.is_none())
    }
}

/// The entries of the tree object `id` with the bytes `data`.
pub(super) fn entries<'t>(id: &ContentId, data: &'t [u8]) -> Result<Vec<TreeEntry<'t>>, GitError> {
    let id_len = id.as_bytes().len();
    let mut found = Vec::with_capacity(data.len() / (id_len + 20) + 1);
    let mut rest = data;
    while !rest.is_empty() {
        let (entry, behind) = entry(rest, id_len)
            .ok_or_else(|| GitError::Object { id: *id, reason: "the tree is malformed".to_owned() })?;
        found.push(entry);
        rest = behind;
    }
    Ok(found)
}

/// The first entry of `data` (`<octal mode> <name>\0<id>`) and what follows it.
fn entry(data: &[u8], id_len: usize) -> Option<(TreeEntry<'_>, &[u8])> {
    let space = data.iter().take(8).position(|&byte| byte == b' ')?;
    let mode = data[..space].iter().try_fold(0_u32, |mode, &digit| match digit {
        b'0'..=b'7' => Some(mode << 3 | u32::from(digit - b'0')),
        _ => None,
    })?;
    let rest = &data[space + 1..];
    let (name, rest) = rest.split_at(memchr::memchr(0, rest)?);
    let (id, rest) = rest[1..].split_at_checked(id_len)?;
    // As git reads modes: what is no folder, file or link names a commit of another repository.
    let kind = match mode & 0o170_000 {
        0o040_000 => None,
        _ => Some(EntryKind::from_mode(mode).unwrap_or(EntryKind::Submodule)),
    };
    Some((TreeEntry { name, id: ContentId::new(id)?, kind }, rest))
}

/// Git's order of the entries of a tree, which is also that of the paths of an index: a folder sorts as if its name ended
/// with a `/`.
pub(super) fn order((left, left_folder): (&[u8], bool), (right, right_folder): (&[u8], bool)) -> Ordering {
    let next = |name: &[u8], at: usize, folder: bool| name.get(at).copied().unwrap_or(if folder { b'/' } else { 0 });
    let common = left.len().min(right.len());
    left[..common]
        .cmp(&right[..common])
        .then_with(|| next(left, common, left_folder).cmp(&next(right, common, right_folder)))
        .then_with(|| left.len().cmp(&right.len()))
}

/// Walks two listings together: `visit` gets each name once, with the side or sides that have it.
///
/// A listing that is out of order yields names on one side that are on both: more is reported as new, never less.
pub(super) fn join<'a, L: Named, R: Named>(
    left: &'a [L],
    right: &'a [R],
    mut visit: impl FnMut(Option<&'a L>, Option<&'a R>) -> Result<(), GitError>,
) -> Result<(), GitError> {
    let (mut l, mut r) = (left.iter().peekable(), right.iter().peekable());
    loop {
        let next = match (l.peek(), r.peek()) {
            (None, None) => return Ok(()),
            (Some(_), None) => Ordering::Less,
            (None, Some(_)) => Ordering::Greater,
            (Some(a), Some(b)) => order(a.key(), b.key()),
        };
        match next {
            Ordering::Less => visit(l.next(), None)?,
            Ordering::Greater => visit(None, r.next())?,
            Ordering::Equal => visit(l.next(), r.next())?,
        }
    }
}

/// Adds a path that differs. A change of mode alone is none.
pub(super) fn push_delta(deltas: &mut Vec<Delta>, path: Vec<u8>, old: Option<Version>, new: Option<Version>) {
    if old != new {
        deltas.push(Delta { path: RepoPath::new(path), new, old: old.into_iter().collect() });
    }
}

/// A folder that differs: its path with a `/` at the end (empty for the root), its depth, and its tree on either side.
struct Folder {
    prefix: Vec<u8>,
    depth: usize,
    old: Option<ContentId>,
    new: Option<ContentId>,
}

/// Adds every path below `prefix` that differs between two trees, in no order. `None` is the empty tree.
pub(super) fn diff(
    read: &ReadTree,
    prefix: &[u8],
    old: Option<ContentId>,
    new: Option<ContentId>,
    deltas: &mut Vec<Delta>,
) -> Result<(), GitError> {
    if old == new {
        return Ok(());
    }
    let mut pending = vec![Folder { prefix: prefix.to_vec(), depth: 0, old, new }];
    while let Some(folder) = pending.pop() {
        let load = |id: Option<ContentId>| id.map(|id| read(&id).map(|data| (id, data))).transpose();
        let (old_tree, new_tree) = (load(folder.old)?, load(folder.new)?);
        let old_entries = listing(old_tree.as_ref())?;
        let new_entries = listing(new_tree.as_ref())?;
        join(&old_entries, &new_entries, |old, new| {
            let Some(entry) = new.or(old) else { return Ok(()) };
            if old.map(|old| old.id) == new.map(|new| new.id) && old.map(|old| old.kind) == new.map(|new| new.kind) {
                return Ok(());
            }
            if entry.kind.is_none() {
                if folder.depth == MAX_DEPTH {
                    return Err(GitError::Object { id: entry.id, reason: "folders are nested too deep".to_owned() });
                }
                let prefix = [&folder.prefix, entry.name, b"/"].concat();
                let (old, new) = (old.map(|old| old.id), new.map(|new| new.id));
                pending.push(Folder { prefix, depth: folder.depth + 1, old, new });
            } else {
                let path = [&folder.prefix, entry.name].concat();
                push_delta(deltas, path, old.and_then(TreeEntry::version), new.and_then(TreeEntry::version));
            }
            Ok(())
        })?;
    }
    Ok(())
}

fn listing(tree: Option<&(ContentId, Vec<u8>)>) -> Result<Vec<TreeEntry<'_>>, GitError> {
    tree.map_or(Ok(Vec::new()), |(id, data)| entries(id, data))
}

/// The entry of a path below a tree; `None` where there is none or a folder.
pub(super) fn find(read: &ReadTree, tree: ContentId, path: &RepoPath) -> Result<Option<Version>, GitError> {
    let mut components = path.as_bytes().split(|&byte| byte == b'/').peekable();
    let mut tree = tree;
    while let Some(name) = components.next() {
        let data = read(&tree)?;
        let Some(entry) = entries(&tree, &data)?.into_iter().find(|entry| entry.name == name) else { return Ok(None) };
        match (entry.version(), components.peek()) {
            (Some(version), None) => return Ok(Some(version)),
            (None, Some(_)) => tree = entry.id,
            _ => return Ok(None),
        }
    }
    Ok(None)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn id(byte: u8) -> ContentId {
        ContentId::new(&[byte; 20]).unwrap()
    }

    fn raw(entries: &[(&str, &str, u8)]) -> Vec<u8> {
        entries
            .iter()
            .flat_map(|(mode, name, byte)| [mode.as_bytes(), b" ", name.as_bytes(), b"\0", &[*byte; 20]].concat())
            .collect()
    }

    #[test]
    fn a_folder_sorts_behind_a_file_whose_name_it_begins() {
        assert_eq!(order((b"a", true), (b"a.c", false)), Ordering::Greater);
        assert_eq!(order((b"a", false), (b"a.c", false)), Ordering::Less);
        assert_eq!(order((b"a", false), (b"a", true)), Ordering::Less);
        assert_eq!(order((b"a", true), (b"a", true)), Ordering::Equal);
        assert_ne!(order((b"a", true), (b"a/", false)), Ordering::Equal);
    }

    #[test]
    fn a_file_that_becomes_a_folder_is_deleted_and_added() {
        let read = |tree: &ContentId| {
            Ok(match tree.as_bytes()[0] {
                1 => raw(&[("100644", "a", 9), ("100644", "same", 8), ("100755", "tool", 7)]),
                2 => raw(&[("40000", "a", 3), ("100644", "same", 8), ("100644", "tool", 7)]),
                _ => raw(&[("120000", "link", 6)]),
            })
        };
        let mut deltas = Vec::new();
        diff(&read, b"", Some(id(1)), Some(id(2)), &mut deltas).unwrap();
        deltas.sort();
        let shown: Vec<_> =
            deltas.iter().map(|d| (d.path.to_string(), d.old.len(), d.new.map(|new| new.kind))).collect();
        assert_eq!(shown, [("a".to_owned(), 1, None), ("a/link".to_owned(), 0, Some(EntryKind::Symlink))]);
        assert_eq!(find(&read, id(2), &RepoPath::from("a/link")).unwrap().unwrap().id, id(6));
        for missing in ["a", "a/none", "same/x", "", "a/link/x"] {
            assert_eq!(find(&read, id(2), &RepoPath::from(missing)).unwrap(), None, "{missing}");
        }
    }

    #[test]
    fn a_tree_that_contains_itself_is_refused() {
        let read = |_: &ContentId| Ok(raw(&[("40000", "again", 1)]));
        let refused = diff(&read, b"", None, Some(id(1)), &mut Vec::new()).unwrap_err();
        assert!(refused.to_string().contains("nested too deep"));
    }

    proptest! {
        #[test]
        fn any_bytes_are_a_tree_or_an_error(data in proptest::collection::vec(any::<u8>(), 0..200)) {
            let _ = entries(&id(1), &data);
        }

        #[test]
        fn a_truncated_tree_is_an_error(cut in 1_usize..30) {
            let data = raw(&[("100644", "name", 9), ("40000", "f", 8)]);
            let kept = data.len() - cut;
            prop_assert_eq!(entries(&id(1), &data[..kept]).is_ok(), kept == raw(&[("100644", "name", 9)]).len());
        }
    }
}
