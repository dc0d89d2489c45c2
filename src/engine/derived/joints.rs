//! Literals that a statement joins: between them stands what falls away when the program runs.

use std::ops::Range;

use memchr::memmem;

use super::segment::Segment;
use super::text::Encoding;

/// The most bytes between two literals of a statement.
const WIDEST: usize = 256;
/// The fewest bytes of a word across a joint: a shorter one is no token.
const SHORTEST: usize = 12;
/// How far a list is followed that something joins.
const LONGEST_LIST: usize = 4096;

/// Finds the joints in `text[block]` that cut a word which may be a token. `adjacent` says that the language joins
/// literals with nothing between them.
pub(super) fn find(text: &[u8], block: Range<usize>, adjacent: bool, out: &mut Vec<Segment>) {
    let lists = lists(text, &block);
    let text = &text[..block.end];
    for at in memchr::memchr3_iter(b'"', b'\'', b'`', &text[block.clone()]).map(|at| block.start + at) {
        if at == block.start || !in_word(text[at - 1]) {
            continue;
        }
        // Behind most literals comes what joins nothing.
        let listed = || {
            let next = lists.partition_point(|list| list.end <= at);
            lists.get(next).is_some_and(|list| list.start <= at)
        };
        let Some(next) = text.get(at + 1) else { break };
        let may = b" \t\r\n+.&|\\<)".contains(next) || *next == b',' && listed() || adjacent && b"\"'".contains(next);
        if may
            && let Some(end) = joint(text, at, adjacent, &listed)
            && cuts_a_token(text, at, end)
        {
            out.push(Segment::short(at..end, b"", Encoding::Joined, true));
        }
    }
    continued(text, block, out);
}

/// A literal that goes on in the next line, behind a backslash.
fn continued(text: &[u8], block: Range<usize>, out: &mut Vec<Segment>) {
    for at in memmem::find_iter(&text[block.clone()], b"\\\n").map(|at| block.start + at) {
        let indent = text[at + 2..].iter().take_while(|byte| matches!(byte, b' ' | b'\t')).count();
        let end = at + 2 + indent;
        if at > block.start && cuts_a_token(text, at, end) {
            out.push(Segment::short(at..end, b"", Encoding::Joined, true));
        }
    }
}

/// Where the literal begins that is joined to the one which ends at `at`: behind its quote.
fn joint(text: &[u8], at: usize, adjacent: bool, listed: &dyn Fn() -> bool) -> Option<usize> {
    let window = &text[at + 1..text.len().min(at + 1 + WIDEST)];
    let front = blank(window);
    let rest = &window[front..];
    let operator = match rest {
        [b'.', b'.', ..] | [b'|', b'|', ..] | [b'<', b'<' | b'>', ..] | [b'+', b'+', ..] => 2,
        [b'+' | b'.' | b'&', ..] => 1,
        [b',', ..] if listed() => 1,
        [b')', ..] => call(rest)?,
        _ if adjacent => 0,
        _ => return None,
    };
    let rest = &rest[operator..];
    // Visual Basic ends a line that goes on with an underscore.
    let line = blank(rest);
    let rest = &rest[line..];
    let mark = usize::from(rest.starts_with(b"_\n") || rest.starts_with(b"_\r"));
    let more = blank(&rest[mark..]);
    let rest = &rest[mark + more..];
    let prefix = rest.iter().take(2).take_while(|byte| byte.is_ascii_alphabetic() || **byte == b'@').count();
    let opens = rest.get(prefix).is_some_and(|byte| matches!(byte, b'"' | b'\'' | b'`'));
    opens.then(|| text.len().min(at + 1 + WIDEST) - rest.len() + prefix + 1)
}

/// White space, and backslashes at the end of a line.
fn blank(text: &[u8]) -> usize {
    text.iter()
        .enumerate()
        .take_while(|(at, byte)| {
            byte.is_ascii_whitespace() || (**byte == b'\\' && matches!(text.get(at + 1), Some(b'\n' | b'\r')))
        })
        .count()
}

/// `).append(` and its relatives.
fn call(rest: &[u8]) -> Option<usize> {
    const NAMES: [&[u8]; 6] = [b"append(", b"Append(", b"concat(", b"Concat(", b"plus(", b"push_str("];
    let dot = 1 + blank(&rest[1..]);
    let name = rest.get(dot..)?.strip_prefix(b".")?;
    let found = NAMES.iter().find(|known| name.starts_with(known))?;
    Some(dot + 1 + found.len())
}

/// What tokens are made of.
fn in_word(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || b"_-+/=.:~!@#$%^&*".contains(&byte)
}

/// Whether a word goes through the joint that is long enough, and has a digit.
fn cuts_a_token(text: &[u8], start: usize, end: usize) -> bool {
    let before = text[..start].iter().rev().take(64).take_while(|byte| in_word(**byte));
    let behind = text[end..].iter().take(64).take_while(|byte| in_word(**byte));
    let word = || before.clone().chain(behind.clone());
    let both = start > 0 && in_word(text[start - 1]) && text.get(end).is_some_and(|byte| in_word(*byte));
    both && word().count() >= SHORTEST && word().any(u8::is_ascii_digit)
}

/// Lists of literals that something joins without a separator: `["a", "b"].join("")`, `"".join(["a", "b"])`,
/// `concat("a", "b")`, `implode("", ["a", "b"])`. Sorted, and none touches another.
fn lists(text: &[u8], block: &Range<usize>) -> Vec<Range<usize>> {
    let block_text = &text[block.clone()];
    let mut lists: Vec<Range<usize>> = Vec::new();
    let mut add = |list: Range<usize>| lists.push(list);
    for at in memmem::find_iter(block_text, b"join(").map(|at| block.start + at) {
        let (before, behind) = (&text[block.start..at], &text[at + 5..block.end]);
        let receiver = before.strip_suffix(b".").unwrap_or(before).trim_ascii_end();
        if receiver.ends_with(b"\"\"") || receiver.ends_with(b"''") {
            add(at..at + 5 + until(behind, b')'));
        } else if receiver.ends_with(b"]") && [&b"\"\""[..], b"''", b"``"].iter().any(|empty| behind.starts_with(empty))
        {
            let near = receiver.len().saturating_sub(LONGEST_LIST);
            let open = memchr::memrchr(b'[', &receiver[near..]).map_or(receiver.len(), |open| near + open);
            add(block.start + open..at);
        }
    }
    for name in [&b"oncat("[..], b"oncat!(", b"implode("] {
        for at in memmem::find_iter(block_text, name).map(|at| block.start + at + name.len()) {
            add(at..at + until(&text[at..block.end], b')'));
        }
    }
    lists.sort_by_key(|list| (list.start, list.end));
    // One of those that overlap goes as far as any.
    lists.dedup_by(|next, last| {
        let overlap = next.start <= last.end;
        if overlap {
            last.end = last.end.max(next.end);
        }
        overlap
    });
    lists
}

fn until(text: &[u8], close: u8) -> usize {
    let near = &text[..text.len().min(LONGEST_LIST)];
    memchr::memchr(close, near).unwrap_or(near.len())
}
