//! One finding: where, the line, what, why, fix, and how to let it pass.

use std::collections::HashSet;

use super::snippet;
use crate::finding::{Finding, Location};
use crate::policy::{Exception, Judged, Status};
use crate::report::layout::one_line;
use crate::report::page::Page;
use crate::report::words::short;
use crate::report::{cwe_link, paint};

/// Prints findings and remembers what it has explained, so that a report says the same thing only once.
#[derive(Default)]
pub struct Teacher<'a> {
    explained: HashSet<(&'a str, &'a str, &'a str)>,
}

impl<'a> Teacher<'a> {
    /// Prints one finding.
    pub fn finding(&mut self, page: &mut Page, judged: &'a Judged) {
        let Judged { finding, status, exception, remark } = judged;
        let head = format!("{}[{}]", finding.severity.as_str(), one_line(finding.rule));
        page.headline(&paint::severity(&head, finding.severity, *status), &finding.title);
        place(page, finding);
        excerpt(page, finding, *status);
        page.text("what", &finding.message);
        self.lesson(page, finding);
        for note in &finding.notes {
            page.quoted("note", note);
        }
        if let Some(exception) = exception {
            claimed(page, exception);
        }
        if let Some(remark) = remark {
            page.warned("remark", remark);
        }
        if *status == Status::Blocking {
            let line = format!("Hunkguard-Override: {} {}", finding.fingerprint, one_line(finding.rule));
            // In the first column, as it must stand in the message: it is copied with the whole line.
            page.line(format_args!("{} {}", paint::copyable(&line), paint::faint("<reason>")));
        }
    }

    fn lesson(&mut self, page: &mut Page, finding: &'a Finding) {
        if !self.explained.insert((finding.rule, &finding.why, &finding.fix)) {
            page.text("why", "as above, and so is the fix");
            return;
        }
        page.text("why", &finding.why);
        page.text("fix", &finding.fix);
        let ids: Vec<String> = finding.cwe.iter().map(|number| format!("CWE-{number}")).collect();
        let own = finding.package.as_ref().and_then(|package| package.links.first().cloned());
        let link = own.or_else(|| finding.references.first().map(|link| (*link).to_owned()));
        let link = link.or_else(|| finding.cwe.first().map(|number| cwe_link(*number))).unwrap_or_default();
        page.text("see", &format!("{} {link}", ids.join(", ")));
    }
}

/// `path:line:column`, which terminals and editors open on a click.
fn place(page: &mut Page, finding: &Finding) {
    let Finding { path, location, commit, .. } = finding;
    let Location { line, end_line, column } = *location;
    let mut more = Vec::new();
    if end_line > line {
        more.push(format!("to line {end_line}"));
    }
    if let Some(commit) = commit {
        more.push(format!("in commit {}", short(commit)));
    }
    let place = if line == 0 { path.to_string() } else { format!("{path}:{line}:{column}") };
    if more.is_empty() {
        page.indented(place);
    } else {
        page.indented(format_args!("{place} {}", paint::faint(&more.join(", "))));
    }
}

fn excerpt(page: &mut Page, finding: &Finding, status: Status) {
    let line = finding.location.line;
    if line == 0 || finding.excerpt.text().is_empty() {
        return;
    }
    let shown = snippet::fit(&finding.excerpt, page.excerpt_width());
    page.source(Some(line), shown.text());
    let (blank, carets) = snippet::underline(&shown);
    page.source(None, format_args!("{blank}{}", paint::severity(&carets, finding.severity, status)));
}

/// The exception as its author gave it. Nothing in a commit message proves who reviewed.
fn claimed(page: &mut Page, exception: &Exception) {
    page.quoted("reason", &exception.reason);
    page.quoted("source", &exception.source);
    if !exception.reviewers.is_empty() {
        // In front, where no long name can push it out of sight.
        page.quoted("review", &format!("claimed, not proven: {}", exception.reviewers.join(", ")));
    }
}
