use crate::change::Change;
use crate::checks;
use crate::engine::Scanner;
use crate::finding::{Finding, Location};
use crate::rules::{RuleSet, expand, load_user_rules};
use crate::text::RepoPath;

fn scan(rules: &RuleSet, change: &mut Change) -> Vec<Finding> {
    Scanner::new(rules, &checks::all()).scan(change)
}

fn found(path: &str, template: &str) -> Vec<&'static str> {
    let text = expand(template).unwrap().text.into_bytes();
    let findings = scan(&RuleSet::default(), &mut Change::whole(RepoPath::from(path), text));
    findings.iter().map(|finding| finding.rule).collect()
}

#[test]
fn the_finding_is_of_the_file_as_a_whole_and_bound_to_its_path() {
    let at = |path: &str, text: &str| {
        scan(&RuleSet::default(), &mut Change::whole(RepoPath::from(path), text.as_bytes().to_vec())).remove(0)
    };
    let finding = at("certs/release.jks", "one");
    assert_eq!((finding.location, finding.excerpt.text().as_str()), (Location::FILE, ""));
    assert_eq!(finding.fingerprint, at("certs/release.jks", "two").fingerprint);
    assert_ne!(finding.fingerprint, at("certs/other.jks", "one").fingerprint);
}

#[test]
fn a_file_that_was_there_before_is_no_news() {
    let of = |bases: Vec<Vec<u8>>| {
        let blob = b"one\ntwo\n".to_vec();
        let mut change = Change::against(RepoPath::from("release.jks"), blob, Box::new(|_| bases));
        scan(&RuleSet::default(), &mut change).len()
    };
    assert_eq!((of(vec![b"one\n".to_vec()]), of(Vec::new())), (0, 1));
}

#[test]
fn what_the_file_holds_says_it_better_where_a_rule_knows_it() {
    let key = "-----BEGIN RSA PRIVATE KEY-----\n{{pem:1592}}\n-----END RSA PRIVATE KEY-----\n";
    assert_eq!(found("home/.ssh/id_rsa", key), ["private-key"]);
    assert_eq!(found("home/.ssh/id_rsa", "{{base64:600}}"), ["ssh-key-file"]);
    assert_eq!(found(".env", "GITHUB_TOKEN=ghp_{{base62:36}}\n"), ["environment-file", "github-token"]);
}

#[test]
fn instructions_for_assistants_are_meant_to_be_committed() {
    for path in ["CLAUDE.md", "AGENTS.md", ".cursor/rules/style.mdc", ".claude/settings.json", ".claude/commands/x.md"]
    {
        assert_eq!(found(path, "Run the tests before you commit.\n"), [""; 0], "{path}");
    }
}

#[test]
fn a_rule_of_a_users_own_names_files_too() {
    let rules = r#"
[[rule]]
id = "acme-licence"
title = "Acme licence"
severity = "high"
confidence = "high"
message = "m"
why = "w"
fix = "f"
match = ["{{path:acme.lic}}x", "{{path:a/b.lic}}x"]
no_match = ["{{path:acme.lic.md}}x", "{{path:trial.lic}}x"]
file = { names = ["*.lic"], except = ["trial.lic"] }
"#;
    let rules = RuleSet::default().with_extra(load_user_rules("x.toml", rules).unwrap());
    let names = |path: &str| scan(&rules, &mut Change::whole(RepoPath::from(path), b"x".to_vec())).len();
    assert_eq!((names("acme.lic"), names("Acme.LIC"), names("trial.lic"), names("lic")), (1, 1, 0, 0));
}
