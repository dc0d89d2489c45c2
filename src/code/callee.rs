//! The name of what is called, read backwards from its last word.

use std::ops::Range;

use super::imports::module_name;
use super::source::{LONGEST, Source};
use super::tokens::{Kind, Token, Tokens};
use crate::lexer::Scope;

/// How far back the receivers of a call are read, in bytes; what stands before is `*`.
const LONGEST_CHAIN: usize = 512;

/// The whole name that ends with `word`: where it begins, and the name before imports are resolved.
pub(super) fn callee(source: &Source, word: &Range<usize>) -> (usize, String) {
    let mut start = word.start;
    let mut parts = vec![source.str(word.clone()).to_owned()];
    if let (Some(mark @ (b'!' | b'?')), true) =
        (source.text.get(word.end), source.language.is_one_of(&["ruby", "elixir"]))
    {
        parts[0].push(char::from(*mark));
    }
    let begin = loop {
        let floor = source.map.piece(start).0.start;
        let behind = source.trim_back(start, floor);
        let members = source.language.calls.members;
        let Some(member) = members.iter().find(|member| source.text[floor..behind].ends_with(member.as_bytes())) else {
            break start;
        };
        let end = source.trim_back(behind - member.len(), floor);
        let end = end - usize::from(end > floor && source.text[end - 1] == b'!');
        match receiver(source, end, floor) {
            // A keyword before a global name: `return \name()`.
            Some((keyword, name)) if is_keyword(source, member, &name) => break keyword + name.len(),
            Some((receiver_start, receiver)) if word.end - end <= LONGEST_CHAIN => {
                start = receiver_start;
                parts.push(receiver);
            }
            // A member operator may begin a name, as the backslash of a global one does.
            None if !follows_expression(source, end) => break behind - member.len(),
            _ => {
                parts.push("*".to_owned());
                break start;
            }
        }
    };
    parts.reverse();
    (begin, parts.join("."))
}

/// Whether a word before an operator that may begin a name is no receiver.
fn is_keyword(source: &Source, member: &str, word: &str) -> bool {
    matches!(member, "\\" | "::") && source.language.syntax.operand_words.contains(&word)
}

/// The literal, or the parentheses, on which a method is called whose name begins at `start`; empty where it is neither.
pub(super) fn expression_before(source: &Source, start: usize) -> Range<usize> {
    let floor = start.saturating_sub(LONGEST);
    let behind = source.trim_back(start, floor);
    let members = source.language.calls.members;
    let member = members.iter().find(|member| source.text[floor..behind].ends_with(member.as_bytes()));
    let end = source.trim_back(behind - member.map_or(0, |member| member.len()), floor);
    let Some(last) = end.checked_sub(1).filter(|&last| last >= floor) else { return start..start };
    if source.text[last] == b')' && source.map.at(last).scope.is_code() {
        return source.partner(last).map_or(start..start, |open| open..end);
    }
    if !matches!(source.map.at(last).scope, Scope::String(_)) {
        return start..start;
    }
    let depth = source.map.at(last).depth;
    let mut begin = end;
    while begin > floor {
        let (piece, segment) = source.map.piece(begin - 1);
        if segment.depth < depth || (segment.depth == depth && !matches!(segment.scope, Scope::String(_))) {
            break;
        }
        begin = piece.start;
    }
    begin..end
}

/// Whether an expression that is no name ends at `end`.
fn follows_expression(source: &Source, end: usize) -> bool {
    end.checked_sub(1).is_some_and(|last| {
        matches!(source.map.at(last).scope, Scope::String(_)) || matches!(source.text[last], b')' | b']' | b'}')
    })
}

/// The receiver that ends at `end`.
fn receiver(source: &Source, end: usize, floor: usize) -> Option<(usize, String)> {
    let last = end.checked_sub(1).filter(|&last| last >= floor)?;
    let (open, mark) = match source.text[last] {
        b')' => (source.partner(last)?, "()"),
        b']' => (source.partner(last)?, "[]"),
        _ => {
            let word = source.word_before(end, floor);
            return (!word.is_empty()).then(|| (word.start, source.str(word).to_owned()));
        }
    };
    if last - open > LONGEST_CHAIN {
        return None;
    }
    let floor = source.map.piece(open).0.start;
    let word = source.word_before(open, floor);
    if word.is_empty() {
        return None;
    }
    let name = source.str(word.clone());
    if mark == "()" && source.language.calls.loaders.contains(&name) {
        let mut inside = Tokens::new(source, open + 1..last);
        if let (Some(Token { kind: Kind::Text, span }), None) = (inside.next(), inside.next()) {
            return Some((word.start, module_name(source, source.str(span).trim_matches(['"', '\'', '`']))));
        }
    }
    Some((word.start, format!("{name}{mark}")))
}

/// Whether a name is that of an annotation or attribute: `@Name`, `@file:Name`, `#[name]`, C#'s `[Name]` and
/// `[assembly: Name]`.
pub(super) fn is_annotation(source: &Source, start: usize) -> bool {
    let mut start = start;
    let colon = source.trim_back(start, start.saturating_sub(4));
    if colon.checked_sub(1).is_some_and(|colon| source.text[colon] == b':') {
        let target = source.word_before(colon - 1, (colon - 1).saturating_sub(16));
        start = if target.is_empty() { start } else { target.start };
    }
    if source.text[..start].last() == Some(&b'@') {
        return true;
    }
    let Some(open) = source.enclosing(start).next().filter(|&open| source.text[open] == b'[') else { return false };
    let (before, behind) = source.text[..start].split_at(open);
    let own = matches!(behind.trim_ascii_end().last(), Some(b'[' | b','));
    let floor = open.saturating_sub(LONGEST_CHAIN);
    let line = memchr::memrchr(b'\n', &before[floor..]).map_or(floor, |line_end| floor + line_end + 1);
    let begins_line = || before[line..].iter().all(|byte| matches!(byte, b' ' | b'\t' | b']' | b'['));
    own && (before.last() == Some(&b'#') || (source.language.name == "csharp" && begins_line()))
}

/// `None` if the name is declared here rather than called; else where the call begins, and `new ` for a constructor.
pub(super) fn declared_or_made(
    source: &Source,
    start: usize,
    span: &Range<usize>,
    is_struct: bool,
) -> Option<(usize, &'static str)> {
    let end = span.end;
    let calls = &source.language.calls;
    let floor = source.map.piece(start).0.start;
    let behind = source.trim_back(start, floor);
    let word = source.word_before(behind, floor);
    let text = source.str(word.clone());
    if text == "new" {
        return Some((word.start, "new "));
    }
    if is_struct {
        // A literal of a struct, unless the struct is declared.
        let known = calls.declares.contains(&text) || matches!(text, "for" | "match" | "switch" | "if" | "range");
        return (!known).then_some((start, "new "));
    }
    let receiver = source.text[floor..behind].last() == Some(&b')');
    let method = receiver
        && source.partner(behind - 1).is_some_and(|open| {
            let floor = source.map.piece(open).0.start;
            let before = source.word_before(source.trim_back(open, floor), floor);
            !before.is_empty() && calls.declares.contains(&source.str(before))
        });
    let same_line = !source.text[behind..start].contains(&b'\n');
    let typed = calls.typed && !word.is_empty() && same_line && !source.language.syntax.operand_words.contains(&text);
    let rest = source.rest(end, 40);
    let block = !calls.blocks && rest.trim_ascii_start().starts_with(b"{");
    let declared = returns_pointer(source, start)
        || method
        || typed
        || block
        || (!word.is_empty() && same_line && calls.declares.contains(&text));
    (!declared).then_some((start, ""))
}

/// Whether a name is declared here as a function that returns a pointer: `char *name(`.
fn returns_pointer(source: &Source, start: usize) -> bool {
    if !source.language.is_one_of(&["c", "cpp", "objective-c"]) {
        return false;
    }
    let line = source.line_before(start);
    let (kind, stars) = line.split_at(line.iter().take_while(|byte| !b"*&".contains(byte)).count());
    let written = std::str::from_utf8(kind).unwrap_or_default().trim_ascii();
    let first = written.split(' ').next().unwrap_or_default();
    !stars.is_empty()
        && stars.iter().all(|byte| b"*& ".contains(byte))
        && !written.is_empty()
        && kind.iter().all(|&byte| source.language.is_word(byte) || matches!(byte, b' ' | b'\t'))
        && !source.language.syntax.operand_words.contains(&first)
}
