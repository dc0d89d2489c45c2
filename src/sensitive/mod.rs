//! Files that should not be in a repository, by name and by content: keys, stores of keys, dumps, histories, and what
//! assistants write down. What they are is data: `config/rules/files`. The engine asks for the rules of a name, so that an
//! ordinary file costs a look at its name.

use crate::change::Change;
use crate::engine::{Check, Hit, Sink};
use crate::pattern::Pattern;
use crate::rules::{Candidate, FileMatcher, Matcher};
use crate::secrets::is_stand_in;

/// The check.
#[derive(Clone, Copy, Debug, Default)]
pub struct Sensitive;

impl Check for Sensitive {
    fn check(&self, change: &Change, candidates: &[Candidate], sink: &mut Sink) {
        for candidate in candidates {
            if let Matcher::File(file) = &candidate.rule.matcher
                && is_sensitive(file, change.text())
            {
                sink.push(Hit::new(candidate.rule, 0..0));
            }
        }
    }
}

fn is_sensitive(file: &FileMatcher, text: &[u8]) -> bool {
    file.holds.as_ref().is_none_or(|pattern| holds(pattern, file.times, text))
        && !file.unless.as_ref().is_some_and(|pattern| pattern.is_match(text))
}

/// Whether a pattern matches so often with a real value.
fn holds(pattern: &Pattern, times: u16, text: &[u8]) -> bool {
    let (mut at, mut found) = (0, 0);
    while let Some(place) = pattern.match_at(text, at) {
        let range = place.range();
        // A pattern that matches nothing must not stand still.
        at = range.end.max(range.start + 1);
        if place.group("secret").is_some_and(|value| is_stand_in(&text[value])) {
            continue;
        }
        found += 1;
        if found >= times {
            return true;
        }
    }
    false
}

#[cfg(test)]
mod tests;
