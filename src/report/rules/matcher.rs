//! What a rule looks for, in words.

use super::quoted;
use crate::pattern::Pattern;
use crate::report::page::Page;
use crate::rules::{ArgCondition, Beside, CallMatcher, Matcher, PatternScope, Rule, SettingMatcher, Shape};

/// Prints the matcher and the conditions on what surrounds a match.
pub fn describe(page: &mut Page, rule: &Rule) {
    match &rule.matcher {
        Matcher::Secret(secret) => {
            page.verbatim("pattern", [secret.pattern.source()]);
            if !secret.validate.is_empty() {
                page.text("checks", &secret.validate.join(", "));
            }
            for companion in secret.with {
                page.verbatim("with", [companion.pattern.source()]);
                page.text("", &format!("the {}, within {} lines: one finding", companion.what, companion.lines));
            }
            if secret.generic {
                page.text("", "gives way to a rule that names the provider");
            }
        }
        Matcher::File(file) => {
            page.text("names", &quoted(file.names));
            if !file.except.is_empty() {
                page.text("not", &quoted(file.except));
            }
            if let Some(pattern) = &file.holds {
                page.verbatim("holds", [pattern.source()]);
                if file.times > 1 {
                    page.text("", &format!("at least {} times", file.times));
                }
            }
            if let Some(pattern) = &file.unless {
                page.verbatim("unless", [pattern.source()]);
            }
            if file.yields {
                page.text("", "gives way to a secret that is found in the file");
            }
        }
        Matcher::Check(category) => page.text("check", category.as_str()),
        Matcher::Code { calls, patterns, settings } => {
            for matcher in *calls {
                page.text("call", &call(matcher));
            }
            for pattern in *patterns {
                page.verbatim("pattern", [pattern.regex.source()]);
                page.text("", scope(pattern.scope));
            }
            for matcher in *settings {
                page.text("setting", &setting(matcher));
            }
        }
    }
    let context = &rule.context;
    sources(page, "requires", context.requires, "each somewhere in the file");
    let lines = format!("within {} lines", context.near_lines);
    sources(page, "near", context.near, &format!("one of them {lines}"));
    sources(page, "not near", context.unless_near, &format!("none of them {lines}"));
    sources(page, "in function", context.in_function, "one of them in the function around it");
    sources(page, "not in function", context.unless_in_function, "none of them in the function around it");
    sources(page, "before", context.before, "one of them in the function before it");
    sources(page, "not before", context.unless_before, "none of them in the function before it");
    sources(page, "behind", context.behind, "one of them in the function behind it");
    sources(page, "not behind", context.unless_behind, "none of them in the function behind it");
    sources(page, "not in file", context.unless_in_file, "none of them anywhere in the file");
}

fn sources(page: &mut Page, label: &str, patterns: &[Pattern], how: &str) {
    if !patterns.is_empty() {
        page.verbatim(label, patterns.iter().map(Pattern::source));
        page.text("", how);
    }
}

fn call(matcher: &CallMatcher) -> String {
    let mut parts = vec![quoted(&matcher.callee.iter().map(|callee| callee.text).collect::<Vec<_>>())];
    for (word, conditions, between) in [("when", matcher.when, " and "), ("unless", matcher.unless, " or ")] {
        if !conditions.is_empty() {
            let conditions: Vec<String> = conditions.iter().map(condition).collect();
            parts.push(format!("{word} {}", conditions.join(between)));
        }
    }
    let receivers = [("receiver matches", &matcher.receiver), ("receiver does not match", &matcher.unless_receiver)];
    for (words, receiver) in receivers {
        parts.extend(receiver.iter().map(|pattern| format!("{words} `{}`", pattern.source())));
    }
    parts.join("; ")
}

fn setting(matcher: &SettingMatcher) -> String {
    let matches = |value: &Option<Pattern>| value.as_ref().map(|value| format!(" matches `{}`", value.source()));
    let mut parts = vec![format!("{}{}", quoted(matcher.path), matches(&matcher.value).unwrap_or_default())];
    let beside = |beside: &Beside| format!("`{}`{}", beside.path, matches(&beside.value).unwrap_or_default());
    for (word, conditions, between) in [("when", matcher.when, " and "), ("unless", matcher.unless, " or ")] {
        if !conditions.is_empty() {
            parts.push(format!("{word} {}", conditions.iter().map(beside).collect::<Vec<_>>().join(between)));
        }
    }
    parts.join("; ")
}

fn condition(condition: &ArgCondition) -> String {
    let argument = match (condition.position, condition.name) {
        _ if condition.any => "any argument".to_owned(),
        _ if condition.receiver => "what it is made on".to_owned(),
        (Some(position), Some(name)) => format!("{} or `{name}`", nth(position)),
        (Some(position), None) => nth(position),
        (None, name) => format!("argument `{}`", name.unwrap_or_default()),
    };
    let shape = match condition.shape {
        Shape::Literal => "is a constant",
        Shape::NonLiteral => "is not a constant",
        Shape::Built => "is a string built from values",
        Shape::Request => "holds data of a request",
        Shape::Input => "holds data of a request or a parameter",
        Shape::Present => "is given",
        Shape::Absent => "is missing",
    };
    match &condition.text {
        Some(text) => format!("{argument} {shape} and matches `{}`", text.source()),
        None => format!("{argument} {shape}"),
    }
}

/// An argument by its position, which counts from 0.
fn nth(position: u8) -> String {
    match position {
        0 => "the first argument".to_owned(),
        1 => "the second argument".to_owned(),
        2 => "the third argument".to_owned(),
        _ => format!("argument {}", u16::from(position) + 1),
    }
}

fn scope(scope: PatternScope) -> &'static str {
    match scope {
        PatternScope::Code => "in code, outside comments and strings",
        PatternScope::String => "in a string",
        PatternScope::Comment => "in a comment",
        PatternScope::Any => "anywhere",
    }
}
