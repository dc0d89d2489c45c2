//! The outcome of a judgement: plain data for the reports.

use serde::Serialize;

use crate::finding::Finding;

/// What becomes of the commit or push.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Verdict {
    /// Nothing that could block was found.
    Clean,
    /// Everything that could block is covered by an exception.
    Allowed,
    /// Something blocks.
    Blocked,
}

/// What becomes of a finding.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Status {
    /// It blocks.
    Blocking,
    /// It is shown and does not block.
    Warning,
    /// It would block, and an exception covers it.
    Overridden,
}

/// Why a finding does not block although it could.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Exception {
    /// The reason that was given.
    pub reason: String,
    /// Where it stands: `commit message`, `commit 1a2b3c4d`, or `allow list (until 2027-01-31)`.
    pub source: String,
    /// Who claims to have reviewed it: name and mail as written. Claimed, not proven.
    pub reviewers: Vec<String>,
}

/// A finding and what becomes of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Judged {
    /// The finding.
    pub finding: Finding,
    /// What becomes of it.
    pub status: Status,
    /// The exception that covers it, or would if nothing were wrong with it.
    pub exception: Option<Exception>,
    /// What keeps the exception from counting: no review, expired, …; one sentence.
    pub remark: Option<String>,
}

/// Something about the message or the policy that a person must know, beside the findings.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// Whether it blocks: a malformed override does, an unused one does not.
    pub blocks: bool,
    /// The commit it is about, as full hexadecimal id.
    pub commit: Option<String>,
    /// What is wrong. It may quote the message: printers sanitise it.
    pub message: String,
    /// What to do.
    pub hint: String,
}

/// The judgement over all findings of a run.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Judgement {
    /// The outcome.
    pub verdict: Verdict,
    /// All findings, in their order.
    pub findings: Vec<Judged>,
    /// All problems.
    pub problems: Vec<Problem>,
}

impl Judgement {
    /// The findings with this status.
    pub fn with_status(&self, status: Status) -> impl Iterator<Item = &Judged> {
        self.findings.iter().filter(move |judged| judged.status == status)
    }
}
