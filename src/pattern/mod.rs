//! Regexes of rules and languages: on bytes, Unicode off, built on first use.
//!
//! They are built by the engine beneath the `regex` crate, without its search for literals: the keyword filter has found the
//! place already, and the literals take half the time that building a regex takes.

mod near;

use std::collections::BTreeMap;
use std::fmt;
use std::ops::Range;
use std::sync::{Mutex, OnceLock, PoisonError};

use regex_automata::meta::Regex;
use regex_automata::util::{captures::Captures, syntax};
use regex_automata::{Anchored, Input};

pub use near::near_keywords;

/// The most memory the program of one regex may take, in bytes: a pattern above it is refused when rules are checked.
const SIZE_LIMIT: usize = 4 << 20;

/// A regex that is built when it is first used.
pub struct Pattern {
    source: &'static str,
    regex: OnceLock<Option<Regex>>,
}

/// A match with its groups.
pub struct Match(Captures);

impl Match {
    /// The bytes of the whole match.
    pub fn range(&self) -> Range<usize> {
        self.0.get_match().map_or(0..0, |all| all.range())
    }

    /// The bytes of a named group, if it took part.
    pub fn group(&self, name: &str) -> Option<Range<usize>> {
        self.0.get_group_by_name(name).map(|span| span.range())
    }
}

impl Pattern {
    /// Wraps a source text that was checked before: by `build.rs` for our own rules, on loading for user rules. One that
    /// cannot be built matches nothing.
    pub const fn new(source: &'static str) -> Self {
        Self { source, regex: OnceLock::new() }
    }

    /// The source text.
    pub fn source(&self) -> &'static str {
        self.source
    }

    /// Whether the source text can be built.
    pub fn is_sound(&self) -> bool {
        self.regex().is_some()
    }

    /// Whether it matches anywhere in the text.
    pub fn is_match(&self, text: &[u8]) -> bool {
        self.regex().is_some_and(|regex| regex.is_match(text))
    }

    /// The bytes of the first match that begins at `from` or later. What stands before `from` counts for word boundaries.
    pub fn find_at(&self, text: &[u8], from: usize) -> Option<Range<usize>> {
        self.regex()?.find(input(text, from)).map(|found| found.range())
    }

    /// [`Self::find_at`] with groups.
    pub fn match_at(&self, text: &[u8], from: usize) -> Option<Match> {
        let regex = self.regex()?;
        let mut captures = regex.create_captures();
        regex.captures(input(text, from), &mut captures);
        captures.is_match().then_some(Match(captures))
    }

    /// The text that every match begins with, behind the start of a word; `None` where that cannot be told from the source.
    fn first_word(&self) -> Option<&'static str> {
        let rest = self.source.strip_prefix(r"\b")?;
        let length =
            rest.bytes().take_while(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-')).count();
        // A repetition belongs to the last byte alone; an alternative may begin otherwise.
        let repeated = rest[length..].starts_with(['?', '*', '+', '{']);
        let text = &rest[..length - usize::from(repeated && length > 0)];
        (text.len() >= 3 && !rest.contains('|')).then_some(text)
    }

    /// Whether it was used before: then a question costs nothing but the search.
    pub fn is_built(&self) -> bool {
        self.regex.get().is_some()
    }

    fn regex(&self) -> Option<&Regex> {
        self.regex.get_or_init(|| shared(self.source)).as_ref()
    }
}

impl fmt::Debug for Pattern {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "/{}/", self.source)
    }
}

fn input(text: &[u8], from: usize) -> Input<'_> {
    Input::new(text).anchored(Anchored::No).range(from.min(text.len())..)
}

/// The regex of a source text, built once for all rules that write the same.
fn shared(source: &'static str) -> Option<Regex> {
    static BUILT: Mutex<BTreeMap<&'static str, Option<Regex>>> = Mutex::new(BTreeMap::new());
    let mut built = BUILT.lock().unwrap_or_else(PoisonError::into_inner);
    built.entry(source).or_insert_with(|| build(source)).clone()
}

fn build(source: &str) -> Option<Regex> {
    let config =
        Regex::config().auto_prefilter(false).onepass(false).utf8_empty(false).nfa_size_limit(Some(SIZE_LIMIT));
    Regex::builder().configure(config).syntax(syntax::Config::new().unicode(false).utf8(false)).build(source).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_stands_before_the_start_counts_for_word_boundaries() {
        let word = Pattern::new(r"\bkey=(?<value>\w+)");
        assert_eq!(word.find_at(b"monkey=1 key=22", 3), Some(9..15));
        let found = word.match_at(b"monkey=1 key=22", 0).unwrap();
        assert_eq!((found.range(), found.group("value"), found.group("none")), (9..15, Some(13..15), None));
        assert_eq!(word.find_at(b"key=1", 99), None);
    }

    #[test]
    fn bytes_that_are_not_utf8_are_bytes() {
        assert_eq!(Pattern::new(r"(?-u:\xff)a").find_at(b"\xff\xffa", 0), Some(1..3));
    }

    #[test]
    fn an_unsound_source_matches_nothing() {
        let broken = Pattern::new("(");
        assert!(!broken.is_sound() && !broken.is_match(b"(") && broken.find_at(b"(", 0).is_none());
    }
}
