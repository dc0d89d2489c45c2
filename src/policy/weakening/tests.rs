use super::*;
use crate::policy::{POLICY_FILE, Status, judge::tests::TODAY, judge_commit};

fn layer(text: &str) -> Layer {
    Layer::parse(POLICY_FILE, text.as_bytes()).unwrap()
}

/// The findings of a change from one text to another; `None` means that there is no file.
fn change(base: Option<&str>, staged: Option<&str>) -> Vec<Finding> {
    let base = base.map(layer);
    let staged = staged.map(|text| Layer::parse(POLICY_FILE, text.as_bytes()));
    let staged = staged.as_ref().map(|layer| layer.as_ref().map_err(Vec::as_slice));
    let path = RepoPath::from(POLICY_FILE);
    let change = PolicyChange { path: &path, system: &[], base: base.as_ref(), staged };
    policy_findings(&change, &RuleSet::default())
}

/// Line and message of every finding.
fn told(base: &str, staged: &str) -> Vec<String> {
    let findings = change(Some(base), Some(staged));
    for finding in &findings {
        assert_eq!((finding.rule, finding.severity, finding.category), (WEAKENED, Severity::High, Category::Policy));
    }
    findings.iter().map(|finding| format!("{}: {}", finding.location.line, finding.message)).collect()
}

const ALLOW: &str = "[[allow]]\nfingerprint = \"0123456789abcdef\"\nreason = \"a published test value\"\n";

#[test]
fn each_change_for_the_worse_is_one_finding_with_its_line() {
    let until = |date: &str| format!("{ALLOW}expires = {date}\n");
    let ignore = |date: &str| {
        let reason = "the call is never made";
        format!(
            "[[dependencies.ignore]]\nid = \"CVE-2030-1\"\npackage = \"x\"\nreason = \"{reason}\"\nexpires = {date}\n"
        )
    };
    for (base, staged, expected) in [
        (
            "",
            "block = \"critical\"",
            "1: `block` goes up from `high` to `critical`: what is less severe no longer blocks.",
        ),
        ("block = \"low\"", "", "0: `block` goes up from `low` to `high`: what is less severe no longer blocks."),
        (
            "",
            "[review]\nmode = \"off\"",
            "2: `[review] mode` is off: overrides are pushed without anybody else having seen them.",
        ),
        ("[review]\nreviewers = [\"a@example.com\"]", "", "0: The list of reviewers is gone: anybody may review."),
        (
            "[review]\nreviewers = [\"a@example.com\"]",
            "[review]\nreviewers = [\n\"a@example.com\",\n\"b@example.com\"]",
            "4: `b@example.com` may review overrides.",
        ),
        ("", "[paths]\nexclude = [\"vendor/**\"]", "2: Files that match `vendor/**` are no longer searched."),
        ("", "[rules]\ndisable = [\"weak-hash\"]", "2: The rule `weak-hash` is switched off."),
        ("[rules]\nextra = [\"security/*.toml\"]", "", "0: The rules in `security/*.toml` are no longer in force."),
        (
            "",
            "[rules.severity]\ngithub-token = \"low\"",
            "2: The severity of `github-token` goes down from `critical` to `low`.",
        ),
        (
            "[rules.severity]\nx-rule = \"critical\"",
            "[rules.severity]\nx-rule = \"high\"",
            "2: The severity of `x-rule` goes down from `critical` to `high`.",
        ),
        ("", ALLOW, "1: The finding 0123456789abcdef is allowed for ever."),
        ("", &until("2030-01-01"), "1: The finding 0123456789abcdef is allowed until 2030-01-01."),
        (
            &until("2030-01-01"),
            &until("2030-01-02"),
            "1: The finding 0123456789abcdef is allowed until 2030-01-02, longer than before.",
        ),
        (&until("2030-01-01"), ALLOW, "1: The finding 0123456789abcdef is allowed for ever, longer than before."),
        ("", "[dependencies]\ninternal = [\"acme-*\"]", "2: Packages that match `acme-*` are no longer judged."),
        ("", &ignore("2030-01-01"), "1: The advisory CVE-2030-1 in `x` is ignored until 2030-01-01."),
        (
            &ignore("2030-01-01"),
            &ignore("2030-01-02"),
            "1: The advisory CVE-2030-1 in `x` is ignored until 2030-01-02, longer than before.",
        ),
        ("", "[limits]\nfile_bytes = 9", "2: `[limits] file_bytes` goes down from 536870912 to 9: less is read."),
        ("", "[limits]\nhistory_commits = 9", "2: `[limits] history_commits` goes down from 2000 to 9: less is read."),
    ] {
        assert_eq!(told(base, staged), [expected], "{base:?} {staged:?}");
        assert_eq!(told(staged, staged), [""; 0], "{staged:?}");
    }
}

#[test]
fn a_stricter_policy_is_no_finding() {
    let weak = format!(
        "block = \"critical\"\n[review]\nmode = \"off\"\n[paths]\nexclude = [\"a/**\"]\n[rules]\ndisable = [\"weak-hash\"]\n\
         [rules.severity]\ngithub-token = \"low\"\n[limits]\nfile_bytes = 9\n{ALLOW}"
    );
    assert_eq!(told(&weak, ""), [""; 0]);
    assert_eq!(told("", "[review]\nreviewers = [\"a@example.com\"]\n[rules]\nextra = [\"x.toml\"]"), [""; 0]);
    assert_eq!(told("[review]\nmode = \"off\"\nreviewers = [\"a@example.com\"]", "[review]\nmode = \"off\""), [""; 0]);
    assert_eq!(told(ALLOW, &ALLOW.replace("published", "well-known")), [""; 0]);
}

#[test]
fn a_severity_of_a_rule_that_nobody_knows_counts_as_lowered() {
    assert_eq!(told("", "[rules.severity]\nmy-rule = \"high\"").len(), 1);
    assert_eq!(told("", "[rules.severity]\nmy-rule = \"critical\""), [""; 0]);
    assert_eq!(told("[rules.severity]\nmy-rule = \"medium\"", "").len(), 1);
}

#[test]
fn the_first_policy_warns_and_says_what_it_loosens() {
    let findings = change(None, Some("block = \"critical\"\n[review]\nmode = \"off\"\n"));
    assert_eq!((findings.len(), findings[0].rule, findings[0].severity), (1, FIRST, Severity::Low));
    assert_eq!(findings[0].notes.len(), 2);
    let judgement = judge_commit(findings, &Policy::default(), None, TODAY);
    assert_eq!(judgement.findings[0].status, Status::Warning);
    assert_eq!(change(None, Some(crate::policy::DEFAULT_POLICY))[0].notes.len(), 0);
}

#[test]
fn a_policy_that_cannot_be_read_blocks_with_everything_that_is_wrong() {
    for base in [None, Some("")] {
        let findings = change(base, Some("\nblok = 1\n[limits]\nfile_bytes = 0\n"));
        assert_eq!((findings.len(), findings[0].rule, findings[0].severity), (1, BROKEN, Severity::High));
        assert_eq!(findings[0].location.line, 2);
        let expected =
            "The policy file cannot be used: line 2: unknown key `blok`; did you mean `block`? (and 1 more).";
        assert_eq!(findings[0].message, expected);
        assert!(findings[0].notes[0].starts_with("line 4: "), "{:?}", findings[0].notes);
    }
}

/// Otherwise two commits would do unseen what one cannot: delete the policy, then add a weak one as the first.
#[test]
fn deleting_the_policy_blocks_even_where_the_defaults_are_stricter() {
    let findings = change(Some("block = \"critical\"\n"), None);
    assert_eq!((findings.len(), findings[0].rule), (1, WEAKENED));
    let findings = change(Some("block = \"low\"\n"), None);
    assert_eq!(findings.len(), 2);
    assert!(findings[1].message.contains("from `low` to `high`"));
    assert_eq!(change(None, None), vec![]);
}

#[test]
fn an_override_of_one_change_does_not_cover_another() {
    let one = |staged: &str| change(Some(""), Some(staged)).remove(0).fingerprint;
    let first = one("[paths]\nexclude = [\"a/**\"]\n");
    assert_eq!(first, one("# moved down\n\n[paths]\nexclude = [\n  \"a/**\",\n]\n"));
    assert_ne!(first, one("[paths]\nexclude = [\"b/**\"]\n"));
}

#[test]
fn a_layer_below_is_part_of_both_sides() {
    let system = [layer("block = \"critical\"\n[paths]\nexclude = [\"vendor/**\"]\n")];
    let (base, staged) = (layer(""), layer("block = \"critical\"\n[paths]\nexclude = [\"vendor/**\"]\n"));
    let path = RepoPath::from(POLICY_FILE);
    let change = PolicyChange { path: &path, system: &system, base: Some(&base), staged: Some(Ok(&staged)) };
    assert_eq!(policy_findings(&change, &RuleSet::default()), vec![]);
}
