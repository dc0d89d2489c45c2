//! Parts of a text that are worked on one after the other.

use std::ops::Range;

/// The most bytes that are worked on at once: the way back takes some times as much.
const BLOCK: usize = 1 << 20;
/// How far a block is cut short so that it ends with a line, or at least with a word.
const SHORTER: usize = 64 << 10;
/// How much of a long line is read on either side of a segment.
const MARGIN: usize = 4096;
/// The longest line before a segment that is read with it: it may name what stands below.
const LABEL: usize = 160;

/// The blocks of a text.
pub(super) fn blocks(text: &[u8]) -> impl Iterator<Item = Range<usize>> {
    let mut start = 0;
    std::iter::from_fn(move || {
        let block = start..cut(text, start);
        start = block.end;
        (!block.is_empty()).then_some(block)
    })
}

fn cut(text: &[u8], start: usize) -> usize {
    let end = start + BLOCK;
    if end >= text.len() {
        return text.len();
    }
    let near = &text[end - SHORTER..end];
    let line = memchr::memrchr(b'\n', near).or_else(|| near.iter().rposition(|&byte| ends_word(byte)));
    line.map_or(end, |at| end - SHORTER + at + 1)
}

fn ends_word(byte: u8) -> bool {
    byte.is_ascii_whitespace() || b"\"'`,;<>(){}[]".contains(&byte)
}

/// The lines that hold the given ranges, each with the line before it, in order; none touches another.
pub(super) fn windows<'r>(
    text: &[u8],
    block: Range<usize>,
    ranges: impl Iterator<Item = &'r Range<usize>>,
) -> Vec<Range<usize>> {
    let mut all: Vec<Range<usize>> = Vec::new();
    for range in ranges {
        if all.last().is_some_and(|last| range.end <= last.end) {
            continue;
        }
        let floor = all.last().map_or(block.start, |last| last.end);
        let window = start(text, floor.min(range.start), range.start)..end(text, range.end, block.end);
        match all.last_mut() {
            Some(last) if window.start <= last.end => last.end = window.end,
            _ => all.push(window),
        }
    }
    all
}

fn start(text: &[u8], floor: usize, at: usize) -> usize {
    let from = at.saturating_sub(MARGIN).max(floor);
    let near = &text[from..at];
    let Some(line) = memchr::memrchr(b'\n', near) else {
        let word = near.iter().position(|&byte| ends_word(byte));
        return if from == floor { from } else { word.map_or(from, |word| from + word) };
    };
    let before = memchr::memrchr(b'\n', &near[..line]).map_or(from, |at| from + at + 1);
    if from + line - before <= LABEL { before } else { from + line + 1 }
}

fn end(text: &[u8], at: usize, ceiling: usize) -> usize {
    let to = (at + MARGIN).min(ceiling);
    let near = &text[at..to];
    if let Some(line) = memchr::memchr(b'\n', near) {
        return at + line + 1;
    }
    let word = near.iter().rposition(|&byte| ends_word(byte));
    if to == ceiling { to } else { word.map_or(to, |word| at + word + 1) }
}
