//! The arguments of a call, read forwards from its name.

use std::ops::Range;

use super::source::{LONGEST, Source};
use super::tokens::{Kind, Token, Tokens};

/// The most bytes of the type arguments between a name and its parenthesis.
const LONGEST_TYPES: usize = 120;

/// An argument, or an entry of an object literal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Arg {
    /// Its keyword or key, without quotes.
    pub(super) name: Option<Range<usize>>,
    /// Its value.
    pub(super) value: Range<usize>,
    /// Whether it stands for any number of arguments, as `**options` does.
    pub(super) spread: bool,
}

/// What stands behind a name that is called: the bytes from the name to the end of the call, and those of the arguments if
/// there is room for any.
pub(super) fn arguments(source: &Source, word: &Range<usize>) -> Option<(Range<usize>, Option<Range<usize>>)> {
    let text = source.text;
    let spaces = text[word.end..].iter().take_while(|byte| matches!(byte, b' ' | b'\t')).count();
    let mut at = word.end + spaces;
    if text[at..].starts_with(b"?.(") {
        at += 2;
    } else if text[at..].starts_with(b"!(") {
        // A macro, or a name whose last character is a mark.
        at += 1;
    } else if text[at..].starts_with(b"::<") {
        at = types_end(text, at + 2).unwrap_or(at);
    } else if text.get(at) == Some(&b'<') {
        at = types_end(text, at).unwrap_or(at);
    }
    if text.get(at) == Some(&b'(') && (spaces == 0 || !bare(source, "*")) {
        if let Some(close) = source.partner(at) {
            return Some((word.start..close + 1, Some(at + 1..close)));
        }
        let end = Tokens::new(source, at + 1..at + LONGEST).last().map_or(at + 1, |last| last.span.end);
        return Some((word.start..end, Some(at + 1..end)));
    }
    if source.language.name == "csharp" {
        at += text[at..].iter().take_while(|byte| byte.is_ascii_whitespace()).count();
    }
    if text.get(at) == Some(&b'{') && is_struct(source, word, spaces) {
        let close = source.partner(at)?;
        return Some((word.start..close + 1, Some(at + 1..close)));
    }
    if !bare(source, source.str(word.clone())) && !bare(source, "*") {
        return None;
    }
    let end = bare_end(source, at);
    if spaces == 0 || end == at {
        let assigned = matches!(text.get(at), Some(b'=')) && !matches!(text.get(at + 1), Some(b'=' | b'~'));
        return (!assigned && bare(source, "*")).then(|| (word.clone(), None));
    }
    Some((word.start..end, Some(at..end)))
}

/// Whether a name with a brace `spaces` behind it is a literal of a struct. `new X {…}` in C# sets properties.
fn is_struct(source: &Source, word: &Range<usize>, spaces: usize) -> bool {
    let capital = source.text[word.start].is_ascii_uppercase();
    match source.language.name {
        "go" => spaces == 0,
        "rust" => capital,
        "csharp" => {
            let floor = word.start.saturating_sub(200);
            let name = super::names::path(source, word.end, floor);
            let before = source.word_before(source.trim_back(name.start, floor), floor);
            source.str(before) == "new"
        }
        _ => false,
    }
}

fn bare(source: &Source, name: &str) -> bool {
    source.language.calls.bare.contains(&name)
}

/// Behind the `>` of type arguments, if a parenthesis follows it.
fn types_end(text: &[u8], open: usize) -> Option<usize> {
    let window = &text[open..text.len().min(open + LONGEST_TYPES)];
    let end = window.windows(2).position(|pair| pair == b">(")?;
    let plain = window[..end].iter().all(|byte| !matches!(byte, b';' | b'(' | b')' | b'\n' | b'='));
    plain.then_some(open + end + 1)
}

/// Where the arguments of a call without parentheses end; `at` where there are none.
fn bare_end(source: &Source, at: usize) -> usize {
    const ENDS: [&str; 11] = ["if", "unless", "while", "until", "and", "or", "do", "then", "end", "in", "rescue"];
    let mut end = at;
    let mut last: Option<Token> = None;
    for token in Tokens::new(source, at..at + LONGEST) {
        let ends = match token.kind {
            Kind::Op(b';') => true,
            Kind::Op(b'\n') => {
                !last.as_ref().is_some_and(|last| matches!(last.kind, Kind::Op(b',' | b'\\' | b'.' | b'+')))
            }
            Kind::Word => ENDS.contains(&source.str(token.span.clone())),
            // What begins no operand makes the name an operand itself.
            Kind::Op(op) if last.is_none() => {
                let next = source.text.get(token.span.end);
                !b":*&-!\\$@".contains(&op) || next.is_none_or(u8::is_ascii_whitespace)
            }
            Kind::Group(b'{') => last.is_none(),
            _ => false,
        };
        if ends {
            break;
        }
        if !token.is(b'\n') {
            end = token.span.end;
        }
        last = Some(token);
    }
    end
}

/// The arguments in a range.
pub(super) fn split(source: &Source, range: Range<usize>) -> Vec<Arg> {
    let tokens: Vec<Token> = Tokens::new(source, range).filter(|token| !token.is(b'\n')).collect();
    tokens.split(|token| token.is(b',')).filter_map(arg).collect()
}

fn arg(tokens: &[Token]) -> Option<Arg> {
    let (first, last) = (tokens.first()?, tokens.last()?);
    let adjacent = |a: &Token, b: &Token| a.span.end == b.span.start;
    let with = |name: &Range<usize>, value: &[Token]| {
        let value = value.first().map_or(name.clone(), |first| first.span.start..last.span.end);
        Some(Arg { name: Some(name.clone()), value, spread: false })
    };
    let unquoted = |token: &Token| {
        let quoted = token.kind == Kind::Text && token.span.len() >= 2;
        token.span.start + usize::from(quoted)..token.span.end - usize::from(quoted)
    };
    match tokens {
        // `name=value`
        [name @ Token { kind: Kind::Word, .. }, op, value @ ..]
            if op.is(b'=')
                && !value.first().is_some_and(|next| adjacent(op, next) && (next.is(b'=') || next.is(b'~'))) =>
        {
            if value.first().is_some_and(|next| next.is(b'>')) {
                with(&name.span, &value[1..])
            } else {
                with(&name.span, value)
            }
        }
        // `:name => value`
        [colon, name @ Token { kind: Kind::Word, .. }, equals, arrow, value @ ..]
            if colon.is(b':') && equals.is(b'=') && arrow.is(b'>') =>
        {
            with(&name.span, value)
        }
        // `"name" => value`, `'name': value`, `name: value`
        [name @ Token { kind: Kind::Word | Kind::Text, .. }, op, value @ ..]
            if op.is(b':') && !value.first().is_some_and(|next| next.is(b':') && adjacent(op, next)) =>
        {
            with(&unquoted(name), value)
        }
        [name @ Token { kind: Kind::Text, .. }, equals, arrow, value @ ..] if equals.is(b'=') && arrow.is(b'>') => {
            with(&unquoted(name), value)
        }
        _ => {
            let spread = matches!(tokens, [a, b, ..] if a.is(b'*') || (a.is(b'.') && b.is(b'.')));
            Some(Arg { name: None, value: first.span.start..last.span.end, spread })
        }
    }
}

/// The entries of `pkg.Name{…}`, `Name {…}`, `new Name {…}`.
fn struct_entries(source: &Source, value: &Range<usize>) -> Vec<Arg> {
    const MOST: usize = 12;
    let tokens: Vec<Token> = Tokens::new(source, value.clone()).take(MOST).collect();
    let brace = tokens.iter().position(|token| token.kind == Kind::Group(b'{'));
    let named = |token: &Token| matches!(token.kind, Kind::Word | Kind::Op(b'.' | b':' | b'&') | Kind::Group(b'('));
    match brace.map(|at| tokens.split_at(at)) {
        Some((name, [group])) if name.iter().all(named) => split(source, group.inside(source)),
        _ => Vec::new(),
    }
}

/// The entries of an object literal: `{a: 1}`, `["a" => 1]`, `array("a" => 1)`; none of any other expression. A name alone
/// stands for itself.
pub(super) fn entries(source: &Source, value: &Range<usize>) -> Vec<Arg> {
    let tokens: Vec<Token> = Tokens::new(source, value.clone()).take(3).collect();
    let group = match tokens.as_slice() {
        [group @ Token { kind: Kind::Group(b'{' | b'['), .. }] => group,
        [and, Token { kind: Kind::Word, .. }, ..] if and.is(b'&') => return struct_entries(source, value),
        [Token { kind: Kind::Word, .. }, next, ..] if !matches!(next.kind, Kind::Group(b'(') | Kind::Text) => {
            return struct_entries(source, value);
        }
        [name, group @ Token { kind: Kind::Group(b'('), .. }] if source.str(name.span.clone()) == "array" => group,
        _ => return Vec::new(),
    };
    let mut entries = split(source, group.inside(source));
    // An object as the value of an attribute: `{{ key: value }}`.
    if let [Arg { name: None, value, .. }] = entries.as_slice() {
        let inner = Tokens::new(source, value.clone()).next().filter(|token| token.kind == Kind::Group(b'{'));
        if let Some(inner) = inner.filter(|inner| inner.span == *value) {
            entries = split(source, inner.inside(source));
        }
    }
    for entry in &mut entries {
        let alone =
            entry.name.is_none() && source.text[entry.value.clone()].iter().all(|&b| source.language.is_word(b));
        if alone {
            entry.name = Some(entry.value.clone());
        }
    }
    entries
}
