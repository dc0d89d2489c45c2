//! The judgement: which findings block, which only warn, and which an exception covers. Pure, and independent of the order
//! of its input.

use std::collections::BTreeMap;

use time::Date;

use super::config::{Allow, Policy};
use super::trailers::{Override, Parsed};
use super::verdict::{Exception, Judged, Judgement, Problem, Status, Verdict};
use crate::finding::{Finding, Fingerprint, Ignored};

/// Judges what is about to be committed. `message` is the message of the commit, `None` where there is none yet. A review is
/// not demanded here: there is nothing to review before there is a commit.
pub fn judge_commit(findings: Vec<Finding>, policy: &Policy, message: Option<&Parsed>, today: Date) -> Judgement {
    let empty = Parsed::default();
    let message = message.unwrap_or(&empty);
    let rules = rules(&findings);
    let mut problems = message.problems.clone();
    if !message.overrides.is_empty() {
        problems.extend(message.bad_reviewers.iter().cloned());
    }
    for written in &message.overrides {
        match rules.get(&written.fingerprint) {
            Some(rule) => problems.extend(wrong_rule(written, rule)),
            // No error: an amend sees only what it adds to the commit before.
            None => problems.push(Problem {
                blocks: false,
                commit: None,
                message: format!("line {}: the override covers no finding of this commit", written.line),
                hint: "take it out, unless the commit that is amended needs it".to_owned(),
            }),
        }
    }
    let reviewers: Vec<String> = message.reviewers.iter().map(|person| person.text.clone()).collect();
    let judge = |finding: Finding| {
        let written = message.overrides.iter().find(|written| covers(written, &finding));
        let cover = written.map(|written| Cover {
            exception: Exception {
                reason: written.reason.clone(),
                source: "commit message".to_owned(),
                reviewers: reviewers.clone(),
            },
            flaw: None,
        });
        decide(finding, policy, cover, today)
    };
    sum_up(findings.into_iter().map(judge).collect(), problems)
}

/// An override that names a finding.
pub(super) struct Cover {
    pub(super) exception: Exception,
    /// What keeps it from counting.
    pub(super) flaw: Option<String>,
}

pub(super) fn covers(written: &Override, finding: &Finding) -> bool {
    written.fingerprint == finding.fingerprint && written.rule == finding.rule
}

/// The rule behind each fingerprint: a fingerprint is made of the rule's id, so there is one.
pub(super) fn rules(findings: &[Finding]) -> BTreeMap<Fingerprint, &'static str> {
    findings.iter().map(|finding| (finding.fingerprint, finding.rule)).collect()
}

/// An override that names a finding by a rule that did not find it: whoever wrote it may have read another report.
pub(super) fn wrong_rule(written: &Override, rule: &str) -> Option<Problem> {
    (written.rule != rule).then(|| Problem {
        blocks: true,
        commit: None,
        message: format!(
            "line {}: the override of {} does not name the rule of that finding",
            written.line, written.fingerprint
        ),
        hint: format!("the rule is `{rule}`: copy the line as the report prints it"),
    })
}

/// What becomes of a finding, given the best override that names it.
pub(super) fn decide(finding: Finding, policy: &Policy, cover: Option<Cover>, today: Date) -> Judged {
    if let Some(ignored) = finding.package.as_ref().and_then(|package| package.ignored.as_ref()) {
        let exception = ignored_by_policy(ignored);
        return Judged { finding, status: Status::Overridden, exception: Some(exception), remark: None };
    }
    if !policy.blocks(&finding) {
        return Judged { finding, status: Status::Warning, exception: None, remark: None };
    }
    let written = cover.map(|Cover { exception, flaw }| (exception, flaw));
    let (sound, flawed): (Vec<_>, Vec<_>) =
        written.into_iter().chain(allowed(&finding, policy, today)).partition(|(_, flaw)| flaw.is_none());
    match sound.into_iter().chain(flawed).next() {
        None => Judged { finding, status: Status::Blocking, exception: None, remark: None },
        Some((exception, None)) => {
            Judged { finding, status: Status::Overridden, exception: Some(exception), remark: None }
        }
        Some((exception, remark)) => Judged { finding, status: Status::Blocking, exception: Some(exception), remark },
    }
}

fn ignored_by_policy(Ignored { reason, until }: &Ignored) -> Exception {
    let until = until.as_ref().map(|date| format!(" (until {date})")).unwrap_or_default();
    Exception { reason: reason.clone(), source: format!("ignored advisories{until}"), reviewers: Vec::new() }
}

/// What the allow list says about a finding, and what keeps it from counting. Of several entries the one that counts
/// longest.
fn allowed(finding: &Finding, policy: &Policy, today: Date) -> Option<(Exception, Option<String>)> {
    let entries = policy.allow.iter().filter(|allow| allow.fingerprint == finding.fingerprint);
    let best: &Allow = entries.max_by_key(|allow| (allow.expires.is_none(), allow.expires))?;
    let until = best.expires.map(|date| format!(" (until {date})")).unwrap_or_default();
    let source = format!("allow list{until}");
    let exception = Exception { reason: best.reason.clone(), source, reviewers: Vec::new() };
    let expired = best.expires.filter(|_| !best.counts(today));
    Some((exception, expired.map(|date| format!("the entry of the allow list expired after {date}"))))
}

pub(super) fn sum_up(findings: Vec<Judged>, problems: Vec<Problem>) -> Judgement {
    let any = |status| findings.iter().any(|judged| judged.status == status);
    let verdict = if any(Status::Blocking) || problems.iter().any(|problem| problem.blocks) {
        Verdict::Blocked
    } else if any(Status::Overridden) {
        Verdict::Allowed
    } else {
        Verdict::Clean
    };
    Judgement { verdict, findings, problems }
}

#[cfg(test)]
pub(super) mod tests;
