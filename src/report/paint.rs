//! What each colour means. Colour only repeats what the words say: a report reads the same without it.

use colored::{ColoredString, Colorize};

use crate::finding::Severity;
use crate::policy::{Status, Verdict};

/// Titles and headings.
pub fn strong(text: &str) -> ColoredString {
    text.bold()
}

/// What a reader may skip: gutters, labels, counts.
pub fn faint(text: &str) -> ColoredString {
    text.dimmed()
}

/// What a reader may copy.
pub fn copyable(text: &str) -> ColoredString {
    text.cyan()
}

/// The severity of a finding and the match in its line. An overridden finding does not call for attention.
pub fn severity(text: &str, severity: Severity, status: Status) -> ColoredString {
    match (status, severity) {
        (Status::Overridden, _) => text.dimmed(),
        (_, Severity::Critical | Severity::High) => text.red().bold(),
        (_, Severity::Medium | Severity::Low) => text.yellow().bold(),
    }
}

/// The head of a problem.
pub fn problem(text: &str, blocks: bool) -> ColoredString {
    if blocks { text.red().bold() } else { text.yellow().bold() }
}

/// The verdict.
pub fn verdict(text: &str, verdict: Verdict) -> ColoredString {
    match verdict {
        Verdict::Clean => text.green().bold(),
        Verdict::Allowed => text.yellow().bold(),
        Verdict::Blocked => text.red().bold(),
    }
}
