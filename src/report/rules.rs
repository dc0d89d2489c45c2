//! Rules as a person reads them: a list, everything about one, and what it teaches.

mod matcher;
#[cfg(test)]
mod tests;

use std::fmt::Write as _;
use std::io::{self, Write};

use colored::{ColoredString, Colorize};

use super::layout::{columns, cut_end, one_line};
use super::page::Page;
use super::words::number;
use super::{cwe_link, paint};
use crate::policy::Status;
use crate::rules::{Rule, RuleSet};

/// Columns of the longest label of [`show`] and two spaces.
const LABEL: usize = 12;
/// What stands between two columns of the list.
const GAP: &str = "  ";

/// Lists the rules in force by category: id, severity in force, confidence, languages and title. A title is cut to what
/// `width` leaves for it; `usize::MAX` keeps it whole, for a program that reads the list.
///
/// # Errors
/// The stream cannot be written.
pub fn list(rules: &RuleSet, width: usize, out: &mut dyn Write) -> io::Result<()> {
    let mut all: Vec<&Rule> = rules.iter().collect();
    all.sort_by_key(|rule| (rule.category(), rule.id));
    let tables = all.chunk_by(|a, b| a.category() == b.category()).map(|group| table(group, rules, width));
    out.write_all(tables.collect::<Vec<_>>().join("\n").as_bytes())
}

/// Prints everything about a rule. Its examples are shown as the templates they are: nothing in them looks like a secret.
///
/// # Errors
/// The stream cannot be written.
pub fn show(rule: &Rule, rules: &RuleSet, width: usize, out: &mut dyn Write) -> io::Result<()> {
    let mut page = Page::new(width, LABEL, 0);
    page.line(headline(rule, rules));
    page.text("what", rule.message);
    page.text("why", rule.why);
    page.text("fix", rule.fix);
    let links = links(rule);
    page.verbatim("see", links.iter().map(String::as_str));
    page.line("");
    page.text("category", rule.category().as_str());
    let (severity, own) = (rules.severity(rule).as_str(), rule.severity.as_str());
    let changed = if severity == own { String::new() } else { format!(" (changed by the policy from {own})") };
    page.text("severity", &format!("{severity}{changed}"));
    page.text("confidence", rule.confidence.as_str());
    page.text("languages", &listed(rule.languages, "every file"));
    if !rule.paths.globs().is_empty() {
        page.text("paths", &quoted(rule.paths.globs()));
    }
    if !rule.keywords.is_empty() {
        page.text("keywords", &quoted(rule.keywords));
    }
    matcher::describe(&mut page, rule);
    page.line("");
    examples(&mut page, "finds", rule.matches);
    examples(&mut page, "passes", rule.no_match);
    out.write_all(page.finish().as_bytes())
}

/// Prints what a rule teaches: what is wrong, what follows from it, what to write instead, where to read more.
///
/// # Errors
/// The stream cannot be written.
pub fn explain(rule: &Rule, rules: &RuleSet, width: usize, out: &mut dyn Write) -> io::Result<()> {
    let mut page = Page::new(width, 0, 0);
    page.line(headline(rule, rules));
    for (heading, text) in
        [("What is wrong", rule.message), ("What somebody can do with it", rule.why), ("What to do instead", rule.fix)]
    {
        section(&mut page, heading);
        page.text("", text);
    }
    for (heading, examples) in [("This is found", rule.matches), ("This passes", rule.no_match)] {
        if let Some(example) = examples.first() {
            section(&mut page, heading);
            page.verbatim("", example.trim_end().lines());
        }
    }
    let links = links(rule);
    if !links.is_empty() {
        section(&mut page, "Where to read more");
        page.verbatim("", links.iter().map(String::as_str));
    }
    out.write_all(page.finish().as_bytes())
}

/// The rules of one category, in aligned columns.
fn table(group: &[&Rule], rules: &RuleSet, width: usize) -> String {
    let category = group.first().map(|rule| rule.category().as_str()).unwrap_or_default();
    let head = ["severity", "confidence", "languages"].map(paint::faint);
    let [severity, confidence, languages] = head;
    let head = [paint::strong(&format!("{category} ({})", number(group.len()))), severity, confidence, languages];
    let mut rows = vec![(head, paint::faint("title"))];
    rows.extend(group.iter().map(|rule| {
        let severity = rules.severity(rule);
        let cells = [
            format!("  {}", one_line(rule.id)).normal(),
            paint::severity(severity.as_str(), severity, Status::Blocking),
            rule.confidence.as_str().normal(),
            listed(rule.languages, "").normal(),
        ];
        (cells, one_line(rule.title).normal())
    }));
    // A column with nothing but its heading is left out.
    let widths: [usize; 4] = std::array::from_fn(|column| {
        let cells = || rows.iter().map(|(cells, _)| columns(&cells[column].input));
        if cells().skip(1).all(|width| width == 0) { 0 } else { cells().max().unwrap_or_default() }
    });
    let used: usize = widths.iter().filter(|width| **width > 0).map(|width| width + GAP.len()).sum();
    let mut text = String::new();
    for (cells, mut title) in rows {
        for (cell, width) in cells.iter().zip(widths).filter(|(_, width)| *width > 0) {
            // Writing to a String cannot fail.
            let _ = write!(text, "{cell}{}{GAP}", " ".repeat(width - columns(&cell.input)));
        }
        title.input = cut_end(&title.input, width.saturating_sub(used)).into_owned();
        let _ = writeln!(text, "{title}");
    }
    text
}

/// As the headline of a finding.
fn headline(rule: &Rule, rules: &RuleSet) -> String {
    let severity = rules.severity(rule);
    let head: ColoredString =
        paint::severity(&format!("{}[{}]", severity.as_str(), one_line(rule.id)), severity, Status::Blocking);
    format!("{head}{} {}", paint::strong(":"), paint::strong(&one_line(rule.title)))
}

fn section(page: &mut Page, heading: &str) {
    page.line("");
    page.line(paint::strong(heading));
}

fn listed(items: &[&str], none: &str) -> String {
    if items.is_empty() { none.to_owned() } else { one_line(&items.join(", ")) }
}

fn quoted(items: &[&str]) -> String {
    items.iter().map(|item| format!("`{item}`")).collect::<Vec<_>>().join(", ")
}

/// Its weaknesses, then its references.
fn links(rule: &Rule) -> Vec<String> {
    let weaknesses = rule.cwe.iter().map(|number| format!("CWE-{number} {}", cwe_link(*number)));
    weaknesses.chain(rule.references.iter().map(|link| (*link).to_owned())).collect()
}

/// One line each; where there are longer ones, an empty line stands between them.
fn examples(page: &mut Page, label: &str, examples: &[&str]) {
    let between = if examples.iter().any(|example| example.trim_end().contains('\n')) { "\n\n" } else { "\n" };
    let examples: Vec<&str> = examples.iter().map(|example| example.trim_end()).collect();
    page.verbatim(label, examples.join(between).lines());
}
