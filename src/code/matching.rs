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
    matcher.callee.iter().any(|callee| is_named(&call.name, callee, qualified))
        && matcher.when.iter().all(|condition| holds(source, call, condition, matcher.safe))
        && !matcher.unless.iter().any(|condition| holds(source, call, condition, matcher.safe))
        && matcher.receiver.as_ref().is_none_or(|pattern| receives(source, call, pattern))
        && !matcher.unless_receiver.as_ref().is_some_and(|pattern| receives(source, call, pattern))
}

/// Whether a call goes by the name in a rule. `*.` stands for one receiver or more, `.*.` for one part or more; where the
/// language writes qualified names, so does the front of a dotted or constructed one. An annotation may be written as a
/// call, an assignment only as one.
fn is_named(name: &str, callee: &str, qualified: bool) -> bool {
    let (name, callee) = match (name.strip_suffix(" ="), callee.strip_suffix(" =")) {
        (Some(name), Some(callee)) => (name, callee),
        (None, None) => (name, callee),
        _ => return false,
    };
    let (name, callee) = match (name.strip_prefix('@'), callee.strip_prefix('@')) {
        (Some(name), Some(callee)) => {
            return name == callee || name.strip_suffix(callee).is_some_and(|front| front.ends_with('.'));
        }
        (Some(name), None) => (name, callee),
        (None, Some(_)) => return false,
        (None, None) => (name, callee),
    };
    let ends = |part: &str| name.strip_suffix(part).is_some_and(|front| front.ends_with('.'));
    if let Some((front, back)) = callee.split_once(".*.") {
        let made = name.strip_suffix(back).and_then(|rest| rest.strip_suffix('.'));
        return made.and_then(|rest| {
            front.strip_prefix("*.").map_or_else(
                || rest.strip_prefix(front).map(|rest| rest.starts_with('.')),
                |front| rest.find(front).map(|at| at > 0 && rest[at + front.len()..].starts_with('.')),
            )
        }) == Some(true);
    }
    match (callee.strip_prefix("*."), callee.strip_prefix("new ")) {
        (Some(member), _) => ends(member),
        (None, Some(made)) => name.strip_prefix("new ").is_some_and(|n| n == made || (qualified && ends(made))),
        (None, None) => name == callee || (qualified && callee.contains('.') && ends(callee)),
    }
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
        shape => found.iter().any(|value| reads(source, value, condition) && shape::has(source, value, shape, safe)),
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
            found = call.args.iter().find_map(|arg| inside(source, &arg.value, name.split('.').next()?));
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
    let entries = if written.is_empty() { entries(source, &flow::origin(source, value)?) } else { written };
    by_name(source, &entries, key)
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
            ("a.b =", "*.b =", false, true),
            ("a.b", "*.b =", false, false),
            ("a.b =", "*.b", false, false),
            ("b =", "*.b =", false, false),
            ("@a.B", "@B", false, true),
            ("@B", "B", false, true),
            ("B", "@B", false, false),
            ("Jwts.parser().build().parse", "Jwts.*.parse", false, true),
            ("Jwts.parse", "Jwts.*.parse", false, false),
            ("io.Jwts.parser().parse", "*.Jwts.*.parse", false, true),
        ] {
            assert_eq!(is_named(name, callee, qualified), expected, "{name} by {callee}");
        }
    }
}
