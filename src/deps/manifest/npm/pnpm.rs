//! `pnpm-lock.yaml`, versions 5 to 9.

use super::lock::resolved;
use crate::deps::manifest::format::{Format, Node, Text, each_tree};
use crate::deps::manifest::found::Found;
use crate::deps::{Ecosystem, Origin, Wanted};

/// Reads `packages`: `/name/1.0.0_peer@2` (version 5), `/name@1.0.0(peer@2)` (6), `name@1.0.0` (9).
pub fn pnpm_lock(text: &str, found: &mut Found) {
    let entries = |path: &[Text<'_>]| path.len() == 2 && path[0] == "packages";
    each_tree(Format::Yaml, text, found, entries, |found, path, node| package(&path[1], &node, found));
}

fn package(key: &Text<'_>, node: &Node<'_>, found: &mut Found) {
    let from_registry = key.text.starts_with('/');
    let body = key.text.trim_start_matches('/');
    let Some((name, version, separator)) = split(body) else { return };
    let version = version.split(['(', '_']).next().unwrap_or_default();
    let tarball = node.get("resolution").and_then(|resolution| resolution.text("tarball"));
    let is_git = node.get("resolution").is_some_and(|resolution| resolution.has("commit") || resolution.has("repo"));
    let (name, version) = match (node.text("name"), node.text("version")) {
        // What is not of a registry says its name and version here.
        (Some(name), Some(version)) if !from_registry => (name.text.to_string(), version.text.to_string()),
        _ => (name.to_owned(), version.to_owned()),
    };
    let part = split(body).map_or("", |(_, version, _)| version);
    let part = &part[..part.find(['(', '_']).unwrap_or(part.len())];
    let origin = if is_git || version.starts_with("git") {
        Origin::Vcs
    } else if version.contains(':') || body.starts_with("file:") || body.starts_with("link:") {
        Origin::Path
    } else if !from_registry && separator == '/' {
        // Version 5 writes the host of another registry, or of a repository, before the name.
        if body.starts_with("github.com/") || body.starts_with("gitlab.com/") { Origin::Vcs } else { Origin::Private }
    } else {
        resolved(tarball)
    };
    found.add(Ecosystem::Npm, &name, Wanted::Locked(version), origin, key.place_of(part));
}

/// Name, rest, and what separates them.
fn split(body: &str) -> Option<(&str, &str, char)> {
    let from = if body.starts_with('@') { body.find('/')? + 1 } else { 0 };
    let at = from + body[from..].find(['@', '/'])?;
    let separator = char::from(body.as_bytes()[at]);
    Some((&body[..at], &body[at + 1..], separator))
}
