//! Base64 and hexadecimal digits: long runs of their alphabets that decode to text.

use std::ops::Range;

use super::segment::{Content, Segment};
use super::text::{Encoding, Unit};
use crate::base64::{decode_letters, is_sextet, sextet};

/// The fewest characters that are tried: a password of twelve bytes.
const SHORTEST: usize = 16;
/// The fewest hexadecimal digits that are tried.
const SHORTEST_HEX: usize = 24;
/// How many characters say whether it is worth while to decode the others.
const PROBE: usize = 16;
/// How many separators before the encoded part are tried, as in `path/to/BASE64`.
const PREFIXES: usize = 4;
/// The shortest line of base64 that goes on in the next one.
const SHORTEST_LINE: usize = 32;

/// Finds what decodes to text in `text[block]`. `skip` says which runs are known already, such as tokens of a provider.
pub(super) fn find(text: &[u8], block: Range<usize>, skip: &dyn Fn(&Range<usize>) -> bool, out: &mut Vec<Segment>) {
    let mut behind = block.start;
    // A run of fifteen holds eight in line whole; most eight hold something else, which costs a few instructions.
    for (index, eight) in text[block.clone()].as_chunks::<8>().0.iter().enumerate() {
        let at = block.start + index * 8;
        if at < behind || !are_base64(*eight) {
            continue;
        }
        let before = text[behind..at].iter().rposition(|&byte| !is_sextet(byte));
        let start = before.map_or(behind, |foreign| behind + foreign + 1);
        let rest = &text[at + 8..block.end];
        let end = at + 8 + rest.iter().position(|&byte| !is_sextet(byte)).unwrap_or(rest.len());
        behind = if end - start >= SHORTEST { run(text, start..end, block.end, skip, out) } else { end };
    }
}

/// [`is_sextet`] of eight bytes.
#[expect(clippy::needless_bitwise_bool, reason = "without branches it becomes vector instructions: twice as fast")]
fn are_base64(eight: [u8; 8]) -> bool {
    eight.iter().fold(true, |all, &byte| {
        let letter = (byte | 0x20).wrapping_sub(b'a') < 26;
        let digit = byte.wrapping_sub(b'/') < 11;
        all & (letter | digit | (byte == b'+') | (byte == b'-') | (byte == b'_'))
    })
}

/// Tries one run. Returns where to go on.
fn run(
    text: &[u8],
    run: Range<usize>,
    end: usize,
    skip: &dyn Fn(&Range<usize>) -> bool,
    out: &mut Vec<Segment>,
) -> usize {
    let mut behind = run.end;
    let Some(segment) = hex(text, &run).or_else(|| base64(text, &run, end, &mut behind)) else { return behind };
    if skip(&segment.source) || is_picture(text, segment.source.start) || is_web_token(text, &segment) {
        return behind;
    }
    out.push(segment);
    behind
}

/// `0x` in front is no part of the digits.
fn hex(text: &[u8], run: &Range<usize>) -> Option<Segment> {
    let start = if text[run.clone()].starts_with(b"0x") { run.start + 2 } else { run.start };
    let digits = text.get(start..run.end)?;
    if digits.len() < SHORTEST_HEX || !digits.len().is_multiple_of(2) || !digits.iter().all(u8::is_ascii_hexdigit) {
        return None;
    }
    let value = |digit: u8| char::from(digit).to_digit(16).and_then(|value| u8::try_from(value).ok()).unwrap_or(0);
    let bytes = digits.as_chunks::<2>().0.iter().map(|&[high, low]| value(high) << 4 | value(low));
    segment(bytes.collect(), std::iter::once(start..run.end).collect(), 4, Encoding::Hex)
}

/// The run, or what stands behind one of its first separators; then the lines that go on with it. `behind` is moved behind
/// all that was read, so that nothing is read again.
fn base64(text: &[u8], run: &Range<usize>, end: usize, behind: &mut usize) -> Option<Segment> {
    // The `n` of a line break that is written out.
    let escaped = run.start > 0 && text[run.start - 1] == b'\\' && matches!(text[run.start], b'n' | b'r' | b't');
    let start = run.start + usize::from(escaped);
    let separators = text[start..run.end].iter().enumerate().filter(|(_, byte)| b"/-_+".contains(byte));
    let starts = std::iter::once(start).chain(separators.take(PREFIXES).map(|(at, _)| start + at + 1));
    for start in starts {
        if start + SHORTEST > run.end {
            return None;
        }
        if !text_like(&probe(text, start)) {
            continue;
        }
        let lines = lines(text, start..run.end, end);
        *behind = lines.last().map_or(*behind, |line| line.end.max(*behind));
        let letters: Vec<u8> = lines.iter().flat_map(|line| &text[line.clone()]).copied().collect();
        if let Some(found) = segment(decode_letters(&letters), lines, 6, Encoding::Base64) {
            return Some(found);
        }
    }
    None
}

/// The run and those of the lines below that go on with it: as long as each other, but for the last one.
fn lines(text: &[u8], first: Range<usize>, end: usize) -> Vec<Range<usize>> {
    let mut all = vec![first.clone()];
    if first.len() < SHORTEST_LINE || !first.len().is_multiple_of(4) {
        return all;
    }
    let (mut last, mut width) = (first, 0);
    while let Some(start) = next_line(text, last.end, end) {
        let length = text[start..end].iter().take_while(|&&byte| is_sextet(byte)).count();
        let behind = text[start + length..end].iter().find(|&&byte| byte != b'=');
        let ends = behind.is_none_or(|byte| b"\r\n\\\"'` \t,;<".contains(byte));
        if length == 0 || !ends || (width > 0 && length > width) {
            break;
        }
        if !decode_letters(&text[start..start + length]).iter().all(|&byte| is_text(byte) || byte == 0) {
            break;
        }
        last = start..start + length;
        all.push(last.clone());
        if (width > 0 && length < width) || !length.is_multiple_of(4) {
            break;
        }
        width = length;
    }
    all
}

/// Where the text of the next line begins: behind a line break, written out or real, indentation and the quotes of a
/// literal. `None` if the line does not end here.
fn next_line(text: &[u8], at: usize, end: usize) -> Option<usize> {
    let rest = &text[at..end];
    let escaped = rest.strip_prefix(b"\\r\\n").or_else(|| rest.strip_prefix(b"\\n")).unwrap_or(rest);
    let written_out = escaped.len() < rest.len();
    let quote = escaped.first().filter(|byte| matches!(byte, b'"' | b'\''));
    let line = &escaped[usize::from(quote.is_some())..];
    let blank = line.iter().take_while(|byte| b" \t\r+.\\,".contains(byte)).count();
    let Some(below) = line[blank..].strip_prefix(b"\n") else {
        return written_out.then(|| end - escaped.len());
    };
    let indent = below.iter().take(256).take_while(|byte| b" \t+.".contains(byte)).count();
    let opened = quote.is_some_and(|quote| below.get(indent) == Some(quote));
    (quote.is_none() || opened).then(|| end - below.len() + indent + usize::from(opened))
}

/// What the first characters of a run decode to.
fn probe(text: &[u8], start: usize) -> [u8; PROBE / 4 * 3] {
    let mut bytes = [0; PROBE / 4 * 3];
    for (three, four) in bytes.as_chunks_mut::<3>().0.iter_mut().zip(text[start..].as_chunks::<4>().0) {
        let bits = four.iter().fold(0u32, |bits, &letter| bits << 6 | u32::from(sextet(letter) & 63));
        let [_, first, second, third] = bits.to_be_bytes();
        *three = [first, second, third];
    }
    bytes
}

/// A segment, if the bytes are text, or text in UTF-16; what is none at the end is left away.
fn segment(bytes: Vec<u8>, mut runs: Vec<Range<usize>>, bits: usize, by: Encoding) -> Option<Segment> {
    let (mut bytes, bits) = match narrow(&bytes) {
        // One byte of the text for two that were encoded.
        Some(narrow) => (narrow, bits / 2),
        None => (bytes, bits),
    };
    let length = text_length(&bytes);
    if length < bytes.len() * 3 / 4 || length < SHORTEST / 2 {
        return None;
    }
    bytes.truncate(length);
    let mut left = (length * 8).div_ceil(bits);
    runs.retain_mut(|run| {
        let taken = run.len().min(left);
        left -= taken;
        run.end = run.start + taken;
        taken > 0
    });
    let source = runs.first()?.start..runs.last()?.end;
    Some(Segment { source, content: Content::Runs(bytes, runs), unit: Unit { bits, len: 1 }, by, tells: true })
}

/// Latin text in UTF-16, as PowerShell encodes its commands.
fn narrow(bytes: &[u8]) -> Option<Vec<u8>> {
    let pairs = bytes.as_chunks::<2>().0;
    let zero = |side: usize| pairs.iter().all(|pair| pair[side] == 0 && pair[1 - side] != 0);
    let side = (0..2).find(|&side| pairs.len() >= SHORTEST / 4 && zero(side))?;
    Some(pairs.iter().map(|pair| pair[1 - side]).collect())
}

/// Whether the beginning of something decoded may be that of a text.
fn text_like(bytes: &[u8]) -> bool {
    let whole = match std::str::from_utf8(bytes) {
        Ok(_) => true,
        Err(error) => error.error_len().is_none(),
    };
    (whole && bytes.iter().all(|&byte| is_text(byte))) || narrow(bytes).is_some_and(|text| text_like(&text))
}

fn is_text(byte: u8) -> bool {
    matches!(byte, b'\t' | b'\n' | b'\r' | b' '..=b'~' | 0x80..)
}

/// How many bytes at the front are text.
fn text_length(bytes: &[u8]) -> usize {
    let valid = match std::str::from_utf8(bytes) {
        Ok(_) => bytes.len(),
        Err(error) => error.valid_up_to(),
    };
    bytes[..valid].iter().position(|&byte| !is_text(byte)).unwrap_or(valid)
}

/// Whether it is the data of a picture, a font, a sound.
fn is_picture(text: &[u8], start: usize) -> bool {
    let before = &text[start.saturating_sub(64)..start];
    let uri = before.ends_with(b"base64,").then(|| memchr::memmem::rfind(before, b"data:")).flatten();
    let media: [&[u8]; 5] = [b"image/", b"font/", b"audio/", b"video/", b"application/font"];
    uri.is_some_and(|at| media.iter().any(|kind| before[at + 5..].starts_with(kind)))
}

/// Whether it is the header or the claims of a JSON web token, which has rules of its own.
fn is_web_token(text: &[u8], segment: &Segment) -> bool {
    let Content::Runs(bytes, _) = &segment.content else { return false };
    let dot = |at: Option<usize>| at.and_then(|at| text.get(at)) == Some(&b'.');
    bytes.starts_with(b"{\"") && (dot(Some(segment.source.end)) || dot(segment.source.start.checked_sub(1)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn eight_bytes_are_judged_as_each_of_them() {
        for byte in 0..=u8::MAX {
            let mut eight = [b'a'; 8];
            eight[usize::from(byte) % 8] = byte;
            assert_eq!(are_base64(eight), is_sextet(byte), "{byte}");
        }
    }
}
