//! The sink: takes the hits of all checks on one file and makes findings of those that the commit adds.

use std::borrow::Cow;
use std::cmp::Reverse;
use std::collections::{BTreeMap, HashSet};
use std::ops::Range;

use super::composite::{Part, join};
use super::context::Surroundings;
use super::derived::{Encodings, Way};
use super::made::{Columns, Secrets, finding};
use crate::change::{AddedLines, Change};
use crate::finding::{Confidence, Finding, Package, Redacted, Severity};
use crate::rules::{Matcher, Rule, RuleSet};

/// A place at which a rule matched. It holds offsets, no text, so that nothing of a secret can leave a check.
#[derive(Clone, Debug)]
pub struct Hit {
    /// The rule.
    pub rule: &'static Rule,
    /// What is marked in the report: byte offsets in the text of the change. For code, the whole call.
    pub span: Range<usize>,
    /// The secret: masked everywhere, and the match of the fingerprint. `None` for code.
    pub secret: Option<Range<usize>>,
    /// Where it differs from the rule's.
    pub severity: Option<Severity>,
    /// Where it differs from the rule's.
    pub confidence: Option<Confidence>,
    /// Evidence in words; never matched text.
    pub note: Option<Cow<'static, str>>,
    /// What was decoded to find it: a check leaves it empty.
    pub behind: Encodings,
    /// What belongs to it and stands near: a check leaves it empty.
    pub parts: Vec<Part>,
    /// What the check itself has to say. Such a hit is new whatever its line, because the check has compared the file.
    pub told: Option<Box<Told>>,
}

/// What a check that has compared a file says of a hit, where the rule's words are too general. Texts may quote the file:
/// they must be printable.
#[derive(Clone, Debug, Default)]
pub struct Told {
    /// What is wrong, in one sentence.
    pub message: String,
    /// What to write instead.
    pub fix: String,
    /// More evidence.
    pub notes: Vec<String>,
    /// The package that it is about.
    pub package: Option<Package>,
    /// What the fingerprint is made of, with rule and path.
    pub identity: Vec<u8>,
}

impl Hit {
    /// A hit with the rule's own severity and confidence.
    pub fn new(rule: &'static Rule, span: Range<usize>) -> Self {
        Self {
            rule,
            span,
            secret: None,
            severity: None,
            confidence: None,
            note: None,
            behind: Encodings::default(),
            parts: Vec::new(),
            told: None,
        }
    }

    pub(super) fn confidence(&self) -> Confidence {
        self.confidence.unwrap_or(self.rule.confidence)
    }

    fn is_generic(&self) -> bool {
        matches!(&self.rule.matcher, Matcher::Secret(secret) if secret.generic)
    }

    /// Whether the file itself is what was found.
    pub(super) fn is_file(&self) -> bool {
        matches!(self.rule.matcher, Matcher::File(_))
    }

    /// What must be on an added line for the hit to count.
    pub(super) fn evidence(&self) -> &Range<usize> {
        self.secret.as_ref().unwrap_or(&self.span)
    }
}

/// Collects the hits of one file.
#[derive(Debug, Default)]
pub struct Sink {
    hits: Vec<Hit>,
    /// Hits that are allowed by what surrounds them in the text that they were found in.
    settled: Vec<Hit>,
    /// The secrets of the other ones: they are masked nevertheless.
    refused: Vec<Range<usize>>,
}

impl Sink {
    /// Takes a hit.
    pub fn push(&mut self, hit: Hit) {
        self.hits.push(hit);
    }

    /// Keeps the hits that are allowed by what surrounds them in the text of `change`.
    pub(super) fn settle(&mut self, change: &Change) {
        let mut surroundings = Surroundings::default();
        for hit in std::mem::take(&mut self.hits) {
            if surroundings.allow(&hit, change) {
                self.settled.push(hit);
            } else {
                self.refused.extend(hit.secret);
            }
        }
    }

    /// Keeps some of the settled hits.
    pub(super) fn retain(&mut self, keep: impl FnMut(&Hit) -> bool) {
        self.settled.retain(keep);
    }

    /// Takes the settled hits of `inner`, a text that was made of `outer`, at the places that they were made of. A secret
    /// that also stands in `outer` as it is, as in a source map and its file, is found there.
    pub(super) fn take_back(&mut self, found: Self, inner: &[u8], outer: &[u8], way: &Way) {
        if found.settled.is_empty() {
            return;
        }
        let text = |hit: &Hit, text: &[u8]| hit.secret.clone().map(|secret| text[secret].to_vec());
        let plain: HashSet<Vec<u8>> = self.settled.iter().filter_map(|hit| text(hit, outer)).collect();
        let hidden =
            found.settled.into_iter().filter(|hit| text(hit, inner).is_none_or(|secret| !plain.contains(&secret)));
        self.settled.extend(hidden.map(|hit| Hit {
            behind: hit.behind.and(way.encodings(&hit.span)),
            span: way.back(&hit.span),
            secret: hit.secret.as_ref().map(|secret| way.back(secret)),
            ..hit
        }));
    }

    /// The secrets that a rule of a provider has named.
    pub(super) fn named(&self) -> Secrets {
        let hits = self.hits.iter().chain(&self.settled).filter(|hit| !hit.is_generic());
        Secrets::new(hits.filter_map(|hit| hit.secret.clone()).collect())
    }

    /// The text with every secret in it masked; `None` where there is none.
    pub(super) fn conceal(self, text: &[u8]) -> Option<Vec<u8>> {
        let hits = self.hits.into_iter().chain(self.settled);
        let mut secrets: Vec<Range<usize>> = hits.filter_map(|hit| hit.secret).collect();
        secrets.sort_by_key(|secret| (secret.start, Reverse(secret.end)));
        let (mut out, mut at) = (Vec::with_capacity(text.len()), 0);
        for secret in &secrets {
            if secret.end > at {
                out.extend_from_slice(&text[at..secret.start.max(at)]);
                out.extend_from_slice(Redacted::new(&text[secret.start.max(at)..secret.end]).mask().as_bytes());
                at = secret.end;
            }
        }
        out.extend_from_slice(&text[at..]);
        (!secrets.is_empty()).then_some(out)
    }

    /// Makes findings, in the order of the file. Left out are hits on lines that the commit does not add, hits whose
    /// surroundings speak against the rule, and secrets that a better rule names.
    pub(super) fn finish(mut self, change: &mut Change, rules: &RuleSet) -> Vec<Finding> {
        self.settle(change);
        if self.settled.is_empty() {
            return Vec::new();
        }
        let mut secrets = self.refused;
        secrets.extend(self.settled.iter().filter_map(|hit| hit.secret.clone()));
        let in_force = self.settled.into_iter().filter(|hit| !rules.is_off(hit.rule));
        let mut hits = join(one_per_secret(in_force.collect()), change, rules);
        secrets.extend(hits.iter().flat_map(|hit| &hit.parts).map(|part| part.at.clone()));
        one_per_file(&mut hits, rules);
        hits.retain(|hit| hit.told.is_some() || is_added(hit, change));
        hits.sort_by_key(|hit| (hit.span.start, hit.rule.id, hit.span.end));
        let alone = |hit: &Hit| hit.told.is_none();
        hits.dedup_by(|a, b| a.rule.id == b.rule.id && a.span.start == b.span.start && alone(a) && alone(b));
        let secrets = Secrets::new(secrets);
        let mut columns = Columns::default();
        hits.iter().map(|hit| finding(hit, change, &secrets, &mut columns, rules)).collect()
    }
}

/// A file counts when no parent has it, anything else when a part of it is on an added line.
fn is_added(hit: &Hit, change: &mut Change) -> bool {
    if hit.is_file() {
        return *change.added() == AddedLines::All;
    }
    let mut places = std::iter::once(hit.evidence()).chain(hit.parts.iter().map(|part| &part.at));
    places.any(|place| {
        let lines = change.lines().lines_of(place);
        change.added().touches(&lines)
    })
}

/// Of rules that name the same file, the most severe; none that gives way to a secret which a rule knows.
fn one_per_file(hits: &mut Vec<Hit>, rules: &RuleSet) {
    let named = hits.iter().any(|hit| hit.secret.is_some() && !hit.is_generic());
    hits.retain(|hit| !(named && matches!(&hit.rule.matcher, Matcher::File(file) if file.yields)));
    let worst =
        hits.iter().filter(|hit| hit.is_file()).max_by_key(|hit| (rules.severity(hit.rule), Reverse(hit.rule.id)));
    if let Some(worst) = worst.map(|hit| hit.rule.id) {
        hits.retain(|hit| !hit.is_file() || hit.rule.id == worst);
    }
}

/// Of secrets that overlap, the one whose rule knows most: a provider's before a generic one, then the surer, then what
/// stands as it is before what had to be decoded, then the longer.
fn one_per_secret(hits: Vec<Hit>) -> Vec<Hit> {
    let (mut secrets, mut kept): (Vec<Hit>, Vec<Hit>) = hits.into_iter().partition(|hit| hit.secret.is_some());
    secrets.sort_by_key(|hit| {
        let span = hit.evidence();
        let decoded = !hit.behind.is_empty();
        (hit.is_generic(), Reverse(hit.confidence()), decoded, Reverse(span.len()), span.start, hit.rule.id)
    });
    // Start to end: a file may hold a hundred thousand.
    let mut taken: BTreeMap<usize, usize> = BTreeMap::new();
    for hit in secrets {
        let span = hit.evidence();
        if taken.range(..span.end).next_back().is_none_or(|(_, &end)| end <= span.start) {
            taken.insert(span.start, span.end);
            kept.push(hit);
        }
    }
    kept
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::finding::Location;
    use crate::rules::builtin_rules;
    use crate::text::RepoPath;

    fn rule(id: &str) -> &'static Rule {
        builtin_rules().iter().find(|rule| rule.id == id).unwrap()
    }

    fn secret(at: Range<usize>) -> Hit {
        Hit { secret: Some(at.clone()), ..Hit::new(rule("github-token"), at) }
    }

    #[test]
    fn only_hits_on_added_lines_become_findings() {
        let bases = |_: &[u8]| vec![b"old_secret_value_1234567890\n".to_vec()];
        let text = b"old_secret_value_1234567890\nnew_secret_value_1234567890\n".to_vec();
        let mut change = Change::against(RepoPath::from("f"), text, Box::new(bases));
        let mut sink = Sink::default();
        sink.push(secret(0..27));
        sink.push(secret(28..55));
        let findings = sink.finish(&mut change, &RuleSet::default());
        assert_eq!(findings.len(), 1);
        assert_eq!(findings[0].location, Location { line: 2, end_line: 2, column: 1 });
        assert_eq!(findings[0].excerpt.text(), format!("new_{}", "*".repeat(23)));
    }

    #[test]
    fn one_finding_per_secret_the_longer_match() {
        let mut change = Change::whole(RepoPath::from("f"), vec![b'x'; 100]);
        let mut sink = Sink::default();
        for at in [10..30, 5..40, 50..60] {
            sink.push(secret(at));
        }
        let findings = sink.finish(&mut change, &RuleSet::default());
        let columns: Vec<u32> = findings.iter().map(|finding| finding.location.column).collect();
        assert_eq!(columns, [6, 51]);
    }
}
