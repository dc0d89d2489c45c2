//! Which calls of a file the rules may mean. They are looked up by the word that is called: of a hundred rules a call concerns
//! one or two.

use std::cmp::Reverse;
use std::collections::{BTreeSet, HashMap};
use std::ops::Range;

use super::calls::Call;
use super::forms;
use super::source::Source;
use crate::rules::{CallMatcher, last_word};

/// What the rules of a file call.
pub(super) struct Wanted {
    /// By the word that is called: the index of the rule, and what it looks for.
    by_word: HashMap<&'static str, Vec<(usize, &'static CallMatcher)>>,
    comparisons: bool,
    commands: bool,
    openers: BTreeSet<&'static str>,
}

impl Wanted {
    /// What rules look for, in their order.
    pub(super) fn of(rules: impl Iterator<Item = &'static [CallMatcher]>) -> Self {
        let mut wanted =
            Self { by_word: HashMap::new(), comparisons: false, commands: false, openers: BTreeSet::new() };
        for (index, matcher) in rules.enumerate().flat_map(|(index, calls)| calls.iter().map(move |call| (index, call)))
        {
            for callee in matcher.callee {
                match callee.text {
                    "==" => wanted.comparisons = true,
                    "`" => wanted.commands = true,
                    opener if callee.is_opener() => _ = wanted.openers.insert(opener),
                    _ => {}
                }
                let meant = wanted.by_word.entry(callee.word).or_default();
                if !meant.last().is_some_and(|(_, last)| std::ptr::eq(*last, matcher)) {
                    meant.push((index, matcher));
                }
            }
        }
        wanted
    }

    /// What may be meant by a call of this name.
    pub(super) fn meant_by(&self, name: &str) -> &[(usize, &'static CallMatcher)] {
        let name = name.strip_suffix(" =").unwrap_or(name);
        let word = if self.openers.contains(name) { name } else { last_word(name) };
        self.by_word.get(word).map_or(&[], Vec::as_slice)
    }

    /// Every call in the file that may be meant, and what is read like one, in the order of the file, the longer first.
    pub(super) fn find(&self, source: &Source) -> Vec<Call> {
        let mut calls = Vec::new();
        let qualified = source.language.calls.qualified;
        if !self.by_word.is_empty() {
            let local = source.aliases().iter().filter(|(_, full)| self.by_word.contains_key(last_word(full)));
            let local: HashMap<&str, &str> = local.map(|(local, full)| (local, last_word(full))).collect();
            let words: Vec<&str> = self.by_word.keys().chain(local.keys()).copied().collect();
            // Where a name may hold a dot, the word that is called is only its end.
            let dotted = source.language.is_word(b'.');
            let is_one = |word: &str| {
                let word = if dotted { last_word(word) } else { word };
                self.by_word.contains_key(word) || local.contains_key(word)
            };
            for word in occurrences(source, &words, dotted, is_one) {
                let text = source.str(word.clone());
                let text = if dotted { last_word(text) } else { text };
                let names = || std::iter::once(&text).chain(local.get(text));
                let meant = || names().filter_map(|name| self.by_word.get(name)).flatten();
                let callees = || meant().flat_map(|(_, matcher)| matcher.callee);
                let wanted =
                    |name: &str| callees().any(|callee| !callee.is_assigned && callee.may_name(name, qualified));
                calls.extend(call(source, &word, wanted, callees().any(|callee| callee.is_assigned)));
            }
        }
        if self.comparisons {
            calls.extend(forms::comparisons(source));
        }
        calls.extend(forms::outputs(source, &self.openers));
        if self.commands {
            calls.extend(forms::commands(source));
        }
        calls.sort_by_key(|call| (call.span.start, Reverse(call.span.end)));
        calls
    }
}

/// The call that a word is the name of, in the forms that the language has, if its name is wanted; else the assignment to it,
/// if that is.
pub(super) fn call(
    source: &Source,
    word: &Range<usize>,
    wanted: impl Fn(&str) -> bool,
    assigned: bool,
) -> Option<Call> {
    let found = Call::at(source, word.clone(), wanted);
    let found = found.or_else(|| assigned.then(|| forms::assignment(source, word)).flatten());
    match source.language.name {
        "objective-c" => found.or_else(|| forms::message(source, word)),
        "csharp" | "cpp" => found.or_else(|| forms::declared_object(source, word)),
        _ => found,
    }
}

/// Where whole words of a set stand in the text; `any` says that other words may stand for one. For one file a pass over its words is cheaper than any automaton, which
/// would have to be built first.
fn occurrences(source: &Source, words: &[&str], any: bool, is_one: impl Fn(&str) -> bool) -> Vec<Range<usize>> {
    // For each first byte the lengths that occur, one bit each: nearly every other word fails here.
    let mut lengths = [if any { u64::MAX } else { 0 }; 256];
    let bit = |length: usize| 1_u64 << length.min(63);
    for word in words {
        if let Some(first) = word.as_bytes().first() {
            lengths[usize::from(*first)] |= bit(word.len());
        }
    }
    let text = source.text;
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(&byte) = text.get(at) {
        if !source.language.is_word(byte) {
            at += 1;
            continue;
        }
        let length = text[at..].iter().take_while(|&&byte| source.language.is_word(byte)).count();
        let word = at..at + length;
        at += length;
        if lengths[usize::from(byte)] & bit(length) != 0 && is_one(source.str(word.clone())) {
            found.push(word);
        }
    }
    found
}
