//! The scope map: what every byte of a text is.

use std::cell::Cell;
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
    /// Text around the code of a page, or a part of the file in another language.
    Markup,
    /// Where a template puts a value into this text: unknown, and different each time.
    Hole,
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
    segments: Vec<Packed>,
    end: usize,
    last: Last,
}

/// The segment that was asked for last: the next question is nearly always about it or its neighbour. No part of what the
/// map says.
#[derive(Clone, Debug, Default)]
struct Last(Cell<usize>);

impl PartialEq for Last {
    fn eq(&self, _: &Self) -> bool {
        true
    }
}

impl Eq for Last {}

/// A segment in eight bytes, so that the map of a huge file stays small: where it begins (40 bits), its scope (8), how
/// deep it lies (16, no more than all ones).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Packed(u64);

const SCOPES: [Scope; 8] = [
    Scope::Code,
    Scope::Comment,
    Scope::String(Quote::Text),
    Scope::String(Quote::Regex),
    Scope::String(Quote::Command),
    Scope::Interpolation,
    Scope::Markup,
    Scope::Hole,
];

impl Packed {
    fn new(start: usize, scope: Scope, depth: u32) -> Self {
        let scope: u64 = match scope {
            Scope::Code => 0,
            Scope::Comment => 1,
            Scope::String(Quote::Text) => 2,
            Scope::String(Quote::Regex) => 3,
            Scope::String(Quote::Command) => 4,
            Scope::Interpolation => 5,
            Scope::Markup => 6,
            Scope::Hole => 7,
        };
        Self((start as u64) << 24 | scope << 16 | u64::from(depth.min(0xffff)))
    }

    fn start(self) -> usize {
        usize::try_from(self.0 >> 24).unwrap_or(usize::MAX)
    }

    /// Everything but the start.
    fn kind(self) -> u64 {
        self.0 & 0xff_ffff
    }

    fn segment(self) -> Segment {
        let [low, high, scope, ..] = self.0.to_le_bytes();
        let depth = u32::from(u16::from_le_bytes([low, high]));
        Segment { start: self.start(), scope: SCOPES[usize::from(scope & 7)], depth }
    }
}

impl ScopeMap {
    /// A text that is all code.
    pub fn code(length: usize) -> Self {
        let mut map = Self::empty();
        map.push(0, Scope::Code, 0);
        map.end = length;
        map
    }

    /// A map to be filled by [`Self::push`].
    pub(super) fn empty() -> Self {
        Self { segments: Vec::new(), end: 0, last: Last::default() }
    }

    pub(super) fn finish(mut self, end: usize) -> Self {
        self.end = end;
        self
    }

    /// Begins a segment. What was said about the bytes from `start` on is taken back.
    #[inline]
    pub(super) fn push(&mut self, start: usize, scope: Scope, depth: u32) {
        let new = Packed::new(start, scope, depth);
        while self.segments.last().is_some_and(|last| last.start() >= start) {
            self.segments.pop();
        }
        if self.segments.last().is_none_or(|last| last.kind() != new.kind()) {
            self.segments.push(new);
        }
    }

    /// The last two segments, the last one first.
    pub(super) fn last(&self) -> (Option<Segment>, Option<Segment>) {
        let mut from_end = self.segments.iter().rev().map(|packed| packed.segment());
        (from_end.next(), from_end.next())
    }

    /// Where the last segment begins.
    #[inline]
    pub(super) fn last_start(&self) -> usize {
        self.segments.last().map_or(0, |last| last.start())
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
        self.segment(self.index(offset))
    }

    fn segment(&self, index: usize) -> Segment {
        let nothing = Segment { start: 0, scope: Scope::Code, depth: 0 };
        self.segments.get(index).map_or(nothing, |packed| packed.segment())
    }

    /// The segment of the byte at `offset`, with its bytes.
    pub fn piece(&self, offset: usize) -> (Range<usize>, Segment) {
        let index = self.index(offset);
        let end = self.segments.get(index + 1).map_or(self.end, |next| next.start());
        let segment = self.segment(index);
        (segment.start..end, segment)
    }

    fn index(&self, offset: usize) -> usize {
        let last = self.last.0.get();
        let holds = |index: usize| {
            let begins = self.segments.get(index).is_some_and(|segment| segment.start() <= offset);
            begins && self.segments.get(index + 1).is_none_or(|next| offset < next.start())
        };
        if holds(last) {
            return last;
        }
        let index = if holds(last + 1) {
            last + 1
        } else {
            self.segments.partition_point(|segment| segment.start() <= offset).saturating_sub(1)
        };
        self.last.0.set(index);
        index
    }

    /// The segments that a byte range touches, each with its bytes cut to the range.
    pub fn within(&self, range: Range<usize>) -> impl Iterator<Item = (Range<usize>, Segment)> + '_ {
        let from = self.index(range.start);
        let end = range.end.min(self.end);
        let ends = self.segments[from..].iter().skip(1).map(|next| next.start()).chain([self.end]);
        let pieces = self.segments[from..].iter().zip(ends);
        pieces
            .map(move |(packed, stop)| (packed.start().max(range.start)..stop.min(end), packed.segment()))
            .take_while(move |(piece, _)| piece.start < end)
            .filter(|(piece, _)| !piece.is_empty())
    }
}
