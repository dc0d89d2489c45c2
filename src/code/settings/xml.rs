//! XML: elements are keys, attributes are keys in them, the text of an element without others in it is its entry.

use super::tree::Tree;

pub(super) fn read(text: &[u8]) -> Tree {
    let mut tree = Tree::default();
    let mut at = 0;
    while let Some(length) = memchr::memchr(b'<', &text[at..]) {
        let open = at + length;
        let rest = &text[open..];
        if rest.starts_with(b"<!--") {
            at = memchr::memmem::find(rest, b"-->").map_or(text.len(), |length| open + length + 3);
            continue;
        }
        let end = tag_end(text, open + 1);
        at = end;
        match rest.get(1) {
            Some(b'/') => tree.close(),
            Some(byte) if byte.is_ascii_alphabetic() || *byte == b'_' => element(text, &mut tree, open, end),
            _ => {}
        }
    }
    tree.finish()
}

/// Behind the `>` that ends the tag.
fn tag_end(text: &[u8], mut at: usize) -> usize {
    while let Some(length) = memchr::memchr3(b'>', b'"', b'\'', &text[at..]) {
        at += length + 1;
        let byte = text[at - 1];
        if byte == b'>' {
            return at;
        }
        at = memchr::memchr(byte, &text[at..]).map_or(text.len(), |length| at + length + 1);
    }
    text.len()
}

fn element(text: &[u8], tree: &mut Tree, open: usize, end: usize) {
    let is_name = |byte: &u8| byte.is_ascii_alphanumeric() || b"_-.:".contains(byte);
    let name = open + 1..open + 1 + text[open + 1..end].iter().take_while(|byte| is_name(byte)).count();
    let text_end = memchr::memchr(b'<', &text[end..]).map_or(text.len(), |length| end + length);
    let closes = text[text_end..].starts_with(b"</") && text[open..end].last() == Some(&b'>');
    let alone = text[..end].ends_with(b"/>");
    tree.open(Some(name.clone()), open..end);
    let mut at = name.end;
    while let Some(length) = memchr::memchr(b'=', &text[at..end]) {
        let sign = at + length;
        let behind = sign + 1 + text[sign + 1..end].iter().take_while(|byte| byte.is_ascii_whitespace()).count();
        let Some(&quote @ (b'"' | b'\'')) = text.get(behind).filter(|_| behind < end) else { break };
        let close = memchr::memchr(quote, &text[behind + 1..end]).map_or(end, |length| behind + 1 + length);
        let before = text[at..sign].trim_ascii_end();
        let length = before.iter().rev().take_while(|byte| is_name(byte)).count();
        let key_end = at + before.len();
        tree.scalar(Some(key_end - length..key_end), behind + 1..close);
        at = (close + 1).min(end);
    }
    if closes && !alone {
        let bytes = &text[end..text_end];
        let lead = bytes.len() - bytes.trim_ascii_start().len();
        let value = end + lead..end + lead + bytes.trim_ascii().len();
        tree.scalar(None, value);
    }
    if alone {
        tree.close();
    }
}
