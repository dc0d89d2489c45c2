//! The judgement over a push: every commit of the range with its message, and the review of overrides.

use std::collections::{BTreeMap, HashMap};

use time::Date;

use super::config::Policy;
use super::judge::{Cover, covers, decide, rules, sum_up, wrong_rule};
use super::review::review;
use super::trailers::{Override, Parsed, parse_stored};
use super::verdict::{Exception, Judgement, Problem};
use crate::change::ContentId;
use crate::finding::{Finding, Fingerprint};

/// A commit of the range that is pushed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PushedCommit {
    /// Its id.
    pub id: ContentId,
    /// Its parents, in the range or not.
    pub parents: Vec<ContentId>,
    /// Mail address of the author.
    pub author: String,
    /// Mail address of the committer.
    pub committer: String,
    /// Its message.
    pub message: Parsed,
}

impl PushedCommit {
    /// Takes a commit as it is stored; mail addresses without brackets.
    pub fn new(id: ContentId, parents: Vec<ContentId>, author: &[u8], committer: &[u8], message: &[u8]) -> Self {
        let text = |mail| String::from_utf8_lossy(mail).into_owned();
        Self { id, parents, author: text(author), committer: text(committer), message: parse_stored(message) }
    }

    /// The beginning of the id, for a person.
    pub(super) fn short_id(&self) -> String {
        self.id.to_string().chars().take(8).collect()
    }
}

/// Judges what is about to be pushed. Each finding names its commit. An override counts for it where it stands in that
/// commit or in one that follows it, so that a lost one is mended by an empty commit. A finding that belongs to no commit of
/// the range (a tagged blob) is covered by an override in any of them.
///
/// Nothing in a message blocks by itself here, since it cannot be mended without rewriting history: a malformed override
/// covers nothing, and what it was meant for blocks.
pub fn judge_push(findings: Vec<Finding>, policy: &Policy, commits: &[PushedCommit], today: Date) -> Judgement {
    let rules = rules(&findings);
    let problems = commits.iter().flat_map(|commit| problems(commit, &rules)).collect();
    let covers = best_covers(&findings, policy, commits);
    let judged = findings.into_iter().zip(covers).map(|(finding, cover)| decide(finding, policy, cover, today));
    sum_up(judged.collect(), problems)
}

fn problems(commit: &PushedCommit, rules: &BTreeMap<Fingerprint, &'static str>) -> Vec<Problem> {
    let Parsed { overrides, problems, bad_reviewers, .. } = &commit.message;
    let wrong = overrides.iter().filter_map(|written| wrong_rule(written, rules.get(&written.fingerprint)?));
    let unreviewed = bad_reviewers.iter().filter(|_| !overrides.is_empty());
    let all = problems.iter().chain(unreviewed).cloned().chain(wrong);
    all.map(|problem| Problem { blocks: false, commit: Some(commit.id.to_string()), ..problem }).collect()
}

/// What makes one override better than another for the same finding: first that nothing is wrong with it, then that it
/// stands in the finding's own commit. The id only makes the choice the same each time.
type Rank = (bool, bool, ContentId);

/// The best override for each finding. The ancestors of a commit are looked up once, and only for commits whose overrides
/// name a finding.
fn best_covers(findings: &[Finding], policy: &Policy, commits: &[PushedCommit]) -> Vec<Option<Cover>> {
    let mut best: Vec<Option<(Rank, Cover)>> = findings.iter().map(|_| None).collect();
    if commits.iter().all(|commit| commit.message.overrides.is_empty()) {
        return best.into_iter().map(|_| None).collect();
    }
    let places: HashMap<ContentId, usize> = commits.iter().enumerate().map(|(at, commit)| (commit.id, at)).collect();
    let place = |finding: &Finding| places.get(&ContentId::from_hex(finding.commit.as_ref()?.as_bytes())?).copied();
    let mut by_fingerprint: BTreeMap<Fingerprint, Vec<(usize, Option<usize>)>> = BTreeMap::new();
    for (index, finding) in findings.iter().enumerate() {
        by_fingerprint.entry(finding.fingerprint).or_default().push((index, place(finding)));
    }
    let mut ancestors = Ancestors { commits, places: &places, seen: vec![usize::MAX; commits.len()] };
    for (holder, commit) in commits.iter().enumerate() {
        let named = commit
            .message
            .overrides
            .iter()
            .filter_map(|written| Some((written, by_fingerprint.get(&written.fingerprint)?)));
        let named: Vec<_> = named.collect();
        if !named.is_empty() {
            ancestors.mark(holder);
        }
        for (written, targets) in named {
            for &(index, own) in targets {
                let counts = covers(written, &findings[index]) && own.is_none_or(|own| ancestors.seen[own] == holder);
                let settled = matches!(&best[index], Some(((false, false, _), _)));
                if !counts || settled {
                    continue;
                }
                let cover = cover(written, policy, commit, own.and_then(|own| commits.get(own)));
                let rank = (cover.flaw.is_some(), own != Some(holder), commit.id);
                if best[index].as_ref().is_none_or(|(other, _)| rank < *other) {
                    best[index] = Some((rank, cover));
                }
            }
        }
    }
    best.into_iter().map(|best| best.map(|(_, cover)| cover)).collect()
}

fn cover(written: &Override, policy: &Policy, holder: &PushedCommit, own: Option<&PushedCommit>) -> Cover {
    let review = review(&policy.review, holder, own);
    let source = format!("commit {}", holder.short_id());
    Cover {
        exception: Exception { reason: written.reason.clone(), source, reviewers: review.reviewers },
        flaw: review.flaw,
    }
}

/// Marks the commits of the range from which another one follows.
struct Ancestors<'c> {
    commits: &'c [PushedCommit],
    places: &'c HashMap<ContentId, usize>,
    /// For each commit the last one it was marked for.
    seen: Vec<usize>,
}

impl Ancestors<'_> {
    /// Marks `from` itself and every commit it follows.
    fn mark(&mut self, from: usize) {
        let mut open = vec![from];
        while let Some(at) = open.pop() {
            if self.seen[at] == from {
                continue;
            }
            self.seen[at] = from;
            open.extend(self.commits[at].parents.iter().filter_map(|parent| self.places.get(parent)));
        }
    }
}

#[cfg(test)]
mod tests;
