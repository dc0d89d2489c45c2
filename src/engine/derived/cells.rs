//! Notebooks: JSON, in which each line of a cell is a string.

use std::ops::Range;

use super::escapes;
use super::text::{Derived, Encoding, Unit};
use crate::text::RepoPath;

/// Whether a file is a notebook.
pub(super) fn is_notebook(path: &RepoPath) -> bool {
    path.extension().is_some_and(|extension| extension.eq_ignore_ascii_case(b"ipynb"))
}

/// The lines of a block as the strings that they are: without the quotes around them, and with the characters that the
/// escapes stand for. What is no string stays as it is.
pub(super) fn unwrap(text: &[u8], block: Range<usize>) -> Derived {
    let mut derived = Derived::default();
    let mut segments = Vec::new();
    let mut start = block.start;
    while start < block.end {
        let end = memchr::memchr(b'\n', &text[start..block.end]).map_or(block.end, |at| start + at + 1);
        let line = &text[start..end];
        let Some((front, tail)) = string(line) else {
            derived.keep(text, start..end);
            start = end;
            continue;
        };
        let inner = start + front..end - tail;
        derived.replace(b"", start..inner.start, Unit { bits: 0, len: front }, Encoding::Cell);
        segments.clear();
        escapes::find(text, inner.clone(), &mut segments);
        let mut at = inner.start;
        for segment in
            segments.iter().filter(|segment| segment.by == Encoding::Escape && text[segment.source.start] == b'\\')
        {
            derived.keep(text, at..segment.source.start);
            derived.replace(segment.bytes(), segment.source.clone(), segment.unit, Encoding::Cell);
            at = segment.source.end;
        }
        derived.keep(text, at..inner.end);
        // A line that does not end with its own line break is the last one of its cell.
        let ended = derived.text.ends_with(b"\n");
        let line_end: &[u8] = if ended { b"" } else { b"\n" };
        derived.replace(line_end, inner.end..end, Unit { bits: 8 * line_end.len(), len: tail }, Encoding::Cell);
        start = end;
    }
    derived
}

/// How many bytes of a line stand before and behind the inside of the string that it is.
fn string(line: &[u8]) -> Option<(usize, usize)> {
    let front = line.len() - line.trim_ascii_start().len() + 1;
    let body = line.trim_ascii_end();
    let body = body.strip_suffix(b",").unwrap_or(body).trim_ascii_end().strip_suffix(b"\"")?;
    let quoted = line.get(front - 1) == Some(&b'"') && body.len() >= front;
    (quoted && !body.ends_with(b"\\")).then(|| (front, line.len() - body.len()))
}
