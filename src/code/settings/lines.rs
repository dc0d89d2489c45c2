//! TOML and INI: sections, and a key with its value on each line.

use std::ops::Range;

use super::flow;
use super::tree::Tree;

pub(super) fn read(text: &[u8]) -> Tree {
    let mut tree = Tree::default();
    let mut at = 0;
    while at < text.len() {
        let end = memchr::memchr(b'\n', &text[at..]).map_or(text.len(), |length| at + length);
        let start = at + text[at..end].len() - text[at..end].trim_ascii_start().len();
        let line = start..start + text[start..end].trim_ascii_end().len();
        at = end + 1;
        match text.get(line.start).filter(|_| !line.is_empty()) {
            None | Some(b'#' | b';' | b'!') => {}
            Some(b'[') => {
                while tree.depth() > 0 {
                    tree.close();
                }
                let name = text[line.clone()].iter().take_while(|&&byte| byte == b'[').count();
                let close = memchr::memchr(b']', &text[line.clone()]).unwrap_or(line.len());
                for key in keys(text, line.start + name..line.start + close.max(name)) {
                    tree.open(Some(key), line.clone());
                }
            }
            Some(_) => {
                let Some(sign) = sign(&text[line.clone()]) else { continue };
                let mut keys = keys(text, line.start..line.start + sign);
                let Some(last) = keys.pop() else { continue };
                let depth = tree.depth();
                for key in keys {
                    tree.open(Some(key), line.clone());
                }
                at = at.max(value(text, &mut tree, last, line.start + sign + 1..line.end));
                while tree.depth() > depth {
                    tree.close();
                }
            }
        }
    }
    tree.finish()
}

/// Where the sign between key and value stands.
fn sign(line: &[u8]) -> Option<usize> {
    memchr::memchr(b'=', line).or_else(|| memchr::memchr(b':', line))
}

/// The keys of a dotted one, without quotes.
fn keys(text: &[u8], range: Range<usize>) -> Vec<Range<usize>> {
    let mut keys = Vec::new();
    let mut start = range.start;
    let mut quote = None;
    for at in range.start..=range.end {
        let byte = if at < range.end { text[at] } else { b'.' };
        match quote {
            Some(open) if at < range.end => quote = Some(open).filter(|&open| open != byte),
            _ if byte == b'"' || byte == b'\'' => quote = Some(byte),
            _ if byte == b'.' => {
                let part = &text[start..at];
                let lead = part.len() - part.trim_ascii_start().len();
                let mut key = start + lead..start + lead + part.trim_ascii().len();
                if matches!(text[key.clone()], [b'"', .., b'"'] | [b'\'', .., b'\'']) {
                    key = key.start + 1..key.end - 1;
                }
                keys.extend((!key.is_empty()).then_some(key));
                start = at + 1;
            }
            _ => {}
        }
    }
    keys
}

/// Reads a value that begins on this line; where the next line begins.
fn value(text: &[u8], tree: &mut Tree, key: Range<usize>, rest: Range<usize>) -> usize {
    let start = rest.start + text[rest.clone()].len() - text[rest.clone()].trim_ascii_start().len();
    let bytes = &text[start..rest.end];
    for quote in [b"\"\"\"", b"'''"] {
        if bytes.starts_with(quote) {
            let inside = start + quote.len();
            let end = memchr::memmem::find(&text[inside..], quote).map_or(text.len(), |length| inside + length);
            tree.scalar(Some(key), inside..end);
            return memchr::memchr(b'\n', &text[end..]).map_or(text.len(), |length| end + length + 1);
        }
    }
    match bytes.first() {
        Some(b'{' | b'[') => {
            let end = flow::value(text, tree, Some(key), start);
            return memchr::memchr(b'\n', &text[end..]).map_or(text.len(), |length| end + length + 1);
        }
        Some(&quote @ (b'"' | b'\'')) => {
            let length = memchr::memchr(quote, &bytes[1..]).unwrap_or(bytes.len() - 1);
            tree.scalar(Some(key), start + 1..start + 1 + length);
        }
        _ => {
            let comment = bytes.windows(2).position(|pair| matches!(pair, [b' ' | b'\t', b'#' | b';']));
            let length = bytes[..comment.unwrap_or(bytes.len())].trim_ascii_end().len();
            tree.scalar(Some(key), start..start + length);
        }
    }
    0
}
