use proptest::prelude::*;

use crate::change::Change;
use crate::checks;
use crate::engine::Scanner;
use crate::finding::{Confidence, Finding};
use crate::rules::{RuleSet, expand};
use crate::text::RepoPath;

fn scan(path: &str, text: &[u8]) -> Vec<Finding> {
    let (rules, checks) = (RuleSet::default(), checks::all());
    Scanner::new(&rules, &checks).scan(&mut Change::whole(RepoPath::from(path), text.to_vec()))
}

fn confidence(path: &str, template: &str) -> Option<Confidence> {
    scan(path, expand(template).unwrap().text.as_bytes()).first().map(|finding| finding.confidence)
}

#[test]
fn a_test_an_example_and_a_comment_do_not_block() {
    let line = "password = \"{{base62:12}}\"";
    assert_eq!(confidence("app/db.py", line), Some(Confidence::Medium));
    assert_eq!(confidence("tests/db.py", line), Some(Confidence::Low));
    assert_eq!(confidence("README.md", line), Some(Confidence::Low));
    assert_eq!(confidence("app/db.py", &format!("# {line}")), Some(Confidence::Low));
    assert_eq!(confidence("app/db.py", &format!("\"\"\"Use it so:\n\n    {line}\n\"\"\"")), Some(Confidence::Low));
    assert_eq!(confidence("app/db.py", &format!("fake_{line}")), Some(Confidence::Low));
    assert_eq!(confidence("Cargo.lock", line), None);
}

#[test]
fn a_name_of_the_path_is_no_password_that_blocks() {
    assert_eq!(confidence("roles/zabbix/vars.yml", "password: zabbix"), Some(Confidence::Low));
    assert_eq!(confidence("roles/db/vars.yml", "password: zabbix"), Some(Confidence::Medium));
}

#[test]
fn a_bare_word_is_a_literal_in_settings_and_a_reference_in_code() {
    let line = "password = {{lower:8}}";
    assert_eq!(confidence("app/db.py", line), None);
    assert_eq!(confidence("app.properties", line), Some(Confidence::Medium));
}

#[test]
fn invalid_utf8_around_a_secret_hides_nothing() {
    let mut text = b"\xff\xfe\x80 ".to_vec();
    text.extend(expand("password = \"{{base62:12}}\" ").unwrap().text.bytes());
    text.extend(b"\xc3\x28\xff");
    assert_eq!(scan("a.py", &text).len(), 1);
}

#[test]
fn ten_thousand_passwords_in_one_line_are_ten_thousand_findings() {
    let entry = expand("{\"password\":\"{{base62:12}}\"},").unwrap().text;
    assert_eq!(scan("a.json", entry.repeat(10_000).as_bytes()).len(), 10_000);
}

const PARTS: [&str; 40] = [
    "password",
    "dbPwd",
    "secret_key",
    "token",
    "auth",
    "pass ",
    "login(",
    "\"",
    "'",
    "`",
    "\\\"",
    "\\",
    "=",
    ":",
    "=>",
    "==",
    ",",
    "(",
    ")",
    ">",
    "<",
    "</",
    "[",
    "]",
    "{",
    "}",
    "${",
    "--",
    "|",
    " ",
    "\n",
    "\r\n",
    "value",
    "\u{e9}",
    "\u{fffd}",
    "str = ",
    "process.env.X || ",
    "k3Yr9wQp",
    "zqvkwm",
    ";",
];

proptest! {
    #[test]
    fn no_text_makes_it_fail(parts in proptest::collection::vec(0usize..PARTS.len(), 0..40), path in 0usize..7) {
        let path = ["a.py", "a.json", "a.yml", "a.sh", "a.env", "a.md", "a.xml"][path];
        let text: String = parts.iter().map(|&part| PARTS[part]).collect();
        let lines = text.split('\n').count();
        for finding in scan(path, text.as_bytes()) {
            prop_assert!((1..=lines).contains(&(finding.location.line as usize)));
        }
    }
}
