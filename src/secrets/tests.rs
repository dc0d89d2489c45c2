use crate::change::Change;
use crate::checks;
use crate::engine::Scanner;
use crate::finding::{Confidence, Finding};
use crate::rules::{RuleSet, expand};
use crate::text::RepoPath;

fn scan(change: &mut Change) -> Vec<Finding> {
    Scanner::new(&RuleSet::default(), &checks::all()).scan(change)
}

fn whole(template: &str) -> Vec<Finding> {
    scan(&mut Change::whole(RepoPath::from("config.txt"), expand(template).unwrap().text.into_bytes()))
}

#[test]
fn a_valid_checksum_is_told_and_a_wrong_one_still_blocks() {
    let [real, other] = ["ghp_{{crc32:30}}", "ghp_{{base62:36}}"].map(|token| whole(token).swap_remove(0));
    assert_eq!(real.notes, ["Its checksum is valid: it was issued as a token."]);
    assert_eq!((other.confidence, other.notes.len()), (Confidence::High, 0));
}

#[test]
fn a_key_is_one_finding_that_shows_its_first_line() {
    let findings = whole("a = 1\n-----BEGIN EC PRIVATE KEY-----\n{{pem:200}}\n-----END EC PRIVATE KEY-----\n");
    assert_eq!(findings.len(), 1, "{findings:?}");
    assert_eq!((findings[0].location.line, findings[0].location.end_line), (2, 7));
    assert_eq!(findings[0].excerpt.text(), "-----BEGIN EC PRIVATE KEY-----");
}

#[test]
fn a_key_of_which_only_middle_lines_are_added_is_found() {
    let text = expand("-----BEGIN EC PRIVATE KEY-----\n{{pem:200}}\n-----END EC PRIVATE KEY-----\n").unwrap().text;
    let lines: Vec<&str> = text.lines().collect();
    let old = format!("{}\n{}\n{}\n", lines[0], lines[1], lines[5]).into_bytes();
    let change = |new: &str| {
        let base = old.clone();
        scan(&mut Change::against(RepoPath::from("k.pem"), new.into(), Box::new(move |_| vec![base])))
    };
    assert_eq!(change(&text).len(), 1);
    let untouched = String::from_utf8(old.clone()).unwrap() + "another line\n";
    assert_eq!(change(&untouched).len(), 0);
}

#[test]
fn every_secret_of_a_line_of_ten_thousand_is_found_in_its_place() {
    let line = expand(&"t=ghp_{{base62:36}} ".repeat(10_000)).unwrap().text;
    let findings = scan(&mut Change::whole(RepoPath::from("f"), line.into_bytes()));
    let columns: Vec<u32> = findings.iter().map(|finding| finding.location.column).collect();
    assert_eq!(columns, (0..10_000).map(|n| n * 43 + 3).collect::<Vec<u32>>());
}

#[test]
fn a_provider_names_its_token_where_a_generic_rule_matches_too() {
    let findings = whole("api_key = \"ghp_{{base62:36}}\"");
    assert_eq!(findings.iter().map(|finding| finding.rule).collect::<Vec<_>>(), ["github-token"]);
}

#[test]
fn a_secret_below_its_name_is_marked_where_it_stands() {
    let text = expand("scaleway:\n  region: par\n  secret_key: {{hex:8}}-{{hex:4}}-{{hex:4}}-{{hex:4}}-{{hex:12}}\n")
        .unwrap()
        .text;
    let findings = scan(&mut Change::whole(RepoPath::from("cloud.yml"), text.into()));
    assert_eq!(findings.iter().map(|finding| finding.location.line).collect::<Vec<_>>(), [3]);
}
