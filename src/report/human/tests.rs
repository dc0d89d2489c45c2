use snapbox::{Data, assert_data_eq, file};

use super::*;
use crate::report::layout::columns;
use crate::report::samples::{self, with_colour};
use crate::text::needs_escape;

fn rendered(judgement: &crate::policy::Judgement, width: usize, colour: bool) -> String {
    let mut out = Vec::new();
    with_colour(colour, || Human::new(width).render(&samples::report(judgement), &mut out)).unwrap();
    String::from_utf8(out).unwrap()
}

/// Escapes made visible, so that a stored report can be looked at.
fn visible(text: &str) -> String {
    text.replace('\u{1b}', "␛")
}

fn compare(actual: String, expected: Data) {
    // Raw: a backslash of an escape is no path separator.
    assert_data_eq!(actual, expected.raw());
}

#[test]
fn a_report_of_one_of_everything() {
    let judgement = samples::judgement();
    compare(rendered(&judgement, 80, false), file!["../../../tests/snapshots/report-80.txt"]);
    compare(rendered(&judgement, 110, false), file!["../../../tests/snapshots/report-110.txt"]);
    compare(visible(&rendered(&judgement, 80, true)), file!["../../../tests/snapshots/report-80-colour.txt"]);
}

#[test]
fn a_report_of_a_dependency() {
    let findings = vec![samples::judged(samples::dependency(), Status::Blocking)];
    let judgement = crate::policy::Judgement { verdict: Verdict::Blocked, findings, problems: Vec::new() };
    compare(rendered(&judgement, 80, false), file!["../../../tests/snapshots/report-dependency.txt"]);
}

#[test]
fn colour_adds_nothing_but_colour() {
    let plain = rendered(&samples::judgement(), 80, false);
    let mut coloured = rendered(&samples::judgement(), 80, true);
    while let Some(start) = coloured.find('\u{1b}') {
        let end = start + coloured[start..].find('m').unwrap();
        coloured.replace_range(start..=end, "");
    }
    assert_eq!(plain, coloured);
}

#[test]
fn only_what_is_copied_is_longer_than_the_line() {
    let copied = ["Hunkguard-Override: ", "src/", "deploy/", "https://", "`git commit --edit", "`cursor.execute"];
    for judgement in [samples::judgement(), samples::hostile(), samples::flood()] {
        for width in [40, 60, 80, 110] {
            for line in rendered(&judgement, width, false).lines() {
                let copied = copied.iter().any(|text| line.contains(text));
                assert!(columns(line) <= width || copied, "{width}: {line}");
            }
        }
    }
    // However wide the terminal is, text stays readable.
    assert_eq!(rendered(&samples::judgement(), 300, false), rendered(&samples::judgement(), 110, false));
}

#[test]
fn a_hostile_repository_cannot_speak_to_the_terminal() {
    let text = rendered(&samples::hostile(), 80, false);
    assert!(!text.chars().any(|c| c != '\n' && needs_escape(c)), "{text}");
    assert!(!text.lines().any(|line| line.starts_with("passed")), "{text}");
    assert!(!text.contains("(proven)") && text.contains("review  claimed, not proven: R"), "{text}");
    compare(text, file!["../../../tests/snapshots/report-hostile.txt"]);
}

#[test]
fn the_underline_stands_under_the_match() {
    let text = rendered(&samples::hostile(), 80, false);
    let lines: Vec<&str> = text.lines().collect();
    for (above, below) in lines.iter().zip(&lines[1..]).filter(|(_, below)| below.contains("^^")) {
        let (from, to) = (columns(&below[..below.find('^').unwrap()]), columns(below));
        let mut at = 0;
        let marked = above.chars().filter(|c| {
            let start = at;
            at += columns(c.encode_utf8(&mut [0; 4]));
            (from..to).contains(&start)
        });
        assert_eq!(marked.collect::<String>(), "*".repeat(to - from), "{above}");
    }
}

#[test]
fn of_ten_thousand_findings_fifty_are_shown_and_the_rest_counted() {
    let text = rendered(&samples::flood(), 80, false);
    assert_eq!(text.matches("critical[github-token]").count(), 50);
    assert!(text.contains("and 9,950 more findings; `hunkguard scan --staged --format json` lists them"), "{text}");
    assert!(text.contains("blocked: 10,000 findings\n"), "{text}");
}

#[test]
fn the_verdict_in_words() {
    let token = || samples::judged(samples::token(), Status::Blocking);
    let unread = || samples::judged(samples::unread(), Status::Warning);
    let allowed = || samples::excepted(samples::token(), Status::Overridden, None);
    for (verdict, findings, words) in [
        (Verdict::Blocked, vec![token()], "blocked: 1 finding"),
        (Verdict::Blocked, vec![token(), token(), unread(), allowed()], "blocked: 2 findings; 1 warning, 1 overridden"),
        (Verdict::Clean, vec![unread(), unread()], "passed; 2 warnings"),
        (Verdict::Allowed, vec![allowed(), unread()], "allowed by 1 override; 1 warning"),
    ] {
        let judgement = crate::policy::Judgement { verdict, findings, problems: Vec::new() };
        let text = rendered(&judgement, 80, false);
        assert!(text.lines().any(|line| line == words), "{words}\n{text}");
    }
}

#[test]
fn a_clean_run_is_one_quiet_line() {
    let judgement = crate::policy::Judgement { verdict: Verdict::Clean, findings: Vec::new(), problems: Vec::new() };
    let mut report = samples::report(&judgement);
    report.advice.clear();
    report.commits = 1200;
    let mut out = Vec::new();
    with_colour(false, || Human::new(80).render(&report, &mut out)).unwrap();
    let expected = "hunkguard passed: read 1,200 commits, 3 files, 60 lines in 4 ms; 2 files excluded by the policy; \
                    1 file not read\n";
    assert_eq!(String::from_utf8(out).unwrap(), expected);
}
