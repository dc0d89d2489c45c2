//! Bytes of a blob as the text that is searched.

use std::borrow::Cow;
use std::ops::Range;

/// Which form of UTF-16 a blob has.
#[derive(Clone, Copy)]
enum Utf16 {
    Little,
    Big,
}

/// How much of a blob without byte order mark decides whether it is UTF-16.
const PROBE: usize = 1024;

/// How many bytes in a row make a run: shorter ones are chance in the text of other scripts.
const RUN: usize = 16;

/// Turns UTF-16 (by byte order mark, or by the zero bytes of mostly Latin text) into UTF-8 and drops a UTF-8 byte order
/// mark. Everything else, single NUL bytes and invalid UTF-8 included, stays as it is.
///
/// A blob that is of two kinds is read as both, because programs append to files in an encoding of their own, and because
/// a mark at the front proves nothing: in UTF-16, a run of plain bytes stays; elsewhere, a run of Latin UTF-16 loses its
/// zero bytes.
pub fn decode(blob: Vec<u8>) -> Vec<u8> {
    match blob.as_slice() {
        [0xef, 0xbb, 0xbf, rest @ ..] => narrowed(rest.to_vec()),
        [0xff, 0xfe, 0, 0, ..] => blob,
        [0xff, 0xfe, rest @ ..] => from_utf16(rest, Utf16::Little),
        [0xfe, 0xff, rest @ ..] => from_utf16(rest, Utf16::Big),
        _ => match guess(&blob) {
            Some(form) => from_utf16(&blob, form),
            None => narrowed(blob),
        },
    }
}

/// Latin text in UTF-16 has a zero byte in nearly every pair, always on the same side, and from the first pair on: else it
/// was appended to something.
fn guess(blob: &[u8]) -> Option<Utf16> {
    let probe = &blob[..blob.len().min(PROBE)];
    memchr::memchr(0, probe)?;
    let pairs = probe.as_chunks::<2>().0;
    let zeros = |side: usize| pairs.iter().filter(|pair| pair[side] == 0).count();
    let (first, second) = (zeros(0), zeros(1));
    let most = pairs.len() * 7 / 10;
    match pairs {
        [] | [_] | [_, _] | [_, _, _] => None,
        [[_, 0], ..] if second > most && first == 0 => Some(Utf16::Little),
        [[0, _], ..] if first > most && second == 0 => Some(Utf16::Big),
        _ => None,
    }
}

fn from_utf16(bytes: &[u8], form: Utf16) -> Vec<u8> {
    let mut out = Vec::with_capacity(bytes.len() / 2);
    let mut rest = bytes;
    while !rest.is_empty() {
        // Whole pairs, so that what follows is still aligned.
        let plain = plain_run(rest)
            .map_or(rest.len()..rest.len(), |run| run.start & !1..run.end.next_multiple_of(2).min(rest.len()));
        push_utf16(&mut out, &rest[..plain.start], form);
        out.extend_from_slice(&rest[plain.clone()]);
        rest = &rest[plain.end..];
    }
    out
}

fn push_utf16(out: &mut Vec<u8>, bytes: &[u8], form: Utf16) {
    let (pairs, odd) = bytes.as_chunks::<2>();
    let units = pairs.iter().map(|&pair| match form {
        Utf16::Little => u16::from_le_bytes(pair),
        Utf16::Big => u16::from_be_bytes(pair),
    });
    for unit in char::decode_utf16(units) {
        let character = unit.unwrap_or(char::REPLACEMENT_CHARACTER);
        out.extend_from_slice(character.encode_utf8(&mut [0; 4]).as_bytes());
    }
    out.extend_from_slice(odd);
}

fn is_plain(byte: u8) -> bool {
    matches!(byte, b' '..=b'~' | b'\t' | b'\n' | b'\r')
}

/// The first long run of bytes that are plain text as they stand.
fn plain_run(bytes: &[u8]) -> Option<Range<usize>> {
    let mut start = 0;
    for run in bytes.chunk_by(|a, b| is_plain(*a) == is_plain(*b)) {
        if run.len() >= RUN && is_plain(run[0]) {
            return Some(start..start + run.len());
        }
        start += run.len();
    }
    None
}

/// Takes the zero bytes out of every long run in which they alternate with plain text. Of either byte order: a run of one
/// is a run of the other, but for its ends.
fn narrowed(blob: Vec<u8>) -> Vec<u8> {
    if memchr::memchr(0, &blob).is_none() {
        return blob;
    }
    let mut out = Vec::with_capacity(blob.len());
    for run in blob.chunk_by(|a, b| (*a == 0 && is_plain(*b)) || (is_plain(*a) && *b == 0)) {
        if run.len() >= RUN {
            out.extend(run.iter().filter(|byte| **byte != 0));
        } else {
            out.extend_from_slice(run);
        }
    }
    out
}

/// What a blob is when it is not text that can be searched: the reason, in words.
pub fn opaque(blob: &[u8]) -> Option<Cow<'static, str>> {
    const FORMATS: [(&[u8], &str); 9] = [
        (b"PK\x03\x04", "zip archive"),
        (b"\x1f\x8b", "gzip data"),
        (b"BZh", "bzip2 data"),
        (b"\xfd7zXZ\0", "xz data"),
        (b"\x28\xb5\x2f\xfd", "zstd data"),
        (b"7z\xbc\xaf\x27\x1c", "7z archive"),
        (b"Rar!\x1a\x07", "rar archive"),
        (b"\x04\x22\x4d\x18", "lz4 data"),
        (b"version https://git-lfs.github.com/spec/", "pointer to a Git LFS object"),
    ];
    // POSIX and GNU tar name themselves in the header of the first member.
    if blob.get(257..262) == Some(b"ustar") && blob.len() >= 512 {
        return Some(Cow::Borrowed("tar archive"));
    }
    let (_, name) = FORMATS.iter().find(|(magic, _)| blob.starts_with(magic))?;
    Some(Cow::Borrowed(name))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn utf16(text: &str, mark: bool, big: bool) -> Vec<u8> {
        let units = mark.then_some(0xfeff).into_iter().chain(text.encode_utf16());
        units.flat_map(|unit| if big { unit.to_be_bytes() } else { unit.to_le_bytes() }).collect()
    }

    #[test]
    fn utf16_is_read_in_every_form() {
        let text = "key = \"grün\"\r\nnext line\n";
        for (mark, big) in [(true, true), (true, false), (false, true), (false, false)] {
            assert_eq!(decode(utf16(text, mark, big)), text.as_bytes());
        }
    }

    #[test]
    fn other_bytes_stay() {
        for raw in [&b"plain"[..], b"a\0b\0", b"nul \0 inside a line of text", b"\xff\xc3", b"\0\0\0\0\0\0\0\0\0\0"] {
            assert_eq!(decode(raw.to_vec()), raw);
        }
        assert_eq!(decode(b"\xef\xbb\xbfx".to_vec()), b"x");
    }

    #[test]
    fn a_mark_at_the_front_hides_no_plain_text() {
        let secret = b"key = \"a secret\"\nnext\n";
        for before in [&b""[..], b"\x4e", b"\x4e\xff\x4e"] {
            let raw = [b"\xff\xfe", before, secret].concat();
            let text = decode(raw);
            assert!(memchr::memmem::find(&text, secret).is_some(), "{before:?} {text:?}");
        }
        let both =
            [utf16("first line\r\n", true, false), secret.to_vec(), utf16("\u{4e00}last", false, false)].concat();
        assert_eq!(decode(both), "first line\r\nkey = \"a secret\"\nnext\n\u{4e00}last".as_bytes());
    }

    #[test]
    fn text_of_other_scripts_stays_utf16() {
        let text = "\u{6c34}\u{4e2d}\u{6587}\u{5b57}abc\u{7b26}\u{4e32}\u{7684}\u{6d4b}\u{8bd5}".repeat(20);
        for big in [true, false] {
            assert_eq!(decode(utf16(&text, true, big)), text.as_bytes());
        }
    }

    #[test]
    fn utf16_that_was_appended_is_read() {
        for big in [true, false] {
            let raw = [b"plain text\n".to_vec(), utf16("key = \"secret\"\n", false, big), b"\xff".to_vec()].concat();
            let text = decode(raw);
            assert!(memchr::memmem::find(&text, b"\nkey = \"secret\"\n").is_some(), "{text:?}");
        }
    }

    #[test]
    fn an_odd_byte_at_the_end_is_kept() {
        let mut raw = utf16("abcdefgh", true, false);
        raw.push(b'z');
        assert_eq!(decode(raw), b"abcdefghz");
    }
}
