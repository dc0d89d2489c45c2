//! Bytes of a blob as the text that is searched.

use std::borrow::Cow;

/// Which form of UTF-16 a blob has.
#[derive(Clone, Copy)]
enum Utf16 {
    Little,
    Big,
}

/// How much of a blob without byte order mark decides whether it is UTF-16.
const PROBE: usize = 1024;

/// Turns UTF-16 (by byte order mark, or by the zero bytes of mostly Latin text) into UTF-8 and drops a UTF-8 byte order
/// mark. Everything else, NUL bytes and invalid UTF-8 included, stays as it is.
pub fn decode(blob: Vec<u8>) -> Vec<u8> {
    match blob.as_slice() {
        [0xef, 0xbb, 0xbf, rest @ ..] => rest.to_vec(),
        [0xff, 0xfe, 0, 0, ..] => blob,
        [0xff, 0xfe, rest @ ..] => from_utf16(rest, Utf16::Little),
        [0xfe, 0xff, rest @ ..] => from_utf16(rest, Utf16::Big),
        _ => match guess(&blob) {
            Some(form) => from_utf16(&blob, form),
            None => blob,
        },
    }
}

/// Latin text in UTF-16 has a zero byte in nearly every pair, always on the same side.
fn guess(blob: &[u8]) -> Option<Utf16> {
    let probe = &blob[..blob.len().min(PROBE)];
    memchr::memchr(0, probe)?;
    let pairs = probe.as_chunks::<2>().0;
    let zeros = |side: usize| pairs.iter().filter(|pair| pair[side] == 0).count();
    let (first, second) = (zeros(0), zeros(1));
    let most = pairs.len() * 7 / 10;
    match pairs.len() {
        0..4 => None,
        _ if second > most && first == 0 => Some(Utf16::Little),
        _ if first > most && second == 0 => Some(Utf16::Big),
        _ => None,
    }
}

fn from_utf16(bytes: &[u8], form: Utf16) -> Vec<u8> {
    let (pairs, odd) = bytes.as_chunks::<2>();
    let units = pairs.iter().map(|&pair| match form {
        Utf16::Little => u16::from_le_bytes(pair),
        Utf16::Big => u16::from_be_bytes(pair),
    });
    let mut text = String::with_capacity(bytes.len() / 2);
    text.extend(char::decode_utf16(units).map(|unit| unit.unwrap_or(char::REPLACEMENT_CHARACTER)));
    let mut out = text.into_bytes();
    out.extend_from_slice(odd);
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
    fn an_odd_byte_at_the_end_is_kept() {
        let mut raw = utf16("abcdefgh", true, false);
        raw.push(b'z');
        assert_eq!(decode(raw), b"abcdefghz");
    }
}
