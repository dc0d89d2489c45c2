//! One requirement as PEP 508 writes it, and what a version specifier asks for.

use crate::deps::manifest::found::Found;
use crate::deps::manifest::hosts;
use crate::deps::manifest::words::{begins_version, is_version, place};
use crate::deps::{Ecosystem, Origin, Wanted};

/// A requirement in parts; `name` and `specifier` are parts of the text it was read from.
pub struct Requirement<'a> {
    pub name: &'a str,
    pub specifier: &'a str,
    pub url: Option<&'a str>,
}

/// Splits `name[extras] specifier ; marker` or `name[extras] @ url`. `None` for what is no requirement.
pub fn split(text: &str) -> Option<Requirement<'_>> {
    let text = text.trim_start();
    let length = text.bytes().position(|b| !b.is_ascii_alphanumeric() && !b"._-".contains(&b)).unwrap_or(text.len());
    let name = text[..length].trim_end_matches(['.', '-', '_']);
    if !name.starts_with(|c: char| c.is_ascii_alphanumeric()) {
        return None;
    }
    let mut rest = text[length..].trim_start();
    if let Some(extras) = rest.strip_prefix('[') {
        rest = extras.split_once(']')?.1.trim_start();
    }
    if let Some(url) = rest.strip_prefix('@') {
        let url = url.trim_start();
        let end = url.find(|c: char| c.is_whitespace()).unwrap_or(url.len());
        return Some(Requirement { name, specifier: &rest[..0], url: Some(&url[..end]) });
    }
    if !rest.is_empty() && !rest.starts_with(['<', '>', '=', '!', '~', ';', '#', '(', '\\']) && !rest.starts_with("--")
    {
        return None;
    }
    Some(Requirement { name, specifier: specifier(rest), url: None })
}

/// The specifier at the start of a text: up to a marker, a comment, an option or the end.
fn specifier(text: &str) -> &str {
    let ends = [text.find(';'), text.find('#'), text.find(" --"), text.find("\t--")];
    let end = ends.into_iter().flatten().min().unwrap_or(text.len());
    let end = if text.starts_with("--") { 0 } else { end };
    let specifier = text[..end].trim_end_matches(|c: char| c.is_whitespace() || matches!(c, '\\' | ','));
    let inner = specifier.strip_prefix('(').map(|inner| inner.strip_suffix(')').unwrap_or(inner));
    inner.unwrap_or(specifier).trim_matches(|c: char| c.is_whitespace() || c == '\\')
}

/// What a PEP 440 specifier asks for.
pub fn wanted(specifier: &str) -> Wanted {
    let specifier = specifier.trim();
    // A template or a format string leaves the version open.
    if specifier.is_empty() || specifier == "*" || specifier.contains(['{', '%', '$']) {
        return Wanted::Any;
    }
    match exact(specifier) {
        Some(version) => Wanted::Exact(version.to_owned()),
        None => Wanted::Range(specifier.to_owned()),
    }
}

/// What poetry's notation asks for: a bare version is that version.
pub fn wanted_poetry(specifier: &str) -> Wanted {
    let specifier = specifier.trim();
    if is_version(specifier) { Wanted::Exact(specifier.to_owned()) } else { wanted(specifier) }
}

/// The one version that a specifier allows.
fn exact(specifier: &str) -> Option<&str> {
    let clauses = specifier.split(',').map(str::trim);
    clauses.filter(|_| !specifier.contains('|')).find_map(|clause| {
        let version = clause.strip_prefix("===").or(clause.strip_prefix("=="))?.trim();
        (begins_version(version) && !version.contains(['*', ' '])).then_some(version)
    })
}

/// The part of a specifier that is the version itself, where there is one.
pub fn version_part(specifier: &str) -> &str {
    exact(specifier).unwrap_or(specifier)
}

/// Reads one requirement that begins at an offset of the file. `registry` is the origin of what has no address of its own.
pub fn requirement(text: &str, at: usize, registry: Origin, found: &mut Found) {
    let Some(parts) = split(text) else { return };
    let part = match parts.specifier {
        "" => parts.name,
        specifier => version_part(specifier),
    };
    let place = place(text, part);
    let (wanted, origin) = match parts.url {
        Some(url) => (Wanted::Any, url_origin(url)),
        None => (wanted(parts.specifier), registry),
    };
    found.add(Ecosystem::PyPi, parts.name, wanted, origin, at + place.start..at + place.end);
}

/// An archive is a file, wherever it lies; only version control is told apart.
pub fn url_origin(url: &str) -> Origin {
    if hosts::origin(url) == Origin::Vcs { Origin::Vcs } else { Origin::Path }
}
