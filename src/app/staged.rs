//! The commit in progress.

use std::time::Instant;

use super::gate::{committed_policy, staged_policy};
use super::{Failure, Gate, NewProgress, Run, scan, timed, today};
use crate::finding::Finding;
use crate::git::{Backend, GitFeed, Parents, changed_files, staged_differences, touches};
use crate::policy::{POLICY_FILE, Parsed, judge_commit};
use crate::text::RepoPath;

/// Judges what the index adds relative to every parent. Without a message, no override can count.
///
/// # Errors
/// The index, an object or the policy cannot be read.
pub fn judge_staged(
    backend: &dyn Backend,
    parents: &Parents,
    message: Option<&Parsed>,
    progress: NewProgress,
) -> Result<Run, Failure> {
    let start = Instant::now();
    let gate = Gate::at(backend, parents.head.as_ref())?;
    let differences = staged_differences(backend, parents)?;
    let policy_touched = touches(&differences, &RepoPath::from(POLICY_FILE));
    let (files, excluded) = changed_files(differences, &|path| gate.excludes(path));
    let mut feed = GitFeed::new(backend, gate.policy.limits.file_bytes);
    feed.push_staged(files);

    let mut outcome = scan(&gate.rules, &feed, progress)?;
    if policy_touched || !gate.broken.is_empty() {
        outcome.findings.extend(policy_findings(backend, parents, &gate)?);
    }
    let judgement = judge_commit(outcome.findings, &gate.policy, message, today());
    Ok(timed(start, (judgement, outcome.totals), 0, excluded))
}

/// What the staged policy file is worth a finding for.
fn policy_findings(backend: &dyn Backend, parents: &Parents, gate: &Gate) -> Result<Vec<Finding>, Failure> {
    let all = parents.head.iter().chain(&parents.merged);
    let old = all.map(|parent| committed_policy(backend, parent)).collect::<Result<Vec<_>, _>>()?;
    let new = staged_policy(backend)?;
    Ok(gate.policy_change(&old, new.as_deref()))
}
