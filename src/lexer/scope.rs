//! The scope map: what every byte of a text is.

use std::ops::Range;

use super::syntax::Quote;

/// What a byte belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scope {
    /// Code.
    Code,
    /// A comment, its marks included.
    Comment,
    /// A string literal, its prefix and quotes and the marks of an interpolation included.
    String(Quote),
    /// Code inside a string.
    Interpolation,
    /// Text around the code of a page.
    Markup,
}

impl Scope {
    /// Whether the language runs it.
    pub fn is_code(self) -> bool {
        matches!(self, Self::Code | Self::Interpolation)
    }
}

/// A run of bytes of one scope.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Segment {
    /// Byte offset of its first byte. It ends where the next one begins.
    pub start: usize,
    /// What it is.
    pub scope: Scope,
    /// How many interpolations enclose it. The pieces of one string and the code around it have the same depth, the code
    /// inside it one more.
    pub depth: u32,
}

/// The segments of a text. They cover every byte, and no two neighbours are alike.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ScopeMap {
    segments: Vec<Segment>,
    end: usize,
}

impl ScopeMap {
    /// A text that is all code.
    pub fn code(length: usize) -> Self {
        Self { segments: vec![Segment { start: 0, scope: Scope::Code, depth: 0 }], end: length }
    }

    pub(super) fn new(segments: Vec<Segment>, end: usize) -> Self {
        Self { segments, end }
    }

    /// The length of the text in bytes.
    pub fn len(&self) -> usize {
        self.end
    }

    /// Whether the text is empty.
    pub fn is_empty(&self) -> bool {
        self.end == 0
    }

    /// The segment of the byte at `offset`; the last one for an offset behind the end.
    pub fn at(&self, offset: usize) -> Segment {
        self.segments.get(self.index(offset)).copied().unwrap_or(Segment { start: 0, scope: Scope::Code, depth: 0 })
    }

    /// The segment of the byte at `offset`, with its bytes.
    pub fn piece(&self, offset: usize) -> (Range<usize>, Segment) {
        let index = self.index(offset);
        let end = self.segments.get(index + 1).map_or(self.end, |next| next.start);
        let segment = self.at(offset);
        (segment.start..end, segment)
    }

    fn index(&self, offset: usize) -> usize {
        self.segments.partition_point(|segment| segment.start <= offset).saturating_sub(1)
    }

    /// The segments that a byte range touches, each with its bytes cut to the range.
    pub fn within(&self, range: Range<usize>) -> impl Iterator<Item = (Range<usize>, Segment)> + '_ {
        let from = self.index(range.start);
        let end = range.end.min(self.end);
        let ends = self.segments[from..].iter().skip(1).map(|next| next.start).chain([self.end]);
        let pieces = self.segments[from..].iter().zip(ends);
        pieces
            .map(move |(segment, stop)| (segment.start.max(range.start)..stop.min(end), *segment))
            .take_while(move |(piece, _)| piece.start < end)
            .filter(|(piece, _)| !piece.is_empty())
    }
}
