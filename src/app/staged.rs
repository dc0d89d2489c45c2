//! The commit in progress.

use std::time::Instant;

use super::source::Source;
use super::{Failure, Gate, Means, Run, Scanned, aside, scan, steering, timed, today};
use crate::change::ContentId;
use crate::git::message::above_scissors;
use crate::git::{Backend, GitFeed, Parents, changed_files, staged_differences};
use crate::policy::{judge_commit, parse_edited};

/// A message as the commit-msg hook gets it, and what begins a comment in it.
#[derive(Clone, Copy, Debug)]
pub struct EditedMessage<'m> {
    /// Bytes, not cleaned up yet.
    pub text: &'m [u8],
    /// Bytes.
    pub comment: &'m [u8],
}

/// Judges what the index adds relative to every parent, and the message. Without one, no override can count.
///
/// # Errors
/// The index, an object or the policy cannot be read.
pub fn judge_staged(
    backend: &dyn Backend,
    parents: &Parents,
    message: Option<EditedMessage>,
    means: Means,
) -> Result<Run, Failure> {
    let start = Instant::now();
    let gate = Gate::at(backend, parents.head.as_ref())?;
    let differences = staged_differences(backend, parents)?;
    let steers = steering::steers(&gate, &differences);
    let (files, excluded) = changed_files(differences, &|path| gate.excludes(path));
    let mut feed = GitFeed::new(backend, gate.policy.limits.file_bytes);
    let names = aside::in_names(&gate.rules, &files, None);
    feed.push_staged(files);

    let Scanned { mut outcome, remarks } = scan(&gate, &feed, means)?;
    outcome.findings.extend(names);
    if let Some(EditedMessage { text, comment }) = message {
        let kept = above_scissors(text, comment);
        outcome.findings.extend(aside::in_message(&gate.rules, aside::MESSAGE.as_bytes(), &kept, None));
    }
    if steers || !gate.broken.is_empty() {
        let parents: Vec<ContentId> = parents.head.iter().chain(&parents.merged).copied().collect();
        outcome.findings.extend(steering::findings(backend, &gate, &parents, &Source::Index)?);
    }
    let parsed = message.map(|message| parse_edited(message.text, message.comment));
    let judgement = judge_commit(outcome.findings, &gate.policy, parsed.as_ref(), today());
    Ok(timed(start, (judgement, outcome.totals, remarks), 0, excluded))
}
