//! sbt, leiningen and the Clojure tools: coordinates that are not in one string.

use super::coordinates::Variables;
use super::wanted;
use crate::deps::manifest::found::Found;
use crate::deps::manifest::words::{blank_comments, lines, place, strings};
use crate::deps::{Ecosystem, Origin, Wanted};

/// Reads `"group" % "artifact" % "version"`. Behind `%%` the release of Scala is part of the name.
pub fn sbt(text: &str, found: &mut Found) {
    let code = blank_comments(text, &["//"], Some(("/*", "*/")));
    let variables = Variables::of(&code);
    let scala =
        variables.named("scalaVersion").or_else(|| scala_version(&code)).map_or("2.13", |(version, _)| binary(version));
    let strings = strings(&code);
    for (number, group) in strings.iter().enumerate() {
        let Some(artifact) = strings.get(number + 1) else { break };
        let percent = code.get(group.end + 1..artifact.start.saturating_sub(1)).map_or("", str::trim);
        // Behind a percent sign stands an artifact or a version.
        if code[..group.start - 1].trim_end().ends_with('%') {
            continue;
        }
        if percent != "%" && percent != "%%" && percent != "%%%" {
            continue;
        }
        let rest = code.get(artifact.end + 1..).unwrap_or_default();
        let Some(version) = rest.trim_start().strip_prefix('%').map(str::trim_start) else { continue };
        let (value, place) = if version.starts_with('"') {
            let Some(range) = strings.get(number + 2) else { break };
            (&code[range.clone()], range.clone())
        } else {
            let end = version.find(|c: char| !c.is_alphanumeric() && !"_.".contains(c)).unwrap_or(version.len());
            let here = place(&code, &version[..end]);
            variables.named(&version[..end]).map_or(("", here), |(value, at)| (value, at..at + value.len()))
        };
        let suffix = if percent == "%" { String::new() } else { format!("_{scala}") };
        let name = format!("{}:{}{suffix}", &code[group.clone()], &code[artifact.clone()]);
        found.add(Ecosystem::Maven, &name, wanted(value), Origin::Registry, place);
    }
}

fn scala_version(code: &str) -> Option<(&str, usize)> {
    let at = code.find("scalaVersion")?;
    let rest = &code[at..];
    let open = rest.find('"')? + 1;
    let end = rest[open..].find('"')?;
    Some((&rest[open..open + end], at + open))
}

/// `2.13.8` is `2.13`; from 3 on only the first number counts.
fn binary(version: &str) -> &str {
    if version.starts_with('3') {
        return "3";
    }
    version.match_indices('.').nth(1).map_or(version, |(dot, _)| &version[..dot])
}

/// Reads `[group/artifact "1.0"]` and `group/artifact {:mvn/version "1.0"}`.
pub fn clojure(text: &str, found: &mut Found) {
    let code = blank_comments_lisp(text);
    for (at, line) in lines(&code) {
        for string in strings(line).into_iter().filter(|string| !string.is_empty()) {
            let before = line[..string.start - 1].trim_end();
            let before = before
                .strip_suffix(":mvn/version")
                .map_or(before, |name| name.trim_end().trim_end_matches('{').trim_end());
            let start = before.rfind(|c: char| c.is_whitespace() || "[({\"".contains(c)).map_or(0, |at| at + 1);
            let name = before.get(start..).unwrap_or_default();
            let value = &line[string.clone()];
            let named =
                name.starts_with(|c: char| c.is_ascii_alphabetic()) && value.starts_with(|c: char| c.is_ascii_digit());
            if !named || !name.bytes().all(|b| b.is_ascii_alphanumeric() || b"._-/".contains(&b)) {
                continue;
            }
            // The project itself, and settings such as `:min-lein-version`.
            if before[..start].trim_end().ends_with("defproject") || before[..start].ends_with(':') {
                continue;
            }
            let (group, artifact) = name.split_once('/').unwrap_or((name, name));
            let wanted = match wanted(value) {
                Wanted::Any => continue,
                wanted => wanted,
            };
            let place = at + string.start..at + string.end;
            found.add(Ecosystem::Maven, &format!("{group}:{artifact}"), wanted, Origin::Registry, place);
        }
    }
}

fn blank_comments_lisp(text: &str) -> String {
    blank_comments(text, &[";"], None)
}
