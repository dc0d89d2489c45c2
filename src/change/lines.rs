//! Lines of a text as byte ranges.

use std::ops::Range;

/// Where the lines of a text begin and end.
///
/// A text that holds a line feed is split at line feeds, and a carriage return before one belongs to the line end. A text
/// with carriage returns and no line feed at all is split at those. This is how git counts, and how the editors of old
/// Macintosh files do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Lines {
    /// Byte offset of the first byte of each line.
    starts: Vec<usize>,
    /// Length of the text in bytes.
    end: usize,
    separator: u8,
}

/// The byte at which a text is split.
fn separator(text: &[u8]) -> u8 {
    if memchr::memchr(b'\n', text).is_none() && memchr::memchr(b'\r', text).is_some() { b'\r' } else { b'\n' }
}

/// How many lines a text has; a last line without line end counts.
pub fn count_lines(text: &[u8]) -> u64 {
    let separator = separator(text);
    let ends = memchr::memchr_iter(separator, text).count() as u64;
    ends + u64::from(text.last().is_some_and(|&b| b != separator))
}

impl Lines {
    /// Reads the text once.
    pub fn new(text: &[u8]) -> Self {
        let separator = separator(text);
        let mut starts = Vec::with_capacity(text.len() / 32 + 1);
        if !text.is_empty() {
            starts.push(0);
        }
        starts.extend(memchr::memchr_iter(separator, text).map(|at| at + 1).filter(|&start| start < text.len()));
        Self { starts, end: text.len(), separator }
    }

    /// How many lines there are.
    pub fn len(&self) -> usize {
        self.starts.len()
    }

    /// Whether the text is empty.
    pub fn is_empty(&self) -> bool {
        self.starts.is_empty()
    }

    /// The 0-based line that holds the byte at `offset`; the last line for an offset behind the end.
    pub fn line_of(&self, offset: usize) -> usize {
        self.starts.partition_point(|&start| start <= offset).saturating_sub(1)
    }

    /// The 0-based lines that a byte range touches. An empty range touches the line it stands in.
    pub fn lines_of(&self, span: &Range<usize>) -> Range<usize> {
        let first = self.line_of(span.start);
        let last = self.line_of(span.end.saturating_sub(1).max(span.start));
        first..last + 1
    }

    /// The bytes of 0-based line `line` without its line end; empty behind the last line.
    pub fn range(&self, text: &[u8], line: usize) -> Range<usize> {
        let Some(&start) = self.starts.get(line) else { return self.end..self.end };
        let mut end = self.starts.get(line + 1).copied().unwrap_or(self.end);
        if end > start && text.get(end - 1) == Some(&self.separator) {
            end -= 1;
            if self.separator == b'\n' && end > start && text.get(end - 1) == Some(&b'\r') {
                end -= 1;
            }
        }
        start..end
    }

    /// The lines in order, without their line ends.
    pub fn iter<'t>(&'t self, text: &'t [u8]) -> impl Iterator<Item = &'t [u8]> {
        (0..self.len()).map(move |line| &text[self.range(text, line)])
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn split(text: &str) -> Vec<&str> {
        let lines = Lines::new(text.as_bytes());
        assert_eq!(lines.len() as u64, count_lines(text.as_bytes()), "{text:?}");
        (0..lines.len()).map(|line| &text[lines.range(text.as_bytes(), line)]).collect()
    }

    #[test]
    fn lines_end_as_git_ends_them() {
        assert_eq!(split(""), [""; 0]);
        assert_eq!(split("a\nb\n"), ["a", "b"]);
        assert_eq!(split("a\r\n\r\nb"), ["a", "", "b"]);
        assert_eq!(split("a\rb\rc"), ["a", "b", "c"]);
        assert_eq!(split("a\rb\nc"), ["a\rb", "c"]);
        assert_eq!(split("\n\n"), ["", ""]);
    }

    #[test]
    fn a_span_touches_the_lines_it_covers() {
        let lines = Lines::new(b"one\ntwo\nthree");
        assert_eq!(lines.lines_of(&(0..3)), 0..1);
        assert_eq!(lines.lines_of(&(2..5)), 0..2);
        assert_eq!(lines.lines_of(&(4..4)), 1..2);
        assert_eq!(lines.lines_of(&(8..13)), 2..3);
        assert_eq!(lines.line_of(99), 2);
    }
}
