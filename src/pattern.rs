//! Regexes of rules and languages: on bytes, Unicode off, built on first use.

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
