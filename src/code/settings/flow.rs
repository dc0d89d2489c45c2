//! Keys and values in braces and brackets: JSON, HCL, inline tables of TOML, flow style of YAML.

use std::ops::Range;

use super::tree::Tree;

/// How many words may stand before the brace of a block.
const MOST_LABELS: usize = 8;

/// Reads a whole file; `hcl` where blocks have labels, `#` begins a comment and code may stand in strings.
pub(super) fn read(text: &[u8], hcl: bool) -> Tree {
    let mut tree = Tree::default();
    let mut flow = Flow::new(text, &mut tree, hcl);
    let mut at = 0;
    while at < text.len() {
        at = flow.step(at);
    }
    flow.end_entry();
    tree.finish()
}

/// Reads the braces or brackets that open at `at` as the value of `key`; where they close.
pub(super) fn value(text: &[u8], tree: &mut Tree, key: Option<Range<usize>>, at: usize) -> usize {
    let depth = tree.depth();
    let mut flow = Flow::new(text, tree, false);
    (flow.in_list, flow.key, flow.yaml) = (key.is_none(), key, true);
    let mut next = flow.step(at);
    while next < text.len() && flow.tree.depth() > depth {
        next = flow.step(next);
    }
    while flow.tree.depth() > depth {
        flow.tree.close();
    }
    next
}

struct Flow<'s> {
    text: &'s [u8],
    tree: &'s mut Tree,
    hcl: bool,
    yaml: bool,
    /// For each open bracket how many blocks of the tree it opened, and whether it is a list.
    open: Vec<(usize, bool)>,
    in_list: bool,
    /// The key whose value is awaited.
    key: Option<Range<usize>>,
    /// What was read since: words and strings, without quotes.
    read: Vec<Range<usize>>,
    /// The end of what was read, quotes included.
    end: usize,
}

impl<'s> Flow<'s> {
    fn new(text: &'s [u8], tree: &'s mut Tree, hcl: bool) -> Self {
        Self { text, tree, hcl, yaml: false, open: Vec::new(), in_list: false, key: None, read: Vec::new(), end: 0 }
    }

    /// Reads one token; where the next begins.
    fn step(&mut self, at: usize) -> usize {
        let rest = &self.text[at..];
        match self.text[at] {
            b'{' | b'[' => {
                self.open(at);
                at + 1
            }
            b'}' | b']' => {
                self.close();
                at + 1
            }
            b',' => {
                self.end_entry();
                at + 1
            }
            b'\n' => {
                if !self.read.is_empty() {
                    self.end_entry();
                }
                at + 1
            }
            b':' | b'=' if self.key.is_none() && !self.in_list && !self.read.is_empty() => {
                self.key = self.read.pop();
                self.read.clear();
                at + 1
            }
            b'#' if self.hcl || self.yaml => line_end(self.text, at),
            b'/' if rest.starts_with(b"//") && !self.yaml => line_end(self.text, at),
            b'/' if rest.starts_with(b"/*") && !self.yaml => {
                memchr::memmem::find(rest, b"*/").map_or(self.text.len(), |length| at + length + 2)
            }
            quote @ (b'"' | b'\'') => {
                let end = self.string_end(at, quote);
                self.read(at + 1..(end - 1).max(at + 1), end);
                end
            }
            b'<' if self.hcl && rest.starts_with(b"<<") => self.heredoc(at),
            byte if byte.is_ascii_whitespace() => at + 1,
            _ => {
                let ends = |byte: &u8| b",{}[]\n\"'=#".contains(byte) || (*byte == b':' && self.key.is_none());
                let length = rest.iter().skip(1).position(ends).map_or(rest.len(), |length| length + 1);
                let mut word = at;
                // Words apart, so that labels are keys of their own.
                for part in rest[..length].split(u8::is_ascii_whitespace) {
                    if !part.is_empty() {
                        self.read(word..word + part.len(), word + part.len());
                    }
                    word += part.len() + 1;
                }
                at + length
            }
        }
    }

    fn read(&mut self, what: Range<usize>, end: usize) {
        if self.read.len() < MOST_LABELS {
            self.read.push(what);
        }
        self.end = end;
    }

    fn open(&mut self, at: usize) {
        let list = self.text[at] == b'[';
        let line = line_end(self.text, at);
        let labels = std::mem::take(&mut self.read);
        let keys: Vec<Option<Range<usize>>> = match self.key.take() {
            Some(key) => vec![Some(key)],
            None if self.in_list => vec![None],
            None => labels.into_iter().map(Some).collect(),
        };
        let start = keys.first().and_then(|key| key.as_ref()).map_or(at, |key| key.start);
        let count = keys.len();
        for key in keys {
            self.tree.open(key, start..line.max(start));
        }
        self.open.push((count, self.in_list));
        self.in_list = list;
    }

    fn close(&mut self) {
        self.end_entry();
        let (blocks, in_list) = self.open.pop().unwrap_or((0, false));
        for _ in 0..blocks {
            self.tree.close();
        }
        self.in_list = in_list;
        self.end = 0;
    }

    /// What was read is a whole entry.
    fn end_entry(&mut self) {
        let key = self.key.take();
        let read = std::mem::take(&mut self.read);
        let value = match (read.as_slice(), read.first()) {
            ([one], _) => one.clone(),
            (_, Some(first)) => first.start..self.end.max(first.start),
            _ => return,
        };
        if key.is_some() || self.in_list {
            self.tree.scalar(key, value);
        }
    }

    /// Behind the closing quote, or at the end of the line.
    fn string_end(&self, at: usize, quote: u8) -> usize {
        let (mut next, mut nested) = (at + 1, 0_u32);
        while let Some(&byte) = self.text.get(next) {
            match byte {
                b'\\' => next += 1,
                b'$' | b'%' if self.hcl && self.text.get(next + 1) == Some(&b'{') => {
                    nested += 1;
                    next += 1;
                }
                b'}' if nested > 0 => nested -= 1,
                b'\n' => return next,
                _ if byte == quote && nested == 0 => return next + 1,
                _ => {}
            }
            next += 1;
        }
        self.text.len()
    }

    /// Reads `<<TAG` up to the line of the tag.
    fn heredoc(&mut self, at: usize) -> usize {
        let first = line_end(self.text, at);
        let tag = self.text[at + 2..first].trim_ascii();
        let tag = tag.strip_prefix(b"-").unwrap_or(tag);
        let mut line = first;
        while !tag.is_empty() && line < self.text.len() {
            let end = line_end(self.text, line + 1);
            if self.text[line + 1..end.max(line + 1)].trim_ascii() == tag {
                self.read(first..line, end);
                return end;
            }
            line = end;
        }
        first
    }
}

fn line_end(text: &[u8], at: usize) -> usize {
    let rest = text.get(at..).unwrap_or_default();
    memchr::memchr(b'\n', rest).map_or(text.len(), |length| at + length)
}
