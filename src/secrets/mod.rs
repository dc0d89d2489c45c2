//! The secrets check: runs the regex of a rule near its keywords and asks its validators about what it found.

mod base64;
mod key_name;
mod literal;
mod placeholder;
mod randomness;
mod structure;
mod validate;

use std::ops::Range;

use crate::change::Change;
use crate::engine::{Check, Hit, Sink};
use crate::finding::Confidence;
use crate::pattern::near_keywords;
use crate::rules::{Candidate, Matcher, Rule, SecretMatcher};
use validate::{Opinion, Subject};

/// The check.
#[derive(Debug)]
pub struct Secrets;

impl Check for Secrets {
    fn check(&self, change: &Change, candidates: &[Candidate], sink: &mut Sink) {
        for candidate in candidates {
            if let Matcher::Secret(matcher) = &candidate.rule.matcher {
                search(candidate.rule, matcher, change.text(), &candidate.at, sink);
            }
        }
    }

    fn reads_inside(&self) -> bool {
        true
    }
}

/// Whether a value only stands where a secret will be: a placeholder, or a reference to a variable.
pub fn is_stand_in(value: &[u8]) -> bool {
    placeholder::is_placeholder(value)
}

fn search(rule: &'static Rule, matcher: &SecretMatcher, text: &[u8], keywords: &[usize], sink: &mut Sink) {
    near_keywords(&matcher.pattern, text, keywords, matcher.window, |found| {
        let whole = found.range();
        let secret = found.group("secret").unwrap_or(whole.clone());
        let body = found.group("body").unwrap_or(secret.clone());
        let (user, host) = (found.group("user"), found.group("host"));
        let subject = Subject { text, start: whole.start, secret: secret.clone(), body, user, host };
        let span = shown(text, whole, &secret);
        let mut hit = Hit { secret: Some(secret), ..Hit::new(rule, span) };
        for validator in matcher.validate {
            match validate::ask(validator, &subject) {
                Opinion::No => return,
                Opinion::Yes => {}
                Opinion::Proven(note) => (hit.confidence, hit.note) = (Some(Confidence::High), Some(note.into())),
                Opinion::Doubtful(note) => (hit.confidence, hit.note) = (Some(Confidence::Low), Some(note.into())),
            }
        }
        sink.push(hit);
    });
}

/// What is marked: the whole match, unless the secret is one line below what names it. A key of several lines is marked from
/// its header on.
fn shown(text: &[u8], whole: Range<usize>, secret: &Range<usize>) -> Range<usize> {
    let breaks = |range: Range<usize>| memchr::memchr(b'\n', &text[range]).is_some();
    let below = breaks(whole.start..secret.start) && !breaks(secret.clone());
    if below { secret.clone() } else { whole }
}

#[cfg(test)]
mod tests;
