//! The report as it stands in a commit message that is being edited: plain lines, with overrides ready to uncomment.

use super::layout::wrap;
use crate::finding::Finding;
use crate::policy::{Judgement, Status, trailer_template};

/// Columns of a line: git's own comments in a message are as wide.
const WIDTH: usize = 72;
/// How many findings are written out.
const MOST: usize = 20;

/// The lines for the blocking findings of a judgement.
pub fn template_lines(judgement: &Judgement) -> Vec<String> {
    let findings: Vec<&Finding> = judgement.with_status(Status::Blocking).map(|judged| &judged.finding).collect();
    let count = match findings.len() {
        1 => "1 finding blocks".to_owned(),
        count => format!("{count} findings block"),
    };
    let mut lines = wrap(
        &format!(
            "{count} this commit. Empty the message to stop and mend. What must stay: take the comment sign off its last \
             line and replace <reason>. To push it, somebody else must have reviewed it."
        ),
        WIDTH,
    );
    for finding in findings.iter().take(MOST) {
        lines.push(String::new());
        lines.extend(one(finding));
    }
    if findings.len() > MOST {
        lines.push(String::new());
        lines.push(format!("{} more: `hunkguard scan --staged` shows them all", findings.len() - MOST));
    }
    lines
}

fn one(finding: &Finding) -> Vec<String> {
    let place = match finding.location.line {
        0 => finding.path.to_string(),
        line => format!("{}:{line}:{}", finding.path, finding.location.column),
    };
    let mut lines = vec![format!("{}: {}", finding.severity.as_str(), finding.title), place];
    let excerpt: String = finding.excerpt.text().chars().take(WIDTH).collect();
    if !excerpt.is_empty() {
        lines.push(format!("    {excerpt}"));
    }
    lines.extend(wrap(&finding.message, WIDTH));
    lines.extend(wrap(&finding.fix, WIDTH));
    lines.push(trailer_template(finding.fingerprint, finding.rule));
    lines
}

#[cfg(test)]
mod tests {
    use super::super::samples;
    use super::*;
    use crate::policy::OVERRIDE_KEY;

    #[test]
    fn each_blocking_finding_ends_with_its_override() {
        let judgement = samples::judgement();
        let lines = template_lines(&judgement);
        let overrides = lines.iter().filter(|line| line.starts_with(OVERRIDE_KEY)).count();
        assert_eq!(overrides, judgement.with_status(Status::Blocking).count());
        assert!(
            lines.iter().all(|line| line.starts_with(OVERRIDE_KEY) || line.chars().count() <= WIDTH + 4),
            "{lines:#?}"
        );
    }

    #[test]
    fn a_flood_is_cut() {
        let lines = template_lines(&samples::flood());
        assert!(lines.len() < 300 && lines.last().is_some_and(|line| line.contains("more")));
    }
}
