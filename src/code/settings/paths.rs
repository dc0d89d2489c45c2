//! Paths of settings as rules write them.

use super::tree::Tree;

/// How many keys of a path are compared at most.
const MOST_STEPS: u32 = 4096;

/// A path: keys from the outside in.
pub(super) struct Path<'r> {
    keys: Vec<&'r str>,
    anchored: bool,
}

impl<'r> Path<'r> {
    pub(super) fn new(written: &'r str) -> Self {
        let bare = written.strip_prefix('^').unwrap_or(written);
        let mut keys = Vec::new();
        for key in bare.split('.') {
            let name = key.trim_end_matches("[*]");
            keys.extend((!name.is_empty()).then_some(name));
            keys.extend((0..(key.len() - name.len()) / 3).map(|_| "[*]"));
        }
        Self { keys, anchored: bare.len() < written.len() }
    }

    pub(super) fn last(&self) -> &'r str {
        match self.keys.last() {
            // An entry has no name: it is found by this one.
            Some(&last) => last,
            None => "",
        }
    }

    /// Whether the keys around and at `index` end as the path does.
    pub(super) fn matches(&self, text: &[u8], tree: &Tree, index: usize) -> bool {
        let mut steps = MOST_STEPS;
        fits(&self.keys, text, tree, Some(index), None, self.anchored, &mut steps)
    }

    /// Whether the keys from behind `block` down to `index` are the path.
    pub(super) fn matches_within(&self, text: &[u8], tree: &Tree, index: usize, block: Option<usize>) -> bool {
        let mut steps = MOST_STEPS;
        fits(&self.keys, text, tree, Some(index), block, true, &mut steps)
    }
}

/// Compares from the last key on. `top` is the key above those that count.
fn fits(
    keys: &[&str],
    text: &[u8],
    tree: &Tree,
    index: Option<usize>,
    top: Option<usize>,
    anchored: bool,
    steps: &mut u32,
) -> bool {
    let (mut keys, mut index) = (keys, index);
    while let [front @ .., last] = keys {
        if *steps == 0 {
            return false;
        }
        *steps -= 1;
        let here = index.filter(|_| index != top);
        if *last == "**" {
            let Some(at) = here else { return front.iter().all(|key| *key == "**") };
            return fits(front, text, tree, here, top, anchored, steps)
                || fits(keys, text, tree, tree.parent(at), top, anchored, steps);
        }
        let Some(at) = here else { return false };
        if !is_like(last.as_bytes(), tree.key(text, at)) {
            return false;
        }
        (keys, index) = (front, tree.parent(at));
    }
    !anchored || index == top
}

/// Whether a key is as written, where `*` stands for any text; an entry of a list is only what is written so.
fn is_like(wanted: &[u8], key: &[u8]) -> bool {
    if wanted == key {
        return true;
    }
    if !wanted.contains(&b'*') || wanted == b"[*]" {
        return false;
    }
    let mut rest = key;
    let mut parts = wanted.split(|&byte| byte == b'*');
    let Some(behind) = parts.next().and_then(|first| rest.strip_prefix(first)) else { return false };
    rest = behind;
    let parts: Vec<&[u8]> = parts.collect();
    let Some((last, middle)) = parts.split_last() else { return rest.is_empty() };
    for part in middle {
        let Some(at) = memchr::memmem::find(rest, part) else { return false };
        rest = &rest[at + part.len()..];
    }
    rest.ends_with(last)
}
