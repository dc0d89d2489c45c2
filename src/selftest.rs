//! A rule carries its proof: examples that it must find and examples that it must not. Here they are run, each as a new
//! file through the real engine.

use std::fmt;

use crate::change::Change;
use crate::engine::{Check, Scanner};
use crate::finding::Finding;
use crate::lexer;
use crate::rules::{BadTemplate, Example, Rule, RuleSet, expand};
use crate::text::RepoPath;

/// Which list of examples.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Must be found.
    Match,
    /// Must not be found.
    NoMatch,
}

/// An example that fails.
#[derive(Debug, PartialEq, Eq)]
pub struct Failure {
    /// The list it stands in.
    pub kind: Kind,
    /// Its place in the list, from 0.
    pub index: usize,
    /// The example as written: a template, so nothing in it is secret.
    pub template: &'static str,
    /// What went wrong.
    pub reason: Reason,
}

/// Why an example fails.
#[derive(Debug, PartialEq, Eq)]
pub enum Reason {
    /// The rule did not find it; the rules that did.
    Missed(Vec<&'static str>),
    /// The rule found it.
    Found,
    /// It cannot be expanded.
    Template(BadTemplate),
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let list = match self.kind {
            Kind::Match => "match",
            Kind::NoMatch => "no_match",
        };
        write!(f, "`{list}` example {} ", self.index + 1)?;
        match &self.reason {
            Reason::Missed(others) if others.is_empty() => write!(f, "is not found")?,
            Reason::Missed(others) => write!(f, "is not found, but by {}", others.join(", "))?,
            Reason::Found => write!(f, "is found")?,
            Reason::Template(error) => write!(f, "cannot be expanded: {error}")?,
        }
        write!(f, ": {}", self.template)
    }
}

/// Runs every example of a rule. `set` must hold the rule; other rules in it may claim the same secret, as they do in use.
pub fn run(rule: &'static Rule, set: &RuleSet, checks: &[&dyn Check]) -> Vec<Failure> {
    let scanner = Scanner::new(set, checks);
    let lists = [(Kind::Match, rule.matches), (Kind::NoMatch, rule.no_match)];
    let examples = lists
        .into_iter()
        .flat_map(|(kind, list)| list.iter().enumerate().map(move |(index, template)| (kind, index, *template)));
    let failures = examples.filter_map(|(kind, index, template)| {
        let reason = match expand(template) {
            Ok(example) => judge(kind, rule, &scan(rule, &example, &scanner))?,
            Err(error) => Reason::Template(error),
        };
        Some(Failure { kind, index, template, reason })
    });
    failures.collect()
}

/// The findings of all rules in an example of `rule`.
pub fn scan(rule: &Rule, example: &Example, scanner: &Scanner) -> Vec<Finding> {
    let path = example.path.clone().unwrap_or_else(|| default_path(rule));
    scanner.scan(&mut Change::whole(RepoPath::from(path.as_str()), example.text.clone().into_bytes()))
}

fn judge(kind: Kind, rule: &Rule, findings: &[Finding]) -> Option<Reason> {
    let found = findings.iter().any(|finding| finding.rule == rule.id);
    match kind {
        Kind::Match => (!found).then(|| Reason::Missed(findings.iter().map(|finding| finding.rule).collect())),
        Kind::NoMatch => found.then_some(Reason::Found),
    }
}

/// A file of the rule's first language, or a text file.
fn default_path(rule: &Rule) -> String {
    let language = rule.languages.first().and_then(|name| lexer::languages().find(|language| language.name == *name));
    let extension = language.and_then(|language| language.extensions.first()).unwrap_or(&"txt");
    format!("example.{extension}")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{checks, rules};

    const RULES: &str = r#"
[[rule]]
id = "acme-key"
title = "t"
severity = "high"
confidence = "high"
keywords = ["acme_"]
message = "m"
why = "w"
fix = "f"
match = ["acme_{{hex:12}}", "acme_{{hex:3}}", "{{hax:3}}"]
no_match = ["acme_x", "{{path:a.py}}acme_{{hex:12}}"]
secret = { pattern = '\bacme_[0-9a-f]{12}\b' }
"#;

    #[test]
    fn each_failing_example_is_named() {
        let loaded = rules::load_user_rules("x.toml", RULES).unwrap();
        let set = RuleSet::default().with_extra(loaded.clone());
        let failures = run(loaded[0], &set, &checks::all());
        let shown: Vec<String> = failures.iter().map(ToString::to_string).collect();
        assert_eq!(shown.len(), 3, "{shown:?}");
        assert_eq!(shown[0], "`match` example 2 is not found: acme_{{hex:3}}");
        assert!(shown[1].starts_with("`match` example 3 cannot be expanded"), "{}", shown[1]);
        assert_eq!(shown[2], "`no_match` example 2 is found: {{path:a.py}}acme_{{hex:12}}");
    }
}
