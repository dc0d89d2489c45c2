//! What must or must not stand in the function around a hit, before it, behind it, or in the file.

use std::cell::RefCell;
use std::collections::HashMap;
use std::ops::Range;

use super::calls::Call;
use super::functions::around;
use super::names;
use super::source::Source;
use super::tokens::{Kind, Token, Tokens};
use crate::lexer::Scope;
use crate::pattern::{Match, Pattern};
use crate::rules::Rule;

/// Groups of a regex that must be a name in the argument of that index.
const ARGUMENTS: [&str; 4] = ["arg0", "arg1", "arg2", "arg3"];
/// The group of a regex that must be the name that the result of the call is given to.
const TARGET: &str = "target";
/// How many tokens of an argument are searched for names.
const MOST_TOKENS: usize = 16;
/// How far before a call the name is that its result is given to, in bytes.
const LONGEST_TARGET: usize = 200;

/// The rule that asks, whether about the file, and the range.
type Question = (&'static str, bool, usize, usize);

/// What rules say of the function around a hit, and of the whole file. What does not depend on the hit is asked once for
/// each function.
pub(super) struct Conditions<'s, 't> {
    source: &'s Source<'t>,
    /// The last range that was asked about, without its comments.
    written: RefCell<(Range<usize>, Vec<u8>)>,
    answers: RefCell<HashMap<Question, bool>>,
}

impl<'s, 't> Conditions<'s, 't> {
    pub(super) fn new(source: &'s Source<'t>) -> Self {
        Self { source, written: RefCell::default(), answers: RefCell::default() }
    }

    /// Whether a hit of `rule` in `span` is allowed, which may be a call.
    pub(super) fn allow(&self, rule: &Rule, span: &Range<usize>, call: Option<&Call>) -> bool {
        let context = &rule.context;
        if !context.unless_in_file.is_empty() {
            let whole = 0..self.source.text.len();
            if self.once(rule, whole, true, |text| any(context.unless_in_file, text)) {
                return false;
            }
        }
        let inside = [context.in_function, context.unless_in_function];
        let sides = [context.before, context.unless_before, context.behind, context.unless_behind];
        if inside.iter().chain(&sides).all(|patterns| patterns.is_empty()) {
            return true;
        }
        let function = around(self.source, span.start);
        if sides.iter().all(|patterns| patterns.is_empty()) && !context.tied {
            return self.once(rule, function, false, |text| {
                (context.in_function.is_empty() || any(context.in_function, text))
                    && !any(context.unless_in_function, text)
            });
        }
        let names = call.filter(|_| context.tied).map(|call| Names::of(self.source, call));
        let behind = span.end.clamp(function.start, function.end);
        let places = [
            (context.in_function, context.unless_in_function, function.clone()),
            (context.before, context.unless_before, function.start..span.start.max(function.start)),
            (context.behind, context.unless_behind, behind..function.end),
        ];
        let asked = places.into_iter().filter(|(wanted, unwanted, _)| !(wanted.is_empty() && unwanted.is_empty()));
        asked.into_iter().all(|(wanted, unwanted, place)| {
            // Where nobody can afford to look any more, a hit counts unless it needs evidence.
            self.read(&function, |text| {
                let text = &text[place.start - function.start..place.end - function.start];
                let found = |pattern: &Pattern| self.finds(pattern, text, names.as_ref());
                (wanted.is_empty() || wanted.iter().any(found)) && !unwanted.iter().any(found)
            })
            .unwrap_or(wanted.is_empty())
        })
    }

    /// An answer that is the same for every hit in the range.
    fn once(&self, rule: &Rule, range: Range<usize>, is_file: bool, ask: impl FnOnce(&[u8]) -> bool) -> bool {
        let key = (rule.id, is_file, range.start, range.end);
        if let Some(&known) = self.answers.borrow().get(&key) {
            return known;
        }
        let answer = if is_file { Some(self.with_text(&range, ask)) } else { self.read(&range, ask) };
        answer.is_none_or(|answer| {
            self.answers.borrow_mut().insert(key, answer);
            answer
        })
    }

    /// Asks about the text of a range, unless too much was read more than once already.
    fn read(&self, range: &Range<usize>, ask: impl FnOnce(&[u8]) -> bool) -> Option<bool> {
        (range.len() >= self.source.text.len() || self.source.effort() > 0).then(|| self.with_text(range, ask))
    }

    fn with_text(&self, range: &Range<usize>, ask: impl FnOnce(&[u8]) -> bool) -> bool {
        self.source.spend(range.len());
        let mut written = self.written.borrow_mut();
        if written.0 != *range {
            *written = (range.clone(), without_comments(self.source, range.clone()));
        }
        ask(&written.1)
    }

    /// Whether a pattern matches with its groups as the call has its names.
    fn finds(&self, pattern: &Pattern, text: &[u8], names: Option<&Names>) -> bool {
        let Some(names) = names.filter(|_| names_argument(pattern)) else { return pattern.is_match(text) };
        let mut from = 0;
        while let Some(found) = pattern.match_at(text, from).filter(|_| self.source.effort() > 0) {
            if names.fit(&found, text) {
                return true;
            }
            let range = found.range();
            self.source.spend(range.end - from.min(range.end));
            from = range.start + 1;
        }
        false
    }
}

/// The names that the groups of a regex may mean.
struct Names<'t> {
    arguments: Vec<Vec<&'t [u8]>>,
    target: &'t [u8],
}

impl<'t> Names<'t> {
    fn of(source: &Source<'t>, call: &Call) -> Self {
        let names = |value: &Range<usize>| {
            let mut words = Vec::new();
            values(source, value.clone(), 2, &mut words);
            words
        };
        let arguments = call.args.iter().take(ARGUMENTS.len()).map(|arg| names(&arg.value)).collect();
        Self { arguments, target: target(source, call) }
    }

    fn fit(&self, found: &Match, text: &[u8]) -> bool {
        let arguments = ARGUMENTS.iter().enumerate().all(|(index, group)| {
            let Some(written) = found.group(group) else { return true };
            self.arguments.get(index).is_some_and(|names| names.contains(&&text[written]))
        });
        arguments && found.group(TARGET).is_none_or(|written| text[written] == *self.target)
    }
}

/// The names in an expression, but for what is called, and what a member is read of.
fn values<'t>(source: &Source<'t>, range: Range<usize>, deep: u8, found: &mut Vec<&'t [u8]>) {
    let tokens: Vec<Token> = Tokens::new(source, range).take(MOST_TOKENS).collect();
    for (at, token) in tokens.iter().enumerate() {
        let (next, behind) = (tokens.get(at + 1), tokens.get(at + 2));
        let is = |token: Option<&Token>, ops: &[u8]| token.is_some_and(|token| ops.iter().any(|&op| token.is(op)));
        let member = is(next, b".") || (is(next, b"-:") && is(behind, b">:"));
        match token.kind {
            Kind::Word if !member && !next.is_some_and(|next| next.kind == Kind::Group(b'(')) => {
                found.push(&source.text[token.span.clone()]);
            }
            Kind::Group(_) if deep > 0 => values(source, token.inside(source), deep - 1, found),
            _ => {}
        }
    }
}

/// The last word of what a call assigns to, or its result is given to; empty where there is none.
fn target<'t>(source: &Source<'t>, call: &Call) -> &'t [u8] {
    let floor = call.span.start.saturating_sub(LONGEST_TARGET);
    let mut end = call.span.start;
    if call.name.ends_with(" =") {
        let sign = memchr::memchr(b'=', &source.text[call.span.clone()]).unwrap_or(0);
        end += sign;
    } else {
        end = source.trim_back(end, floor);
        // A cast.
        if let Some(open) =
            end.checked_sub(1).filter(|&last| source.text[last] == b')').and_then(|last| source.partner(last))
        {
            end = source.trim_back(open, floor.min(open));
        }
        match end.checked_sub(1).filter(|&last| source.text[last] == b'=') {
            Some(sign) => end = sign,
            None => return b"",
        }
    }
    let end = source.trim_back(end, floor.min(end));
    let name = names::path(source, end, floor.min(end));
    let start = source.text[name.clone()]
        .iter()
        .rposition(|&byte| !source.language.is_word(byte))
        .map_or(name.start, |at| name.start + at + 1);
    &source.text[start..end]
}

fn names_argument(pattern: &Pattern) -> bool {
    pattern.source().contains("(?<arg") || pattern.source().contains("(?<target>")
}

fn any(patterns: &[Pattern], text: &[u8]) -> bool {
    patterns.iter().any(|pattern| pattern.is_match(text))
}

/// The text of a range with its comments, and what is in another language, made blank.
fn without_comments(source: &Source, range: Range<usize>) -> Vec<u8> {
    let mut text = source.text[range.clone()].to_vec();
    for (piece, segment) in source.map.within(range.clone()) {
        if matches!(segment.scope, Scope::Comment) {
            text[piece.start - range.start..piece.end - range.start].fill(b' ');
        }
    }
    text
}
