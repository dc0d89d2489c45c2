//! Literals: where one begins and ends, and what it says.

use std::ops::Range;

/// The most bytes of a literal that may be a secret, with room to see that it is longer.
const LONGEST: usize = 320;

/// A literal in quotes.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Quoted {
    /// What stands between the quotes.
    pub inside: Range<usize>,
    /// Behind the closing quote.
    pub end: usize,
}

pub(super) fn is_quote(byte: u8) -> bool {
    matches!(byte, b'"' | b'\'' | b'`')
}

/// The literal that begins at `at`, perhaps with letters before its quote as `b"…"` and `r'…'` have, or with the backslash
/// that a quote has inside another string. It ends on its line.
pub(super) fn quoted(text: &[u8], at: usize) -> Option<Quoted> {
    let letters = text.get(at..)?.iter().take(3).take_while(|byte| b"rRbBuUfFnNL@$".contains(byte)).count();
    let mut open = at + letters;
    let escaped = letters == 0 && text.get(open) == Some(&b'\\');
    open += usize::from(escaped);
    let quote = *text.get(open).filter(|byte| is_quote(**byte))?;
    let triple = [quote; 3];
    let marks: &[u8] = if !escaped && text[open..].starts_with(&triple) { &triple } else { &triple[..1] };
    let start = open + marks.len();
    let mut end = start;
    loop {
        let byte = *text.get(end).filter(|byte| **byte != b'\n' && end - start < LONGEST)?;
        if byte == b'\\' {
            if escaped && text.get(end + 1) == Some(&quote) {
                return Some(Quoted { inside: start..end, end: end + 2 });
            }
            end += 2;
        } else if text[end..].starts_with(marks) {
            return (!escaped).then_some(Quoted { inside: start..end, end: end + marks.len() });
        } else {
            end += 1;
        }
    }
}

/// Where bytes that `is` accepts end; at most one literal's length on.
pub(super) fn run(text: &[u8], at: usize, is: impl Fn(u8) -> bool) -> usize {
    text.get(at..).map_or(at, |rest| at + rest.iter().take(LONGEST).take_while(|byte| is(**byte)).count())
}

/// The bytes that a literal stands for. `None` where it holds escapes of signs that nobody can type, or of a regex.
pub(super) fn unescape(raw: &[u8]) -> Option<Vec<u8>> {
    let mut out = Vec::with_capacity(raw.len());
    let mut rest = raw;
    while let Some((&byte, behind)) = rest.split_first() {
        rest = behind;
        if byte != b'\\' {
            out.push(byte);
            continue;
        }
        let (&sign, behind) = rest.split_first()?;
        let digits = match sign {
            b'u' => 4,
            b'x' => 2,
            sign if sign.is_ascii_punctuation() => {
                out.push(sign);
                rest = behind;
                continue;
            }
            _ => return None,
        };
        let code = std::str::from_utf8(behind.get(..digits)?).ok()?;
        out.push(u8::from_str_radix(code, 16).ok().filter(u8::is_ascii_graphic)?);
        rest = &behind[digits..];
    }
    Some(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn inside(text: &str) -> Option<&str> {
        quoted(text.as_bytes(), 0).map(|found| &text[found.inside])
    }

    #[test]
    fn a_literal_ends_at_its_own_quote() {
        assert_eq!(inside(r#""a'b" "c""#), Some("a'b"));
        assert_eq!(inside(r"'a\'b' "), Some(r"a\'b"));
        assert_eq!(inside(r#""""abc""" "#), Some("abc"));
        assert_eq!(inside(r#"b"abc""#), Some("abc"));
        assert_eq!(inside(r#"\"abc\", "d""#), Some("abc"));
        assert_eq!(inside("\"\" + x"), Some(""));
        for none in ["\"abc", "\"a\nb\"", "abc\"d\"", "x", "", "\"abc\\", &format!("\"{}\"", "x".repeat(999))] {
            assert_eq!(inside(none), None, "{none}");
        }
    }

    #[test]
    fn escapes_of_what_can_be_typed_are_read() {
        assert_eq!(unescape(br#"a\"b\\c\/\u0026\x21"#).as_deref(), Some(&br#"a"b\c/&!"#[..]));
        for regex in [r"\d+", r"a\n", r"\u00e9", r"a\", r"\x1"] {
            assert_eq!(unescape(regex.as_bytes()), None, "{regex}");
        }
    }
}
