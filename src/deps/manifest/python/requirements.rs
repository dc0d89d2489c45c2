//! `requirements.txt` and its kind, as pip reads them: continued lines, options, comments, hashes.

use super::requirement::{requirement, url_origin};
use crate::deps::manifest::found::Found;
use crate::deps::manifest::hosts;
use crate::deps::manifest::words::{lines, place};
use crate::deps::{Ecosystem, Origin, Wanted};

/// Reads the file. Other files it names (`-r`, `-c`) are read on their own.
pub fn requirements(text: &str, found: &mut Found) {
    let registry = index(text);
    let mut start = None;
    for (at, line) in lines(text) {
        let from = *start.get_or_insert(at);
        if line.ends_with('\\') && !line.trim_start().starts_with('#') {
            continue;
        }
        let logical = &text[from..at + line.len()];
        start = None;
        one(logical, from, registry, found);
    }
    if let Some(from) = start {
        one(&text[from..], from, registry, found);
    }
}

fn one(line: &str, at: usize, registry: Origin, found: &mut Found) {
    let trimmed = line.trim_start();
    let at = at + line.len() - trimmed.len();
    let editable = ["-e ", "--editable ", "--editable="].iter().find_map(|option| trimmed.strip_prefix(option));
    let address = editable.unwrap_or(trimmed).trim_start();
    if editable.is_some()
        || address.contains("://") && address.split(['@', ' ', '#']).next().is_some_and(|start| start.contains("://"))
    {
        egg(trimmed, address, at, found);
    } else if !trimmed.starts_with(['-', '#', '.', '/']) {
        requirement(trimmed, at, registry, found);
    }
}

/// A bare address; the name stands in its fragment.
fn egg(line: &str, address: &str, at: usize, found: &mut Found) {
    let Some((_, fragment)) = address.split_once("#egg=").or(address.split_once("&egg=")) else { return };
    let end = fragment.find(|c: char| !c.is_ascii_alphanumeric() && !"._-".contains(c)).unwrap_or(fragment.len());
    let name = &fragment[..end];
    let place = place(line, name);
    found.add(Ecosystem::PyPi, name, Wanted::Any, url_origin(address), at + place.start..at + place.end);
}

/// Where the packages come from: an index of one's own replaces the public one, an extra index does not.
pub fn index(text: &str) -> Origin {
    for (_, line) in lines(text) {
        let line = line.trim_start();
        let value = ["--index-url", "-i", "--pypi-url"].iter().find_map(|option| line.strip_prefix(option));
        if let Some(value) = value.filter(|value| value.starts_with(['=', ' ', '\t'])) {
            let url = value.trim_start_matches(['=', ' ', '\t']);
            return match hosts::origin(url) {
                Origin::Registry => Origin::Registry,
                _ => Origin::Private,
            };
        }
    }
    Origin::Registry
}
