//! The commit in progress.

use std::time::Instant;

use super::source::Source;
use super::{Failure, Gate, NewProgress, Run, scan, steering, timed, today};
use crate::change::ContentId;
use crate::git::{Backend, GitFeed, Parents, changed_files, staged_differences};
use crate::policy::{Parsed, judge_commit};

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
    let steers = steering::steers(&gate, &differences);
    let (files, excluded) = changed_files(differences, &|path| gate.excludes(path));
    let mut feed = GitFeed::new(backend, gate.policy.limits.file_bytes);
    feed.push_staged(files);

    let mut outcome = scan(&gate.rules, &feed, progress)?;
    if steers || !gate.broken.is_empty() {
        let parents: Vec<ContentId> = parents.head.iter().chain(&parents.merged).copied().collect();
        outcome.findings.extend(steering::findings(backend, &gate, &parents, &Source::Index)?);
    }
    let judgement = judge_commit(outcome.findings, &gate.policy, message, today());
    Ok(timed(start, (judgement, outcome.totals), 0, excluded))
}
