//! The check alone, by the index in this program; the stories of the gate are told by git.

use crate::change::Change;
use crate::checks;
use crate::engine::Scanner;
use crate::finding::{Finding, Severity};
use crate::rules::{RuleSet, expand};
use crate::text::RepoPath;

fn scan_with(rules: &RuleSet, path: &str, text: &str) -> Vec<Finding> {
    Scanner::new(rules, &checks::all()).scan(&mut Change::whole(RepoPath::from(path), text.into()))
}

/// Rule and message of every finding.
fn told(path: &str, text: &str) -> Vec<String> {
    let findings = scan_with(&RuleSet::default(), path, text);
    findings.iter().map(|finding| format!("{}: {}", finding.rule, finding.message)).collect()
}

fn pom(artifacts: &[(&str, &str)]) -> String {
    let dependency = |(group, artifact): &(&str, &str)| {
        format!(
            "<dependency><groupId>{group}</groupId><artifactId>{artifact}</artifactId><version>${{v}}</version></dependency>"
        )
    };
    let all: String = artifacts.iter().map(dependency).collect();
    format!("<project><properties><v>1.0</v></properties><dependencies>{all}</dependencies></project>")
}

#[test]
fn packages_that_share_a_version_are_told_one_by_one() {
    let text = pom(&[("org.yaml", "snakeyaml"), ("com.fasterxml.jackson.core", "jackson-databind")]);
    assert_eq!(told("pom.xml", &text).len(), 2);
}

#[test]
fn the_same_pair_is_told_once_where_it_stands_first() {
    let findings = scan_with(&RuleSet::default(), "requirements.txt", "flask\npyyaml==5.3\npyyaml==5.3\nPyYAML==5.3\n");
    let lines: Vec<u32> = findings.iter().map(|finding| finding.location.line).collect();
    assert_eq!(lines, [2]);
}

#[test]
fn a_peer_is_chosen_by_somebody_else() {
    let package = |map: &str, version: &str| format!("{{\"{map}\": {{\"marked\": \"{version}\"}}}}");
    assert_eq!(told("package.json", &package("dependencies", ">=0.3.1")).len(), 1);
    assert_eq!(told("package.json", &package("peerDependencies", ">=0.3.1")), [""; 0]);
    assert_eq!(told("package.json", &package("peerDependencies", "0.3.1")).len(), 1);
}

#[test]
fn a_version_that_is_chosen_elsewhere_is_not_judged() {
    assert_eq!(told("requirements.txt", "pycrypto\n"), [""; 0]);
    assert_eq!(told("requirements.txt", "pycrypto==2.6.1\n").len(), 1);
    assert_eq!(told("requirements.txt", "pycrypto @ git+https://example.com/pycrypto.git@2.6.1\n"), [""; 0]);
}

#[test]
fn what_only_informs_is_left_out_beside_a_weakness_and_has_a_fix_of_its_own() {
    let cargo = |version: &str| format!("[dependencies]\nlru = \"={version}\"\n");
    let unsound = scan_with(&RuleSet::default(), "Cargo.toml", &cargo("0.16.0"));
    assert_eq!(
        (unsound[0].rule, &*unsound[0].fix),
        ("unsound-dependency", "Write `lru = \"=0.18.2\"` instead of `lru = \"=0.16.0\"`.")
    );
    let weak = scan_with(&RuleSet::default(), "Cargo.toml", &cargo("0.6.0"));
    assert_eq!((weak.len(), weak[0].rule), (1, "vulnerable-dependency"));
}

#[test]
fn the_policy_decides_over_the_severity_of_an_advisory() {
    let mut rules = RuleSet::default();
    assert_eq!(scan_with(&rules, "requirements.txt", "pyyaml==5.3\n")[0].severity, Severity::High);
    rules.set_severity("vulnerable-dependency", Severity::Low).unwrap();
    assert_eq!(scan_with(&rules, "requirements.txt", "pyyaml==5.3\n")[0].severity, Severity::Low);
    rules.disable("vulnerable-dependency").unwrap();
    assert!(scan_with(&rules, "requirements.txt", "pyyaml==5.3\n").is_empty());
}

#[test]
fn an_edit_quotes_no_line_that_may_hold_a_password() {
    let expanded = expand("pyyaml==5.3 --index-url https://deploy:{{base62:24}}@pypi.example.com/simple\n").unwrap();
    let findings = scan_with(&RuleSet::default(), "requirements.txt", &expanded.text);
    let pin = findings.iter().find(|finding| finding.rule == "vulnerable-dependency").unwrap();
    assert_eq!(pin.fix, "Write `5.4` instead of `5.3`.");
}

#[test]
fn the_messages_tell_a_pin_from_a_range() {
    let first = |text: &str| told("requirements.txt", text).remove(0);
    assert!(first("pyyaml==5.3\n").starts_with("vulnerable-dependency: `pyyaml` 5.3 has known weaknesses: CVE-"));
    let none = first("pyyaml<5.3\n");
    assert!(none.starts_with("vulnerable-dependency: No version of `pyyaml` that `<5.3` allows is free"), "{none}");
    let some = first("pyyaml>=5.3\n");
    assert!(some.starts_with("vulnerable-range: `>=5.3` allows versions of `pyyaml`"), "{some}");
}
