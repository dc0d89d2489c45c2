//! Small questions about text that several readers ask.

use std::ops::Range;

/// Where a part of a text stands in it. Both must be of one allocation.
pub fn place(text: &str, part: &str) -> Range<usize> {
    let start = part.as_ptr().addr().saturating_sub(text.as_ptr().addr()).min(text.len());
    start..(start + part.len()).min(text.len())
}

/// Every line without its end, and the byte offset of its start.
pub fn lines(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let mut at = 0;
    text.split_inclusive('\n').map(move |line| {
        let start = at;
        at += line.len();
        (start, line.trim_end_matches(['\n', '\r']))
    })
}

/// Whether a version has three numeric parts, as npm, Cargo and Go ask of a whole one.
pub fn is_full_semver(version: &str) -> bool {
    let core = version.split(['-', '+']).next().unwrap_or_default();
    let parts = core.split('.');
    let count = parts.clone().count();
    count == 3
        && parts.clone().all(|part| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit()))
        && version.bytes().all(|b| b.is_ascii_alphanumeric() || b".-+".contains(&b))
}

/// Whether a text begins as a version does, with an optional `v`.
pub fn begins_version(text: &str) -> bool {
    let text = text.strip_prefix(['v', 'V']).unwrap_or(text);
    text.starts_with(|c: char| c.is_ascii_digit())
}

/// Whether a text is nothing but one version of any grammar.
pub fn is_version(text: &str) -> bool {
    begins_version(text) && text.bytes().all(|b| b.is_ascii_alphanumeric() || b".-+_!~".contains(&b))
}

/// Replaces what stands between delimiters, such as a comment, by spaces, so that no place moves. Strings in single or
/// double quotes are left alone.
pub fn blank_comments(text: &str, line: &[&str], block: Option<(&str, &str)>) -> String {
    let bytes = text.as_bytes();
    let mut out = bytes.to_vec();
    let mut at = 0;
    let blank = |out: &mut Vec<u8>, range: Range<usize>| {
        for byte in &mut out[range] {
            if *byte != b'\n' {
                *byte = b' ';
            }
        }
    };
    while at < bytes.len() {
        let rest = &bytes[at..];
        if let quote @ (b'"' | b'\'') = bytes[at] {
            at += string_end(rest, quote);
        } else if let Some((open, close)) = block.filter(|(open, _)| rest.starts_with(open.as_bytes())) {
            let end = memchr::memmem::find(&rest[open.len()..], close.as_bytes());
            let end = end.map_or(bytes.len(), |end| at + open.len() + end + close.len());
            blank(&mut out, at..end);
            at = end;
        } else if line.iter().any(|mark| rest.starts_with(mark.as_bytes())) {
            let end = memchr::memchr(b'\n', rest).map_or(bytes.len(), |end| at + end);
            blank(&mut out, at..end);
            at = end;
        } else {
            at += 1;
        }
    }
    // Only whole characters are replaced: delimiters are ASCII, and so is what ends them.
    String::from_utf8(out).unwrap_or_default()
}

/// The length of a string with both quotes; up to the end of the line where it is not closed.
pub fn string_end(text: &[u8], quote: u8) -> usize {
    let mut at = 1;
    while let Some(&byte) = text.get(at) {
        match byte {
            b'\\' => at += 2,
            b'\n' => return at,
            _ if byte == quote => return at + 1,
            _ => at += 1,
        }
    }
    text.len()
}

/// Every string in single or double quotes: the byte range inside of the quotes. Triple quotes are strings as well.
pub fn strings(text: &str) -> Vec<Range<usize>> {
    let bytes = text.as_bytes();
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(step) = memchr::memchr2(b'"', b'\'', &bytes[at..]) {
        at += step;
        let quote = bytes[at];
        let length = string_end(&bytes[at..], quote);
        let closed = length > 1 && bytes[at + length - 1] == quote;
        found.push(at + 1..at + length - usize::from(closed));
        at += length;
    }
    found
}
