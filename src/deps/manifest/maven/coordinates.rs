//! `group:artifact:version` in one string, and variables put into it.

use std::collections::HashMap;
use std::ops::Range;

use super::wanted;
use crate::deps::manifest::found::Found;
use crate::deps::manifest::words::{begins_version, strings};
use crate::deps::{Ecosystem, Origin, Wanted};

/// The parts of a coordinate: `None` for a string that is none. A classifier or an extension may follow.
pub fn split(text: &str) -> Option<(&str, &str, &str)> {
    let text = text.split('@').next().unwrap_or_default();
    let mut parts = text.split(':');
    let (group, artifact, version) = (parts.next()?, parts.next()?, parts.next()?);
    let is_name = |name: &str| {
        name.starts_with(|c: char| c.is_ascii_alphabetic() || c == '$')
            && name.bytes().all(|b| b.is_ascii_alphanumeric() || b"._-${}".contains(&b))
    };
    let is_version = !version.is_empty()
        && !version.contains([' ', '/', '\\'])
        && (version.bytes().any(|b| b.is_ascii_digit())
            || version.contains(['$', '+', '['])
            || version.starts_with("latest"));
    let few = parts.count() <= 2;
    (is_name(group) && is_name(artifact) && is_version && few).then_some((group, artifact, version))
}

/// Values that a build script gives to names: `name = "1.0"`, `set("name", "1.0")`, `val name by extra("1.0")`.
pub struct Variables<'a> {
    values: HashMap<&'a str, (&'a str, usize)>,
}

impl<'a> Variables<'a> {
    /// Every string that looks like a version and stands behind a name.
    pub fn of(code: &'a str) -> Self {
        let mut values = HashMap::new();
        for range in strings(code) {
            let value = &code[range.clone()];
            if !begins_version(value) || value.contains([':', ' ']) {
                continue;
            }
            // The line before the string, and not all of a long one.
            let before = &code[floor(code, (range.start - 1).saturating_sub(200))..range.start - 1];
            if let Some(name) = assigned(before.rsplit('\n').next().unwrap_or_default()) {
                values.entry(name).or_insert((value, range.start));
            }
        }
        Self { values }
    }

    /// A version with its variable put in, and its place. A variable that this file does not set stays as it is.
    pub fn resolve(&self, text: &'a str, at: usize) -> (&'a str, Range<usize>) {
        let whole = (text, at..at + text.len());
        let Some(name) = text.strip_prefix('$') else { return whole };
        let name = name.trim_start_matches('{').trim_end_matches('}').trim();
        self.named(name).map_or(whole, |(value, at)| (value, at..at + value.len()))
    }

    /// The value of a name; of `versions.jackson` that of the last part.
    pub fn named(&self, name: &str) -> Option<(&'a str, usize)> {
        let name = name.trim_end_matches("()").trim_end_matches(".get");
        let inner = name.rsplit(['.', '[']).next().unwrap_or(name).trim_matches([']', '"', '\'', ')']);
        self.values.get(name).or_else(|| self.values.get(inner)).copied()
    }
}

fn floor(text: &str, at: usize) -> usize {
    (at..=text.len()).find(|at| text.is_char_boundary(*at)).unwrap_or(text.len())
}

/// The name that gets the value which follows.
fn assigned(before: &str) -> Option<&str> {
    let before = before.trim_end();
    let before = match before.strip_suffix('(') {
        Some(call) => call.trim_end().strip_suffix("extra").map_or(before, str::trim_end),
        None => before,
    };
    let is_by = before.ends_with(" by");
    let name = before
        .strip_suffix('=')
        .or(before.strip_suffix(':'))
        .or(before.strip_suffix(','))
        .or(before.strip_suffix(" by"))?;
    if name.ends_with(['=', '!', '<', '>']) {
        return None;
    }
    let name = name.trim_end().trim_end_matches("String").trim_end_matches([':', ' ']);
    let name = name.trim_end_matches([']', '"', '\'']);
    let start = name.rfind(|c: char| !c.is_alphanumeric() && c != '_' && c != '-').map_or(0, |at| at + 1);
    let start = floor(name, start);
    (start < name.len() || is_by).then(|| &name[start..]).filter(|name| !name.is_empty())
}

/// Notes a coordinate that stands at an offset.
pub fn add<'a>(text: &'a str, at: usize, variables: &Variables<'a>, found: &mut Found) {
    let Some((group, artifact, version)) = split(text) else { return };
    let from = at + group.len() + artifact.len() + 2;
    let (version, place) = variables.resolve(version, from);
    let wanted = if version.contains('$') { Wanted::Any } else { wanted(version) };
    found.add(Ecosystem::Maven, &format!("{group}:{artifact}"), wanted, Origin::Registry, place);
}
