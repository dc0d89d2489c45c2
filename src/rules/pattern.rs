//! Regexes of rules: on bytes, Unicode off, built on first use.

use std::fmt;
use std::sync::OnceLock;

use regex::bytes::{Regex, RegexBuilder};

/// The most memory the program of one regex may take, in bytes: a pattern above it is refused when rules are checked.
const SIZE_LIMIT: usize = 4 << 20;

/// A regex that is built when it is first used.
pub struct Pattern {
    source: &'static str,
    regex: OnceLock<Option<Regex>>,
}

impl Pattern {
    /// Wraps a source text that was checked before: by `build.rs` for our own rules, on loading for user rules.
    pub const fn new(source: &'static str) -> Self {
        Self { source, regex: OnceLock::new() }
    }

    /// The source text.
    pub fn source(&self) -> &'static str {
        self.source
    }

    /// The regex. `None` cannot happen for a checked source.
    pub fn regex(&self) -> Option<&Regex> {
        self.regex.get_or_init(|| build(self.source).ok()).as_ref()
    }

    /// Whether it matches anywhere in the text.
    pub fn is_match(&self, text: &[u8]) -> bool {
        self.regex().is_some_and(|regex| regex.is_match(text))
    }
}

impl fmt::Debug for Pattern {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "/{}/", self.source)
    }
}

fn build(source: &str) -> Result<Regex, regex::Error> {
    RegexBuilder::new(source).unicode(false).size_limit(SIZE_LIMIT).build()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::builtin_rules;
    use crate::rules::{ArgCondition, Matcher};

    fn patterns() -> impl Iterator<Item = (&'static str, &'static Pattern)> {
        builtin_rules().iter().flat_map(|rule| {
            let own: Vec<&Pattern> = match &rule.matcher {
                Matcher::Secret(secret) => vec![&secret.pattern],
                Matcher::Code { calls, patterns } => {
                    let conditions = calls.iter().flat_map(|call| call.when.iter().chain(call.unless));
                    let texts = conditions.filter_map(|condition: &ArgCondition| condition.text.as_ref());
                    texts.chain(patterns.iter().map(|pattern| &pattern.regex)).collect()
                }
            };
            let context = &rule.context;
            let near = context.requires.iter().chain(context.near).chain(context.unless_near);
            own.into_iter().chain(near).map(|pattern| (rule.id, pattern))
        })
    }

    #[test]
    fn every_builtin_pattern_builds_within_the_size_limit() {
        for (rule, pattern) in patterns() {
            assert!(pattern.regex().is_some(), "{rule}: {pattern:?}");
        }
    }
}
