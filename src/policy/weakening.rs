//! A change of the policy is itself a finding: the commit under check must not loosen the gate for the next one unseen.

mod compare;
mod rules;

use std::borrow::Cow;

use super::config::{POLICY_FILE, Policy};
use super::layer::{ConfigError, Layer};
use crate::finding::{Category, Confidence, Excerpt, Finding, Fingerprint, Location, Redacted, Severity};
use crate::rules::RuleSet;
use crate::text::RepoPath;
use compare::{Weaker, weaker};
pub use rules::rule_findings;

const WEAKENED: &str = "policy-weakened";
const FIRST: &str = "policy-first";
const BROKEN: &str = "policy-broken";

/// The policy file of the repository before and after a commit.
#[derive(Clone, Copy, Debug)]
pub struct PolicyChange<'a> {
    /// Its path.
    pub path: &'a RepoPath,
    /// The layers below it, which both sides share.
    pub system: &'a [Layer],
    /// In the commit that is built on; `None` where there is no such file. One that cannot be parsed counts as an empty one.
    pub base: Option<&'a Layer>,
    /// In the commit that is made; `None` where there is no such file.
    pub staged: Option<Result<&'a Layer, &'a [ConfigError]>>,
}

/// What a commit changes for the worse: one finding that blocks for each change that makes the policy weaker, one for a policy
/// that cannot be read. A stricter policy is no finding. The first policy of a repository only warns, so that one person
/// working alone can choose one. Deleting the file blocks always: the policy that comes next would be a first one again.
///
/// `rules` are all rules of the base, for their severities.
pub fn policy_findings(change: &PolicyChange, rules: &RuleSet) -> Vec<Finding> {
    let merged = |layer: Option<&Layer>| Policy::merge(change.system.iter().chain(layer));
    match (change.base, change.staged) {
        (None, None) => Vec::new(),
        (_, Some(Err(errors))) => vec![broken(change.path, errors)],
        (None, Some(Ok(staged))) => {
            vec![first(change.path, &weaker(&merged(None), &merged(Some(staged)), staged, rules))]
        }
        (Some(base), staged) => {
            let empty = Layer::default();
            let staged = staged.and_then(Result::ok);
            let deleted = staged.is_none().then(deletion);
            let changes = weaker(&merged(Some(base)), &merged(staged), staged.unwrap_or(&empty), rules);
            deleted.into_iter().chain(changes).map(|change_for_worse| weakened(change.path, change_for_worse)).collect()
        }
    }
}

fn deletion() -> Weaker {
    Weaker {
        message: "The policy file is deleted: the next one would count as the first, and could loosen anything."
            .to_owned(),
        identity: "deleted".to_owned(),
        line: None,
    }
}

fn weakened(path: &RepoPath, change: Weaker) -> Finding {
    Finding {
        title: "The policy becomes weaker".into(),
        message: change.message.into(),
        why: "Whoever loosens the gate in one commit can bring in with the next what it would have stopped.".into(),
        fix: "Take the change back, or commit it alone with an override, so that a reviewer sees it.".into(),
        ..finding(WEAKENED, path, Severity::High, change.line, change.identity)
    }
}

fn first(path: &RepoPath, changes: &[Weaker]) -> Finding {
    let identities: Vec<&str> = changes.iter().map(|change| change.identity.as_str()).collect();
    Finding {
        title: "The first policy of this repository".into(),
        message: "From the next commit on this file decides what blocks.".into(),
        why: "Later changes that loosen it block; this first one does not.".into(),
        fix: "Read it as you would read code, above all what it excludes, disables and allows.".into(),
        notes: changes.iter().map(|change| Cow::Owned(format!("looser than before: {}", change.message))).collect(),
        ..finding(FIRST, path, Severity::Low, None, identities.join("\n"))
    }
}

/// The finding that a file of the policy, or of the user's own rules, cannot be used. `errors` are all about the same file.
pub fn broken_policy(errors: &[ConfigError]) -> Option<Finding> {
    errors.first().map(|error| broken(&RepoPath::from(error.file.as_str()), errors))
}

fn broken(path: &RepoPath, errors: &[ConfigError]) -> Finding {
    let all: Vec<String> = errors.iter().map(|error| format!("line {}: {}", error.line, error.message)).collect();
    let what = if path.as_bytes() == POLICY_FILE.as_bytes() { "policy file" } else { "file of rules" };
    let message = match all.split_first() {
        Some((first, [])) => format!("The {what} cannot be used: {first}."),
        Some((first, rest)) => format!("The {what} cannot be used: {first} (and {} more).", rest.len()),
        None => format!("The {what} cannot be used."),
    };
    Finding {
        title: "A policy that cannot be used".into(),
        message: message.into(),
        why: "Nobody could commit on top of it: without a policy that can be used the gate stays shut.".into(),
        fix: "Mend the file; `hunkguard config check` and `hunkguard rules test FILE` list everything that is wrong with it."
            .into(),
        notes: all.iter().skip(1).cloned().map(Cow::Owned).collect(),
        ..finding(BROKEN, path, Severity::High, errors.first().map(|error| error.line), all.join("\n"))
    }
}

/// What all findings of a policy share. `identity` binds the fingerprint to this very change.
fn finding(rule: &'static str, path: &RepoPath, severity: Severity, line: Option<usize>, identity: String) -> Finding {
    let line = line.and_then(|line| u32::try_from(line).ok());
    Finding {
        rule,
        category: Category::Policy,
        severity,
        confidence: Confidence::High,
        path: path.clone(),
        location: line.map_or(Location::FILE, |line| Location { line, end_line: line, column: 1 }),
        commit: None,
        cwe: &[],
        title: Cow::default(),
        message: Cow::default(),
        why: Cow::default(),
        fix: Cow::default(),
        references: &[],
        excerpt: Excerpt::default(),
        notes: Vec::new(),
        package: None,
        fingerprint: Fingerprint::new(rule, path, &Redacted::new(identity)),
    }
}

#[cfg(test)]
mod tests;
