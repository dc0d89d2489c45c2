//! Texts inside a text: what is encoded, escaped or cut into pieces, as it reads without that.
//!
//! One pass over the text finds segments that stand for something else. The lines around them are written out once more
//! with the segments decoded, and searched like any other text; a way back leads from every byte to its place in the file.
//! A document that was encoded, such as a JSON file, is searched by itself. What is left out or decoded is never longer
//! than what it was made of, but for one line before each passage: the cost is linear.

mod cells;
mod escapes;
mod joints;
mod runs;
mod segment;
mod text;
mod windows;

#[cfg(test)]
mod tests;

use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::ops::Range;

use crate::text::RepoPath;
use segment::Segment;
use text::Derived;
pub use text::Encodings;
pub(super) use text::Way;
use windows::{blocks, windows};

/// How many encodings are taken away, one from inside another.
pub(super) const DEEPEST: usize = 3;

/// A text that was made of another one.
pub(super) struct Inner {
    /// The text.
    pub text: Vec<u8>,
    /// The way back.
    pub way: Way,
    /// What kind of text it is, by its name: that of the file for lines of it, one like `.json` for a document.
    pub path: RepoPath,
    /// Whether a hit counts only where something was decoded: elsewhere the source has it too.
    pub partial: bool,
}

/// Calls `found` with every text inside a text. `known` says of a range whether what it holds was named already, such as
/// the token of a provider: nothing is looked for inside it.
pub(super) fn each(path: &RepoPath, text: &[u8], known: &dyn Fn(&Range<usize>) -> bool, mut found: impl FnMut(Inner)) {
    let notebook = cells::is_notebook(path);
    for block in blocks(text) {
        if notebook {
            let Derived { text, way } = cells::unwrap(text, block);
            // Cells are programs, nearly always in Python.
            let path = RepoPath::new([path.as_bytes(), b".py"].concat());
            found(Inner { text, way, path, partial: false });
            continue;
        }
        let segments = segments(path, text, block.clone(), known);
        if !segments.iter().any(|segment| segment.tells) {
            continue;
        }
        for (path, Derived { text, way }) in
            documents(&segments).chain(std::iter::once((path.clone(), lines(text, block, &segments))))
        {
            if !text.is_empty() {
                found(Inner { text, way, path, partial: true });
            }
        }
    }
}

/// All segments of a block, in order; none overlaps another.
fn segments(path: &RepoPath, text: &[u8], block: Range<usize>, known: &dyn Fn(&Range<usize>) -> bool) -> Vec<Segment> {
    let mut all = Vec::new();
    runs::find(text, block.clone(), known, &mut all);
    escapes::find(text, block.clone(), &mut all);
    joints::find(text, block, joins_neighbours(path), &mut all);
    all.sort_by_key(|segment| (segment.source.start, Reverse(segment.source.end)));
    let mut end = 0;
    all.retain(|segment| {
        let free = segment.source.start >= end;
        if free {
            end = segment.source.end;
        }
        free
    });
    all
}

/// Whether two literals with nothing between them are one, in the language of a file.
fn joins_neighbours(path: &RepoPath) -> bool {
    const EXTENSIONS: [&[u8]; 14] =
        [b"py", b"pyi", b"pyw", b"c", b"h", b"cc", b"cpp", b"cxx", b"hpp", b"hh", b"m", b"mm", b"rb", b"d"];
    path.extension().is_some_and(|extension| EXTENSIONS.contains(&extension))
}

/// What is encoded in the segments and is a document: those of one format together.
fn documents(segments: &[Segment]) -> impl Iterator<Item = (RepoPath, Derived)> {
    let mut all: BTreeMap<&str, Derived> = BTreeMap::new();
    for segment in segments {
        if let Some(format) = segment.document() {
            let derived = all.entry(format).or_default();
            segment.put(derived);
            derived.gap(segment.source.end);
        }
    }
    all.into_iter().map(|(format, derived)| (RepoPath::from(format), derived))
}

/// The lines around the other segments, with what they stand for.
fn lines(text: &[u8], block: Range<usize>, segments: &[Segment]) -> Derived {
    let mut lines = Derived::default();
    let words: Vec<&Segment> = segments.iter().filter(|segment| segment.document().is_none()).collect();
    let mut next = words.iter().peekable();
    for window in windows(text, block, words.iter().filter(|segment| segment.tells).map(|segment| &segment.source)) {
        let mut at = window.start;
        while let Some(segment) = next.next_if(|segment| segment.source.end <= window.end) {
            if segment.source.start >= at {
                lines.keep(text, at..segment.source.start);
                segment.put(&mut lines);
                at = segment.source.end;
            }
        }
        lines.keep(text, at..window.end);
        lines.gap(window.end);
    }
    lines
}
