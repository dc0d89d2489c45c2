//! Dangerous calls and settings. A file is lexed only if a keyword of a code rule for its language stands in it; then the
//! calls that these rules name are looked up in one pass, under the names that the file gives them.

mod args;
mod callee;
mod calls;
mod conditions;
mod flow;
mod forms;
mod functions;
mod guards;
mod imports;
mod lookup;
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

use crate::change::{Change, Lines};
use crate::engine::{Check, Hit, Sink};
use crate::lexer::{self, Language, Part, Reader};
use crate::rules::{CallMatcher, Candidate, Matcher, PatternScope, ScopedPattern, SettingMatcher};
use conditions::Conditions;
use lookup::Wanted;
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
    let wanted = Wanted::of(rules.iter().map(|rule| rule.calls));
    let calls = wanted.find(&source);
    let conditions = Conditions::new(&source);
    let mut reported = vec![0; rules.len()];
    for call in &calls {
        for &(index, matcher) in wanted.meant_by(&call.name) {
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
