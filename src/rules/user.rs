//! User rules: TOML files in the format of our own, read at run time.

use std::fmt;

use globset::Glob;

use super::spec::{self, ArgSpec, RuleFile, RuleSpec};
use super::{
    ArgCondition, CallMatcher, Confidence, Context, Matcher, Pattern, PatternScope, Rule, ScopedPattern, SecretMatcher,
    Severity, Shape,
};
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
            spec::problems(rule, &languages).into_iter().chain(bad_globs(rule)).map(move |problem| (line, problem))
        })
        .collect();
    if problems.is_empty() {
        Ok(parsed.rule.into_iter().map(|rule| &*Box::leak(Box::new(from_spec(rule.into_inner())))).collect())
    } else {
        Err(bad(problems))
    }
}

/// What is wrong with the paths of a rule: one that cannot be read would never apply, and nobody would know.
fn bad_globs(rule: &RuleSpec) -> impl Iterator<Item = String> + '_ {
    rule.paths.iter().filter_map(|glob| Glob::new(glob).err()).map(|error| format!("bad path: {error}"))
}

fn text(text: String) -> &'static str {
    Box::leak(text.into_boxed_str())
}

fn list<T, U>(items: Vec<T>, each: impl Fn(T) -> U) -> &'static [U] {
    Box::leak(items.into_iter().map(each).collect::<Vec<U>>().into_boxed_slice())
}

fn pattern(source: String) -> Pattern {
    Pattern::new(text(source))
}

/// The words were checked by [`spec::problems`]; the last arm of each match is the word it stands for.
fn from_spec(spec: RuleSpec) -> Rule {
    let code = |calls, patterns| Matcher::Code { calls: list(calls, call), patterns: list(patterns, scoped) };
    Rule {
        id: text(spec.id),
        title: text(spec.title),
        severity: match spec.severity.as_str() {
            "critical" => Severity::Critical,
            "high" => Severity::High,
            "medium" => Severity::Medium,
            _ => Severity::Low,
        },
        confidence: match spec.confidence.as_str() {
            "high" => Confidence::High,
            "medium" => Confidence::Medium,
            _ => Confidence::Low,
        },
        languages: list(spec.languages, text),
        paths: list(spec.paths, text),
        keywords: list(spec.keywords, |keyword| text(keyword.to_ascii_lowercase())),
        message: text(spec.message),
        why: text(spec.why),
        fix: text(spec.fix),
        cwe: list(spec.cwe, |number| number),
        references: list(spec.references, text),
        matcher: match spec.secret {
            Some(secret) => Matcher::Secret(SecretMatcher {
                pattern: pattern(secret.pattern),
                window: secret.window as usize,
                validate: list(secret.validate, text),
                generic: secret.generic,
            }),
            None => code(spec.call, spec.pattern),
        },
        context: Context {
            requires: list(spec.requires, pattern),
            near: list(spec.near, pattern),
            unless_near: list(spec.unless_near, pattern),
            near_lines: spec.near_lines,
        },
        matches: list(spec.matches, text),
        no_match: list(spec.no_match, text),
    }
}

fn call(spec: spec::CallSpec) -> CallMatcher {
    CallMatcher {
        callee: list(spec.callee, text),
        when: list(spec.when, condition),
        unless: list(spec.unless, condition),
        safe: list(spec.safe, text),
    }
}

fn condition(spec: ArgSpec) -> ArgCondition {
    ArgCondition {
        position: spec.arg,
        name: spec.name.map(text),
        shape: match spec.is.as_str() {
            "literal" => Shape::Literal,
            "non-literal" => Shape::NonLiteral,
            "built" => Shape::Built,
            "request" => Shape::Request,
            "absent" => Shape::Absent,
            _ => Shape::Present,
        },
        text: spec.text.map(pattern),
    }
}

fn scoped(spec: spec::PatternSpec) -> ScopedPattern {
    ScopedPattern {
        regex: pattern(spec.regex),
        scope: match spec.scope.as_str() {
            "string" => PatternScope::String,
            "comment" => PatternScope::Comment,
            "any" => PatternScope::Any,
            _ => PatternScope::Code,
        },
    }
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
