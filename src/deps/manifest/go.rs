//! Go: `go.mod` and `go.work`. `go.sum` is not read: it names versions that are never built.

use std::collections::HashMap;

use super::found::{Found, Trouble};
use super::words::{is_full_semver, lines, place};
use crate::deps::{Ecosystem, Origin, Wanted};

/// Reads what is required, after replacements, and which release of Go builds it.
pub fn module(text: &str, found: &mut Found) {
    let mut block = "";
    let mut opened = 0;
    let mut required: Vec<(&str, &str)> = Vec::new();
    let mut replaced: HashMap<&str, Vec<Replacement<'_>>> = HashMap::new();
    let (mut language, mut toolchain) = (None, None);
    for (at, line) in lines(text) {
        let code = line.split("//").next().unwrap_or_default().trim();
        if code.is_empty() {
            continue;
        }
        if code.starts_with(')') {
            block = "";
            continue;
        }
        let mut words = code.split_ascii_whitespace();
        let verb = if block.is_empty() { words.next().unwrap_or_default() } else { block };
        let words: Vec<&str> = words.map(|word| word.trim_matches(['"', '`'])).collect();
        if words.first() == Some(&"(") || (block.is_empty() && words.is_empty() && verb.ends_with('(')) {
            block = verb.trim_end_matches('(');
            opened = at;
            continue;
        }
        match (verb, words.as_slice()) {
            ("require", [name, version, ..]) => required.push((name, version)),
            ("replace", words) => replacement(words, &mut replaced, found, text),
            ("go", [version, ..]) => language = Some(*version),
            ("toolchain", [version, ..]) => toolchain = version.strip_prefix("go"),
            _ => {}
        }
    }
    if !block.is_empty() {
        found.trouble(opened, Trouble::Syntax("a block is not closed"));
    }
    for (name, version) in required {
        let replacements = replaced.get(name).map_or(&[][..], Vec::as_slice);
        let replacement = replacements.iter().find(|replacement| replacement.version.is_none_or(|old| old == version));
        if replacement.is_none() {
            found.add(Ecosystem::Go, name, Wanted::Exact(version.to_owned()), Origin::Registry, place(text, version));
        }
    }
    releases(text, language, toolchain, found);
}

/// What a replacement takes the place of: one version, or all.
struct Replacement<'a> {
    version: Option<&'a str>,
}

/// `old [version] => new [version]`: the new module is judged, or nothing where it is a folder.
fn replacement<'a>(
    words: &[&'a str],
    replaced: &mut HashMap<&'a str, Vec<Replacement<'a>>>,
    found: &mut Found,
    text: &str,
) {
    let Some(arrow) = words.iter().position(|word| *word == "=>") else { return };
    let Some(old) = words.first().filter(|_| arrow > 0) else { return };
    let version = words.get(1).filter(|_| arrow > 1).copied();
    let versions = replaced.entry(old).or_default();
    // The last words of a module that is replaced again and again would be compared again and again.
    if versions.len() < 64 {
        versions.push(Replacement { version });
    }
    if let [new, version, ..] = &words[arrow + 1..]
        && !new.starts_with(['.', '/'])
    {
        found.add(Ecosystem::Go, new, Wanted::Exact((*version).to_owned()), Origin::Registry, place(text, version));
    }
}

/// The standard library and the tools. `go 1.22` names the language, not a release; `go 1.22.3` the least release, and
/// `toolchain` the one that is used.
fn releases(text: &str, language: Option<&str>, toolchain: Option<&str>, found: &mut Found) {
    if let Some(version) = toolchain {
        for name in ["stdlib", "toolchain"] {
            found.add(Ecosystem::Go, name, Wanted::Exact(version.to_owned()), Origin::Registry, place(text, version));
        }
    } else if let Some(version) = language.filter(|version| is_full_semver(version)) {
        found.add(
            Ecosystem::Go,
            "stdlib",
            Wanted::Range(format!(">={version}")),
            Origin::Registry,
            place(text, version),
        );
    }
}
