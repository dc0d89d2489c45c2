//! Dangerous calls and settings. A file is lexed only if a keyword of a code rule for its language stands in it; then the
//! calls that these rules name are looked up in one pass, under the names that the file gives them.

mod args;
mod calls;
mod conditions;
mod flow;
mod forms;
mod functions;
mod guards;
mod imports;
mod matching;
mod names;
mod origins;
mod patterns;
mod settings;
mod shape;
mod source;
mod tokens;
mod value;

#[cfg(test)]
mod tests;

use std::cmp::Reverse;
use std::collections::{BTreeSet, HashMap};
use std::ops::Range;

use crate::change::{Change, Lines};
use crate::engine::{Check, Hit, Sink};
use crate::lexer::{self, Language, Part, Reader};
use crate::rules::{CallMatcher, Candidate, Matcher, PatternScope, ScopedPattern, SettingMatcher};
use calls::Call;
use conditions::Conditions;
use settings::Settings;
use source::Source;

/// The check of code rules.
#[derive(Clone, Copy, Debug, Default)]
pub struct Code;

impl Check for Code {
    fn check(&self, change: &Change, candidates: &[Candidate], sink: &mut Sink) {
        let rules: Vec<CodeRule> = candidates.iter().filter_map(CodeRule::of).collect();
        if rules.is_empty() {
            return;
        }
        let Some(language) = change.language() else { return check_text(change, &rules, sink) };
        // An example in a document runs nowhere.
        if language.reader == Reader::Markdown {
            return;
        }
        let concerns = |rule: &CodeRule, of: &Language| {
            let languages = rule.candidate.rule.languages;
            if languages.is_empty() { of.name == language.name } else { of.is_one_of(languages) }
        };
        let wanted = |of: &'static Language| rules.iter().any(|rule| concerns(rule, of));
        for part in lexer::parts(language, change.text(), wanted) {
            let rules: Vec<&CodeRule> = rules.iter().filter(|rule| concerns(rule, part.language)).collect();
            check_part(&part, change, &rules, sink);
        }
    }
}

/// A text of which nobody knows the language: only what is found anywhere in any file is looked for.
fn check_text(change: &Change, rules: &[CodeRule], sink: &mut Sink) {
    for rule in rules.iter().filter(|rule| rule.candidate.rule.languages.is_empty()) {
        let any = rule.patterns.iter().filter(|pattern| pattern.scope == PatternScope::Any);
        let found =
            any.flat_map(|pattern| patterns::find_anywhere(change.text(), change.lines(), pattern, &rule.candidate.at));
        found.for_each(|span| sink.push(Hit::new(rule.candidate.rule, span)));
    }
}

/// Looks for what `rules` mean in all that a file holds in one language.
fn check_part(part: &Part, change: &Change, rules: &[&CodeRule], sink: &mut Sink) {
    let source = Source::of(part);
    let calls = find_calls(&source, rules);
    let conditions = Conditions::new(&source);
    let matchers = by_word(rules);
    let mut reported = vec![0; rules.len()];
    for call in &calls {
        for &(index, matcher) in matchers.get(called_word(&call.name)).into_iter().flatten() {
            // A call that begins inside another that was reported belongs to the same statement.
            let inside = call.span.start < reported[index];
            let rule = rules[index].candidate.rule;
            if !inside && matching::matches(&source, call, matcher) && conditions.allow(rule, &call.span, Some(call)) {
                reported[index] = call.span.end;
                sink.push(Hit::new(rule, part.outer(&call.span)));
            }
        }
    }
    let settings = rules.iter().any(|rule| !rule.settings.is_empty());
    if let Some(settings) = settings.then(|| Settings::read(part.language.name, &part.text)).flatten() {
        for rule in rules {
            let found = rule.settings.iter().flat_map(|matcher| settings.find(matcher));
            for span in found.filter(|span| conditions.allow(rule.candidate.rule, span, None)) {
                sink.push(Hit::new(rule.candidate.rule, part.outer(&span)));
            }
        }
    }
    let own = (!part.is_in_place()).then(|| Lines::new(&part.text));
    let lines = own.as_ref().unwrap_or_else(|| change.lines());
    for rule in rules.iter().filter(|rule| !rule.patterns.is_empty()) {
        let at: Vec<usize> = rule.candidate.at.iter().filter_map(|&at| part.inner(at)).collect();
        for pattern in rule.patterns {
            let found = patterns::find(&source, lines, pattern, &at);
            for span in found.into_iter().filter(|span| conditions.allow(rule.candidate.rule, span, None)) {
                sink.push(Hit::new(rule.candidate.rule, part.outer(&span)));
            }
        }
    }
}

/// A candidate with what it looks for.
struct CodeRule<'c> {
    candidate: &'c Candidate,
    calls: &'static [CallMatcher],
    patterns: &'static [ScopedPattern],
    settings: &'static [SettingMatcher],
}

impl<'c> CodeRule<'c> {
    fn of(candidate: &'c Candidate) -> Option<Self> {
        match candidate.rule.matcher {
            Matcher::Code { calls, patterns, settings } => Some(Self { candidate, calls, patterns, settings }),
            Matcher::Secret(_) | Matcher::File(_) | Matcher::Check(_) => None,
        }
    }
}

/// What may be meant by a call, by the word that is called: of a hundred rules a call concerns one or two.
fn by_word(rules: &[&CodeRule]) -> HashMap<&'static str, Vec<(usize, &'static CallMatcher)>> {
    let mut all: HashMap<&str, Vec<(usize, &CallMatcher)>> = HashMap::new();
    for (index, rule) in rules.iter().enumerate() {
        for matcher in rule.calls {
            let words: BTreeSet<&str> = matcher.callee.iter().map(|callee| called_word(callee)).collect();
            for word in words {
                all.entry(word).or_default().push((index, matcher));
            }
        }
    }
    all
}

/// The last word of a name, or of the target of an assignment.
fn called_word(name: &str) -> &str {
    last_word(name.strip_suffix(" =").unwrap_or(name))
}

/// Every call in the file whose name ends as that of a rule does, and what is read like one, in the order of the file, the
/// longer first.
fn find_calls(source: &Source, rules: &[&CodeRule]) -> Vec<Call> {
    let (mut words, mut assigned): (BTreeSet<&str>, BTreeSet<&str>) = Default::default();
    let (mut comparisons, mut commands) = (false, false);
    let mut openers = BTreeSet::new();
    for callee in rules.iter().flat_map(|rule| rule.calls).flat_map(|matcher| matcher.callee) {
        match (*callee, callee.strip_suffix(" =")) {
            ("==", _) => comparisons = true,
            ("`", _) => commands = true,
            (opener, _) if is_opener(opener) => _ = openers.insert(opener),
            (_, Some(target)) => _ = assigned.insert(last_word(target)),
            (_, None) => _ = words.insert(last_word(callee)),
        }
    }
    let mut calls = Vec::new();
    if !(words.is_empty() && assigned.is_empty()) {
        let local = source.aliases().iter().filter(|(_, full)| words.contains(last_word(full)));
        let local: Vec<&str> = local.map(|(local, _)| local).collect();
        words.extend(local);
        let all: BTreeSet<&str> = words.union(&assigned).copied().collect();
        for word in occurrences(source, &all) {
            let text = source.str(word.clone());
            let found = words.contains(text).then(|| call(source, &word)).flatten();
            let found = found.or_else(|| assigned.contains(text).then(|| forms::assignment(source, &word)).flatten());
            calls.extend(found);
        }
    }
    if comparisons {
        calls.extend(forms::comparisons(source));
    }
    calls.extend(forms::outputs(source, &openers));
    if commands {
        calls.extend(forms::commands(source));
    }
    calls.sort_by_key(|call| (call.span.start, Reverse(call.span.end)));
    calls
}

/// The call that a word is the name of, in the forms that the language has.
fn call(source: &Source, word: &Range<usize>) -> Option<Call> {
    let found = Call::at(source, word.clone());
    match source.language.name {
        "objective-c" => found.or_else(|| forms::message(source, word)),
        "csharp" | "cpp" => found.or_else(|| forms::declared_object(source, word)),
        _ => found,
    }
}

/// Whether a callee is what opens code in a page, such as `<?=`.
fn is_opener(callee: &str) -> bool {
    callee.starts_with(['<', '{'])
}

/// Where whole words of a set stand in the text. For one file a pass over its words is cheaper than any automaton, which
/// would have to be built first.
fn occurrences(source: &Source, words: &BTreeSet<&str>) -> Vec<Range<usize>> {
    // For each first byte the lengths that occur, one bit each: nearly every other word fails here.
    let mut lengths = [0_u64; 256];
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
        if lengths[usize::from(byte)] & bit(length) != 0 && words.contains(source.str(word.clone())) {
            found.push(word);
        }
    }
    found
}

/// The word that is called: `getInstance` of `MessageDigest.getInstance`.
fn last_word(callee: &str) -> &str {
    if is_opener(callee) {
        return callee;
    }
    callee.rsplit(['.', ' ', '@', '-']).next().unwrap_or(callee)
}
