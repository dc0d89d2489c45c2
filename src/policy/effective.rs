//! What is in force and where it comes from: the rows of `hunkguard config show`.

use super::config::{Allow, Policy};
use super::layer::{At, Layer};
use crate::deps::Ignore;

/// A value that is in force.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// Dotted key, such as `paths.exclude`. A list has one row for each of its items.
    pub key: String,
    /// The value as TOML text.
    pub value: String,
    /// `built-in`, or file and line such as `.hunkguard.toml:4`.
    pub origin: String,
}

/// Every value that is in force, in the order of the default policy file. `layers` as for [`Policy::merge`].
pub fn effective(layers: &[Layer]) -> Vec<Row> {
    let default = Policy::default();
    let (file_bytes, commits) = (default.limits.file_bytes, default.limits.history_commits);
    let mut rows = vec![single(layers, "block", string(default.block.as_str()), |layer| {
        layer.block.as_ref().map(|at| (string(at.value.as_str()), at.line))
    })];
    rows.push(single(layers, "review.mode", string(default.review.mode.as_str()), |layer| {
        layer.mode.as_ref().map(|at| (string(at.value.as_str()), at.line))
    }));
    rows.extend(list(layers, "review.reviewers", |layer| &layer.reviewers, |mail| string(mail)));
    rows.extend(list(layers, "paths.exclude", |layer| &layer.exclude, |glob| string(glob)));
    rows.extend(list(layers, "rules.disable", |layer| &layer.disable, |rule| string(rule)));
    rows.extend(list(layers, "rules.extra", |layer| &layer.extra, |glob| string(glob)));
    let mut rules: Vec<&String> = layers.iter().flat_map(|layer| layer.severity.keys()).collect();
    rules.sort();
    rules.dedup();
    rows.extend(rules.into_iter().map(|rule| {
        single(layers, &format!("rules.severity.{rule}"), String::new(), |layer| {
            layer.severity.get(rule).map(|at| (string(at.value.as_str()), at.line))
        })
    }));
    rows.extend(list(layers, "allow", |layer| &layer.allow, allowance));
    rows.extend(list(layers, "dependencies.internal", |layer| &layer.internal, |glob| string(glob)));
    rows.extend(list(layers, "dependencies.ignore", |layer| &layer.ignore, ignored));
    rows.push(single(layers, "limits.file_bytes", file_bytes.to_string(), |layer| {
        layer.file_bytes.as_ref().map(|at| (at.value.to_string(), at.line))
    }));
    rows.push(single(layers, "limits.history_commits", commits.to_string(), |layer| {
        layer.history_commits.as_ref().map(|at| (at.value.to_string(), at.line))
    }));
    rows
}

const BUILT_IN: &str = "built-in";

fn origin(layer: &Layer, line: usize) -> String {
    format!("{}:{line}", layer.name)
}

/// The value of the highest layer that has one.
fn single(layers: &[Layer], key: &str, default: String, get: impl Fn(&Layer) -> Option<(String, usize)>) -> Row {
    let found = layers.iter().rev().find_map(|layer| get(layer).map(|(value, line)| (value, origin(layer, line))));
    let (value, origin) = found.unwrap_or_else(|| (default, BUILT_IN.to_owned()));
    Row { key: key.to_owned(), value, origin }
}

/// The items of all layers; one row with `[]` where there is none.
fn list<T>(layers: &[Layer], key: &str, get: impl Fn(&Layer) -> &Vec<At<T>>, show: impl Fn(&T) -> String) -> Vec<Row> {
    let items = layers.iter().flat_map(|layer| get(layer).iter().map(move |at| (at, origin(layer, at.line))));
    let mut rows: Vec<Row> =
        items.map(|(at, origin)| Row { key: key.to_owned(), value: show(&at.value), origin }).collect();
    if rows.is_empty() {
        rows.push(Row { key: key.to_owned(), value: "[]".to_owned(), origin: BUILT_IN.to_owned() });
    }
    rows
}

fn string(text: &str) -> String {
    toml::Value::String(text.to_owned()).to_string()
}

fn allowance(allow: &Allow) -> String {
    let expires = allow.expires.map(|date| format!(", expires = {date}")).unwrap_or_default();
    format!("{{ fingerprint = \"{}\", reason = {}{expires} }}", allow.fingerprint, string(&allow.reason))
}

fn ignored(ignore: &Ignore) -> String {
    let package = ignore.package.as_ref().map(|package| format!(", package = {}", string(package))).unwrap_or_default();
    let expires = ignore.expires.map(|date| format!(", expires = {date}")).unwrap_or_default();
    format!("{{ id = {}{package}, reason = {}{expires} }}", string(&ignore.id), string(&ignore.reason))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn show(layers: &[Layer]) -> Vec<String> {
        effective(layers).iter().map(|row| format!("{} = {} ({})", row.key, row.value, row.origin)).collect()
    }

    #[test]
    fn without_a_layer_everything_is_built_in() {
        assert_eq!(
            show(&[]),
            [
                "block = \"high\" (built-in)",
                "review.mode = \"simple\" (built-in)",
                "review.reviewers = [] (built-in)",
                "paths.exclude = [] (built-in)",
                "rules.disable = [] (built-in)",
                "rules.extra = [] (built-in)",
                "allow = [] (built-in)",
                "dependencies.internal = [] (built-in)",
                "dependencies.ignore = [] (built-in)",
                "limits.file_bytes = 536870912 (built-in)",
                "limits.history_commits = 2000 (built-in)",
            ]
        );
    }

    #[test]
    fn each_value_names_the_file_and_line_that_won() {
        let system =
            "block = \"low\"\n[paths]\nexclude = [\"a \\\"b\\\"/**\"]\n[rules.severity]\nweak-hash = \"low\"\n";
        let own = "[paths]\nexclude = [\"c/**\"]\n[rules.severity]\nweak-hash = \"high\"\n[[allow]]\n\
                   fingerprint = \"0123456789abcdef\"\nreason = \"a test value\"\nexpires = 2030-12-31\n";
        let layers = [("system.toml", system), (".hunkguard.toml", own)];
        let rows = show(&layers.map(|(name, text)| Layer::parse(name, text.as_bytes()).unwrap()));
        for expected in [
            "block = \"low\" (system.toml:1)",
            "paths.exclude = 'a \"b\"/**' (system.toml:3)",
            "paths.exclude = \"c/**\" (.hunkguard.toml:2)",
            "rules.severity.weak-hash = \"high\" (.hunkguard.toml:4)",
            "allow = { fingerprint = \"0123456789abcdef\", reason = \"a test value\", expires = 2030-12-31 } (.hunkguard.toml:5)",
            "review.mode = \"simple\" (built-in)",
        ] {
            assert!(rows.contains(&expected.to_owned()), "{expected}\n{rows:#?}");
        }
    }
}
