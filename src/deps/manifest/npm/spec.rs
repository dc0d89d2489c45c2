//! What stands on the right of a name: a version, a range, a tag, an alias or an address. The grammar is that of
//! npm's `package-arg`, with the protocols of yarn, pnpm and bun.

use crate::deps::manifest::hosts;
use crate::deps::manifest::words::is_full_semver;
use crate::deps::{Origin, Wanted};

/// A specifier in parts; `name` is that of an alias, `version` the part of the text that says which version.
#[derive(Debug, PartialEq, Eq)]
pub struct Spec<'a> {
    pub name: Option<&'a str>,
    pub version: &'a str,
    pub wanted: Wanted,
    pub origin: Origin,
}

/// Splits `name@version`, where the name may have a scope.
pub fn name_and_version(text: &str) -> (&str, &str) {
    let from = usize::from(text.starts_with('@'));
    match text[from..].find('@') {
        Some(at) => (&text[..from + at], &text[from + at + 1..]),
        None => (text, ""),
    }
}

/// Reads a specifier.
pub fn spec(text: &str) -> Spec<'_> {
    let text = text.trim();
    let elsewhere = |origin| Spec { name: None, version: text, wanted: Wanted::Any, origin };
    if let Some(alias) = text.strip_prefix("npm:") {
        return aliased(alias);
    }
    if let Some(patched) = text.strip_prefix("patch:") {
        // `patch:name@npm%3A1.0.0#./file.patch`: the version that is patched.
        let patched = patched.split('#').next().unwrap_or_default();
        let (_, inner) = name_and_version(patched);
        let version = inner.strip_prefix("npm%3A").or(inner.strip_prefix("npm:")).unwrap_or(inner);
        return plain(version, None);
    }
    let path = ["workspace:", "link:", "file:", "portal:", "exec:", "./", "../", "/", "~/", "."];
    if path.iter().any(|prefix| text.starts_with(prefix)) {
        return elsewhere(Origin::Path);
    }
    let vcs = ["git+", "git:", "git@", "github:", "gitlab:", "bitbucket:", "gist:", "ssh:"];
    if vcs.iter().any(|prefix| text.starts_with(prefix)) {
        return elsewhere(Origin::Vcs);
    }
    if text.contains("://") {
        return elsewhere(if hosts::origin(text) == Origin::Vcs { Origin::Vcs } else { Origin::Path });
    }
    if text.starts_with("jsr:") {
        return elsewhere(Origin::Private);
    }
    if text.starts_with("catalog:") || text.starts_with('$') || text == "-" {
        return elsewhere(Origin::Registry);
    }
    // `owner/repository` is short for GitHub.
    if text.contains('/') && !text.starts_with('@') && !text.contains(' ') {
        return elsewhere(Origin::Vcs);
    }
    plain(text, None)
}

/// What follows `npm:`: another name with its version, or only a version.
fn aliased(alias: &str) -> Spec<'_> {
    let (name, version) = name_and_version(alias);
    if version.is_empty() && !alias.contains('@') && wanted(alias) != Wanted::Any {
        return plain(alias, None);
    }
    if matches!(name, "*" | "latest") {
        return plain(alias, None);
    }
    plain(version, Some(name))
}

fn plain<'a>(version: &'a str, name: Option<&'a str>) -> Spec<'a> {
    let number = version.trim_start_matches(['=', ' ']);
    let wanted = wanted(version);
    let version = if matches!(wanted, Wanted::Exact(_)) { number } else { version };
    Spec { name, version, wanted, origin: Origin::Registry }
}

fn wanted(text: &str) -> Wanted {
    let text = text.trim();
    if matches!(text, "" | "*" | "x" | "X" | "latest") {
        return Wanted::Any;
    }
    let number = text.strip_prefix('=').unwrap_or(text).trim_start();
    if is_full_semver(number.strip_prefix(['v', 'V']).unwrap_or(number)) {
        return Wanted::Exact(number.to_owned());
    }
    // A tag has no digit at its start and no operator; which version it stands for, only the registry knows.
    let is_tag = text.starts_with(|c: char| c.is_ascii_alphabetic())
        && !crate::deps::manifest::words::begins_version(text)
        && text.bytes().all(|b| b.is_ascii_alphanumeric() || b"-_.".contains(&b));
    if is_tag && !text.starts_with("x.") && !text.starts_with("X.") {
        Wanted::Any
    } else {
        Wanted::Range(text.to_owned())
    }
}
