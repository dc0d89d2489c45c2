//! Text of a repository made safe to show: every name and line that reaches a person goes through here.

use std::borrow::Cow;
use std::fmt;
use std::fmt::Write as _;

/// Makes repository bytes printable on a terminal.
///
/// Control characters (C0, DEL, C1), bidirectional controls, zero-width and tag characters, line and paragraph
/// separators become `\x1b`- or `\u{202e}`-style escapes, and bytes that are not UTF-8 become `\xff`. A tab becomes one
/// space. The result holds no line break.
pub fn printable(bytes: &[u8]) -> Cow<'_, str> {
    if let Ok(text) = std::str::from_utf8(bytes)
        && !text.chars().any(needs_escape)
    {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(bytes.len() + 16);
    for chunk in bytes.utf8_chunks() {
        for c in chunk.valid().chars() {
            push_printable(&mut out, c);
        }
        for byte in chunk.invalid() {
            // Writing to a String cannot fail.
            let _ = write!(out, "\\x{byte:02x}");
        }
    }
    Cow::Owned(out)
}

/// [`printable`] for text that is UTF-8 already.
pub fn printable_str(text: &str) -> Cow<'_, str> {
    printable(text.as_bytes())
}

fn push_printable(out: &mut String, c: char) {
    let _ = match c {
        '\t' => write!(out, " "),
        c if !needs_escape(c) => write!(out, "{c}"),
        c if (c as u32) < 0x80 => write!(out, "\\x{:02x}", c as u32),
        c => write!(out, "\\u{{{:x}}}", c as u32),
    };
}

/// Whether a character could change what a terminal or an editor shows of its neighbours, or is itself invisible.
///
/// Ranges: Unicode 16, general categories Cc, Cf, Zl and Zp as far as they act on display, the Hangul and Khmer fillers,
/// variation selectors and the tag block.
pub fn needs_escape(c: char) -> bool {
    matches!(c,
        '\0'..='\x1f' | '\x7f'..='\u{9f}' | '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}' | '\u{1160}'
        | '\u{17b4}' | '\u{17b5}' | '\u{180b}'..='\u{180f}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}'
        | '\u{2060}'..='\u{206f}' | '\u{3164}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{ffa0}'
        | '\u{fff0}'..='\u{fffb}' | '\u{1d173}'..='\u{1d17a}' | '\u{e0000}'..='\u{e0fff}')
}

/// A path as git stores it: bytes, `/` between components, relative to the root of the repository (or of the directory
/// that is scanned). It need not be UTF-8.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct RepoPath(Vec<u8>);

impl RepoPath {
    /// Takes the bytes as they are.
    pub fn new(bytes: impl Into<Vec<u8>>) -> Self {
        Self(bytes.into())
    }

    /// The raw bytes: for git, globs and fingerprints, never for a person.
    pub fn as_bytes(&self) -> &[u8] {
        &self.0
    }

    /// The bytes behind the last `/`.
    pub fn file_name(&self) -> &[u8] {
        self.0.rsplit(|&b| b == b'/').next().unwrap_or_default()
    }

    /// The bytes behind the last `.` of the file name; `None` where there is no dot or only a leading one.
    pub fn extension(&self) -> Option<&[u8]> {
        let name = self.file_name();
        let dot = memchr::memrchr(b'.', name)?;
        (dot > 0).then(|| &name[dot + 1..])
    }

    /// The path as text for machine output: UTF-8 as it is, other bytes as `\xff`.
    pub fn lossless(&self) -> Cow<'_, str> {
        match std::str::from_utf8(&self.0) {
            Ok(text) => Cow::Borrowed(text),
            Err(_) => printable(&self.0),
        }
    }
}

impl From<&str> for RepoPath {
    fn from(text: &str) -> Self {
        Self::new(text)
    }
}

/// Printable: see [`printable`].
impl fmt::Display for RepoPath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&printable(&self.0))
    }
}

impl fmt::Debug for RepoPath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?}", printable(&self.0))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plain_text_is_borrowed() {
        assert!(matches!(printable("grüße, 世界".as_bytes()), Cow::Borrowed(_)));
    }

    #[test]
    fn what_moves_the_cursor_or_hides_is_escaped() {
        for (raw, shown) in [
            (&b"a\x1b[2Jb"[..], "a\\x1b[2Jb"),
            (b"a\tb\n", "a b\\x0a"),
            ("x\u{202e}y\u{200b}z".as_bytes(), "x\\u{202e}y\\u{200b}z"),
            ("\u{9b}31m\u{e0041}".as_bytes(), "\\u{9b}31m\\u{e0041}"),
            (b"ok\xff\xc3", "ok\\xff\\xc3"),
        ] {
            assert_eq!(printable(raw), shown);
        }
    }

    #[test]
    fn parts_of_a_path() {
        let path = RepoPath::from("a.b/c.tar.gz");
        assert_eq!(path.file_name(), b"c.tar.gz");
        assert_eq!(path.extension(), Some(&b"gz"[..]));
        assert_eq!(RepoPath::from("d/.env").extension(), None);
        assert_eq!(RepoPath::from("Makefile").extension(), None);
    }
}
