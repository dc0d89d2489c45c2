//! A part of a text that stands for something else.

use std::ops::Range;

use super::text::{Derived, Encoding, Unit};

/// What stands for what.
#[derive(Debug)]
pub(super) struct Segment {
    /// All of it, in the source.
    pub source: Range<usize>,
    pub content: Content,
    pub unit: Unit,
    pub by: Encoding,
    /// Whether it is worth while to read the line without it: a line break written out alone is not.
    pub tells: bool,
}

/// What it stands for.
#[derive(Debug)]
pub(super) enum Content {
    /// Up to four bytes: a character in UTF-8, or nothing at all.
    Short([u8; 4], usize),
    /// Decoded bytes and the runs they were made of.
    Runs(Vec<u8>, Vec<Range<usize>>),
}

impl Segment {
    /// One character, or none.
    pub fn short(source: Range<usize>, text: &[u8], by: Encoding, tells: bool) -> Self {
        let (mut bytes, length) = ([0; 4], text.len().min(4));
        bytes[..length].copy_from_slice(&text[..length]);
        let unit = Unit { bits: 8 * length, len: source.len() };
        Self { source, content: Content::Short(bytes, length), unit, by, tells }
    }

    pub fn bytes(&self) -> &[u8] {
        match &self.content {
            Content::Short(bytes, length) => &bytes[..*length],
            Content::Runs(bytes, _) => bytes,
        }
    }

    /// The name of a file of the same format, if what was decoded is a document of its own rather than a word in its line.
    pub fn document(&self) -> Option<&'static str> {
        let Content::Runs(bytes, _) = &self.content else { return None };
        match bytes.trim_ascii() {
            [b'{' | b'[', ..] => Some("document.json"),
            [b'<', ..] => Some("document.xml"),
            text => {
                let line = &text[..memchr::memchr(b'\n', text)?];
                let signs = [memchr::memchr(b'=', line), memchr::memmem::find(line, b":")];
                match signs {
                    [None, Some(_)] => Some("document.yaml"),
                    [Some(_), _] => Some(".env"),
                    [None, None] => Some("document.txt"),
                }
            }
        }
    }

    pub fn put(&self, derived: &mut Derived) {
        match &self.content {
            Content::Short(..) => derived.replace(self.bytes(), self.source.clone(), self.unit, self.by),
            Content::Runs(bytes, runs) => derived.replace_runs(bytes, runs, self.unit, self.by),
        }
    }
}
