//! What becomes of the user's own rules when their files change.

use toml::{Table, Value};

use super::{Weaker, weakened};
use crate::finding::Finding;
use crate::rules::load_user_rules;
use crate::text::{RepoPath, printable_str};

/// A finding for each rule of the `old` files that is gone or different in the `new` ones, each with its path. A new rule is
/// none. Whether a rule that differs finds less, nobody can tell from its text.
pub fn rule_findings(old: &[(RepoPath, Vec<u8>)], new: &[(RepoPath, Vec<u8>)]) -> Vec<Finding> {
    let kept: Vec<Value> = new.iter().flat_map(|(_, text)| rules(text)).collect();
    let mut found = Vec::new();
    for (path, text) in old {
        for rule in rules(text).into_iter().filter(|rule| !kept.contains(rule)) {
            let id = rule.get("id").and_then(Value::as_str).unwrap_or_default();
            let becomes = kept.iter().find(|kept| kept.get("id") == rule.get("id"));
            let what = if becomes.is_some() { "is changed" } else { "is taken away" };
            let change = Weaker {
                message: format!("The rule `{}` {what}: what it found before may pass.", printable_str(id)),
                identity: format!("rule {id} {}", becomes.map(ToString::to_string).unwrap_or_default()),
                line: None,
            };
            found.push(weakened(path, change));
        }
    }
    found
}

/// The rules of a file that are in force. One that cannot be read holds none, which is a finding of its own.
fn rules(text: &[u8]) -> Vec<Value> {
    let text = std::str::from_utf8(text).ok().filter(|text| load_user_rules("", text).is_ok());
    match text.and_then(|text| text.parse::<Table>().ok()).and_then(|mut table| table.remove("rule")) {
        Some(Value::Array(rules)) => rules,
        _ => Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn files(text: &str) -> Vec<(RepoPath, Vec<u8>)> {
        vec![(RepoPath::from("own.toml"), text.as_bytes().to_vec())]
    }

    fn rule(id: &str, title: &str) -> String {
        format!(
            "[[rule]]\nid = \"{id}\"\ntitle = \"{title}\"\nseverity = \"high\"\nconfidence = \"high\"\nkeywords = [\"acme_\"]\n\
             message = \"m\"\nwhy = \"w\"\nfix = \"f\"\nmatch = [\"acme_1\", \"acme_2\"]\nno_match = [\"acme\", \"acm\"]\n\
             secret = {{ pattern = 'acme_[0-9]' }}\n\n"
        )
    }

    #[test]
    fn a_rule_that_goes_or_changes_is_a_finding_and_a_new_one_is_none() {
        let old = files(&[rule("a-key", "A"), rule("b-key", "B")].concat());
        let told = |new: &[String]| -> Vec<String> {
            let found = rule_findings(&old, &files(&new.concat()));
            found.iter().map(|finding| finding.message.to_string()).collect()
        };
        assert_eq!(told(&[rule("b-key", "B"), "# moved\n".to_owned(), rule("a-key", "A")]), [""; 0]);
        assert_eq!(told(&[rule("b-key", "B"), rule("a-key", "A"), rule("c-key", "C")]), [""; 0]);
        let changed = "The rule `a-key` is changed: what it found before may pass.";
        assert_eq!(told(&[rule("b-key", "B"), rule("a-key", "other")]), [changed]);
        assert_eq!(told(&[rule("a-key", "A")]).len(), 1);
        assert_eq!(told(&["no toml".to_owned()]).len(), 2);
    }

    #[test]
    fn rules_that_were_never_in_force_are_not_missed() {
        assert!(rule_findings(&files("[[rule]]\nid = \"a-key\"\n"), &[]).is_empty());
    }
}
