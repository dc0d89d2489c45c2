//! Gradle build scripts, in Groovy and Kotlin, and their lock files. Bazel's `maven_install` writes the same strings.

use super::coordinates::{Variables, add};
use super::wanted;
use crate::deps::manifest::found::Found;
use crate::deps::manifest::words::{blank_comments, lines, place, strings};
use crate::deps::{Ecosystem, Origin, Wanted};

/// Reads `'group:artifact:version'` and `group: 'g', name: 'a', version: 'v'`.
pub fn gradle(text: &str, found: &mut Found) {
    let hash_comments = text.starts_with('#') || text.contains("maven_install") || text.contains("maven.install");
    let marks: &[&str] = if hash_comments { &["#"] } else { &["//"] };
    let code = blank_comments(text, marks, (!hash_comments).then_some(("/*", "*/")));
    let variables = Variables::of(&code);
    let strings = strings(&code);
    for range in &strings {
        let string = &code[range.clone()];
        // `"group:artifact:" + version`
        if string.ends_with(':') {
            concatenated(&code, range.start, range.end, &variables, found);
        } else {
            add(string, range.start, &variables, found);
        }
    }
    for (at, line) in lines(&code) {
        if line.contains("group") && line.contains("name") {
            map_notation(line, at, &variables, found);
        }
    }
}

fn concatenated<'a>(code: &'a str, start: usize, end: usize, variables: &Variables<'a>, found: &mut Found) {
    let Some(rest) = code.get(end + 1..).and_then(|rest| rest.trim_start().strip_prefix('+')) else { return };
    let name = rest.trim_start();
    let length = name.find(|c: char| !c.is_alphanumeric() && !"_.".contains(c)).unwrap_or(name.len());
    let names = code[start..end].trim_end_matches(':');
    if let (Some((version, at)), 1) = (variables.named(&name[..length]), names.matches(':').count()) {
        found.add(Ecosystem::Maven, names, wanted(version), Origin::Registry, at..at + version.len());
    }
}

fn map_notation<'a>(line: &'a str, at: usize, variables: &Variables<'a>, found: &mut Found) {
    let (Some(group), Some(name)) = (argument(line, "group"), argument(line, "name")) else { return };
    let version = argument(line, "version");
    let (wanted, place) = match version {
        Some(version) => {
            let from = at + place(line, version).start;
            let quoted = line[..place(line, version).start].ends_with(['"', '\'']);
            let (value, place) = if quoted {
                variables.resolve(version, from)
            } else {
                variables
                    .named(version)
                    .map_or(("", from..from + version.len()), |(value, at)| (value, at..at + value.len()))
            };
            (wanted(value), place)
        }
        None => (Wanted::Any, at + place(line, name).start..at + place(line, name).end),
    };
    found.add(Ecosystem::Maven, &format!("{group}:{name}"), wanted, Origin::Registry, place);
}

/// The value of a named argument: a string without its quotes, or a name.
fn argument<'a>(line: &'a str, name: &str) -> Option<&'a str> {
    for (at, _) in line.match_indices(name).take(20) {
        if line[..at].ends_with(|c: char| c.is_alphanumeric() || c == '_' || c == '.') {
            continue;
        }
        let rest = line[at + name.len()..].trim_start_matches(['"', '\'']).trim_start();
        let Some(value) = rest.strip_prefix([':', '=']).map(str::trim_start) else { continue };
        if let Some(quote @ ('"' | '\'')) = value.chars().next() {
            let inner = &value[1..];
            return inner.find(quote).map(|end| &inner[..end]);
        }
        let end = value.find(|c: char| !c.is_alphanumeric() && !"_.".contains(c)).unwrap_or(value.len());
        return (end > 0).then(|| &value[..end]);
    }
    None
}

/// Reads `group:artifact:version=configurations`.
pub fn gradle_lock(text: &str, found: &mut Found) {
    for (at, line) in lines(text) {
        let id = line.split('=').next().unwrap_or_default();
        let mut parts = id.trim().splitn(3, ':');
        let (Some(group), Some(artifact), Some(version)) = (parts.next(), parts.next(), parts.next()) else { continue };
        if line.starts_with('#') {
            continue;
        }
        let place = place(line, version);
        let name = format!("{group}:{artifact}");
        found.add(
            Ecosystem::Maven,
            &name,
            Wanted::Locked(version.to_owned()),
            Origin::Registry,
            at + place.start..at + place.end,
        );
    }
}
