//! Whether a call is the one that a rule means.

use std::ops::Range;

use super::args::{Arg, entries};
use super::calls::Call;
use super::source::{LONGEST, Source};
use super::tokens::Tokens;
use super::{flow, origins, shape};
use crate::pattern::Pattern;
use crate::rules::{ArgCondition, CallMatcher, Shape};

/// Whether the call has the name, the receiver and the arguments.
pub(super) fn matches(source: &Source, call: &Call, matcher: &CallMatcher) -> bool {
    let qualified = source.language.calls.qualified;
    matcher.callee.iter().any(|callee| callee.names(&call.name, qualified))
        && matcher.when.iter().all(|condition| holds(source, call, condition, matcher.safe))
        && !matcher.unless.iter().any(|condition| holds(source, call, condition, matcher.safe))
        && matcher.receiver.as_ref().is_none_or(|pattern| receives(source, call, pattern))
        && !matcher.unless_receiver.as_ref().is_some_and(|pattern| receives(source, call, pattern))
}

/// Whether the receiver, or the declaration of the name that it is, matches.
fn receives(source: &Source, call: &Call, pattern: &Pattern) -> bool {
    let reads = |range: Range<usize>| pattern.is_match(source.rest(range.start, range.len().min(LONGEST)));
    reads(call.receiver.clone()) || origins::declaration(source, &call.receiver).is_some_and(reads)
}

fn holds(source: &Source, call: &Call, condition: &ArgCondition, safe: &[&str]) -> bool {
    let found = arguments(source, call, condition);
    match condition.shape {
        // Where arguments are spread, nobody can say what is not there.
        Shape::Absent => found.is_empty() && !call.args.iter().any(|arg| arg.spread),
        shape => found.iter().any(|value| {
            let (reads, has) = (|| reads(source, value, condition), || shape::has(source, value, shape, safe));
            // The cheaper question first: a regex costs most when it is built.
            let built = condition.text.as_ref().is_none_or(Pattern::is_built);
            let questions: [&dyn Fn() -> bool; 2] = if built { [&reads, &has] } else { [&has, &reads] };
            questions.into_iter().all(|holds| holds())
        }),
    }
}

/// Whether the text of the argument (of the heredoc it opens), of the value that the name in its place was given, or of the
/// constants that are joined in its place is as the condition wants it.
fn reads(source: &Source, value: &Range<usize>, condition: &ArgCondition) -> bool {
    condition.text.as_ref().is_none_or(|text| {
        let written = |range: Range<usize>| {
            let heredoc =
                Tokens::new(source, range.clone()).next().and_then(|first| flow::heredoc(source, &first.span));
            let range = heredoc.unwrap_or(range);
            text.is_match(source.rest(range.start, range.len().min(LONGEST)))
        };
        written(value.clone())
            || flow::origin(source, value).is_some_and(written)
            || shape::folded(source, value).is_some_and(|folded| text.is_match(&folded))
    })
}

/// The arguments that a condition is about: by keyword, by key, by position, or any.
fn arguments(source: &Source, call: &Call, condition: &ArgCondition) -> Vec<Range<usize>> {
    if condition.receiver {
        return vec![call.receiver.clone()];
    }
    if condition.any {
        return call.args.iter().map(|arg| arg.value.clone()).collect();
    }
    if let Some(name) = condition.name {
        let mut found = by_name(source, &call.args, name.split('.').next().unwrap_or(name));
        if found.is_none() {
            // Where arguments have names, an object that a variable holds is one only if it is spread.
            let named = source.language.name == "python";
            let held = |arg: &Arg| !named || arg.spread || !entries(source, &arg.value).is_empty();
            let mut args = call.args.iter().filter(|arg| held(arg));
            found = args.find_map(|arg| inside(source, &arg.value, name.split('.').next()?));
        }
        for key in name.split('.').skip(1) {
            found = found.and_then(|value| inside(source, &value, key));
        }
        if let Some(found) = found {
            return vec![found];
        }
    }
    let positional = call.args.iter().filter(|arg| arg.name.is_none());
    let position = condition.position.map(usize::from);
    position.and_then(|position| positional.map(|arg| arg.value.clone()).nth(position)).into_iter().collect()
}

fn by_name(source: &Source, args: &[Arg], name: &str) -> Option<Range<usize>> {
    let named = |arg: &&Arg| arg.name.clone().is_some_and(|own| source.text[own] == *name.as_bytes());
    args.iter().find(named).map(|arg| arg.value.clone())
}

/// The value of a key in an object literal, or in the one that a name was given.
fn inside(source: &Source, value: &Range<usize>, key: &str) -> Option<Range<usize>> {
    let written = entries(source, value);
    if written.is_empty() && !source.text.get(value.start).is_some_and(|byte| is_name_start(source, *byte)) {
        return None;
    }
    let entries = if written.is_empty() { entries(source, &flow::origin(source, value)?) } else { written };
    by_name(source, &entries, key)
}

/// Whether a name may begin with a byte; a spread one has its stars in front.
fn is_name_start(source: &Source, byte: u8) -> bool {
    byte == b'*' || byte == b'.' || byte == b'&' || (source.language.is_word(byte) && !byte.is_ascii_digit())
}
