//! Keys in keys, flat: each before what is in it.

use std::ops::Range;

/// How deep keys may lie in each other: what lies deeper is left out.
const DEEPEST: usize = 64;
/// Stands for no parent.
const ROOT: u32 = u32::MAX;

/// The key of an entry of a list.
pub(super) const ENTRY: &[u8] = b"[*]";

/// A key, what it is in, and its value.
#[derive(Debug)]
struct Node {
    parent: u32,
    /// The first index behind what is in it.
    end: u32,
    /// `None` for an entry of a list.
    key: Option<Range<usize>>,
    /// From the key to the end of its value, or of the line on which its block opens.
    span: Range<usize>,
    /// Without quotes; `None` for a block or a list.
    value: Option<Range<usize>>,
}

/// All keys of a file.
#[derive(Debug, Default)]
pub(super) struct Tree {
    nodes: Vec<Node>,
    /// The blocks that are open.
    open: Vec<usize>,
    /// How many more were opened than are kept.
    deeper: usize,
}

impl Tree {
    /// Opens a block or a list; `None` as the key of an entry.
    pub(super) fn open(&mut self, key: Option<Range<usize>>, span: Range<usize>) {
        if self.open.len() >= DEEPEST {
            self.deeper += 1;
            return;
        }
        let index = self.nodes.len();
        self.push(key, span, None);
        self.open.push(index);
    }

    /// Closes the block that was opened last.
    pub(super) fn close(&mut self) {
        if self.deeper > 0 {
            self.deeper -= 1;
        } else if let Some(index) = self.open.pop() {
            let end = u32::try_from(self.nodes.len()).unwrap_or(ROOT);
            if let Some(node) = self.nodes.get_mut(index) {
                node.end = end;
            }
        }
    }

    /// A key with its value, or an entry with its.
    pub(super) fn scalar(&mut self, key: Option<Range<usize>>, value: Range<usize>) {
        if self.deeper == 0 {
            let start = key.as_ref().map_or(value.start, |key| key.start);
            self.push(key, start..value.end.max(start), Some(value));
        }
    }

    fn push(&mut self, key: Option<Range<usize>>, span: Range<usize>, value: Option<Range<usize>>) {
        let parent = self.open.last().and_then(|&index| u32::try_from(index).ok()).unwrap_or(ROOT);
        let end = u32::try_from(self.nodes.len() + 1).unwrap_or(ROOT);
        self.nodes.push(Node { parent, end, key, span, value });
    }

    /// Closes what is open.
    pub(super) fn finish(mut self) -> Self {
        self.deeper = 0;
        while !self.open.is_empty() {
            self.close();
        }
        self
    }

    /// How many blocks are open.
    pub(super) fn depth(&self) -> usize {
        self.open.len() + self.deeper
    }

    pub(super) fn len(&self) -> usize {
        self.nodes.len()
    }

    pub(super) fn key<'t>(&self, text: &'t [u8], index: usize) -> &'t [u8] {
        let key = self.nodes.get(index).and_then(|node| node.key.clone());
        key.map_or(ENTRY, |key| &text[key])
    }

    pub(super) fn parent(&self, index: usize) -> Option<usize> {
        let parent = self.nodes.get(index)?.parent;
        (parent != ROOT).then_some(parent as usize)
    }

    pub(super) fn span(&self, index: usize) -> Range<usize> {
        self.nodes.get(index).map_or(0..0, |node| node.span.clone())
    }

    pub(super) fn value(&self, index: usize) -> Option<Range<usize>> {
        self.nodes.get(index)?.value.clone()
    }

    /// What is in a block; all for none.
    pub(super) fn inside(&self, block: Option<usize>) -> Range<usize> {
        let end = block.and_then(|index| self.nodes.get(index)).map_or(self.nodes.len(), |node| node.end as usize);
        block.map_or(0, |index| index + 1)..end.min(self.nodes.len())
    }
}
