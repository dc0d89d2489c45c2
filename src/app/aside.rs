//! What travels with the files: messages, the names of new files, and those of references. Whoever may read the repository reads them too.

use std::borrow::Cow;

use crate::change::{Change, ContentId};
use crate::checks;
use crate::engine::Scanner;
use crate::finding::{Finding, Location};
use crate::git::ChangedFile;
use crate::rules::RuleSet;
use crate::text::RepoPath;

/// What the message of a commit is called where a file has its path.
pub(super) const MESSAGE: &str = "commit message";

/// What the names of references are called where a file has its path.
const REFERENCE: &[u8] = b"reference";

/// The findings in a message. `name` stands for the path.
pub(super) fn in_message(rules: &RuleSet, name: &[u8], text: &[u8], commit: Option<&ContentId>) -> Vec<Finding> {
    let mut found = scan(rules, name, text.to_vec());
    for finding in &mut found {
        finding.commit = commit.map(ToString::to_string);
    }
    found
}

/// The findings in names of files that no parent has.
pub(super) fn in_names(rules: &RuleSet, files: &[ChangedFile], commit: Option<&ContentId>) -> Vec<Finding> {
    let new: Vec<&RepoPath> = files.iter().filter(|file| file.old.is_empty()).map(|file| &file.path).collect();
    let mut found = in_paths(rules, b"", &new, "it stands in the name of the file");
    for finding in &mut found {
        finding.commit = commit.map(ToString::to_string);
    }
    found
}

/// The findings in names of references: branches and tags that a push makes or moves.
pub(super) fn in_references(rules: &RuleSet, names: &[Vec<u8>]) -> Vec<Finding> {
    let names: Vec<RepoPath> = names.iter().map(|name| RepoPath::new(name.as_slice())).collect();
    in_paths(rules, REFERENCE, &names.iter().collect::<Vec<_>>(), "it stands in the name of the reference")
}

/// `place` tells fingerprints of files and of references apart: a name has no path but itself.
fn in_paths(rules: &RuleSet, place: &[u8], names: &[&RepoPath], note: &'static str) -> Vec<Finding> {
    // One name a line, so that all are searched at once.
    let line = |path: &&RepoPath| path.as_bytes().iter().map(|&byte| if byte == b'\n' { b' ' } else { byte }).collect();
    let lines: Vec<Vec<u8>> = names.iter().map(line).collect();
    let mut found = scan(rules, place, lines.join(&b'\n'));
    for finding in &mut found {
        let at = usize::try_from(finding.location.line).ok().and_then(|line| names.get(line.checked_sub(1)?));
        finding.path = at.map(|path| (*path).clone()).unwrap_or_default();
        finding.location = Location::FILE;
        finding.notes.push(Cow::Borrowed(note));
    }
    found
}

fn scan(rules: &RuleSet, name: &[u8], text: Vec<u8>) -> Vec<Finding> {
    let checks = checks::of_texts();
    Scanner::new(rules, &checks).scan(&mut Change::whole(RepoPath::new(name), text))
}
