//! Characters that are written in another way: percent-encoding, and the escapes of source code, JSON and XML.

use std::ops::Range;

use super::segment::Segment;
use super::text::Encoding;

/// A character and how many bytes of source stand for it.
struct Escape {
    character: char,
    length: usize,
    /// Whether a line without it reads otherwise than with it, even if nothing else is decoded.
    tells: bool,
}

/// Finds the escapes in `text[block]`. `tells` of a segment says whether it is one that hides a character of a token.
pub(super) fn find(text: &[u8], block: Range<usize>, out: &mut Vec<Segment>) {
    let mut behind = block.start;
    for at in memchr::memchr3_iter(b'%', b'\\', b'&', &text[block.clone()]).map(|at| block.start + at) {
        if at < behind {
            continue;
        }
        let rest = &text[at + 1..block.end];
        let (found, by) = match text[at] {
            b'%' => (percent(rest), Encoding::Percent),
            b'\\' => (backslash(rest), Encoding::Escape),
            _ => (entity(rest), Encoding::Escape),
        };
        let Some(Escape { character, length, tells }) = found else {
            // The second of two backslashes escapes nothing.
            behind = if rest.first() == Some(&b'\\') { at + 2 } else { at + 1 };
            continue;
        };
        behind = at + 1 + length;
        let mut buffer = [0; 4];
        let bytes = character.encode_utf8(&mut buffer).as_bytes();
        out.push(Segment::short(at..behind, bytes, by, tells));
    }
}

fn graphic(character: char) -> bool {
    matches!(character, ' '..='~')
}

/// `%41`. Bytes above ASCII come in sequences that hide no token, and stay.
fn percent(rest: &[u8]) -> Option<Escape> {
    let character = number(rest.get(..2)?, 16).and_then(char::from_u32).filter(char::is_ascii)?;
    Some(Escape { character, length: 2, tells: graphic(character) })
}

/// What stands behind a backslash in the languages that have escapes.
fn backslash(rest: &[u8]) -> Option<Escape> {
    let (character, length) = match rest.first()? {
        b'x' => (number(rest.get(1..3)?, 16)?, 3),
        b'u' if rest.get(1) == Some(&b'{') => {
            let digits = rest[2..].iter().take(7).position(|&byte| byte == b'}')?;
            (number(&rest[2..2 + digits], 16)?, digits + 3)
        }
        b'u' => (number(rest.get(1..5)?, 16)?, 5),
        b'U' => (number(rest.get(1..9)?, 16)?, 9),
        b'0'..=b'3' => (number(rest.get(..3)?, 8)?, 3),
        &quote @ (b'"' | b'\'' | b'/') => {
            let named = rest[1..].iter().find(|byte| **byte != b' ').is_some_and(|byte| matches!(byte, b':' | b'='));
            return Some(Escape { character: char::from(quote), length: 1, tells: named && quote == b'"' });
        }
        b'n' => return Some(Escape { character: '\n', length: 1, tells: false }),
        b't' => return Some(Escape { character: '\t', length: 1, tells: false }),
        _ => return None,
    };
    let character = char::from_u32(character)?;
    Some(Escape { character, length, tells: graphic(character) })
}

/// `&#65;`, `&#x41;`, and the names that XML defines.
fn entity(rest: &[u8]) -> Option<Escape> {
    let named = |character, length, tells| Some(Escape { character, length, tells });
    // Nearly every `&` is an operator.
    match rest {
        [b'#', ..] => {}
        [b'q', b'u', b'o', b't', b';', ..] => return named('"', 5, true),
        [b'a', b'p', b'o', b's', b';', ..] => return named('\'', 5, true),
        [b'a', b'm', b'p', b';', ..] => return named('&', 4, false),
        [b'l', b't', b';', ..] => return named('<', 3, false),
        [b'g', b't', b';', ..] => return named('>', 3, false),
        _ => return None,
    }
    let length = rest.iter().take(10).position(|&byte| byte == b';')? + 1;
    let code = match &rest[1..length - 1] {
        [b'x' | b'X', digits @ ..] => number(digits, 16)?,
        digits => number(digits, 10)?,
    };
    let character = char::from_u32(code)?;
    Some(Escape { character, length, tells: graphic(character) })
}

fn number(digits: &[u8], base: u32) -> Option<u32> {
    let text = std::str::from_utf8(digits).ok().filter(|text| !text.starts_with('+'))?;
    u32::from_str_radix(text, base).ok()
}
