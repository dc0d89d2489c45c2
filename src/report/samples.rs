//! Judgements to print, for the tests of all formats.

use std::borrow::Cow;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use super::Report;
use crate::engine::Totals;
use crate::finding::{Category, Confidence, Excerpt, Finding, Fingerprint, Location, Package, Redacted, Severity};
use crate::policy::{Exception, Judged, Judgement, Problem, Status, Verdict};
use crate::text::RepoPath;

/// Runs with colour on or off. The switch is global, so one test at a time.
pub fn with_colour<T>(on: bool, run: impl FnOnce() -> T) -> T {
    static SWITCH: Mutex<()> = Mutex::new(());
    let _one = SWITCH.lock().unwrap_or_else(PoisonError::into_inner);
    colored::control::set_override(on);
    run()
}

/// A GitHub token in a Python file.
pub fn token() -> Finding {
    let path = RepoPath::from("src/config.py");
    Finding {
        rule: "github-token",
        category: Category::Secret,
        severity: Severity::Critical,
        confidence: Confidence::High,
        fingerprint: Fingerprint::new("github-token", &path, &Redacted::new("1")),
        path,
        location: Location { line: 12, end_line: 12, column: 10 },
        commit: None,
        cwe: &[798],
        title: "GitHub token".into(),
        message: "A GitHub access token is written in the file.".into(),
        why: "Whoever reads the repository acts on GitHub as its owner: reads private code, pushes commits, changes \
              settings."
            .into(),
        fix: "Revoke the token on GitHub, then read its successor from an environment variable or a secret store."
            .into(),
        references: &["https://docs.github.com/en/authentication"],
        excerpt: excerpt("token = \"", &format!("ghp_{}", "*".repeat(36)), "\"  # deploy"),
        notes: vec!["the checksum is valid".into()],
        package: None,
    }
}

/// A call over two lines.
pub fn query() -> Finding {
    let path = RepoPath::from("src/db/users.py");
    Finding {
        rule: "python-sql-injection",
        category: Category::Code,
        severity: Severity::High,
        confidence: Confidence::Medium,
        fingerprint: Fingerprint::new("python-sql-injection", &path, &Redacted::new("2")),
        path,
        location: Location { line: 1184, end_line: 1186, column: 5 },
        cwe: &[89],
        title: "SQL built from a value".into(),
        message: "The text of an SQL statement is put together with a value.".into(),
        why: "Whoever controls the value changes the statement, and reads or deletes the whole table.".into(),
        fix: "Pass the value as a parameter: `cursor.execute(\"… WHERE id = %s\", (id,))`.".into(),
        references: &[],
        excerpt: excerpt("", "cursor.execute(f\"SELECT name FROM users\"", ""),
        notes: Vec::new(),
        ..token()
    }
}

/// A file that was not read.
pub fn unread() -> Finding {
    let path = RepoPath::from("assets/models.tar.gz");
    Finding {
        rule: "unscanned-opaque",
        category: Category::Unscanned,
        severity: Severity::Low,
        fingerprint: Fingerprint::new("unscanned-opaque", &path, &Redacted::new("3")),
        path,
        location: Location::FILE,
        cwe: &[],
        title: "Content that was not read".into(),
        message: "The content was not searched: it is a gzip archive.".into(),
        why: "A secret inside it would pass unseen.".into(),
        fix: "Commit what it was made from instead, or look inside before you do.".into(),
        references: &[],
        excerpt: Excerpt::default(),
        notes: Vec::new(),
        ..token()
    }
}

/// A pinned version with known weaknesses.
pub fn dependency() -> Finding {
    let path = RepoPath::from("requirements.txt");
    Finding {
        rule: "vulnerable-dependency",
        category: Category::Dependency,
        severity: Severity::High,
        fingerprint: Fingerprint::new("vulnerable-dependency", &path, &Redacted::new("4")),
        path,
        location: Location { line: 2, end_line: 2, column: 9 },
        cwe: &[1395],
        title: "Dependency with known weaknesses".into(),
        message: "`pyyaml` 5.3 has known weaknesses: CVE-2020-14343 and 1 more.".into(),
        why: "The weakness is published, and so is what to look for.".into(),
        fix: "Write `pyyaml==5.4` instead of `pyyaml==5.3`.".into(),
        references: &["https://osv.dev"],
        excerpt: excerpt("pyyaml==", "5.3", ""),
        notes: vec!["CVE-2020-14343, GHSA-8q59-q68h-6hv4: critical".into()],
        package: Some(Box::new(Package {
            name: "pyyaml".to_owned(),
            version: "5.3".to_owned(),
            ecosystem: "PyPI",
            ids: vec!["CVE-2020-14343".to_owned(), "GHSA-8q59-q68h-6hv4".to_owned()],
            fixed: Some("5.4".to_owned()),
            links: vec!["https://github.com/advisories/GHSA-8q59-q68h-6hv4".to_owned()],
            ignored: None,
        })),
        ..token()
    }
}

/// An excerpt in three parts.
pub fn excerpt(before: &str, marked: &str, after: &str) -> Excerpt {
    Excerpt { before: before.to_owned(), marked: marked.to_owned(), after: after.to_owned() }
}

/// A finding that stands alone.
pub fn judged(finding: Finding, status: Status) -> Judged {
    Judged { finding, status, exception: None, remark: None }
}

/// A finding that an override covers, or would.
pub fn excepted(finding: Finding, status: Status, remark: Option<&str>) -> Judged {
    let exception = Exception {
        reason: "documented example of the vendor".to_owned(),
        source: "commit 1a2b3c4d".to_owned(),
        reviewers: vec!["R <r@example.com>".to_owned()],
    };
    Judged { finding, status, exception: Some(exception), remark: remark.map(str::to_owned) }
}

/// One of everything, blocked.
pub fn judgement() -> Judgement {
    let commit = Some("9f86d081884c7d659a2feaa0c55ad015a3bf4f1b".to_owned());
    let second = Finding {
        path: RepoPath::from("deploy/prod/credentials.env"),
        location: Location { line: 3, end_line: 3, column: 14 },
        commit: commit.clone(),
        notes: Vec::new(),
        excerpt: excerpt("GITHUB_TOKEN=", &format!("ghp_{}", "*".repeat(36)), ""),
        ..token()
    };
    Judgement {
        verdict: Verdict::Blocked,
        findings: vec![
            judged(token(), Status::Blocking),
            excepted(query(), Status::Blocking, Some("nobody but its author has reviewed the override")),
            judged(unread(), Status::Warning),
            judged(second.clone(), Status::Blocking),
            excepted(second, Status::Overridden, None),
        ],
        problems: vec![Problem {
            blocks: true,
            commit,
            message: "the override of `0123456789abcdef` gives no reason".to_owned(),
            hint: "write at least 10 characters behind the rule id, then run `git commit --amend`".to_owned(),
        }],
    }
}

/// A report of a judgement with fixed counts.
pub fn report(judgement: &Judgement) -> Report<'_> {
    Report {
        judgement,
        totals: Totals { files: 3, lines: 60, bytes: 1800, unscanned: 1 },
        commits: 0,
        excluded: 2,
        elapsed: Duration::from_millis(4),
        advice: vec![
            "Take the findings out of the commit, stage the change and commit again.".to_owned(),
            "If one must stay, add its override line to the commit message, with a reason that a reviewer can judge: \
             `git commit --edit --file .git/COMMIT_EDITMSG` reuses the message."
                .to_owned(),
        ],
    }
}

/// Ten thousand findings of one rule.
pub fn flood() -> Judgement {
    let path = |nth| RepoPath::new(format!("src/file_{nth}.py"));
    let findings = (0..10_000).map(|nth| judged(Finding { path: path(nth), ..token() }, Status::Blocking));
    Judgement { verdict: Verdict::Blocked, findings: findings.collect(), problems: Vec::new() }
}

/// What somebody with bad intentions can put into a repository.
pub fn hostile() -> Judgement {
    let escapes = "\u{1b}[2J\u{1b}]52;c;eA==\u{7}\u{202e}gpj\u{200b}\n\rpassed\u{9b}1m";
    let printable = crate::text::printable_str(escapes).into_owned();
    let mut path = b"src/\xff\xc3\x28/".to_vec();
    path.extend(escapes.bytes().chain("世界🦀.py".bytes()));
    let first = Finding {
        path: RepoPath::new(path),
        excerpt: excerpt(&format!("{printable}世界 = \"🦀"), "****************", &"長い".repeat(80)),
        title: format!("title {escapes}").into(),
        notes: vec![Cow::from(format!("note {escapes}"))],
        ..token()
    };
    let second = Finding { excerpt: excerpt(&"世".repeat(50), &"*".repeat(40), &"x".repeat(160)), ..token() };
    let exception = |reason: String| Exception {
        reason,
        source: format!("commit {escapes}"),
        reviewers: vec![format!("R {escapes} {} (proven)", "z".repeat(2000))],
    };
    Judgement {
        verdict: Verdict::Blocked,
        findings: vec![
            judged(first, Status::Blocking),
            Judged {
                exception: Some(exception(format!("`{escapes} {}", "long".repeat(5000)))),
                remark: Some(format!("remark {escapes}")),
                ..judged(second.clone(), Status::Blocking)
            },
            Judged { exception: Some(exception("世界".repeat(500))), ..judged(second, Status::Overridden) },
        ],
        problems: vec![Problem {
            blocks: true,
            commit: Some(escapes.to_owned()),
            message: format!("bad line `{escapes}{}`", "y".repeat(3000)),
            hint: "look at \u{1b}[2J \u{202e}it".to_owned(),
        }],
    }
}
