//! The report for a program: one JSON document with a stable schema.

use std::borrow::Cow;
use std::io;

use serde::Serialize;
use serde_json::Serializer;
use serde_json::ser::Formatter;

use super::{Render, Report};
use crate::finding::{Category, Confidence, Fingerprint, Severity};
use crate::policy::{Judged, Problem, Status, Verdict};
use crate::text::needs_escape;

/// Version of the schema. New keys may come without a new version; a key that goes or changes its meaning raises it.
const SCHEMA_VERSION: u32 = 1;

/// The report as one line of JSON. Characters that a terminal or an editor would obey are escaped, so that the line is
/// safe to look at; no information is lost by that.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Json;

impl Render for Json {
    fn render(&self, report: &Report, out: &mut dyn io::Write) -> io::Result<()> {
        let mut out = io::BufWriter::new(out);
        let document = Document::new(report);
        document.serialize(&mut Serializer::with_formatter(&mut out, Visible)).map_err(io::Error::from)?;
        io::Write::write_all(&mut out, b"\n")?;
        io::Write::flush(&mut out)
    }
}

#[derive(Serialize)]
struct Document<'a> {
    schema_version: u32,
    verdict: Verdict,
    findings: Vec<JsonFinding<'a>>,
    problems: Vec<JsonProblem<'a>>,
    scanned: Scanned,
}

#[derive(Serialize)]
struct JsonFinding<'a> {
    rule: &'a str,
    category: Category,
    severity: Severity,
    confidence: Confidence,
    /// With `/`; bytes that are not UTF-8 as `\xff`.
    path: Cow<'a, str>,
    /// From 1; 0 for the file as a whole, as `end_line` and `column`.
    line: u32,
    end_line: u32,
    /// In characters.
    column: u32,
    commit: Option<&'a str>,
    cwe: Vec<String>,
    title: &'a str,
    message: &'a str,
    why: &'a str,
    fix: &'a str,
    references: Vec<&'a str>,
    /// Secrets in it are masked.
    excerpt: String,
    notes: &'a [Cow<'static, str>],
    fingerprint: Fingerprint,
    status: Status,
    exception: Option<JsonException<'a>>,
    remark: Option<&'a str>,
    /// Of findings in category `dependency` alone.
    #[serde(flatten)]
    package: Option<JsonPackage<'a>>,
}

#[derive(Serialize)]
struct JsonPackage<'a> {
    package: &'a str,
    /// As written: one version, a range, or empty for any.
    version: &'a str,
    /// As OSV names it.
    ecosystem: &'a str,
    /// Empty where the name alone is suspicious.
    ids: &'a [String],
    fixed: Option<&'a str>,
}

#[derive(Serialize)]
struct JsonException<'a> {
    reason: &'a str,
    source: &'a str,
    /// Claimed, not proven.
    reviewers: &'a [String],
}

#[derive(Serialize)]
struct JsonProblem<'a> {
    blocks: bool,
    commit: Option<&'a str>,
    message: &'a str,
    hint: &'a str,
}

#[derive(Serialize)]
struct Scanned {
    commits: u64,
    files: u64,
    lines: u64,
    bytes: u64,
    unscanned: u64,
    excluded: u64,
}

impl<'a> Document<'a> {
    fn new(report: &Report<'a>) -> Self {
        let (judgement, totals) = (report.judgement, report.totals);
        Self {
            schema_version: SCHEMA_VERSION,
            verdict: judgement.verdict,
            findings: judgement.findings.iter().map(finding).collect(),
            problems: judgement.problems.iter().map(problem).collect(),
            scanned: Scanned {
                commits: report.commits,
                files: totals.files,
                lines: totals.lines,
                bytes: totals.bytes,
                unscanned: totals.unscanned,
                excluded: report.excluded,
            },
        }
    }
}

fn finding(judged: &Judged) -> JsonFinding<'_> {
    let finding = &judged.finding;
    let links = finding.package.iter().flat_map(|package| &package.links).map(String::as_str);
    JsonFinding {
        rule: finding.rule,
        category: finding.category,
        severity: finding.severity,
        confidence: finding.confidence,
        path: finding.path.lossless(),
        line: finding.location.line,
        end_line: finding.location.end_line,
        column: finding.location.column,
        commit: finding.commit.as_deref(),
        cwe: finding.cwe.iter().map(|number| format!("CWE-{number}")).collect(),
        title: &finding.title,
        message: &finding.message,
        why: &finding.why,
        fix: &finding.fix,
        references: links.chain(finding.references.iter().copied()).collect(),
        excerpt: finding.excerpt.text(),
        notes: &finding.notes,
        fingerprint: finding.fingerprint,
        status: judged.status,
        exception: judged.exception.as_ref().map(|exception| JsonException {
            reason: &exception.reason,
            source: &exception.source,
            reviewers: &exception.reviewers,
        }),
        remark: judged.remark.as_deref(),
        package: finding.package.as_deref().map(|package| JsonPackage {
            package: &package.name,
            version: &package.version,
            ecosystem: package.ecosystem,
            ids: &package.ids,
            fixed: package.fixed.as_deref(),
        }),
    }
}

fn problem(problem: &Problem) -> JsonProblem<'_> {
    let Problem { blocks, commit, message, hint } = problem;
    JsonProblem { blocks: *blocks, commit: commit.as_deref(), message, hint }
}

/// Compact JSON in which every character that [`needs_escape`] is written as `\uXXXX`.
struct Visible;

impl Formatter for Visible {
    fn write_string_fragment<W: ?Sized + io::Write>(&mut self, writer: &mut W, fragment: &str) -> io::Result<()> {
        let mut plain = 0;
        for (at, c) in fragment.char_indices().filter(|(_, c)| needs_escape(*c)) {
            writer.write_all(&fragment.as_bytes()[plain..at])?;
            for unit in c.encode_utf16(&mut [0; 2]) {
                write!(writer, "\\u{unit:04x}")?;
            }
            plain = at + c.len_utf8();
        }
        writer.write_all(&fragment.as_bytes()[plain..])
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;
    use crate::report::samples;

    fn rendered(report: &Report) -> String {
        let mut out = Vec::new();
        Json.render(report, &mut out).unwrap();
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn the_document_has_the_keys_of_the_schema_and_no_others() {
        let judgement = samples::judgement();
        let text = rendered(&samples::report(&judgement));
        assert_eq!(text.find('\n'), Some(text.len() - 1), "one line");
        let document: Value = serde_json::from_str(&text).unwrap();
        let first = &document["findings"][0];
        assert_eq!(
            first,
            &json!({
                "rule": "github-token", "category": "secret", "severity": "critical", "confidence": "high",
                "path": "src/config.py", "line": 12, "end_line": 12, "column": 10, "commit": null,
                "cwe": ["CWE-798"], "title": "GitHub token",
                "message": first["message"], "why": first["why"], "fix": first["fix"],
                "references": ["https://docs.github.com/en/authentication"],
                "excerpt": format!("token = \"ghp_{}\"  # deploy", "*".repeat(36)),
                "notes": ["the checksum is valid"], "fingerprint": first["fingerprint"],
                "status": "blocking", "exception": null, "remark": null,
            })
        );
        assert_eq!(first["fingerprint"].as_str().map(str::len), Some(16));
        let overridden = &document["findings"][4];
        assert_eq!(overridden["status"], "overridden");
        assert_eq!(overridden["exception"]["reviewers"], json!(["R <r@example.com>"]));
        assert_eq!(
            document["scanned"],
            json!({"commits": 0, "files": 3, "lines": 60, "bytes": 1800, "unscanned": 1, "excluded": 2})
        );
        assert_eq!((&document["schema_version"], &document["verdict"]), (&json!(1), &json!("blocked")));
        let keys: Vec<&String> = document.as_object().unwrap().keys().collect();
        assert_eq!(keys, ["findings", "problems", "scanned", "schema_version", "verdict"]);
        let problem = document["problems"][0].as_object().unwrap();
        assert_eq!(problem.keys().collect::<Vec<_>>(), ["blocks", "commit", "hint", "message"]);
    }

    #[test]
    fn a_dependency_stands_at_the_top_of_its_finding() {
        let findings = vec![samples::judged(samples::dependency(), Status::Blocking)];
        let judgement = crate::policy::Judgement { verdict: Verdict::Blocked, findings, problems: Vec::new() };
        let document: Value = serde_json::from_str(&rendered(&samples::report(&judgement))).unwrap();
        let finding = &document["findings"][0];
        let keys = ["package", "version", "ecosystem", "ids", "fixed", "references"].map(|key| finding[key].clone());
        let ids = json!(["CVE-2020-14343", "GHSA-8q59-q68h-6hv4"]);
        let links = json!(["https://github.com/advisories/GHSA-8q59-q68h-6hv4", "https://osv.dev"]);
        assert_eq!(keys, [json!("pyyaml"), json!("5.3"), json!("PyPI"), ids, json!("5.4"), links]);
    }

    #[test]
    fn what_a_terminal_would_obey_is_escaped_and_comes_back() {
        let mut judgement = samples::judgement();
        let hostile = "\u{1b}]52;c;x\u{7}\u{9b}2J \u{202e}txt\u{200b}\u{e0041}\u{7f} \"\\ 世界";
        judgement.problems[0].message = hostile.to_owned();
        let text = rendered(&samples::report(&judgement));
        assert!(!text.trim_end().chars().any(needs_escape));
        assert!(text.contains("\\u202etxt\\u200b\\udb40\\udc41\\u007f"), "{text}");
        let document: Value = serde_json::from_str(&text).unwrap();
        assert_eq!(document["problems"][0]["message"], hostile);
    }
}
