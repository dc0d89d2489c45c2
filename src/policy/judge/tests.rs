use proptest::strategy::Strategy as _;
use time::macros::date;

use super::*;
use crate::finding::{Category, Confidence, Excerpt, Location, Redacted, Severity};
use crate::policy::{Layer, parse_edited};
use crate::text::RepoPath;

pub(in crate::policy) const TODAY: Date = date!(2030 - 06 - 15);
pub(in crate::policy) const RULE: &str = "github-token";

/// A finding that is told from others by its path.
pub(in crate::policy) fn finding(path: &str) -> Finding {
    let path = RepoPath::from(path);
    Finding {
        rule: RULE,
        category: Category::Secret,
        severity: Severity::Critical,
        confidence: Confidence::High,
        location: Location { line: 1, end_line: 1, column: 1 },
        commit: None,
        cwe: &[],
        title: "".into(),
        message: "".into(),
        why: "".into(),
        fix: "".into(),
        references: &[],
        excerpt: Excerpt::default(),
        notes: Vec::new(),
        fingerprint: Fingerprint::new(RULE, &path, &Redacted::new("x")),
        package: None,
        path,
    }
}

pub(in crate::policy) fn policy(text: &str) -> Policy {
    Policy::merge(&[Layer::parse("p.toml", text.as_bytes()).unwrap()])
}

pub(in crate::policy) fn override_of(path: &str) -> String {
    format!("Hunkguard-Override: {} {RULE} revoked in May\n", finding(path).fingerprint)
}

fn judge(findings: Vec<Finding>, policy: &Policy, message: &str) -> Judgement {
    judge_commit(findings, policy, Some(&parse_edited(message.as_bytes(), b"#")), TODAY)
}

fn statuses(judgement: &Judgement) -> Vec<Status> {
    judgement.findings.iter().map(|judged| judged.status).collect()
}

#[test]
fn nothing_found_is_clean() {
    let judgement = judge_commit(Vec::new(), &Policy::default(), None, TODAY);
    assert_eq!((judgement.verdict, judgement.problems), (Verdict::Clean, vec![]));
}

#[test]
fn what_blocks_follows_severity_and_confidence() {
    let table = [
        (Severity::High, Confidence::Medium, Status::Blocking),
        (Severity::Critical, Confidence::High, Status::Blocking),
        (Severity::Medium, Confidence::High, Status::Warning),
        (Severity::Critical, Confidence::Low, Status::Warning),
    ];
    for category in [Category::Secret, Category::Code, Category::Unscanned, Category::Policy] {
        for (severity, confidence, expected) in table {
            let one = Finding { category, severity, confidence, ..finding("a") };
            let judgement = judge_commit(vec![one], &Policy::default(), None, TODAY);
            assert_eq!(statuses(&judgement), [expected], "{severity:?} {confidence:?}");
            let verdict = if expected == Status::Blocking { Verdict::Blocked } else { Verdict::Clean };
            assert_eq!(judgement.verdict, verdict);
        }
    }
    let low = Finding { severity: Severity::Low, ..finding("a") };
    assert_eq!(judge_commit(vec![low], &policy("block = \"low\""), None, TODAY).verdict, Verdict::Blocked);
}

#[test]
fn an_override_covers_one_finding_and_no_other() {
    let message = format!("s\n\n{}Reviewed-by: R <r@example.com>\n", override_of("a"));
    let judgement = judge(vec![finding("a"), finding("b"), finding("a")], &Policy::default(), &message);
    assert_eq!(statuses(&judgement), [Status::Overridden, Status::Blocking, Status::Overridden]);
    assert_eq!(judgement.verdict, Verdict::Blocked);
    let exception = judgement.findings[0].exception.as_ref().unwrap();
    assert_eq!((exception.reason.as_str(), exception.source.as_str()), ("revoked in May", "commit message"));
    assert_eq!(exception.reviewers, ["R <r@example.com>"]);
    assert_eq!(judge(vec![finding("a")], &Policy::default(), &message).verdict, Verdict::Allowed);
}

#[test]
fn no_review_is_demanded_before_there_is_a_commit() {
    let judgement = judge(vec![finding("a")], &Policy::default(), &override_of("a"));
    assert_eq!((judgement.verdict, judgement.problems), (Verdict::Allowed, vec![]));
}

#[test]
fn a_malformed_override_blocks_even_a_clean_commit() {
    let judgement = judge(vec![], &Policy::default(), "s\n\nHunkguard-Override: 0123 x revoked in May\n");
    assert_eq!(judgement.verdict, Verdict::Blocked);
    assert!(judgement.problems[0].blocks && judgement.problems[0].message.contains("fingerprint"));
}

#[test]
fn an_override_that_names_another_rule_blocks() {
    let message = override_of("a").replace(RULE, "weak-hash");
    let judgement = judge(vec![finding("a")], &Policy::default(), &message);
    assert_eq!(statuses(&judgement), [Status::Blocking]);
    assert!(judgement.problems[0].blocks);
    assert_eq!(judgement.problems[0].hint, "the rule is `github-token`: copy the line as the report prints it");
}

#[test]
fn an_unused_override_warns_because_an_amend_sees_only_what_it_adds() {
    let judgement = judge(vec![], &Policy::default(), &override_of("a"));
    assert_eq!(judgement.verdict, Verdict::Clean);
    assert_eq!(judgement.problems[0].message, "line 1: the override covers no finding of this commit");
    assert!(!judgement.problems[0].blocks);
}

#[test]
fn an_override_of_a_warning_is_used_and_changes_nothing() {
    let low = Finding { severity: Severity::Low, ..finding("a") };
    let judgement = judge(vec![low], &Policy::default(), &override_of("a"));
    assert_eq!((statuses(&judgement), judgement.problems), (vec![Status::Warning], vec![]));
}

#[test]
fn the_allow_list_covers_until_its_last_day() {
    let entry = |expires: &str| {
        let fingerprint = finding("a").fingerprint;
        format!("[[allow]]\nfingerprint = \"{fingerprint}\"\nreason = \"a published test value\"\n{expires}\n")
    };
    for (expires, status, source) in [
        ("", Status::Overridden, "allow list"),
        ("expires = 2030-06-15", Status::Overridden, "allow list (until 2030-06-15)"),
        ("expires = 2030-06-14", Status::Blocking, "allow list (until 2030-06-14)"),
    ] {
        let judgement = judge_commit(vec![finding("a"), finding("b")], &policy(&entry(expires)), None, TODAY);
        assert_eq!(statuses(&judgement), [status, Status::Blocking], "{expires}");
        assert_eq!(judgement.findings[0].exception.as_ref().unwrap().source, source);
        let remark =
            (status == Status::Blocking).then(|| "the entry of the allow list expired after 2030-06-14".to_owned());
        assert_eq!(judgement.findings[0].remark, remark);
    }
    // Of several entries the longest counts, and an override beats one that expired.
    let both = policy(&format!("{}{}", entry("expires = 2031-01-01"), entry("expires = 2029-01-01")));
    assert_eq!(judge_commit(vec![finding("a")], &both, None, TODAY).verdict, Verdict::Allowed);
    let expired = judge(vec![finding("a")], &policy(&entry("expires = 2029-01-01")), &override_of("a"));
    assert_eq!(expired.verdict, Verdict::Allowed);
}

#[test]
fn a_bad_reviewer_line_is_told_only_beside_an_override() {
    let line = "Reviewed-by: somebody\n";
    assert_eq!(judge(vec![], &Policy::default(), &format!("s\n\n{line}")).problems, []);
    let judgement = judge(vec![finding("a")], &Policy::default(), &format!("s\n\n{}{line}", override_of("a")));
    assert_eq!(judgement.problems.len(), 1);
    assert_eq!(judgement.verdict, Verdict::Allowed);
}

proptest::proptest! {
    #[test]
    fn the_order_of_the_findings_changes_nothing(
        order in proptest::prelude::Just((0..6usize).collect::<Vec<_>>()).prop_shuffle(),
        covered in proptest::collection::vec(0..6usize, 0..4),
    ) {
        let paths = ["a", "b", "c", "d", "e", "f"];
        let message: String = covered.iter().map(|&at| override_of(paths[at])).collect();
        let plain = judge(paths.map(finding).to_vec(), &Policy::default(), &message);
        let shuffled = judge(order.iter().map(|&at| finding(paths[at])).collect(), &Policy::default(), &message);
        proptest::prop_assert_eq!(plain.verdict, shuffled.verdict);
        for (judged, at) in shuffled.findings.iter().zip(order) {
            proptest::prop_assert_eq!(judged, &plain.findings[at]);
        }
    }
}
