//! `yarn.lock`: the classic form and that of yarn 2 and later, which is YAML. Both are blocks: a line with what was asked
//! for, then indented lines with what was chosen.

use super::spec::{name_and_version, spec};
use crate::deps::manifest::found::{Found, Trouble};
use crate::deps::manifest::hosts;
use crate::deps::manifest::words::{lines, place};
use crate::deps::{Ecosystem, Origin, Wanted};

#[derive(Default)]
struct Block<'a> {
    asked: &'a str,
    version: &'a str,
    resolved: &'a str,
    resolution: &'a str,
}

/// Reads the file block by block.
pub fn yarn_lock(text: &str, found: &mut Found) {
    let mut block = Block::default();
    for (at, line) in lines(text) {
        if line.trim().is_empty() || line.starts_with('#') {
            continue;
        }
        if !line.starts_with([' ', '\t']) {
            package(text, &block, found);
            block = Block::default();
            match line.trim_end().strip_suffix(':') {
                Some(asked) => block.asked = asked,
                None => found.trouble(at, Trouble::Syntax("a block begins without a `:`")),
            }
            continue;
        }
        // Two spaces: what was chosen. Four: what that asks for itself.
        let inner = line.strip_prefix("  ").unwrap_or(line);
        if inner.starts_with([' ', '\t']) {
            continue;
        }
        let Some((key, value)) = inner.split_once([' ', ':']) else { continue };
        let value = value.trim_matches([' ', ':', '"', '\'']);
        match key {
            "version" => block.version = value,
            "resolved" => block.resolved = value,
            "resolution" => block.resolution = value,
            _ => {}
        }
    }
    package(text, &block, found);
}

fn package(text: &str, block: &Block<'_>, found: &mut Found) {
    if block.version.is_empty() || block.asked.starts_with("__metadata") {
        return;
    }
    let first = block.asked.trim_start_matches(['"', '\'']);
    let first = first.split(['"', '\'']).next().unwrap_or_default();
    let first = first.split(", ").next().unwrap_or_default();
    let id = if block.resolution.is_empty() { first } else { block.resolution };
    let (name, asked) = name_and_version(id);
    let asked = spec(asked);
    let origin = match asked.origin {
        Origin::Registry if !block.resolved.is_empty() => hosts::origin(block.resolved),
        // yarn 2 binds the address of another registry to the resolution.
        Origin::Registry if block.resolution.contains("__archiveUrl=") => archive(block.resolution),
        // The classic form resolves even a short name of a repository to an address.
        other => other,
    };
    let wanted = Wanted::Locked(block.version.to_owned());
    found.add(Ecosystem::Npm, asked.name.unwrap_or(name), wanted, origin, place(text, block.version));
}

fn archive(resolution: &str) -> Origin {
    let url = resolution.split_once("__archiveUrl=").map_or("", |(_, url)| url);
    let url = url.replace("%3A", ":").replace("%2F", "/");
    hosts::origin(&url)
}
