//! YAML: keys by indentation.

use std::ops::Range;

use super::flow;
use super::tree::Tree;

pub(super) fn read(text: &[u8]) -> Tree {
    let mut yaml = Yaml { text, tree: Tree::default(), open: Vec::new() };
    let mut at = 0;
    while at < text.len() {
        at = yaml.line(at);
    }
    yaml.tree.finish()
}

struct Yaml<'t> {
    text: &'t [u8],
    tree: Tree,
    /// The column of each open key or entry, and whether it is an entry.
    open: Vec<(usize, bool)>,
}

impl Yaml<'_> {
    /// Reads a line, with what belongs to its value; where the next one begins.
    fn line(&mut self, start: usize) -> usize {
        let end = end_of_line(self.text, start);
        let mut at = start + spaces(&self.text[start..end]);
        let rest = self.text[at..end].trim_ascii_end();
        if rest.is_empty() || rest.starts_with(b"#") || rest.starts_with(b"{{") || rest.starts_with(b"%") {
            return end + 1;
        }
        if at == start && (rest.starts_with(b"---") || rest.starts_with(b"...")) {
            self.close_from(0, false);
            return end + 1;
        }
        while self.text[at..end].starts_with(b"- ") || self.text[at..end].trim_ascii_end() == b"-" {
            let column = at - start;
            self.close_from(column, true);
            self.tree.open(None, at..end);
            self.open.push((column, true));
            at += 1 + spaces(&self.text[at + 1..end]);
        }
        let line = at..at + self.text[at..end].trim_ascii_end().len();
        if line.is_empty() {
            return end + 1;
        }
        let column = at - start;
        let Some((key, value)) = self.key(&line) else {
            return self.entry(line, end);
        };
        self.close_from(column, false);
        let value = self.value(value..line.end);
        match self.text.get(value.start).filter(|_| !value.is_empty()) {
            None => {
                self.tree.open(Some(key), line);
                self.open.push((column, false));
            }
            Some(b'{' | b'[') if !self.text[value.clone()].starts_with(b"{{") => {
                return end_of_line(self.text, flow::value(self.text, &mut self.tree, Some(key), value.start)) + 1;
            }
            Some(b'|' | b'>') => {
                let behind = self.block(end + 1, column);
                self.tree.scalar(Some(key), (end + 1).min(behind)..behind);
                return behind;
            }
            Some(_) => self.tree.scalar(Some(key), unquoted(self.text, value)),
        }
        end + 1
    }

    /// A line without a key: an entry of a list is its own value.
    fn entry(&mut self, line: Range<usize>, end: usize) -> usize {
        if self.open.last().is_some_and(|(_, entry)| *entry) {
            self.tree.close();
            self.open.pop();
            let value = self.value(line);
            if matches!(self.text.get(value.start), Some(b'{' | b'[')) && !self.text[value.clone()].starts_with(b"{{") {
                return end_of_line(self.text, flow::value(self.text, &mut self.tree, None, value.start)) + 1;
            }
            self.tree.scalar(None, unquoted(self.text, value));
        }
        end + 1
    }

    /// Closes what does not lie around `column`: where an entry begins, not the key of its list.
    fn close_from(&mut self, column: usize, entry: bool) {
        while self
            .open
            .last()
            .is_some_and(|&(open, is_entry)| open > column || (open == column && (!entry || is_entry)))
        {
            self.open.pop();
            self.tree.close();
        }
    }

    /// The key of a line, and where its value begins.
    fn key(&self, line: &Range<usize>) -> Option<(Range<usize>, usize)> {
        let bytes = &self.text[line.clone()];
        let quote = bytes.first().filter(|byte| matches!(byte, b'"' | b'\''));
        let (key, behind) = match quote {
            Some(&quote) => {
                let end = memchr::memchr(quote, &bytes[1..])? + 1;
                (1..end, end + 1)
            }
            None if matches!(bytes.first(), Some(b'{' | b'[' | b'|' | b'>')) => return None,
            None => {
                let colon = memchr::memchr_iter(b':', bytes)
                    .find(|&colon| bytes.get(colon + 1).is_none_or(u8::is_ascii_whitespace))?;
                (0..bytes[..colon].trim_ascii_end().len(), colon)
            }
        };
        let colon = behind + spaces(&bytes[behind..]);
        let follows = bytes.get(colon + 1).is_none_or(u8::is_ascii_whitespace);
        (bytes.get(colon) == Some(&b':') && follows)
            .then(|| (line.start + key.start..line.start + key.end, line.start + colon + 1))
    }

    /// The value without white space, tags, anchors and comments around it.
    fn value(&self, range: Range<usize>) -> Range<usize> {
        let mut start = range.start + spaces(&self.text[range.clone()]);
        while matches!(self.text.get(start), Some(b'&' | b'!')) && start < range.end {
            start += self.text[start..range.end].iter().take_while(|byte| !byte.is_ascii_whitespace()).count();
            start += spaces(&self.text[start..range.end]);
        }
        let bytes = &self.text[start.min(range.end)..range.end];
        let quote = bytes.first().filter(|byte| matches!(byte, b'"' | b'\''));
        let quoted = quote.and_then(|&quote| memchr::memchr(quote, &bytes[1..])).map_or(0, |length| length + 2);
        let hash = memchr::memchr_iter(b'#', bytes)
            .find(|&at| at >= quoted && at.checked_sub(1).is_none_or(|before| bytes[before].is_ascii_whitespace()));
        let length = bytes[..hash.unwrap_or(bytes.len())].trim_ascii_end().len();
        start..start + length
    }

    /// Behind the lines that are indented more than `column`.
    fn block(&self, mut at: usize, column: usize) -> usize {
        while at < self.text.len() {
            let end = end_of_line(self.text, at);
            let indent = spaces(&self.text[at..end]);
            if indent <= column && !self.text[at..end].trim_ascii().is_empty() {
                break;
            }
            at = end + 1;
        }
        at.min(self.text.len())
    }
}

fn unquoted(text: &[u8], value: Range<usize>) -> Range<usize> {
    let quotes = matches!(text[value.clone()], [b'"', .., b'"'] | [b'\'', .., b'\'']);
    value.start + usize::from(quotes)..value.end - usize::from(quotes)
}

fn spaces(bytes: &[u8]) -> usize {
    bytes.iter().take_while(|byte| matches!(byte, b' ' | b'\t')).count()
}

fn end_of_line(text: &[u8], at: usize) -> usize {
    let rest = text.get(at..).unwrap_or_default();
    memchr::memchr(b'\n', rest).map_or(text.len(), |length| at + length)
}
