//! What travels with the files: messages, and the names of new files. Whoever may read the repository reads them too.

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
    // One name a line, so that all are searched at once.
    let line = |path: &&RepoPath| path.as_bytes().iter().map(|&byte| if byte == b'\n' { b' ' } else { byte }).collect();
    let names: Vec<Vec<u8>> = new.iter().map(line).collect();
    let mut found = scan(rules, b"", names.join(&b'\n'));
    for finding in &mut found {
        let at = usize::try_from(finding.location.line).ok().and_then(|line| new.get(line.checked_sub(1)?));
        finding.path = at.map(|path| (*path).clone()).unwrap_or_default();
        finding.location = Location::FILE;
        finding.commit = commit.map(ToString::to_string);
        finding.notes.push(Cow::Borrowed("it stands in the name of the file"));
    }
    found
}

fn scan(rules: &RuleSet, name: &[u8], text: Vec<u8>) -> Vec<Finding> {
    let checks = checks::all();
    Scanner::new(rules, &checks).scan(&mut Change::whole(RepoPath::new(name), text))
}
