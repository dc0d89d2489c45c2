//! Rules as Rust source: one static table.

use crate::spec::{ArgSpec, RuleSpec};

/// The table of all rules.
pub fn rules(rules: &[RuleSpec]) -> String {
    let all: String = rules.iter().map(|spec| rule(spec) + ",\n").collect();
    format!("pub static RULES: [Rule; {}] = [\n{all}];\n", rules.len())
}

/// A Rust string literal.
fn text(text: &str) -> String {
    format!("{text:?}")
}

fn list<T>(items: &[T], each: impl Fn(&T) -> String) -> String {
    let items: Vec<String> = items.iter().map(each).collect();
    format!("&[{}]", items.join(", "))
}

fn texts(items: &[String]) -> String {
    list(items, |item| text(item))
}

/// A list of what holds patterns, as a static of its own: a pattern changes when its regex is built, and the compiler takes
/// no unnamed list of such things in a static.
pub fn statics<T>(kind: &str, items: &[T], each: impl Fn(&T) -> String) -> String {
    if items.is_empty() {
        return "&[]".to_owned();
    }
    let list = list(items, each);
    format!("{{ static LIST: [{kind}; {}] = {}; &LIST }}", items.len(), &list[1..])
}

fn pattern(source: &String) -> String {
    format!("Pattern::new({source:?})")
}

/// `non-literal` becomes `NonLiteral`.
fn variant(word: &str) -> String {
    word.split('-').map(|part| part[..1].to_uppercase() + &part[1..]).collect()
}

fn option<T>(item: Option<&T>, each: impl Fn(&T) -> String) -> String {
    item.map_or_else(|| "None".to_owned(), |item| format!("Some({})", each(item)))
}

fn rule(spec: &RuleSpec) -> String {
    let keywords: Vec<String> = spec.keywords.iter().map(|keyword| keyword.to_ascii_lowercase()).collect();
    format!(
        "Rule {{ id: {id:?}, title: {title:?}, severity: Severity::{severity}, confidence: Confidence::{confidence}, \
         languages: {languages}, paths: {paths}, keywords: {keywords}, message: {message:?}, why: {why:?}, fix: {fix:?}, \
         cwe: &{cwe:?}, references: {references}, matcher: {matcher}, context: {context}, matches: {matches}, \
         no_match: {no_match} }}",
        id = spec.id,
        title = spec.title,
        severity = variant(&spec.severity),
        confidence = variant(&spec.confidence),
        languages = texts(&spec.languages),
        paths = texts(&spec.paths),
        keywords = texts(&keywords),
        message = spec.message,
        why = spec.why,
        fix = spec.fix,
        cwe = spec.cwe,
        references = texts(&spec.references),
        matcher = matcher(spec),
        context = context(spec),
        matches = texts(&spec.matches),
        no_match = texts(&spec.no_match),
    )
}

fn matcher(spec: &RuleSpec) -> String {
    if let Some(secret) = &spec.secret {
        return format!(
            "Matcher::Secret(SecretMatcher {{ pattern: {}, window: {}, validate: {}, generic: {} }})",
            pattern(&secret.pattern),
            secret.window,
            texts(&secret.validate),
            secret.generic
        );
    }
    let calls = statics("CallMatcher", &spec.call, |call| {
        format!(
            "CallMatcher {{ callee: {}, when: {}, unless: {}, safe: {} }}",
            texts(&call.callee),
            statics("ArgCondition", &call.when, condition),
            statics("ArgCondition", &call.unless, condition),
            texts(&call.safe)
        )
    });
    let patterns = statics("ScopedPattern", &spec.pattern, |item| {
        let scope = variant(&item.scope);
        format!("ScopedPattern {{ regex: {}, scope: PatternScope::{scope} }}", pattern(&item.regex))
    });
    format!("Matcher::Code {{ calls: {calls}, patterns: {patterns} }}")
}

fn condition(spec: &ArgSpec) -> String {
    format!(
        "ArgCondition {{ position: {}, name: {}, shape: Shape::{}, text: {} }}",
        option(spec.arg.as_ref(), ToString::to_string),
        option(spec.name.as_ref(), |name| text(name)),
        variant(&spec.is),
        option(spec.text.as_ref(), pattern)
    )
}

fn context(spec: &RuleSpec) -> String {
    format!(
        "Context {{ requires: {}, near: {}, unless_near: {}, near_lines: {} }}",
        statics("Pattern", &spec.requires, pattern),
        statics("Pattern", &spec.near, pattern),
        statics("Pattern", &spec.unless_near, pattern),
        spec.near_lines
    )
}
