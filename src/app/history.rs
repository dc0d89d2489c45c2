//! Commits: of a push, or of a range.

use std::time::Instant;

use super::source::Source;
use super::{Failure, Gate, Means, Run, Scanned, aside, scan, steering, timed, today};
use crate::change::{ContentId, EntryKind, Version};
use crate::finding::Finding;
use crate::git::{
    Backend, ChangedFile, Commit, GitFeed, Known, ObjectKind, Push, RefUpdate, changed_files, committed_differences,
    is_cut, plan,
};
use crate::policy::{Problem, PushedCommit, judge_push as judge};
use crate::text::RepoPath;

/// Judges every commit that a push brings, and demands review of their overrides.
///
/// # Errors
/// An object, the references or the policy cannot be read.
pub fn judge_push(backend: &dyn Backend, updates: &[RefUpdate], known: Known, means: Means) -> Result<Run, Failure> {
    let start = Instant::now();
    let push = plan(backend, updates, known)?;
    let gate = Gate::at(backend, push.base.as_ref())?;
    judge_commits(backend, &gate, push, start, means)
}

/// Judges the commits of a range as a push of them would be: `A..B`, `A..` (to `HEAD`), or `B` alone for all that `B` reaches.
/// The policy is that of `A`; without `A`, that of `B`.
///
/// # Errors
/// A name is no commit, or an object or the policy cannot be read.
pub fn judge_range(backend: &dyn Backend, range: &str, means: Means) -> Result<Run, Failure> {
    let start = Instant::now();
    if range.contains("...") {
        return Err(Failure::new(
            format!("`{range}` is a symmetric difference"),
            "write `A..B`: what `B` has and `A` lacks",
        ));
    }
    let (from, to) = match range.split_once("..") {
        Some((from, to)) => {
            (Some(if from.is_empty() { "HEAD" } else { from }), if to.is_empty() { "HEAD" } else { to })
        }
        None => (None, range),
    };
    let commit = |name: &str| backend.resolve(&format!("{name}^{{commit}}"));
    let (from, to) = (from.map(commit).transpose()?, commit(to)?);
    let exclude: Vec<ContentId> = from.into_iter().collect();
    let commits = backend.range(&[to], &exclude)?;
    let push = Push { commits, base: from.or(Some(to)), ..Push::default() };
    let gate = Gate::at(backend, push.base.as_ref())?;
    judge_commits(backend, &gate, push, start, means)
}

/// Judges the commits of `HEAD` that no remote's tracking reference reaches.
///
/// # Errors
/// An object, the references or the policy cannot be read.
pub fn judge_unpushed(backend: &dyn Backend, means: Means) -> Result<Run, Failure> {
    let start = Instant::now();
    let head = backend.head()?;
    let gate = Gate::at(backend, head.as_ref())?;
    let tracked: Vec<ContentId> =
        backend.references("refs/remotes/")?.into_iter().map(|reference| reference.id).collect();
    let include: Vec<ContentId> = head.into_iter().collect();
    let commits = if include.is_empty() { Vec::new() } else { backend.range(&include, &tracked)? };
    let push = Push { commits, everything: tracked.is_empty(), base: head, ..Push::default() };
    judge_commits(backend, &gate, push, start, means)
}

fn judge_commits(
    backend: &dyn Backend,
    gate: &Gate,
    mut push: Push,
    start: Instant,
    means: Means,
) -> Result<Run, Failure> {
    let unread = if push.everything { cut(&mut push.commits, gate.policy.limits.history_commits as usize) } else { 0 };
    let mut feed = GitFeed::new(backend, gate.policy.limits.file_bytes);
    let (mut excluded, mut commits, mut findings) = (0, Vec::new(), Vec::new());
    for id in &push.commits {
        let mut commit = backend.commit(id)?;
        if is_cut(backend, id)? {
            // There is nothing to compare it with: all of it is read.
            commit.parents.clear();
        }
        let differences = committed_differences(backend, id, &commit.parents)?;
        if steering::steers(gate, &differences) {
            let steering = steering::findings(backend, gate, &commit.parents, &Source::Commit(id))?;
            findings.extend(steering.into_iter().map(|finding| Finding { commit: Some(id.to_string()), ..finding }));
        }
        let (files, left_out) = changed_files(differences, &|path| gate.excludes(path));
        excluded += left_out;
        findings.extend(aside::in_names(&gate.rules, &files, Some(id)));
        findings.extend(aside::in_message(&gate.rules, aside::MESSAGE.as_bytes(), &commit.message, Some(id)));
        feed.push_commit(*id, files);
        commits.push(pushed(commit));
    }
    if let Some(successor) = &push.successor {
        findings.extend(succession(backend, gate, successor, &findings)?);
    }
    findings.extend(aside::in_references(&gate.rules, &push.names));
    for (name, message) in &push.tags {
        findings.extend(aside::in_message(&gate.rules, name, message, None));
    }
    for (name, id, kind) in &push.bare_objects {
        feed.push_staged(bare_object(backend, name, *id, *kind)?);
    }

    let Scanned { mut outcome, remarks } = scan(gate, &feed, means)?;
    outcome.findings.extend(findings);
    let mut judgement = judge(outcome.findings, &gate.policy, &commits, today());
    if unread > 0 {
        judgement.problems.push(not_read(unread));
    }
    Ok(timed(start, (judgement, outcome.totals, remarks), push.commits.len(), excluded))
}

/// Keeps the newest commits; returns how many that leaves out.
fn cut(commits: &mut Vec<ContentId>, most: usize) -> usize {
    let unread = commits.len().saturating_sub(most);
    commits.drain(..unread);
    unread
}

fn not_read(commits: usize) -> Problem {
    Problem {
        blocks: false,
        commit: None,
        message: format!("the {commits} oldest commits were not read: nothing is known of what the other side has"),
        hint: "`hunkguard scan --range REVISION` reads them all; `[limits] history_commits` sets how many a push reads"
            .to_owned(),
    }
}

pub(super) fn pushed(commit: Commit) -> PushedCommit {
    PushedCommit::new(commit.id, commit.parents, &commit.author.mail, &commit.committer.mail, &commit.message)
}

/// What it does to the policy that a commit takes the place of the base, as far as no commit of the push was found to do it.
fn succession(
    backend: &dyn Backend,
    gate: &Gate,
    successor: &ContentId,
    known: &[Finding],
) -> Result<Vec<Finding>, Failure> {
    let mut findings = gate.policy_succession(Source::Commit(successor).policy(backend)?.as_deref());
    findings.retain(|finding| known.iter().all(|known| known.fingerprint != finding.fingerprint));
    for finding in &mut findings {
        finding.commit = Some(successor.to_string());
    }
    Ok(findings)
}

/// A tag may name a blob or a tree that no commit holds: all of it is new.
pub(super) fn bare_object(
    backend: &dyn Backend,
    name: &[u8],
    id: ContentId,
    kind: ObjectKind,
) -> Result<Vec<ChangedFile>, Failure> {
    if kind == ObjectKind::Tree {
        return Ok(changed_files(vec![backend.diff(None, &id)?], &|_| false).0);
    }
    Ok(vec![ChangedFile::whole(RepoPath::new(name), Version { id, kind: EntryKind::File })])
}
