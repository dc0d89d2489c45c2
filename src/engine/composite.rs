//! Credentials of several parts: what belongs to a secret and stands near it, such as the id of its key, makes one finding
//! with it. Together they open what neither opens alone.

use std::ops::Range;

use super::context::around;
use super::made::Secrets;
use super::sink::Hit;
use crate::change::Change;
use crate::finding::{Confidence, Severity};
use crate::rules::{Companion, Matcher, RuleSet};

/// The other part of a credential, where it stands.
#[derive(Clone, Debug)]
pub struct Part {
    /// What it is, in a few words.
    what: &'static str,
    /// Byte offsets in the text of the change.
    pub(super) at: Range<usize>,
}

impl Part {
    /// Where it stands, seen from the secret: one sentence.
    pub(super) fn described(&self, secret: &Range<usize>, change: &Change) -> String {
        let line = |range: &Range<usize>| change.lines().line_of(range.start);
        let (own, secret) = (line(&self.at), line(secret));
        let place = match own.abs_diff(secret) {
            0 => "on the same line".to_owned(),
            distance => {
                let lines = if distance == 1 { "line" } else { "lines" };
                format!("{distance} {lines} {}", if own < secret { "above" } else { "below" })
            }
        };
        format!("The {} stands {place}.", self.what)
    }
}

/// Finds the other parts of each secret. What is one is no finding of its own any more.
pub(super) fn join(mut hits: Vec<Hit>, change: &Change, rules: &RuleSet) -> Vec<Hit> {
    for hit in &mut hits {
        let (Matcher::Secret(matcher), Some(secret)) = (&hit.rule.matcher, &hit.secret) else { continue };
        // Around what was decoded stands other encoded text.
        if hit.behind.is_empty() {
            hit.parts = matcher.with.iter().filter_map(|companion| nearest(companion, secret, change)).collect();
        }
        if !hit.parts.is_empty() {
            hit.severity = Some(raised(hit.severity.unwrap_or_else(|| rules.severity(hit.rule))));
            hit.confidence = Some(hit.confidence().max(Confidence::Medium));
        }
    }
    let parts = Secrets::new(hits.iter().flat_map(|hit| &hit.parts).map(|part| part.at.clone()).collect());
    hits.retain(|hit| !hit.parts.is_empty() || hit.secret.as_ref().is_none_or(|secret| !parts.overlaps(secret)));
    hits
}

fn raised(severity: Severity) -> Severity {
    match severity {
        Severity::Low => Severity::Medium,
        Severity::Medium => Severity::High,
        Severity::High | Severity::Critical => Severity::Critical,
    }
}

/// The nearest match that is no part of the secret itself.
fn nearest(companion: &Companion, secret: &Range<usize>, change: &Change) -> Option<Part> {
    let window = around(secret, companion.lines, change);
    let text = &change.text()[..window.end];
    let own = change.lines().line_of(secret.start);
    let (mut from, mut best) = (window.start, None);
    while let Some(found) = companion.pattern.match_at(text, from) {
        let whole = found.range();
        from = whole.end.max(whole.start + 1);
        let at = found.group("secret").unwrap_or(whole);
        if at.start < secret.end && secret.start < at.end {
            continue;
        }
        let bytes = if at.end <= secret.start { secret.start - at.end } else { at.start - secret.end };
        let distance = (change.lines().line_of(at.start).abs_diff(own), bytes);
        if best.as_ref().is_none_or(|(nearest, _)| distance < *nearest) {
            best = Some((distance, at));
        }
    }
    best.map(|(_, at)| Part { what: companion.what, at })
}

#[cfg(test)]
mod tests;
