//! The cache tree of an index: the ids of the folders that are known to be as some tree object says.

/// The folders of the cache tree, each followed by those inside it.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct CacheTree<'i> {
    nodes: Vec<Node<'i>>,
}

/// A folder.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Node<'i> {
    /// Its name in the folder that holds it; empty for the root.
    pub name: &'i [u8],
    /// How many entries of the index it covers, and the id of its tree; `None` where something inside has changed.
    pub valid: Option<(usize, &'i [u8])>,
    /// The node behind those inside this one.
    end: usize,
}

impl<'i> CacheTree<'i> {
    /// Reads the content of a `TREE` extension: for each folder `<name>\0<entries> <folders inside>\n<id>`, without the id
    /// where the number of entries is negative. `None` if it is malformed.
    pub fn parse(data: &'i [u8], id_len: usize) -> Option<Self> {
        let mut nodes: Vec<Node> = Vec::with_capacity(data.len() / (id_len + 12));
        // The folders that are not complete yet, with the number of those inside them still to come.
        let mut open: Vec<(usize, usize)> = Vec::new();
        let mut rest = data;
        while !rest.is_empty() {
            let inside = open.last_mut();
            if inside.is_none() && !nodes.is_empty() {
                return None;
            }
            if let Some((_, missing)) = inside {
                *missing -= 1;
            }
            let (name, behind) = split_at_byte(rest, 0)?;
            let (entries, behind) = split_at_byte(behind, b' ')?;
            let (folders, behind) = split_at_byte(behind, b'\n')?;
            let entries: i64 = number(entries)?;
            let folders: usize = number(folders)?;
            let valid;
            (valid, rest) = match usize::try_from(entries) {
                Ok(entries) => behind.split_at_checked(id_len).map(|(id, behind)| (Some((entries, id)), behind))?,
                Err(_) => (None, behind),
            };
            open.push((nodes.len(), folders));
            nodes.push(Node { name, valid, end: nodes.len() + 1 });
            while let Some((node, _)) = open.pop_if(|(_, missing)| *missing == 0) {
                nodes[node].end = nodes.len();
            }
        }
        open.is_empty().then_some(Self { nodes })
    }

    /// The node of the root.
    pub fn root(&self) -> Option<usize> {
        (!self.nodes.is_empty()).then_some(0)
    }

    /// A node.
    pub fn node(&self, node: usize) -> Option<&Node<'i>> {
        self.nodes.get(node)
    }

    /// The folders right inside a node, sorted by name.
    pub fn inside(&self, node: Option<usize>) -> Vec<(&'i [u8], usize)> {
        let Some((first, end)) = node.and_then(|node| Some((node + 1, self.nodes.get(node)?.end))) else {
            return Vec::new();
        };
        let next = |&node: &usize| self.nodes.get(node).map(|node| node.end);
        let mut found: Vec<_> = std::iter::successors(Some(first), next)
            .take_while(|&node| node < end)
            .map(|node| (self.nodes[node].name, node))
            .collect();
        found.sort_unstable();
        found
    }
}

fn split_at_byte(data: &[u8], byte: u8) -> Option<(&[u8], &[u8])> {
    let at = memchr::memchr(byte, data)?;
    Some((&data[..at], &data[at + 1..]))
}

fn number<T: std::str::FromStr>(digits: &[u8]) -> Option<T> {
    std::str::from_utf8(digits).ok()?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const ID: &str = "IIIIIIIIIIIIIIIIIIII";

    #[test]
    fn folders_are_found_by_name_and_an_invalid_one_still_has_valid_ones_inside() {
        let data = format!("\0-1 2\nb\x005 0\n{ID}aa\0-1 1\nx\x001 0\n{ID}");
        let tree = CacheTree::parse(data.as_bytes(), 20).unwrap();
        let root = tree.root();
        assert_eq!(tree.inside(root), [(&b"aa"[..], 2), (&b"b"[..], 1)]);
        assert_eq!(tree.inside(Some(2)), [(&b"x"[..], 3)]);
        assert_eq!(tree.inside(Some(3)), []);
        let valid = |node| tree.node(node).unwrap().valid.map(|(entries, _)| entries);
        assert_eq!([valid(0), valid(1), valid(2), valid(3)], [None, Some(5), None, Some(1)]);
    }

    #[test]
    fn what_does_not_add_up_is_no_cache_tree() {
        for data in [
            "\0-1 1\n".to_owned(),
            "\x001 0\nshort".to_owned(),
            format!("\x001 0\n{ID}more\x001 0\n{ID}"),
            "\0-1 x\n".to_owned(),
            "\0-1 18446744073709551615\n".to_owned(),
        ] {
            assert_eq!(CacheTree::parse(data.as_bytes(), 20), None, "{data:?}");
        }
        assert_eq!(CacheTree::parse(b"", 20).unwrap().root(), None);
    }

    proptest! {
        #[test]
        fn any_bytes_are_a_cache_tree_or_none(data in "([a-b]{0,2}\0(-1|[0-3]) [0-3]\n(IIII)?){0,8}") {
            if let Some(tree) = CacheTree::parse(data.as_bytes(), 4) {
                for node in 0..data.len() {
                    prop_assert!(tree.inside(Some(node)).len() <= data.len());
                }
            }
        }
    }
}
