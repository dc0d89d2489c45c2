//! The parts of a file, by language: the script of an HTML page, the commands of a workflow, the cells of a notebook.
//!
//! A part is read as if it were the whole file: whatever belongs to another language is markup in its map, so that every
//! place in it is the same place in the file. Only where text is written with escapes (notebooks) is the part a text of its
//! own, which knows where it came from.

mod blocks;
mod html;
mod notebook;
mod sql;
mod yaml;

use std::borrow::Cow;
use std::ops::Range;

use super::scan::{pages, scan, scan_inner};
use super::scope::{Scope, ScopeMap};
use super::{Language, Reader, detect::named, lex};

pub(super) use blocks::markdown;
pub(super) use html::html;
pub use sql::looks_like_sql;
pub(super) use yaml::yaml;

/// All that a file holds in one language.
#[derive(Debug)]
pub struct Part<'t> {
    /// The language.
    pub language: &'static Language,
    /// The text of the file, or of its cells.
    pub text: Cow<'t, [u8]>,
    /// What each byte of `text` is.
    pub map: ScopeMap,
    /// Whether the file as a whole is in another language.
    pub is_inner: bool,
    /// Where runs of `text` begin, and where the same bytes stand in the file; ascending. Empty where places are the same.
    places: Vec<(usize, usize)>,
}

impl Part<'_> {
    /// Where a range of the text stands in the file.
    pub fn outer(&self, range: &Range<usize>) -> Range<usize> {
        let place = |offset: usize| {
            let index = self.places.partition_point(|(inner, _)| *inner <= offset);
            let place = index.checked_sub(1).and_then(|index| self.places.get(index));
            place.map_or(offset, |(inner, outer)| outer + (offset - inner))
        };
        let last = range.end.checked_sub(1).filter(|last| *last > range.start).unwrap_or(range.start);
        place(range.start)..place(last) + 1
    }

    /// Where a byte of the file stands in the text, if it does.
    pub fn inner(&self, offset: usize) -> Option<usize> {
        if self.places.is_empty() {
            return Some(offset);
        }
        let index = self.places.partition_point(|(_, outer)| *outer <= offset).checked_sub(1)?;
        let (inner, outer) = self.places.get(index)?;
        let end = self.places.get(index + 1).map_or(self.text.len(), |next| next.0);
        Some(inner + (offset - outer)).filter(|inner| *inner < end)
    }

    /// Whether places in the text are places in the file.
    pub fn is_in_place(&self) -> bool {
        self.places.is_empty()
    }
}

/// A piece of a file in another language.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Inner {
    pub(super) language: &'static str,
    pub(super) range: Range<usize>,
}

/// The parts of a text in the languages that are `wanted`, that of the file itself first.
pub fn parts<'t>(
    language: &'static Language,
    text: &'t [u8],
    wanted: impl Fn(&'static Language) -> bool,
) -> Vec<Part<'t>> {
    if language.hosts.is_empty() {
        let map = if wanted(language) { lex(language, text) } else { return Vec::new() };
        return vec![Part { language, text: Cow::Borrowed(text), map, is_inner: false, places: Vec::new() }];
    }
    let mut parts = Vec::new();
    let (map, inner) = match language.reader {
        Reader::Html => html(language, text),
        Reader::Yaml => yaml(text),
        Reader::Markdown => markdown(text),
        Reader::Notebook => {
            parts.extend(notebook::cells(text, &wanted));
            (scan(language, text), Vec::new())
        }
        Reader::Dockerfile => (scan(language, text), blocks::dockerfile(text)),
        Reader::Makefile => (scan(language, text), blocks::makefile(text)),
        Reader::Table => {
            let (map, holes) = pages(language, text);
            if let Some(markup) = &language.markup {
                let mut masked = text.to_vec();
                for hole in &holes {
                    masked[hole.clone()].fill(b' ');
                }
                let (_, inner) = html::read(markup, &masked);
                parts.extend(group(text, &masked, inner, &holes, &wanted));
            }
            (map, Vec::new())
        }
    };
    parts.extend(group(text, text, inner, &[], &wanted));
    if wanted(language) {
        parts.insert(0, Part { language, text: Cow::Borrowed(text), map, is_inner: false, places: Vec::new() });
    }
    parts
}

/// The pieces of each language as one part. `shown` is the text with its holes blanked.
fn group<'t>(
    text: &'t [u8],
    shown: &[u8],
    mut inner: Vec<Inner>,
    holes: &[Range<usize>],
    wanted: &impl Fn(&'static Language) -> bool,
) -> Vec<Part<'t>> {
    inner.sort_by_key(|piece| piece.range.start);
    let mut names: Vec<&str> = inner.iter().map(|piece| piece.language).collect();
    names.sort_unstable();
    names.dedup();
    let languages = names.into_iter().filter_map(named).filter(|language| wanted(language));
    let part = |language: &'static Language| {
        let pieces = inner.iter().filter(|piece| named(piece.language).is_some_and(|of| std::ptr::eq(of, language)));
        let map = joined(language, shown, pieces.map(|piece| &piece.range), holes);
        Part { language, text: Cow::Borrowed(text), map, is_inner: true, places: Vec::new() }
    };
    languages.map(part).collect()
}

/// One map of the pieces at these ranges: all else is markup. Ranges that overlap an earlier one are left out.
fn joined<'r>(
    language: &'static Language,
    text: &[u8],
    ranges: impl Iterator<Item = &'r Range<usize>>,
    holes: &[Range<usize>],
) -> ScopeMap {
    let mut map = ScopeMap::empty();
    map.push(0, Scope::Markup, 0);
    let mut done = 0;
    for range in ranges.filter(|range| !range.is_empty()) {
        if range.start < done {
            continue;
        }
        done = range.end;
        let piece = inside(language, &text[range.clone()]);
        for (bytes, segment) in piece.within(0..piece.len()) {
            let bytes = range.start + bytes.start..range.start + bytes.end;
            map.push(bytes.start, segment.scope, segment.depth);
            let first = holes.partition_point(|hole| hole.end <= bytes.start);
            for hole in holes[first..].iter().take_while(|hole| hole.start < bytes.end) {
                map.push(hole.start.max(bytes.start), Scope::Hole, segment.depth + 1);
                if hole.end < bytes.end {
                    map.push(hole.end, segment.scope, segment.depth);
                }
            }
        }
        map.push(range.end, Scope::Markup, 0);
    }
    map.finish(text.len())
}

/// A piece of a language that is written in pages elsewhere is code from its start, unless it opens a page itself.
fn inside(language: &'static Language, text: &[u8]) -> ScopeMap {
    if language.reader == Reader::Html || language.reader == Reader::Yaml || language.reader == Reader::Markdown {
        return lex(language, text);
    }
    let mut openers = language.syntax.islands.iter().flat_map(|island| island.open);
    let is_code = !openers.any(|open| memchr::memmem::find(text, open.as_bytes()).is_some());
    scan_inner(language, text, is_code)
}
