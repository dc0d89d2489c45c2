//! The secrets check: runs the regex of a rule near its keywords and asks its validators about what it found.

mod assignment;
mod credential;
mod key_name;
mod keys;
mod kubernetes;
mod placeholder;
mod proof;
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
            let Matcher::Secret(matcher) = &candidate.rule.matcher else { continue };
            match matcher.reader {
                Some(reader) => assignment::search(reader, change, candidate, sink),
                None => search(candidate.rule, matcher, change.text(), &candidate.at, sink),
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
            let (confidence, note) = match validate::ask(validator, &subject) {
                Opinion::No => return,
                Opinion::Yes => continue,
                Opinion::Told(note) => (hit.confidence, note),
                Opinion::Proven(note) => (Some(Confidence::High), note),
                Opinion::Weaker(note) => (Some(one_less(rule.confidence)), note),
                Opinion::Doubtful(note) => (Some(Confidence::Low), note),
            };
            hit.confidence = confidence;
            hit.note = Some(match hit.note.take() {
                Some(first) => format!("{first} {note}").into(),
                None => note,
            });
        }
        sink.push(hit);
    });
}

fn one_less(confidence: Confidence) -> Confidence {
    match confidence {
        Confidence::High => Confidence::Medium,
        Confidence::Medium | Confidence::Low => Confidence::Low,
    }
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
