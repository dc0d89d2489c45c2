//! Runs of characters that are not seen.

use std::ops::Range;

/// What a hidden character does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// Changes the order in which a line is shown: Unicode Standard Annex 9, section 2.
    Bidi,
    /// Has no width.
    Invisible,
    /// Spells ASCII invisibly: the tag block, but for the flags of regions, which begin with a black flag.
    Tag,
    /// A row of variation selectors: one chooses the form of a character, a row of them carries data.
    Selector,
}

impl Kind {
    /// The rule for it.
    pub(super) fn rule(self) -> &'static str {
        match self {
            Self::Bidi => "unicode-bidi-control",
            Self::Invisible => "unicode-invisible-character",
            Self::Tag | Self::Selector => "unicode-hidden-text",
        }
    }

    fn of(c: char) -> Option<Self> {
        match c {
            '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' => Some(Self::Bidi),
            '\u{200b}'..='\u{200f}' | '\u{2060}'..='\u{2064}' | '\u{feff}' | '\u{180e}' | '\u{3164}' | '\u{ffa0}' => {
                Some(Self::Invisible)
            }
            '\u{e0000}'..='\u{e007f}' => Some(Self::Tag),
            '\u{fe00}'..='\u{fe0f}' | '\u{e0100}'..='\u{e01ef}' => Some(Self::Selector),
            _ => None,
        }
    }
}

/// Neighbouring characters of one kind.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Run {
    pub(super) kind: Kind,
    /// Byte offsets.
    pub(super) at: Range<usize>,
}

/// From this many variation selectors in a row on they carry data. A letter takes one, an emoji sequence at most one each.
const SELECTORS: usize = 3;
/// U+1F3F4, with which the flag of a region begins.
const BLACK_FLAG: &[u8] = b"\xf0\x9f\x8f\xb4";

/// Every run of hidden characters, in the order of the text. Bytes that are not UTF-8 end a run.
pub(super) fn runs(text: &[u8]) -> impl Iterator<Item = Run> + '_ {
    let mut at = 0;
    std::iter::from_fn(move || {
        loop {
            at += lead(&text[at..])?;
            let Some((kind, _)) = hidden(&text[at..]) else {
                at += 1;
                continue;
            };
            let (start, mut count) = (at, 0);
            while let Some((_, length)) = hidden(&text[at..]).filter(|(next, _)| *next == kind) {
                at += length;
                count += 1;
            }
            let flag = kind == Kind::Tag && text[..start].ends_with(BLACK_FLAG);
            let few = kind == Kind::Selector && count < SELECTORS;
            // A byte order mark in front of a file.
            let mark = start == 0 && count == 1 && text.starts_with(b"\xef\xbb\xbf");
            if !(flag || few || mark) {
                return Some(Run { kind, at: start..at });
            }
        }
    })
}

/// How far it is to the next byte with which a hidden character may begin.
fn lead(text: &[u8]) -> Option<usize> {
    let three = memchr::memchr3(0xe1, 0xe2, 0xe3, text);
    let other = memchr::memchr2(0xef, 0xf3, &text[..three.unwrap_or(text.len())]);
    other.or(three)
}

/// The kind of the first character of a text, and its length in bytes.
fn hidden(text: &[u8]) -> Option<(Kind, usize)> {
    let length = match text.first()? {
        0xe1..=0xef => 3,
        0xf0..=0xf4 => 4,
        _ => return None,
    };
    let c = std::str::from_utf8(text.get(..length)?).ok()?.chars().next()?;
    Some((Kind::of(c)?, length))
}
