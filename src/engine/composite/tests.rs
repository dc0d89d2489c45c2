use crate::change::Change;
use crate::checks;
use crate::engine::Scanner;
use crate::finding::{Finding, Severity};
use crate::rules::{RuleSet, expand, load_user_rules};
use crate::text::RepoPath;

const ACME: &str = r#"
[[rule]]
id = "acme-secret"
title = "Acme secret"
severity = "medium"
confidence = "high"
keywords = ["acme_secret"]
message = "m"
why = "w"
fix = "f"
match = ["acme_secret={{hex:16}}", "ACME_SECRET={{hex:16}}"]
no_match = ["acme_secret", "acme"]

[rule.secret]
pattern = '(?i)acme_secret=(?<secret>[0-9a-f]{16})'
with = [{ what = "client id", pattern = '\bacme-[0-9a-f]{8}\b', lines = 2 }, { what = "account", pattern = '\bacct[0-9]{6}\b' }]

[[rule]]
id = "acme-client-id"
title = "Acme client id"
severity = "low"
confidence = "high"
keywords = ["acme-"]
message = "m"
why = "w"
fix = "f"
match = ["acme-{{hex:8}}", "id acme-{{hex:8}}"]
no_match = ["acme-", "acme"]
secret = { pattern = '\bacme-[0-9a-f]{8}\b' }
"#;

fn scan(mut change: Change) -> Vec<Finding> {
    let rules = RuleSet::default().with_extra(load_user_rules("x.toml", ACME).unwrap());
    Scanner::new(&rules, &checks::all()).scan(&mut change)
}

fn text(template: &str) -> Vec<u8> {
    expand(template).unwrap().text.into_bytes()
}

fn found(template: &str) -> Vec<Finding> {
    scan(Change::whole(RepoPath::from("a.conf"), text(template)))
}

#[test]
fn an_id_near_its_secret_makes_one_finding_of_a_higher_severity() {
    let found = found("id acme-{{hex:8}}\nACME_SECRET={{hex:16}}\n\nfor acct123456\n");
    assert_eq!((found.len(), found[0].rule, found[0].severity), (1, "acme-secret", Severity::High));
    assert_eq!((found[0].location.line, found[0].location.column), (2, 1), "it is marked at the secret");
    assert_eq!(found[0].notes, ["The client id stands 1 line above.", "The account stands 2 lines below."]);
}

#[test]
fn both_parts_are_masked_where_they_are_shown() {
    let found = found("acme_secret={{hex:16}} acme-{{hex:8}}\n");
    assert_eq!(found[0].excerpt.text(), format!("acme_secret={} {}", "*".repeat(16), "*".repeat(13)));
    assert_eq!(found[0].notes, ["The client id stands on the same line."]);
}

#[test]
fn far_apart_they_are_two() {
    let found = found("acme-{{hex:8}}\n\n\n\nacme_secret={{hex:16}}\n");
    let rules: Vec<_> = found.iter().map(|finding| (finding.rule, finding.severity)).collect();
    assert_eq!(rules, [("acme-client-id", Severity::Low), ("acme-secret", Severity::Medium)]);
}

#[test]
fn the_nearest_of_several_ids_belongs_to_the_secret() {
    let found = found("acme-{{hex:8}}\nacme_secret={{hex:16}}\n\nacme-{{hex:8}}\n");
    let lines: Vec<_> = found.iter().map(|finding| (finding.rule, finding.location.line)).collect();
    assert_eq!(lines, [("acme-secret", 2), ("acme-client-id", 4)]);
}

#[test]
fn an_id_added_beside_an_old_secret_completes_it() {
    let old = text("acme_secret={{hex:16}}\n");
    let new = [&old[..], b"id acme-01234567\n"].concat();
    let of = |new: Vec<u8>| {
        let old = old.clone();
        scan(Change::against(RepoPath::from("a.conf"), new, Box::new(|_| vec![old])))
    };
    assert_eq!(of(new).iter().map(|finding| finding.rule).collect::<Vec<_>>(), ["acme-secret"]);
    assert!(of([&old[..], b"other\n"].concat()).is_empty());
}
