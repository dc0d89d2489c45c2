//! User rules: TOML files in the format of our own, read at run time.

use std::fmt;

use globset::Glob;

use super::Rule;
use super::make::rule;
use super::spec::{self, RuleFile, RuleSpec};
use crate::lexer;

/// What is wrong with a file of rules: each problem with its 1-based line.
#[derive(Debug, PartialEq, Eq)]
pub struct BadRules {
    /// The file, as the user named it.
    pub file: String,
    /// Line and problem.
    pub problems: Vec<(usize, String)>,
}

impl fmt::Display for BadRules {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let lines = self.problems.iter().map(|(line, problem)| format!("{}:{line}: {problem}", self.file));
        f.write_str(&lines.collect::<Vec<_>>().join("\n"))
    }
}

impl std::error::Error for BadRules {}

/// Reads a file of rules. They live as long as the process: there are few, and they are read once.
///
/// # Errors
/// The text is not TOML, a key is unknown, or a rule is not as it should be.
pub fn load(file: &str, source: &str) -> Result<Vec<&'static Rule>, BadRules> {
    let bad = |problems| BadRules { file: file.to_owned(), problems };
    let parsed: RuleFile = toml::from_str(source).map_err(|error| {
        let line = spec::line_at(source, error.span().map_or(0, |span| span.start));
        bad(vec![(line, error.message().to_owned())])
    })?;
    let languages: Vec<&str> = lexer::languages().map(|language| language.name).collect();
    let problems: Vec<(usize, String)> = parsed
        .rule
        .iter()
        .flat_map(|rule| {
            let line = spec::line_at(source, rule.span().start);
            let rule = rule.get_ref();
            spec::check(rule, &languages)
                .into_iter()
                .chain(bad_globs(rule))
                .chain(bad_category(rule))
                .map(move |problem| (line, problem))
        })
        .collect();
    if problems.is_empty() {
        Ok(parsed.rule.into_iter().map(|spec| &*Box::leak(Box::new(rule(spec.into_inner())))).collect())
    } else {
        Err(bad(problems))
    }
}

/// A rule of the user's has no code of ours behind it.
fn bad_category(rule: &RuleSpec) -> Option<String> {
    rule.category.as_ref().map(|_| "`category` is for built-in rules: give `secret`, `call` or `pattern`".to_owned())
}

/// What is wrong with the paths of a rule: one that cannot be read would never apply, and nobody would know.
fn bad_globs(rule: &RuleSpec) -> impl Iterator<Item = String> + '_ {
    rule.paths.iter().filter_map(|glob| Glob::new(glob).err()).map(|error| format!("bad path: {error}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    const GOOD: &str = r#"
[[rule]]
id = "acme-key"
title = "Acme key"
severity = "high"
confidence = "high"
keywords = ["ACME_"]
message = "m"
why = "w"
fix = "f"
match = ["acme_{{hex:8}}", "x acme_{{hex:8}}"]
no_match = ["acme_", "acme"]
secret = { pattern = '\bacme_[0-9a-f]{8}\b' }
"#;

    #[test]
    fn a_good_file_is_read() {
        let rules = load("x.toml", GOOD).unwrap();
        assert_eq!((rules[0].id, rules[0].keywords), ("acme-key", &["acme_"][..]));
    }

    #[test]
    fn each_problem_names_its_line() {
        let two = GOOD.replace("\"high\"\nconf", "\"huge\"\nconf").replace("8}\\b'", "8'");
        let error = load("x.toml", &two).unwrap_err();
        assert_eq!(error.problems.len(), 2, "{error}");
        assert!(error.to_string().starts_with("x.toml:2: severity `huge`"), "{error}");
        for validator in ["entropy>=high", "entropy", "random>=1", "luck"] {
            let rule = GOOD.replace("b' }", &format!("b', validate = [\"{validator}\"] }}"));
            let error = load("x.toml", &rule).unwrap_err();
            assert!(error.to_string().contains(&format!("unknown validator `{validator}`")), "{error}");
        }
        let glob = load("x.toml", &GOOD.replace("fix = ", "paths = [\"a[\"]\nfix = ")).unwrap_err();
        assert!(glob.to_string().starts_with("x.toml:2: bad path: "), "{glob}");
        let unknown = load("x.toml", &GOOD.replace("title", "titel")).unwrap_err();
        assert!(unknown.to_string().contains("x.toml:4: unknown field `titel`"), "{unknown}");
    }
}
