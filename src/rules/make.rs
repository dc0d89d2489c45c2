//! A rule as written becomes one that is ready to use: the same way for built-in rules and the user's own.

use super::code_spec::{ArgSpec, BesideSpec, CallSpec, PatternSpec, SettingSpec};
use super::file_spec::FileSpec;
use super::secret_spec::CompanionSpec;
use super::spec::RuleSpec;
use super::{
    ArgCondition, Beside, CallMatcher, Callee, Category, Companion, Confidence, Context, FileMatcher, Matcher, Paths,
    Pattern, PatternScope, Rule, ScopedPattern, SecretMatcher, SecretReader, SettingMatcher, Severity, Shape,
};

/// The rule that a file describes. Its texts live as long as the process: a rule is made once.
///
/// The words were checked by [`super::spec::check`]; the last arm of each match is the word it stands for.
pub(super) fn rule(mut spec: RuleSpec) -> Rule {
    // Checked before, like the words.
    let _ = spec.complete();
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
        paths: Paths::new(list(spec.paths, text)),
        keywords: list(spec.keywords, |keyword| text(keyword.to_ascii_lowercase())),
        message: text(spec.message),
        why: text(spec.why),
        fix: text(spec.fix),
        cwe: list(spec.cwe, |number| number),
        references: list(spec.references, text),
        matcher: match (spec.category.as_deref(), spec.secret) {
            (Some("dependency"), _) => Matcher::Check(Category::Dependency),
            (Some("unicode"), _) => Matcher::Check(Category::Unicode),
            (Some(_), _) => Matcher::Check(Category::Unscanned),
            (None, Some(secret)) => Matcher::Secret(SecretMatcher {
                pattern: pattern(secret.pattern),
                reader: secret.reader.map(|name| match name.as_str() {
                    "password-assignment" => SecretReader::PasswordAssignment,
                    _ => SecretReader::SecretAssignment,
                }),
                window: secret.window as usize,
                validate: list(secret.validate, text),
                generic: secret.generic,
                with: list(secret.with, companion),
            }),
            (None, None) => match spec.file {
                Some(spec) => Matcher::File(file(spec)),
                None => Matcher::Code {
                    calls: list(spec.call, call),
                    patterns: list(spec.pattern, scoped),
                    settings: list(spec.setting, setting),
                },
            },
        },
        context: Context {
            tied: {
                let inside = spec.in_function.iter().chain(&spec.unless_in_function);
                let before = spec.before.iter().chain(&spec.unless_before);
                let mut all = inside.chain(before).chain(&spec.behind).chain(&spec.unless_behind);
                all.any(|regex| regex.contains("(?<arg") || regex.contains("(?<target>"))
            },
            requires: list(spec.requires, pattern),
            near: list(spec.near, pattern),
            unless_near: list(spec.unless_near, pattern),
            near_lines: spec.near_lines,
            in_function: list(spec.in_function, pattern),
            unless_in_function: list(spec.unless_in_function, pattern),
            before: list(spec.before, pattern),
            unless_before: list(spec.unless_before, pattern),
            behind: list(spec.behind, pattern),
            unless_behind: list(spec.unless_behind, pattern),
            unless_in_file: list(spec.unless_in_file, pattern),
        },
        matches: list(spec.matches, text),
        no_match: list(spec.no_match, text),
    }
}

fn companion(spec: CompanionSpec) -> Companion {
    Companion { what: text(spec.what), pattern: pattern(spec.pattern), lines: usize::from(spec.lines) }
}

fn file(spec: FileSpec) -> FileMatcher {
    FileMatcher {
        names: list(spec.names, text),
        except: list(spec.except, text),
        holds: spec.holds.map(pattern),
        times: spec.times,
        unless: spec.unless.map(pattern),
        yields: spec.yields,
    }
}

fn call(spec: CallSpec) -> CallMatcher {
    CallMatcher {
        callee: list(spec.callee, |name| Callee::new(text(name))),
        when: list(spec.when, condition),
        unless: list(spec.unless, condition),
        safe: list(spec.safe, text),
        receiver: spec.receiver.map(pattern),
        unless_receiver: spec.unless_receiver.map(pattern),
    }
}

fn condition(spec: ArgSpec) -> ArgCondition {
    ArgCondition {
        position: spec.arg,
        any: spec.any,
        receiver: spec.receiver,
        name: spec.name.map(text),
        shape: match spec.is.as_str() {
            "literal" => Shape::Literal,
            "non-literal" => Shape::NonLiteral,
            "built" => Shape::Built,
            "request" => Shape::Request,
            "input" => Shape::Input,
            "absent" => Shape::Absent,
            _ => Shape::Present,
        },
        text: spec.text.map(pattern),
    }
}

fn setting(spec: SettingSpec) -> SettingMatcher {
    SettingMatcher {
        path: list(spec.path, text),
        value: spec.value.map(pattern),
        when: list(spec.when, beside),
        unless: list(spec.unless, beside),
    }
}

fn beside(spec: BesideSpec) -> Beside {
    Beside { path: text(spec.path), value: spec.value.map(pattern) }
}

fn scoped(spec: PatternSpec) -> ScopedPattern {
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

fn text(text: String) -> &'static str {
    Box::leak(text.into_boxed_str())
}

fn list<T, U>(items: Vec<T>, each: impl Fn(T) -> U) -> &'static [U] {
    Box::leak(items.into_iter().map(each).collect::<Vec<U>>().into_boxed_slice())
}

fn pattern(source: String) -> Pattern {
    Pattern::new(text(source))
}
