//! Dangerous calls and settings. A file is lexed only if a keyword of a code rule for its language stands in it; then the
//! calls that these rules name are looked up in one pass, under the names that the file gives them.

mod args;
mod calls;
mod flow;
mod imports;
mod matching;
mod names;
mod patterns;
mod shape;
mod source;
mod tokens;
mod value;

#[cfg(test)]
mod tests;

use std::cmp::Reverse;
use std::collections::BTreeSet;

use aho_corasick::AhoCorasick;

use crate::change::Change;
use crate::engine::{Check, Hit, Sink};
use crate::rules::{CallMatcher, Candidate, Matcher, ScopedPattern};
use calls::Call;
use source::Source;

/// The check of code rules.
#[derive(Clone, Copy, Debug, Default)]
pub struct Code;

impl Check for Code {
    fn check(&self, change: &Change, candidates: &[Candidate], sink: &mut Sink) {
        let Some(language) = change.language() else { return };
        let rules: Vec<CodeRule> = candidates.iter().filter_map(CodeRule::of).collect();
        if rules.is_empty() {
            return;
        }
        let source = Source::new(language, change.text());
        let calls = find_calls(&source, &rules);
        for rule in &rules {
            let mut reported = 0;
            for call in &calls {
                // A call that begins inside another that was reported belongs to the same statement.
                let inside = call.span.start < reported;
                if !inside && rule.calls.iter().any(|matcher| matching::matches(&source, call, matcher)) {
                    reported = call.span.end;
                    sink.push(Hit::new(rule.candidate.rule, call.span.clone()));
                }
            }
        }
        for rule in &rules {
            for pattern in rule.patterns {
                for span in patterns::find(&source, change.lines(), pattern, &rule.candidate.at) {
                    sink.push(Hit::new(rule.candidate.rule, span));
                }
            }
        }
    }
}

/// A candidate with what it looks for.
struct CodeRule<'c> {
    candidate: &'c Candidate,
    calls: &'static [CallMatcher],
    patterns: &'static [ScopedPattern],
}

impl<'c> CodeRule<'c> {
    fn of(candidate: &'c Candidate) -> Option<Self> {
        match candidate.rule.matcher {
            Matcher::Code { calls, patterns } => Some(Self { candidate, calls, patterns }),
            Matcher::Secret(_) => None,
        }
    }
}

/// Every call in the file whose name ends as that of a rule does, in the order of the file, the longer first.
fn find_calls(source: &Source, rules: &[CodeRule]) -> Vec<Call> {
    let callees = rules.iter().flat_map(|rule| rule.calls).flat_map(|matcher| matcher.callee);
    let mut words: BTreeSet<&str> = callees.map(|callee| last_word(callee)).collect();
    if words.is_empty() {
        return Vec::new();
    }
    let local = source.aliases().iter().filter(|(_, full)| words.contains(last_word(full))).map(|(local, _)| local);
    let local: Vec<&str> = local.collect();
    words.extend(local);
    let Ok(automaton) = AhoCorasick::new(&words) else { return Vec::new() };
    let found = automaton.find_overlapping_iter(source.text);
    let mut calls: Vec<Call> = found.filter_map(|word| Call::at(source, word.range())).collect();
    calls.sort_by_key(|call| (call.span.start, Reverse(call.span.end)));
    calls
}

/// The word that is called: `getInstance` of `MessageDigest.getInstance`.
fn last_word(callee: &str) -> &str {
    callee.rsplit(['.', ' ']).next().unwrap_or(callee)
}
