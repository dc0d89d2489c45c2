//! Review of overrides: `Reviewed-by` lines, claimed and not proven.

use super::config::{Review, ReviewMode};
use super::push::PushedCommit;
use super::trailers::{Person, normal_mail};

/// The outcome of the review of an override.
pub(super) struct Reviewed {
    /// Who claims to have reviewed: those that count, or all where none does.
    pub(super) reviewers: Vec<String>,
    /// What is missing.
    pub(super) flaw: Option<String>,
}

/// Whether the override that stands in `holder`, for a finding of `own`, is reviewed as the policy demands: by somebody who
/// has no part in either commit, and who is on the list where there is one.
pub(super) fn review(policy: &Review, holder: &PushedCommit, own: Option<&PushedCommit>) -> Reviewed {
    let claimed = &holder.message.reviewers;
    let names = |people: &[&Person]| people.iter().map(|person| person.text.clone()).collect();
    let all: Vec<&Person> = claimed.iter().collect();
    if policy.mode == ReviewMode::Off {
        return Reviewed { reviewers: names(&all), flaw: None };
    }
    let objections: Vec<Option<String>> = claimed.iter().map(|person| objection(policy, person, holder, own)).collect();
    let good: Vec<&Person> = claimed
        .iter()
        .zip(&objections)
        .filter(|(_, objection)| objection.is_none())
        .map(|(person, _)| person)
        .collect();
    if !good.is_empty() {
        return Reviewed { reviewers: names(&good), flaw: None };
    }
    let mut reasons: Vec<String> = objections.into_iter().flatten().collect();
    reasons.dedup();
    let flaw = if reasons.is_empty() {
        let short = holder.short_id();
        format!("the override is not reviewed: commit {short} has no line `Reviewed-by: Name <mail>`")
    } else {
        format!("the review does not count: {}", reasons.join("; "))
    };
    Reviewed { reviewers: names(&all), flaw: Some(flaw) }
}

/// What speaks against a reviewer.
fn objection(policy: &Review, person: &Person, holder: &PushedCommit, own: Option<&PushedCommit>) -> Option<String> {
    let mail = &person.mail;
    let part = std::iter::once(holder).chain(own).find_map(|commit| Some((commit, part(mail, commit)?)));
    if let Some((commit, part)) = part {
        return Some(format!("`{mail}` is {part} of commit {}", commit.short_id()));
    }
    let listed = policy.reviewers.is_empty() || policy.reviewers.iter().any(|known| normal_mail(known) == *mail);
    (!listed).then(|| format!("`{mail}` is not among the `reviewers` of the policy"))
}

/// The part that somebody has in a commit.
fn part(mail: &str, commit: &PushedCommit) -> Option<&'static str> {
    let is = |other: &String| normal_mail(other) == mail;
    if is(&commit.author) {
        Some("the author")
    } else if is(&commit.committer) {
        Some("the committer")
    } else if commit.message.co_authors.iter().any(is) {
        Some("a co-author")
    } else if commit.message.signers.iter().any(is) {
        Some("a signer-off")
    } else {
        None
    }
}
