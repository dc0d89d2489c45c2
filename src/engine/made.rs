//! A finding made of a hit: its place in lines and columns, its excerpt with every secret masked, its fingerprint.

use std::borrow::Cow;
use std::cmp::Reverse;
use std::ops::Range;

use super::excerpt;
use super::sink::Hit;
use crate::change::Change;
use crate::finding::{Excerpt, Finding, Fingerprint, Location, Redacted};
use crate::rules::RuleSet;

/// The secrets of a file, by start.
pub(super) struct Secrets {
    sorted: Vec<Range<usize>>,
    longest: usize,
}

impl Secrets {
    pub(super) fn new(mut all: Vec<Range<usize>>) -> Self {
        all.sort_by_key(|secret| (secret.start, Reverse(secret.end)));
        Self { longest: all.iter().map(ExactSizeIterator::len).max().unwrap_or(0), sorted: all }
    }

    /// Whether one of them overlaps a range.
    pub(super) fn overlaps(&self, range: &Range<usize>) -> bool {
        self.around(range).iter().any(|secret| secret.start < range.end && range.start < secret.end)
    }

    /// Those that may overlap a range: few of many.
    pub(super) fn around(&self, range: &Range<usize>) -> &[Range<usize>] {
        let first = self.sorted.partition_point(|secret| secret.start + self.longest < range.start);
        let behind = self.sorted.partition_point(|secret| secret.start <= range.end);
        &self.sorted[first.min(behind)..behind]
    }
}

/// Counts columns from hit to hit, so that a line with many of them is read once.
#[derive(Default)]
pub(super) struct Columns {
    line_start: usize,
    at: usize,
    column: usize,
}

impl Columns {
    /// The column, from 1, of the byte at `offset` in the line that begins at `line_start`. Offsets must ascend.
    fn of(&mut self, text: &[u8], line_start: usize, offset: usize) -> usize {
        if self.line_start != line_start || offset < self.at || self.column == 0 {
            *self = Self { line_start, at: line_start, column: 1 };
        }
        self.column += String::from_utf8_lossy(&text[self.at..offset]).chars().count();
        self.at = offset;
        self.column
    }
}

/// The finding that a hit is.
pub(super) fn finding(
    hit: &Hit,
    change: &Change,
    secrets: &Secrets,
    columns: &mut Columns,
    rules: &RuleSet,
) -> Finding {
    let rule = hit.rule;
    let text = change.text();
    let lines = change.lines().lines_of(&hit.span);
    let line = change.lines().range(text, lines.start);
    let column = columns.of(text, line.start, hit.span.start.clamp(line.start, line.end));
    let number = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
    let parts = hit.parts.iter().map(|part| Cow::Owned(part.described(hit.evidence(), change)));
    let whole = hit.is_file();
    let matched = match (&hit.told, &hit.secret) {
        (Some(told), _) => Redacted::new(told.identity.as_slice()),
        // The name tells, whatever stands in it today.
        (None, None) if whole => Redacted::new(""),
        (None, Some(secret)) => Redacted::new(&text[secret.clone()]),
        (None, None) => Redacted::new(squeeze(&text[hit.span.clone()])),
    };
    let told = hit.told.as_deref();
    // Here the policy of the user goes before the check, which only passes on what others say.
    let severity = match told {
        Some(_) => rules.own_severity(rule).or(hit.severity).unwrap_or(rule.severity),
        None => hit.severity.unwrap_or_else(|| rules.severity(rule)),
    };
    let words = |own: &'static str, told: Option<&String>| told.map_or(Cow::Borrowed(own), |text| text.clone().into());
    let notes = told.into_iter().flat_map(|told| told.notes.iter().cloned().map(Cow::Owned));
    Finding {
        rule: rule.id,
        category: rule.category(),
        severity,
        confidence: hit.confidence(),
        path: change.file().clone(),
        location: if whole {
            Location::FILE
        } else {
            Location { line: number(lines.start + 1), end_line: number(lines.end), column: number(column) }
        },
        commit: None,
        cwe: rule.cwe,
        title: rule.title.into(),
        message: words(rule.message, told.map(|told| &told.message)),
        why: rule.why.into(),
        fix: words(rule.fix, told.map(|told| &told.fix)),
        references: rule.references,
        excerpt: if whole {
            Excerpt::default()
        } else {
            excerpt::excerpt(text, &line, &hit.span, secrets.around(&excerpt::shown(&line, &hit.span)))
        },
        notes: {
            let own = hit.note.iter().cloned().chain(parts);
            own.chain(hit.behind.note().map(Cow::Owned)).chain(notes).collect()
        },
        package: told.and_then(|told| told.package.clone()).map(Box::new),
        fingerprint: Fingerprint::new(rule.id, change.file(), &matched),
    }
}

/// A statement with every run of white space made one space, so that reformatting does not change its fingerprint.
fn squeeze(text: &[u8]) -> Vec<u8> {
    let words = text.split(u8::is_ascii_whitespace).filter(|word| !word.is_empty());
    words.collect::<Vec<_>>().join(&b' ')
}
