//! Whether a call is the one that a rule means.

use std::ops::Range;

use super::args::{Arg, entries};
use super::calls::Call;
use super::source::{LONGEST, Source};
use super::tokens::Tokens;
use super::{flow, shape};
use crate::rules::{ArgCondition, CallMatcher, Shape};

/// Whether the call has the name and the arguments.
pub(super) fn matches(source: &Source, call: &Call, matcher: &CallMatcher) -> bool {
    let qualified = source.language.calls.qualified;
    matcher.callee.iter().any(|callee| is_named(&call.name, callee, qualified))
        && matcher.when.iter().all(|condition| holds(source, call, condition, matcher.safe))
        && !matcher.unless.iter().any(|condition| holds(source, call, condition, matcher.safe))
}

/// Whether a call goes by the name in a rule. `*.` stands for one receiver or more; where the language writes qualified
/// names, so does the front of a dotted or constructed one.
fn is_named(name: &str, callee: &str, qualified: bool) -> bool {
    let ends = |part: &str| name.strip_suffix(part).is_some_and(|front| front.ends_with('.'));
    match (callee.strip_prefix("*."), callee.strip_prefix("new ")) {
        (Some(member), _) => ends(member),
        (None, Some(made)) => name.strip_prefix("new ").is_some_and(|n| n == made || (qualified && ends(made))),
        (None, None) => name == callee || (qualified && callee.contains('.') && ends(callee)),
    }
}

fn holds(source: &Source, call: &Call, condition: &ArgCondition, safe: &[&str]) -> bool {
    let found = argument(source, call, condition);
    match (found, condition.shape) {
        // Where arguments are spread, nobody can say what is not there.
        (None, Shape::Absent) => !call.args.iter().any(|arg| arg.spread),
        (None, _) | (Some(_), Shape::Absent) => false,
        (Some(value), shape) => shape::has(source, &value, shape, safe) && reads(source, &value, condition),
    }
}

/// Whether the text of the argument (of the heredoc it opens), or of the value that the name in its place was given, is as the condition wants it.
fn reads(source: &Source, value: &Range<usize>, condition: &ArgCondition) -> bool {
    condition.text.as_ref().is_none_or(|text| {
        let written = |range: Range<usize>| {
            let heredoc =
                Tokens::new(source, range.clone()).next().and_then(|first| flow::heredoc(source, &first.span));
            let range = heredoc.unwrap_or(range);
            text.is_match(source.rest(range.start, range.len().min(LONGEST)))
        };
        written(value.clone()) || flow::origin(source, value).is_some_and(written)
    })
}

/// The argument that a condition is about: by keyword, by the key of an object literal, or by position.
fn argument(source: &Source, call: &Call, condition: &ArgCondition) -> Option<Range<usize>> {
    let named = |arg: &&Arg| {
        arg.name
            .clone()
            .is_some_and(|name| condition.name.is_some_and(|wanted| source.text[name] == *wanted.as_bytes()))
    };
    if condition.name.is_some() {
        if let Some(arg) = call.args.iter().find(named) {
            return Some(arg.value.clone());
        }
        let inside =
            call.args.iter().find_map(|arg| entries(source, &arg.value).iter().find(named).map(|e| e.value.clone()));
        if inside.is_some() {
            return inside;
        }
    }
    let positional = call.args.iter().filter(|arg| arg.name.is_none());
    let position = usize::from(condition.position?);
    positional.map(|arg| arg.value.clone()).nth(position)
}

#[cfg(test)]
mod tests {
    use super::is_named;

    #[test]
    fn names_are_matched_whole_or_by_their_end() {
        for (name, callee, qualified, expected) in [
            ("eval", "eval", false, true),
            ("x.eval", "eval", true, false),
            ("cursor.execute", "*.execute", false, true),
            ("execute", "*.execute", false, false),
            ("a.b().execute", "*.execute", false, true),
            ("executed", "*.execute", false, false),
            ("java.security.MessageDigest.getInstance", "MessageDigest.getInstance", true, true),
            ("MyMessageDigest.getInstance", "MessageDigest.getInstance", true, false),
            ("java.security.MessageDigest.getInstance", "MessageDigest.getInstance", false, false),
            ("new java.util.Random", "new Random", true, true),
            ("Random", "new Random", true, false),
        ] {
            assert_eq!(is_named(name, callee, qualified), expected, "{name} by {callee}");
        }
    }
}
