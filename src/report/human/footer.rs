//! The end of a report: the verdict in words, what was read, and what to do now.

use crate::policy::{Status, Verdict};
use crate::report::layout::{one_line, wrap};
use crate::report::page::Page;
use crate::report::words::{counted, number, time};
use crate::report::{Report, paint};

/// Prints verdict, counts and advice.
pub fn footer(page: &mut Page, report: &Report) {
    let verdict = report.judgement.verdict;
    for line in wrap(&verdict_in_words(report), page.width()) {
        page.line(paint::verdict(&line, verdict));
    }
    for line in wrap(&read(report), page.width()) {
        page.line(paint::faint(&line));
    }
    if !report.advice.is_empty() {
        page.line("");
    }
    for step in &report.advice {
        for (nth, line) in wrap(&one_line(step), page.width() - 2).iter().enumerate() {
            page.line(format_args!("{} {line}", if nth == 0 { "-" } else { " " }));
        }
    }
}

/// `blocked: 2 findings, 1 problem; 1 warning, 3 overridden`.
fn verdict_in_words(report: &Report) -> String {
    let judgement = report.judgement;
    let with = |status| judgement.with_status(status).count();
    let (blocking_problems, warning_problems): (Vec<_>, Vec<_>) =
        judgement.problems.iter().partition(|problem| problem.blocks);
    let overridden = with(Status::Overridden);
    let some = |count: usize, noun| (count > 0).then(|| counted(count, noun));
    let warnings = some(with(Status::Warning) + warning_problems.len(), "warning");
    let join = |parts: [Option<String>; 2]| parts.into_iter().flatten().collect::<Vec<_>>().join(", ");
    let (word, aside) = match judgement.verdict {
        Verdict::Clean => ("passed".to_owned(), join([warnings, None])),
        Verdict::Allowed => (format!("allowed by {}", counted(overridden, "override")), join([warnings, None])),
        Verdict::Blocked => {
            let blocking = join([some(with(Status::Blocking), "finding"), some(blocking_problems.len(), "problem")]);
            (
                format!("blocked: {blocking}"),
                join([warnings, (overridden > 0).then(|| format!("{} overridden", number(overridden)))]),
            )
        }
    };
    if aside.is_empty() { word } else { format!("{word}; {aside}") }
}

/// `read 3 files, 60 lines in 4 ms`, with commits and what was left out where there is any.
pub fn read(report: &Report) -> String {
    let totals = &report.totals;
    let commits = if report.commits > 0 { counted(report.commits, "commit") + ", " } else { String::new() };
    let files = counted(totals.files, "file");
    let lines = counted(totals.lines, "line");
    let mut parts = vec![format!("read {commits}{files}, {lines} in {}", time(report.elapsed))];
    if report.excluded > 0 {
        parts.push(counted(report.excluded, "file") + " excluded by the policy");
    }
    if totals.unscanned > 0 {
        parts.push(counted(totals.unscanned, "file") + " not read");
    }
    parts.join("; ")
}
