//! Where a value comes from: request data, or a parameter of the function around it, directly or through names.

use std::cell::Cell;
use std::ops::Range;

use super::names;
use super::source::{Source, TOKEN};
use super::tokens::{Kind, Token, Tokens};
use super::{flow, functions};
use crate::rules::Shape;

/// How many assignments a value is followed through.
const HOPS: u8 = 4;
/// How many brackets and strings deep.
const DEEPEST: u8 = 8;
/// How many tokens one question may cost in all.
const FUEL: u32 = 1500;
/// How many definitions of a name are looked at.
const MOST_DEFINITIONS: usize = 64;
/// How much of a header is searched for the mark of a handler, in bytes.
const LONGEST_HEADER: usize = 1500;
/// How much of a parameter is read for its type, in bytes.
const LONGEST_TYPE: usize = 80;
/// Parameters that hold no input: the object itself, and what the program set up.
const OWN: [&str; 12] =
    ["self", "this", "cls", "config", "settings", "conf", "app", "db", "logger", "log", "env", "context"];

/// A question about one value.
pub(super) struct Origins<'s, 't> {
    source: &'s Source<'t>,
    /// Calls whose result is harmless here.
    safe: &'s [&'s str],
    /// Whether any parameter counts, not only those of handlers.
    parameters: bool,
    fuel: Cell<u32>,
}

impl<'s, 't> Origins<'s, 't> {
    pub(super) fn new(source: &'s Source<'t>, safe: &'s [&'s str], parameters: bool) -> Self {
        Self { source, safe, parameters, fuel: Cell::new(FUEL) }
    }

    /// Whether the value in a range holds what came from outside and was neither checked nor cleaned.
    pub(super) fn reach(&self, range: &Range<usize>) -> bool {
        self.expression(range, HOPS, DEEPEST)
    }

    fn expression(&self, range: &Range<usize>, hops: u8, deep: u8) -> bool {
        let Some(deep) = deep.checked_sub(1) else { return false };
        let fuel = self.fuel.get();
        let tokens: Vec<Token> = Tokens::new(self.source, range.clone()).take(fuel as usize).collect();
        self.fuel.set(fuel.saturating_sub(u32::try_from(tokens.len()).unwrap_or(u32::MAX)).saturating_sub(1));
        self.source.spend(tokens.len() * TOKEN);
        let tokens = self.without_condition(tokens);
        let mut rest = tokens.as_slice();
        while let [first, behind @ ..] = rest {
            let found = match first.kind {
                Kind::Word => {
                    let length = self.operand(rest);
                    let (operand, behind) = rest.split_at(length);
                    rest = behind;
                    if self.named(operand, hops, deep) {
                        return true;
                    }
                    continue;
                }
                Kind::Text => self.inside_text(first, hops, deep),
                Kind::Group(_) if self.source.is_cast(&first.span) => {
                    rest = &behind[self.operand(behind).min(behind.len())..];
                    continue;
                }
                Kind::Group(_) => self.expression(&first.inside(self.source), hops, deep),
                // `$1`
                Kind::Op(b'$') => behind
                    .first()
                    .is_some_and(|next| flow::names_request(self.source, &(first.span.start..next.span.end))),
                Kind::Number | Kind::Op(_) => false,
            };
            if found {
                return true;
            }
            rest = behind;
        }
        false
    }

    /// Without what only decides which of two values it is: `a ? b : c`, `b if a else c`.
    fn without_condition(&self, mut tokens: Vec<Token>) -> Vec<Token> {
        let is = |token: Option<&Token>, word: &str| {
            token.is_some_and(|token| token.kind == Kind::Word && self.source.str(token.span.clone()) == word)
        };
        let question = tokens.iter().enumerate().position(|(at, token)| {
            let pair = |other: Option<&Token>| {
                other.is_some_and(|other| matches!(other.kind, Kind::Op(b'?' | b'.' | b'-' | b':')))
            };
            token.is(b'?')
                && !pair(tokens.get(at + 1))
                && !pair(at.checked_sub(1).and_then(|before| tokens.get(before)))
        });
        if let Some(question) = question.filter(|&at| tokens[at..].iter().any(|token| token.is(b':'))) {
            tokens.drain(..=question);
        }
        let word = |word: &str| (0..tokens.len()).find(|&at| is(tokens.get(at), word));
        if let (Some(from), Some(to)) = (word("if"), word("else"))
            && from < to
        {
            tokens.drain(from..to);
        }
        tokens
    }

    /// How many tokens belong to the operand that begins with a name.
    fn operand(&self, tokens: &[Token]) -> usize {
        let mut length = 1;
        while let Some(token) = tokens.get(length) {
            let before = &tokens[length - 1];
            let adjacent = before.span.end == token.span.start;
            let belongs = match token.kind {
                Kind::Op(b'.') => !self.joins_with_dot(),
                Kind::Op(b'$' | b'@') => adjacent && self.source.language.name == "r",
                Kind::Op(b'-' | b'?' | b'!' | b':' | b'\\') => {
                    let joined = |next: &&Token| next.span.start == token.span.end;
                    adjacent
                        && tokens
                            .get(length + 1)
                            .filter(joined)
                            .is_some_and(|next| matches!(next.kind, Kind::Op(b'>' | b'.' | b':') | Kind::Word))
                }
                Kind::Op(b'>') => before.is(b'-') && adjacent,
                Kind::Op(b'\n') => tokens.get(length + 1).is_some_and(|next| next.is(b'.')) && !self.joins_with_dot(),
                Kind::Word if before.is(b'.') => !self.joins_with_dot(),
                Kind::Word => matches!(before.kind, Kind::Op(b'>' | b':' | b'\\' | b'$' | b'@')),
                Kind::Group(b'(' | b'[') => {
                    adjacent && !matches!(self.source.str(before.span.clone()), "in" | "return")
                }
                _ => false,
            };
            if !belongs {
                break;
            }
            length += 1;
        }
        length
    }

    /// Whether a dot joins strings, as in PHP, and is no member operator.
    fn joins_with_dot(&self) -> bool {
        let language = self.source.language;
        language.values.joins.contains('.') && !language.calls.members.contains(&".")
    }

    fn inside_text(&self, text: &Token, hops: u8, deep: u8) -> bool {
        let source = self.source;
        let depth = source.map.at(text.span.start).depth;
        if flow::opens_request(source, &text.span) {
            return true;
        }
        let body = flow::heredoc(source, &text.span).unwrap_or_else(|| text.span.clone());
        let inside =
            source.map.within(body).filter(|(_, segment)| segment.scope.is_code() && segment.depth == depth + 1);
        if inside.into_iter().any(|(piece, _)| self.expression(&piece, hops, deep)) {
            return true;
        }
        let formats = source.language.values.formats.contains(&"format!");
        formats
            && flow::names_in_braces(source, &text.span)
                .any(|span| self.named(&[Token { kind: Kind::Word, span }], hops, deep))
    }

    fn is_harmless(&self, name: &str) -> bool {
        self.source.language.values.harmless.contains(&name) || self.safe.contains(&name)
    }

    /// A name with its members, indexes and calls.
    fn named(&self, operand: &[Token], hops: u8, deep: u8) -> bool {
        let source = self.source;
        let (Some(first), Some(last)) = (operand.first(), operand.last()) else { return false };
        let groups = operand.iter().filter(|token| matches!(token.kind, Kind::Group(_)));
        let group = operand.iter().position(|token| matches!(token.kind, Kind::Group(_)));
        let path = &operand[..group.unwrap_or(operand.len())];
        let words: Vec<&str> =
            path.iter().filter(|token| token.kind == Kind::Word).map(|token| source.str(token.span.clone())).collect();
        let called = group.is_some_and(|group| operand[group].kind == Kind::Group(b'('));
        if called {
            let dotted = source.aliases().resolve(&words.join("."));
            let member = words.last().filter(|_| words.len() > 1).map(|word| format!("*.{word}"));
            let written = group.and_then(|group| super::shape::with_text(source, &dotted, &operand[group]));
            if self.is_harmless(&dotted)
                || written.is_some_and(|written| self.is_harmless(&written))
                || member.is_some_and(|member| self.is_harmless(&member))
            {
                return false;
            }
        }
        let mut methods = operand.windows(2).skip(1).filter(|pair| pair[0].is(b'.') || pair[0].is(b'>'));
        let method = methods.next_back().map(|pair| format!("*.{}", source.str(pair[1].span.clone())));
        if method.is_some_and(|method| self.is_harmless(&method)) {
            return false;
        }
        let name = first.span.start..path.last().map_or(first.span.end, |last| last.span.end);
        if source.is_checked(&source.text[name.clone()], name.start) {
            return false;
        }
        // With the bracket that opens behind the name, or with brackets that hold nothing.
        let empty = operand.iter().all(|token| !matches!(token.kind, Kind::Group(_)) || token.span.len() <= 2);
        let written = first.span.start..if empty { last.span.end } else { (name.end + 1).min(last.span.end) };
        if flow::names_request(source, &written)
            || (self.parameters && flow::names_parameters(source, &written))
            || self.is_outer(first, &words, called && words.len() == 1)
        {
            return true;
        }
        if let Some(hops) = hops.checked_sub(1) {
            let mut values = flow::origins(source, &name);
            if values.is_empty() {
                values = flow::origins(source, &first.span);
            }
            let before = |value: &&Range<usize>| value.end <= first.span.start;
            if values.iter().filter(before).any(|value| self.expression(value, hops, deep)) {
                return true;
            }
        }
        // What is chosen from a constant list is constant, whatever chooses.
        let choice = group.is_some_and(|group| operand[group].kind == Kind::Group(b'['));
        if choice && super::shape::has(source, &(first.span.start..last.span.end), Shape::Literal, self.safe) {
            return false;
        }
        groups.into_iter().any(|group| self.expression(&group.inside(source), hops, deep))
    }

    /// Whether a name is a parameter that holds input.
    fn is_outer(&self, first: &Token, words: &[&str], is_function: bool) -> bool {
        let source = self.source;
        if is_function || words.first().is_none_or(|word| OWN.contains(word)) {
            return false;
        }
        let reaching = source.names().reaching(source, &source.text[first.span.clone()], first.span.start);
        let Some(parameter) = reaching.into_iter().find(|definition| definition.value.is_none() && !definition.number)
        else {
            return false;
        };
        let function = functions::around(source, first.span.start);
        if !function.contains(&parameter.at) || source.is_checked(&source.text[first.span.clone()], first.span.start) {
            return false;
        }
        if self.parameters {
            return true;
        }
        let start = function.start.max(parameter.at.saturating_sub(LONGEST_HEADER));
        // With its type.
        let rest = source.rest(parameter.at, LONGEST_TYPE);
        let end = parameter.at + rest.iter().position(|byte| b",{\n".contains(byte)).unwrap_or(rest.len());
        let header = &source.text[start..end];
        source.language.values.handlers.iter().any(|mark| memchr::memmem::find(header, mark.as_bytes()).is_some())
    }
}

/// What a name alone stands for, with the type it was declared with: the line up to the name, and its value.
pub(super) fn declaration(source: &Source, name: &Range<usize>) -> Option<Range<usize>> {
    const BEFORE: usize = 80;
    let definitions = source.names().of(&source.text[name.clone()]);
    let before = definitions.partition_point(|definition| definition.at < name.start);
    let last = definitions[..before].iter().rev().take(MOST_DEFINITIONS).find(|definition| !definition.append)?;
    let floor = last.at.saturating_sub(BEFORE);
    let start = source.text[floor..last.at]
        .iter()
        .rposition(|byte| b"\n;,({".contains(byte))
        .map_or(floor, |at| floor + at + 1);
    let end = last.value.map_or(last.at + name.len(), |value| names::value(source, value).end);
    Some(start..end.max(last.at))
}
