//! The code cells of Jupyter notebooks: strings in JSON, lines of one cell one string each.

use std::borrow::Cow;
use std::ops::Range;

use super::{Part, inside};
use crate::lexer::{Language, detect::named};

/// The cells of each language as a part of its own.
pub(super) fn cells(text: &[u8], wanted: &impl Fn(&'static Language) -> bool) -> Vec<Part<'static>> {
    let mut parts: Vec<(&'static Language, Decoded)> = Vec::new();
    let kernel = kernel(text);
    for cell in find(text) {
        let mut decoded = Decoded::default();
        for line in cell {
            decoded.add(text, line);
        }
        let Some(language) = magic(&decoded.text).map_or(Some(kernel), named).filter(|language| wanted(language))
        else {
            continue;
        };
        let mut known = parts.iter_mut();
        let part = known.find(|(of, _)| std::ptr::eq(*of, language));
        match part {
            Some((_, part)) => part.append(decoded),
            None => parts.push((language, decoded)),
        }
    }
    let part = |(language, decoded): (&'static Language, Decoded)| {
        let map = inside(language, &decoded.text);
        Part { language, text: Cow::Owned(decoded.text), map, is_inner: true, places: decoded.places }
    };
    parts.into_iter().map(part).collect()
}

/// The language of the notebook.
fn kernel(text: &[u8]) -> &'static Language {
    let word = |key: &str| {
        let at = memchr::memmem::rfind(text, key.as_bytes())? + key.len();
        let rest = text[at..].get(..80).unwrap_or(&text[at..]);
        let value = rest.split(|b| *b == b'"').nth(1)?;
        named(std::str::from_utf8(value).ok()?)
    };
    let fallback = || named("python").unwrap_or(&crate::lexer::LANGUAGES[0]);
    word("\"language\"").or_else(|| word("\"language_info\": {\"name\"")).unwrap_or_else(fallback)
}

/// The language that a cell asks for in its first line: `%%bash`.
fn magic(cell: &[u8]) -> Option<&'static str> {
    let word = cell.strip_prefix(b"%%")?;
    match word.split(u8::is_ascii_whitespace).next()? {
        b"bash" | b"sh" | b"script" | b"!" => Some("shell"),
        b"javascript" | b"js" => Some("javascript"),
        b"html" | b"HTML" => Some("html"),
        b"sql" => Some("sql"),
        b"ruby" => Some("ruby"),
        b"perl" => Some("perl"),
        b"R" => Some("r"),
        _ => None,
    }
}

/// The strings of each code cell, without their quotes. Cells are the objects of a list in the outermost object.
fn find(text: &[u8]) -> Vec<Vec<Range<usize>>> {
    const CELL: u32 = 3;
    let (mut cells, mut lines): (Vec<Vec<Range<usize>>>, Vec<Range<usize>>) = (Vec::new(), Vec::new());
    let (mut depth, mut is_code, mut key) = (0_u32, false, 0..0);
    let mut at = 0;
    while let Some(length) = text[at..].iter().position(|b| b"\"{}[],".contains(b)) {
        at += length;
        match text[at] {
            b'{' | b'[' => depth += 1,
            b'}' | b']' => {
                if text[at] == b'}' && depth == CELL {
                    let lines = std::mem::take(&mut lines);
                    cells.extend(is_code.then_some(lines).filter(|lines| !lines.is_empty()));
                    is_code = false;
                }
                depth = depth.saturating_sub(1);
                if depth <= CELL {
                    key = 0..0;
                }
            }
            b',' if depth <= CELL => key = 0..0,
            b'"' => {
                let string = string(text, at + 1);
                at = string.end;
                let is_key = depth == CELL && key.is_empty();
                match (&text[key.clone()], depth) {
                    _ if is_key => key = string,
                    (b"cell_type", CELL) => is_code = text[string] == *b"code",
                    (b"source", CELL | 4) => lines.push(string),
                    _ => {}
                }
            }
            _ => {}
        }
        at = (at + 1).min(text.len());
    }
    cells
}

/// The inside of the string that begins at `start`.
fn string(text: &[u8], start: usize) -> Range<usize> {
    let mut at = start;
    while let Some(length) = memchr::memchr2(b'"', b'\\', &text[at..]) {
        at += length;
        if text[at] == b'"' {
            return start..at;
        }
        at = (at + 2).min(text.len());
    }
    start..text.len()
}

/// Text without escapes, and where it came from.
#[derive(Default)]
struct Decoded {
    text: Vec<u8>,
    places: Vec<(usize, usize)>,
}

impl Decoded {
    fn add(&mut self, text: &[u8], line: Range<usize>) {
        let mut at = line.start;
        self.places.push((self.text.len(), at));
        while at < line.end {
            let rest = &text[at..line.end];
            let plain = memchr::memchr(b'\\', rest).unwrap_or(rest.len());
            self.text.extend_from_slice(&rest[..plain]);
            at += plain;
            let Some(escape) = rest.get(plain + 1) else { break };
            self.places.push((self.text.len(), at));
            at += self.escape(*escape, &rest[plain..]);
            self.places.push((self.text.len(), at));
        }
    }

    /// Adds what an escape stands for; its length.
    fn escape(&mut self, escape: u8, rest: &[u8]) -> usize {
        let byte = match escape {
            b'n' => b'\n',
            b't' => b'\t',
            b'r' => b'\r',
            b'b' => 8,
            b'f' => 12,
            b'u' => {
                let code = rest.get(2..6).and_then(|hex| std::str::from_utf8(hex).ok());
                let code = code.and_then(|hex| u32::from_str_radix(hex, 16).ok());
                let shown = code.and_then(char::from_u32).unwrap_or(char::REPLACEMENT_CHARACTER);
                self.text.extend_from_slice(shown.encode_utf8(&mut [0; 4]).as_bytes());
                return rest.len().min(6);
            }
            other => other,
        };
        self.text.push(byte);
        2
    }

    fn append(&mut self, other: Self) {
        self.text.push(b'\n');
        let shift = self.text.len();
        self.places.extend(other.places.into_iter().map(|(inner, outer)| (inner + shift, outer)));
        self.text.extend(other.text);
    }
}
