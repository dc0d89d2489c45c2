//! The report for a person: what is wrong, why it matters and what to do, finding by finding, then the verdict.

mod finding;
mod footer;
mod snippet;
#[cfg(test)]
mod tests;

use std::io;

use self::finding::Teacher;
use super::page::Page;
use super::words::{counted, short};
use super::{Render, Report, layout, paint};
use crate::policy::{Judged, Problem, Status, Verdict};

/// How many findings, and how many problems, are shown in full: behind that nobody reads on.
const SHOWN: usize = 50;
/// Columns of the longest label and two spaces.
const LABEL: usize = 8;

/// The report for a person. Whether it is coloured is decided in `cli::ui`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Human {
    /// Columns of the terminal. Only paths, links, commands and override lines are longer, so that they can be copied.
    pub width: usize,
    /// The command that lists every finding, for a report that is cut short.
    pub list_all: String,
}

impl Human {
    /// A report of what is staged, for a terminal of so many columns.
    pub fn new(width: usize) -> Self {
        Self { width, list_all: "hunkguard scan --staged --format json".to_owned() }
    }

    fn page(&self, report: &Report) -> Page {
        let judgement = report.judgement;
        let mut shown: Vec<&Judged> = Vec::new();
        for status in [Status::Blocking, Status::Warning, Status::Overridden] {
            shown.extend(judgement.with_status(status));
        }
        shown.truncate(SHOWN);
        let deepest = shown.iter().map(|judged| judged.finding.location.line).max().unwrap_or_default();
        let mut page = Page::new(self.width, LABEL, deepest);
        let mut teacher = Teacher::default();
        for group in shown.chunk_by(|a, b| a.status == b.status) {
            heading(&mut page, group);
            for judged in group {
                teacher.finding(&mut page, judged);
                page.line("");
            }
        }
        self.more(&mut page, judgement.findings.len(), "finding");
        for found in judgement.problems.iter().take(SHOWN) {
            problem(&mut page, found);
            page.line("");
        }
        self.more(&mut page, judgement.problems.len(), "problem");
        footer::footer(&mut page, report);
        page
    }

    fn more(&self, page: &mut Page, all: usize, noun: &str) {
        if all > SHOWN {
            let rest = counted(all - SHOWN, &format!("more {noun}"));
            for line in layout::wrap(&format!("and {rest}; `{}` lists them all", self.list_all), page.width()) {
                page.line(paint::strong(&line));
            }
            page.line("");
        }
    }
}

impl Render for Human {
    fn render(&self, report: &Report, out: &mut dyn io::Write) -> io::Result<()> {
        let judgement = report.judgement;
        let quiet = judgement.verdict == Verdict::Clean
            && judgement.findings.is_empty()
            && judgement.problems.is_empty()
            && report.advice.is_empty();
        if quiet {
            writeln!(out, "{}", paint::faint(&format!("hunkguard passed: {}", footer::read(report))))?;
        } else {
            // One write, so that the output of another program does not get in between.
            out.write_all(self.page(report).finish().as_bytes())?;
        }
        out.flush()
    }
}

/// What blocks needs no heading: it comes first, and the verdict counts it.
fn heading(page: &mut Page, group: &[&Judged]) {
    let text = match group.first().map(|judged| judged.status) {
        Some(Status::Warning) => "Warnings: they do not block",
        Some(Status::Overridden) => "Overridden by an exception",
        Some(Status::Blocking) | None => return,
    };
    page.line(paint::strong(text));
    page.line("");
}

/// A problem may quote a message or a policy: it is sanitised, and a long one is cut.
fn problem(page: &mut Page, problem: &Problem) {
    let head = if problem.blocks { "error" } else { "warning" };
    page.headline(&paint::problem(head, problem.blocks), &problem.message);
    if let Some(commit) = &problem.commit {
        page.text("commit", &short(commit));
    }
    if !problem.hint.is_empty() {
        page.text("fix", &problem.hint);
    }
}
