use snapbox::{assert_data_eq, file};

use super::*;
use crate::finding::Severity;
use crate::report::samples::with_colour;
use crate::rules::load_user_rules;
use crate::text::needs_escape;

const SOURCE: &str = r#"
[[rule]]
id = "acme-key"
title = "Acme key \u001b[2J\u202e"
severity = "high"
confidence = "medium"
paths = ["*.\u200benv"]
keywords = ["acme_"]
message = "An Acme key \u001b[31m is written in the file."
why = "Whoever has it orders in your name."
fix = "Read it from `ACME_KEY`."
cwe = [798, 259]
references = ["https://example.com/\u0007keys"]
match = ["acme_{{hex:8}}", "one\n  acme_{{hex:8}}\n"]
no_match = ["acme_", "acme"]
secret = { pattern = '\bacme_[0-9a-f]{8}\b', validate = ["not-placeholder"], generic = true }

[[rule]]
id = "python-acme-query"
title = "Query built from a value"
severity = "medium"
confidence = "low"
languages = ["python", "php"]
keywords = ["acme.query"]
message = "m"
why = "w"
fix = "f"
requires = ['import  acme']
near = ['\btable\b', '\bview\b']
unless_near = ['sanitise']
match = ["acme.query(f'{x}')", "acme.query('a' + x)"]
no_match = ["acme.query('a')", "acme.query(x)"]
[[rule.call]]
callee = ["acme.query", "*.query"]
when = [{ arg = 0, name = "text", is = "built" }, { arg = 3 }]
unless = [{ name = "safe", is = "literal", text = '^True$' }, { arg = 1, is = "absent" }]
[[rule.pattern]]
regex = 'acme\.query\('
scope = "string"
"#;

fn only_these() -> RuleSet {
    let mut rules = RuleSet::default().with_extra(load_user_rules("x.toml", SOURCE).unwrap());
    let builtin: Vec<&str> = crate::rules::builtin_rules().iter().map(|rule| rule.id).collect();
    for id in builtin {
        rules.disable(id).unwrap();
    }
    rules.set_severity("acme-key", Severity::Critical).unwrap();
    rules
}

fn printed(print: impl Fn(&mut dyn Write) -> io::Result<()>) -> String {
    let mut out = Vec::new();
    with_colour(false, || print(&mut out)).unwrap();
    let text = String::from_utf8(out).unwrap();
    assert!(!text.chars().any(|c| c != '\n' && needs_escape(c)), "{text}");
    text
}

#[test]
fn the_list_stands_in_columns_by_category() {
    let rules = only_these();
    let list = |width| printed(|out| list(&rules, width, out));
    assert_data_eq!(list(usize::MAX), file!["../../../tests/snapshots/rules-list.txt"].raw());
    assert!(list(60).lines().all(|line| columns(line) <= 60), "{}", list(60));
}

#[test]
fn everything_about_a_secret_rule() {
    let rules = only_these();
    let rule = rules.find("acme-key").unwrap();
    assert_data_eq!(
        printed(|out| show(rule, &rules, 80, out)),
        file!["../../../tests/snapshots/rule-secret.txt"].raw()
    );
}

#[test]
fn everything_about_a_code_rule() {
    let rules = only_these();
    let rule = rules.find("python-acme-query").unwrap();
    assert_data_eq!(printed(|out| show(rule, &rules, 80, out)), file!["../../../tests/snapshots/rule-code.txt"].raw());
}

#[test]
fn a_rule_teaches() {
    let rules = only_these();
    let rule = rules.find("acme-key").unwrap();
    assert_data_eq!(
        printed(|out| explain(rule, &rules, 80, out)),
        file!["../../../tests/snapshots/rule-explained.txt"].raw()
    );
}
