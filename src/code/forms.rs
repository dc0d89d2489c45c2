//! What is read like a call: assignments, comparisons, commands between backticks, statements of one value.

use std::ops::Range;

use super::args::Arg;
use super::calls::{Call, callee};
use super::names;
use super::source::{LONGEST, Source};
use super::tokens::{Kind, Token, Tokens};
use crate::lexer::{Quote, Scope};

/// Words whose statement is read as a call of one argument.
pub(super) const STATEMENTS: [&str; 4] = ["return", "throw", "raise", "yield"];
/// The most bytes of a key in brackets and quotes.
const LONGEST_KEY: usize = 80;
/// The most bytes of a type between a name and its value.
const LONGEST_TYPE: usize = 60;
/// How far a side of a comparison reaches, in bytes.
const LONGEST_SIDE: usize = 200;
/// Languages in which `name=value` between parentheses is an argument.
const KEYWORD_ARGUMENTS: [&str; 5] = ["python", "kotlin", "scala", "r", "csharp"];
/// Words that end a side of a comparison.
const ENDS: [&str; 14] =
    ["if", "elif", "elsif", "unless", "while", "until", "and", "or", "not", "return", "assert", "when", "then", "do"];

fn unnamed(value: Range<usize>) -> Arg {
    Arg { name: None, value, spread: false }
}

/// The assignment to the name or key that ends with the given word.
pub(super) fn assignment(source: &Source, word: &Range<usize>) -> Option<Call> {
    let segment = source.map.at(word.start);
    let (start, name, end) = if segment.scope.is_code() {
        let (start, name) = callee(source, word);
        (start, name, word.end)
    } else {
        keyed(source, word)?
    };
    let sign = sign(source, end)?;
    let keyword = |open: usize| source.text[open] == b'(' && source.language.is_one_of(&KEYWORD_ARGUMENTS);
    if source.enclosing(start).next().is_some_and(keyword) {
        return None;
    }
    let mut value = names::value(source, sign + 1);
    value.start += source.text[value.clone()].iter().take_while(|byte| byte.is_ascii_whitespace()).count();
    if source.language.syntax.elements {
        // An attribute of an element: its expression stands in braces, and others may follow.
        let first = Tokens::new(source, value.clone()).next();
        if let Some(group) = first.filter(|first| first.kind == Kind::Group(b'{') && first.span.end < value.end) {
            value = group.inside(source);
        }
    }
    let name = format!("{} =", source.aliases().resolve(&name));
    let receiver = receiver_of(source, start, word.start);
    Some(Call { name, span: start..value.end.min(start + LONGEST).max(end), args: vec![unnamed(value)], receiver })
}

/// Without the operator before the last name.
fn receiver_of(source: &Source, start: usize, end: usize) -> Range<usize> {
    let front = source.text.get(start..end).unwrap_or_default();
    let kept = front.iter().rposition(|byte| !b".:?>-!\\[\"' \t\r\n".contains(byte)).map_or(0, |last| last + 1);
    start..start + kept
}

/// `receiver["key"]`: where it begins, its name and where it ends.
fn keyed(source: &Source, word: &Range<usize>) -> Option<(usize, String, usize)> {
    let (piece, _) = source.map.piece(word.start);
    if piece.len() > LONGEST_KEY {
        return None;
    }
    let close = piece.end + source.rest(piece.end, 4).iter().take_while(|byte| **byte == b' ').count();
    if source.text.get(close) != Some(&b']') {
        return None;
    }
    let open = source.partner(close)?;
    let key = source.str(piece.clone()).trim_matches(['"', '\'', '`']);
    let floor = source.map.piece(open).0.start;
    let receiver = source.word_before(open, floor);
    if receiver.is_empty() || source.text[open + 1..piece.start].iter().any(|byte| *byte != b' ') {
        return None;
    }
    let (start, name) = callee(source, &receiver);
    Some((start, format!("{name}.{key}"), close + 1))
}

/// Where the `=` stands that assigns to what ends at `end`.
fn sign(source: &Source, end: usize) -> Option<usize> {
    let rest = source.rest(end, LONGEST_TYPE);
    let spaces = rest.iter().take_while(|byte| matches!(byte, b' ' | b'\t')).count();
    let mut at = spaces;
    if rest.get(at) == Some(&b':') && rest.get(at + 1) != Some(&b'=') {
        // A type.
        at = rest.iter().position(|byte| *byte == b'=')?;
        if rest[spaces..at].iter().any(|byte| b";,(){}\n\"'?".contains(byte)) {
            return None;
        }
    } else {
        at += rest[at..].iter().take_while(|byte| b"+.:|?&".contains(byte)).count();
    }
    let next = rest.get(at + 1).copied().unwrap_or(b' ');
    (rest.get(at) == Some(&b'=') && !matches!(next, b'=' | b'~' | b'>')).then_some(end + at)
}

/// What `return` and its like hand on.
pub(super) fn statement(source: &Source, word: &Range<usize>) -> Option<Call> {
    let value = names::value(source, word.end);
    let start = value.start + source.text[value.clone()].iter().take_while(|byte| byte.is_ascii_whitespace()).count();
    let span = word.start..value.end.min(word.start + LONGEST).max(word.end);
    let name = source.str(word.clone()).to_owned();
    let receiver = word.start..word.start;
    (start < value.end).then(|| Call { name, span, args: vec![unnamed(start..value.end)], receiver })
}

/// Every comparison, twice: with its sides in either order.
pub(super) fn comparisons(source: &Source) -> Vec<Call> {
    let mut found = Vec::new();
    let mut done = 0;
    for sign in memchr::memchr_iter(b'=', source.text) {
        let first = sign.checked_sub(1).map(|before| source.text[before]);
        let compares = match first {
            Some(b'!') => true,
            Some(b'=' | b'<' | b'>' | b'+' | b'-' | b':') | None => false,
            Some(_) => source.text.get(sign + 1) == Some(&b'='),
        };
        if sign < done || !compares || !source.map.at(sign).scope.is_code() {
            continue;
        }
        let open = sign - usize::from(first == Some(b'!'));
        let end = sign + source.text[sign..].iter().take(3).take_while(|byte| **byte == b'=').count();
        done = end;
        let (Some(left), Some(right)) = (side_before(source, open), side_behind(source, end)) else { continue };
        let span = left.start..right.end;
        let call = |args| Call { name: "==".to_owned(), span: span.clone(), args, receiver: span.start..span.start };
        found.push(call(vec![unnamed(left.clone()), unnamed(right.clone())]));
        found.push(call(vec![unnamed(right), unnamed(left)]));
    }
    found
}

fn ends_side(source: &Source, token: &Token) -> bool {
    match token.kind {
        Kind::Op(op) => b",;?:&|=!\n".contains(&op),
        Kind::Word => ENDS.contains(&source.str(token.span.clone())),
        Kind::Group(b'{') => true,
        _ => false,
    }
}

fn side_before(source: &Source, end: usize) -> Option<Range<usize>> {
    let floor = end.saturating_sub(LONGEST_SIDE);
    let line = memchr::memrchr(b'\n', &source.text[floor..end]).map_or(floor, |line_end| floor + line_end + 1);
    let open = source.enclosing(end).next().map_or(0, |open| open + 1);
    let tokens: Vec<Token> = Tokens::new(source, line.max(open)..end).collect();
    let side = tokens.rsplit(|token| ends_side(source, token)).next()?;
    Some(side.first()?.span.start..side.last()?.span.end)
}

fn side_behind(source: &Source, start: usize) -> Option<Range<usize>> {
    let mut tokens = Tokens::new(source, start..start + LONGEST_SIDE).peekable();
    let first = tokens.peek()?.span.start;
    let last = tokens.take_while(|token| !ends_side(source, token)).last()?;
    Some(first..last.span.end)
}

/// Every command between backticks.
pub(super) fn commands(source: &Source) -> Vec<Call> {
    let mut found = Vec::new();
    let mut done = 0;
    for (piece, segment) in source.map.within(0..source.text.len()) {
        if piece.start < done || segment.scope != Scope::String(Quote::Command) {
            continue;
        }
        let Some(token) = Tokens::new(source, piece.start..source.text.len()).next() else { continue };
        done = token.span.end;
        let receiver = piece.start..piece.start;
        found.push(Call { name: "`".to_owned(), span: token.span.clone(), args: vec![unnamed(token.span)], receiver });
    }
    found
}
