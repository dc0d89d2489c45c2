//! Archives: their members are searched like files, with bounds. Nothing is written anywhere, so that names of members are
//! no more than words in a report.

mod archive;
#[cfg(test)]
mod tests;

use std::collections::HashSet;

use super::scanner::Scanner;
use super::unscanned::{Unread, UnreadReason, unscanned};
use crate::change::Change;
use crate::finding::{Finding, Location};
use crate::text::RepoPath;
use archive::{LIMITS, Member, members};

/// The most reasons that one finding names.
const REASONS: usize = 3;

/// What a packed file holds.
pub(super) struct Searched {
    /// In its members, in the bytes of the file itself, and what was not read.
    pub findings: Vec<Finding>,
    /// Whether all of it was read.
    pub whole: bool,
}

/// Searches a packed file: its members, then its bytes as they stand, because the few at the front that name a format are
/// easily written before a text.
pub(super) fn search(scanner: &Scanner, change: &mut Change, unread: Unread) -> Searched {
    let file = change.path().clone();
    let mut findings: Vec<Finding> = Vec::new();
    let mut seen = HashSet::new();
    let missed = members(change.text(), file.file_name(), &LIMITS, &mut |Member { path, blob }| {
        let mut member = Change::inside(RepoPath::new(path.as_slice()), file.clone(), blob);
        for mut finding in scanner.scan_member(&mut member) {
            // One finding for a secret, in however many members it stands.
            if seen.insert(finding.fingerprint) {
                let name = RepoPath::new([file.as_bytes(), b"!", path.as_slice()].concat());
                let line = finding.location.line;
                finding.notes.push(format!("Found in `{name}`, line {line}.").into());
                finding.location = Location::FILE;
                findings.push(finding);
            }
        }
    });
    change.decode();
    let plain = scanner.scan(change);
    findings.extend(plain.into_iter().filter(|finding| seen.insert(finding.fingerprint)));
    let whole = missed.as_ref().is_some_and(Vec::is_empty);
    if !whole {
        let reason = match (unread.reason, missed) {
            (UnreadReason::Opaque(format), Some(missed)) => UnreadReason::Partly { format, missed: in_words(&missed) },
            (reason, _) => reason,
        };
        findings.push(unscanned(Unread { reason, ..unread }));
    }
    Searched { findings, whole }
}

fn in_words(missed: &[String]) -> String {
    let named = missed.iter().take(REASONS).cloned().collect::<Vec<_>>().join("; ");
    match missed.len().saturating_sub(REASONS) {
        0 => named,
        more => format!("{named}; and {more} more"),
    }
}
