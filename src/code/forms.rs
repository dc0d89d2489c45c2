//! What is read like a call: assignments, comparisons, commands between backticks, statements of one value.

use std::collections::BTreeSet;
use std::ops::Range;

use super::args::{Arg, split};
use super::callee::callee;
use super::calls::Call;
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
/// How many tokens of a message are read.
const MOST_PARTS: usize = 200;
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
        found.extend(comparison(source, open, end).into_iter().flatten());
    }
    if source.language.name == "perl" {
        for word in [&b" eq "[..], b" ne "] {
            let places =
                memchr::memmem::find_iter(source.text, word).filter(|&at| source.map.at(at + 1).scope.is_code());
            found.extend(places.filter_map(|at| comparison(source, at, at + word.len())).flatten());
        }
    }
    found
}

/// The comparison whose operator stands between two places, with its sides in either order.
fn comparison(source: &Source, open: usize, end: usize) -> Option<[Call; 2]> {
    let (left, right) = (side_before(source, open)?, side_behind(source, end)?);
    let span = left.start..right.end;
    let call = |args| Call { name: "==".to_owned(), span: span.clone(), args, receiver: span.start..span.start };
    Some([call(vec![unnamed(left.clone()), unnamed(right.clone())]), call(vec![unnamed(right), unnamed(left)])])
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

/// What the openers of code in a page put there, for those that a rule names.
pub(super) fn outputs(source: &Source, openers: &BTreeSet<&str>) -> Vec<Call> {
    let all = || source.language.syntax.islands.iter().flat_map(|island| island.open);
    let mut found = Vec::new();
    for opener in openers {
        for at in memchr::memmem::find_iter(source.text, opener.as_bytes()) {
            let longer = |other: &&&str| other.len() > opener.len() && source.text[at..].starts_with(other.as_bytes());
            let end = at + opener.len();
            if all().any(|other| longer(&other)) || !source.map.at(end).scope.is_code() || source.map.at(at).depth > 0 {
                continue;
            }
            let value = names::value(source, end);
            let start = end + source.text[end..value.end].iter().take_while(|byte| byte.is_ascii_whitespace()).count();
            if start < value.end {
                let (name, args) = ((*opener).to_owned(), vec![unnamed(start..value.end)]);
                found.push(Call { name, span: at..value.end, args, receiver: at..at });
            }
        }
    }
    found
}

/// `[receiver name:first other:second]`: the message whose name is the given word.
pub(super) fn message(source: &Source, word: &Range<usize>) -> Option<Call> {
    let open = source.enclosing(word.start).next().filter(|&open| source.text[open] == b'[')?;
    let close = source.partner(open)?;
    let before = source.text[open + 1..word.start].trim_ascii_end();
    if before.is_empty() || source.text.get(word.end) != Some(&b':') {
        return None;
    }
    let tokens: Vec<Token> = Tokens::new(source, word.end + 1..close).take(MOST_PARTS).collect();
    let starts_part = |at: usize| {
        let colon = tokens.get(at + 1).filter(|colon| colon.is(b':'));
        tokens[at].kind == Kind::Word && colon.is_some_and(|colon| colon.span.start == tokens[at].span.end) && at > 0
    };
    let mut args: Vec<Arg> = Vec::new();
    let (mut first, mut name) = (0, None);
    for at in 0..=tokens.len() {
        if at == tokens.len() || starts_part(at) {
            if let (Some(from), Some(to)) = (tokens.get(first), at.checked_sub(1).and_then(|last| tokens.get(last))) {
                // The format of a string has further arguments behind commas.
                let values = split(source, from.span.start..to.span.end);
                let values = values.into_iter().enumerate();
                args.extend(values.map(|(index, arg)| Arg { name: name.clone().filter(|_| index == 0), ..arg }));
            }
            name = tokens.get(at).map(|token| token.span.clone());
            first = at + 2;
        }
    }
    let receiver = open + 1..open + 1 + before.len();
    let written = source.str(receiver.clone()).trim_ascii_start();
    let plain = written.bytes().all(|byte| source.language.is_word(byte) || byte == b'.');
    let name = format!("{}.{}", if plain { written } else { "*" }, source.str(word.clone()));
    Some(Call { name, span: open..(close + 1).min(open + LONGEST).max(word.end), args, receiver })
}

/// `Type name(value)`, `Type name = new(value)`: the constructor of the type that the given word ends.
pub(super) fn declared_object(source: &Source, word: &Range<usize>) -> Option<Call> {
    let spaces = |at: usize| source.rest(at, LONGEST_TYPE).iter().take_while(|byte| **byte == b' ').count();
    let word_end = |at: usize| {
        at + source.rest(at, LONGEST_TYPE).iter().take_while(|&&byte| source.language.is_word(byte)).count()
    };
    let name = word.end + spaces(word.end);
    let end = word_end(name);
    if name == word.end || end == name || source.text[name].is_ascii_digit() {
        return None;
    }
    let mut open = end + spaces(end);
    if source.language.name == "csharp" {
        let rest = source.rest(open, LONGEST_TYPE).strip_prefix(b"=")?;
        open += 1 + rest.iter().take_while(|byte| **byte == b' ').count();
        open += source.rest(open, LONGEST_TYPE).starts_with(b"new").then_some(3)?;
        open += spaces(open);
    }
    let wanted = if source.language.name == "cpp" { &b"({"[..] } else { b"(" };
    source.text.get(open).filter(|bracket| wanted.contains(bracket))?;
    let close = source.partner(open)?;
    let (start, callee) = callee(source, word);
    let name = format!("new {}", source.aliases().resolve(&callee));
    Some(Call {
        name,
        span: start..(close + 1).min(start + LONGEST),
        args: split(source, open + 1..close),
        receiver: start..start,
    })
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
