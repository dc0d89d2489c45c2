//! A text that was made of another one, and the way back.

use std::ops::Range;

/// What was taken away to get at a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Encoding {
    /// RFC 4648, either alphabet.
    Base64,
    /// Two digits a byte.
    Hex,
    /// RFC 3986, `%41`.
    Percent,
    /// What source code, JSON and XML write for a character: `\u0041`, `\x41`, `&#x41;`, `\"`.
    Escape,
    /// Literals that a statement joins.
    Joined,
    /// The cells of a notebook, which are JSON.
    Cell,
}

impl Encoding {
    const ALL: [Self; 6] = [Self::Base64, Self::Hex, Self::Percent, Self::Escape, Self::Joined, Self::Cell];

    /// As a note names it; `None` for what hides nothing from a reader.
    fn name(self) -> Option<&'static str> {
        match self {
            Self::Base64 => Some("base64"),
            Self::Hex => Some("hexadecimal digits"),
            Self::Percent => Some("percent-encoding"),
            Self::Escape => Some("character escapes"),
            Self::Joined => Some("joined literals"),
            Self::Cell => None,
        }
    }
}

/// A set of encodings.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Encodings(u8);

impl Encodings {
    /// With one more.
    #[must_use]
    pub fn with(self, encoding: Encoding) -> Self {
        Self(self.0 | 1 << encoding as u8)
    }

    /// All of both.
    #[must_use]
    pub fn and(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// Whether there is none.
    pub fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// A sentence for a finding; `None` where there is nothing to tell.
    pub fn note(self) -> Option<String> {
        let held = Encoding::ALL.into_iter().filter(|&encoding| self.0 & 1 << encoding as u8 != 0);
        let names: Vec<&str> = held.filter_map(Encoding::name).collect();
        (!names.is_empty()).then(|| format!("Found behind {}.", names.join(" and ")))
    }
}

/// How bytes of the source became bits of the text: `len` bytes make `bits` bits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Unit {
    pub bits: usize,
    pub len: usize,
}

impl Unit {
    /// Bytes as they stand.
    const SAME: Self = Self { bits: 8, len: 1 };
}

/// A part of the text: from bit `bit` on, it was made of `source`, unit by unit. Bits, because a character of base64 is
/// six of them.
#[derive(Clone, Debug)]
struct Piece {
    bit: usize,
    source: Range<usize>,
    unit: Unit,
    by: Option<Encoding>,
}

/// The text, piece by piece.
#[derive(Debug, Default)]
pub struct Derived {
    pub text: Vec<u8>,
    pub way: Way,
}

/// The way back from a derived text to its source.
#[derive(Debug, Default)]
pub struct Way(Vec<Piece>);

impl Derived {
    /// Takes over bytes as they stand.
    pub fn keep(&mut self, source: &[u8], range: Range<usize>) {
        if !range.is_empty() {
            self.piece(range.clone(), Unit::SAME, None);
            self.text.extend_from_slice(&source[range]);
        }
    }

    /// Takes over bytes that `source` stands for. Nothing at all may stand for it, as between two literals.
    pub fn replace(&mut self, bytes: &[u8], source: Range<usize>, unit: Unit, by: Encoding) {
        self.piece(source, unit, Some(by));
        self.text.extend_from_slice(bytes);
    }

    /// Takes over what several runs of the source stand for together: base64 that is wrapped over lines.
    pub fn replace_runs(&mut self, bytes: &[u8], runs: &[Range<usize>], unit: Unit, by: Encoding) {
        let start = self.text.len() * 8;
        let mut before = 0;
        for run in runs {
            let bit = start + before * unit.bits;
            self.way.0.push(Piece { bit, source: run.clone(), unit, by: Some(by) });
            before += run.len();
        }
        self.text.extend_from_slice(bytes);
    }

    /// Ends a passage, so that nothing is near what did not stand near it.
    pub fn gap(&mut self, at: usize) {
        const GAP: &[u8] = b"\n\n\n\n\n\n\n\n\n\n\n\n";
        self.piece(at..at, Unit { bits: GAP.len() * 8, len: 0 }, None);
        self.text.extend_from_slice(GAP);
    }

    fn piece(&mut self, source: Range<usize>, unit: Unit, by: Option<Encoding>) {
        let bit = self.text.len() * 8;
        // A run of escapes, or of bytes, is one piece: the list stays short.
        if let Some(last) = self.way.0.last_mut()
            && last.source.end == source.start
            && (last.unit, last.by) == (unit, by)
            && unit.len > 0
            && last.bit + last.source.len() / unit.len * unit.bits == bit
            && last.source.len().is_multiple_of(unit.len)
        {
            last.source.end = source.end;
            return;
        }
        self.way.0.push(Piece { bit, source, unit, by });
    }
}

impl Way {
    /// The bytes of the source that a range of the text was made of, widened to whole units.
    pub fn back(&self, range: &Range<usize>) -> Range<usize> {
        let (first, last) = (range.start * 8, (range.end.max(range.start + 1)) * 8 - 1);
        let start = self.piece(first).map_or(0, |piece| {
            let unit = (first - piece.bit) / piece.unit.bits.max(1);
            (piece.source.start + unit * piece.unit.len).min(piece.source.end)
        });
        let end = self.piece(last).map_or(start, |piece| {
            let unit = (last - piece.bit) / piece.unit.bits.max(1);
            (piece.source.start + (unit + 1) * piece.unit.len).min(piece.source.end)
        });
        start..end.max(start)
    }

    /// What was taken away from anything in a range of the text, or between two bytes of it.
    pub fn encodings(&self, range: &Range<usize>) -> Encodings {
        let end = range.end * 8;
        let pieces = self.0.iter().skip(self.index(range.start * 8)).take_while(|piece| piece.bit < end);
        pieces.filter_map(|piece| piece.by).fold(Encodings::default(), Encodings::with)
    }

    fn piece(&self, bit: usize) -> Option<&Piece> {
        self.0.get(self.index(bit))
    }

    /// The last piece that begins at or before a bit: of several that begin there, the one that is not empty.
    fn index(&self, bit: usize) -> usize {
        self.0.partition_point(|piece| piece.bit <= bit).saturating_sub(1)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_byte_finds_its_way_back() {
        let source = b"ab%41%42c'+'d\"Zm9vYmFy\"";
        let mut derived = Derived::default();
        derived.keep(source, 0..2);
        derived.replace(b"A", 2..5, Unit { bits: 8, len: 3 }, Encoding::Percent);
        derived.replace(b"B", 5..8, Unit { bits: 8, len: 3 }, Encoding::Percent);
        derived.keep(source, 8..9);
        derived.replace(b"", 9..12, Unit { bits: 0, len: 3 }, Encoding::Joined);
        derived.keep(source, 12..14);
        derived.replace_runs(b"foobar", &[14..18, 18..22], Unit { bits: 6, len: 1 }, Encoding::Base64);
        assert_eq!(derived.text, b"abABcd\"foobar");
        let way = &derived.way;
        assert_eq!([way.back(&(0..2)), way.back(&(2..4)), way.back(&(3..4))], [0..2, 2..8, 5..8]);
        // `c` and `d`, with the joint between them.
        assert_eq!((way.back(&(4..6)), way.back(&(5..6))), (8..13, 12..13));
        assert_eq!(way.encodings(&(4..6)), Encodings::default().with(Encoding::Joined));
        assert!(way.encodings(&(5..7)).is_empty() && way.encodings(&(4..5)).is_empty());
        // The second byte takes parts of two characters, the fourth begins the second run.
        assert_eq!((way.back(&(8..9)), way.back(&(10..13))), (15..17, 18..22));
    }
}
