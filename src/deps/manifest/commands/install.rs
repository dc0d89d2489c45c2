//! What a command installs, for each package manager.

use std::ops::Range;

use super::managers::{Manager, manager};
use super::variables::Variables;
use crate::deps::manifest::found::Found;
use crate::deps::manifest::words::{begins_version, is_full_semver, place};
use crate::deps::manifest::{cargo, dotnet, hosts, npm, php, python, ruby};
use crate::deps::{Ecosystem, Origin, Wanted};

/// Reads one statement: its words are parts of `text`.
pub fn statement(text: &str, words: &[&str], variables: &Variables<'_>, found: &mut Found) {
    let first = found.dependencies.len();
    for (number, word) in words.iter().enumerate().take(200) {
        let tool = word.rsplit(['/', '\\']).next().unwrap_or(word).trim_start_matches(['!', '%', '@', '-', '$']);
        let rest = &words[number + 1..];
        if let Some(manager) = manager(tool)
            && let Some((arguments, only_first)) = manager.arguments(rest)
        {
            manager.read(text, arguments, only_first, variables, found);
            break;
        }
    }
    // What a script says is no command: there only a version counts.
    if words.first().is_some_and(|word| matches!(*word, "echo" | "printf" | "Write-Host" | "log" | "print")) {
        let said = found.dependencies.split_off(first);
        found.dependencies.extend(said.into_iter().filter(|dependency| dependency.wanted != Wanted::Any));
    }
}

impl Manager {
    fn read(self, text: &str, arguments: &[&str], only_first: bool, variables: &Variables<'_>, found: &mut Found) {
        let mut version: Option<&str> = None;
        let mut origin = Origin::Registry;
        let mut packages: Vec<&str> = Vec::new();
        let mut words = arguments.iter().copied();
        while let Some(word) = words.next() {
            if !word.starts_with('-') {
                packages.push(word);
                continue;
            }
            let (option, value) = word.split_once('=').map_or((word, None), |(option, value)| (option, Some(value)));
            let value = value.map(|value| value.trim_matches(['"', '\'']));
            if !self.takes_value(option) {
                continue;
            }
            let Some(value) = value.or_else(|| words.next()) else { break };
            match option {
                "--version" | "-v" | "--vers" | "-Version" | "-version" => version = Some(value),
                "--index-url" | "-i" | "--registry" | "--default-index" | "--source" | "-s" | "--git" | "--path" => {
                    origin = match hosts::origin(value) {
                        _ if option == "--git" => Origin::Vcs,
                        _ if option == "--path" => Origin::Path,
                        Origin::Registry => Origin::Registry,
                        _ => Origin::Private,
                    };
                }
                _ => {}
            }
        }
        let count = if only_first { 1 } else { packages.len() };
        let composer_pair = self == Self::Composer && packages.len() == 2 && begins_version(packages[1]);
        if composer_pair {
            version = Some(packages[1]);
        }
        for package in packages.into_iter().take(if composer_pair { 1 } else { count }) {
            if !is_argument(package) {
                // What follows is no longer the command, as in a sentence.
                break;
            }
            let set = variables.put(package);
            let chosen = version.and_then(|version| variables.put(version));
            let word = set.as_ref().map_or(package, |(word, _)| word);
            let version = chosen.as_ref().map_or(version, |(version, _)| Some(version));
            let at = set.as_ref().or(chosen.as_ref()).map(|(_, place)| place);
            self.package(text, word, version, at, origin, found);
        }
    }

    /// One package. Word and version are parts of the text, unless `at` says where the version stands.
    fn package(
        self,
        text: &str,
        word: &str,
        version: Option<&str>,
        at: Option<&Range<usize>>,
        origin: Origin,
        found: &mut Found,
    ) {
        let mut note = |ecosystem, name: &str, version: &str, wanted: Wanted, origin| {
            let wanted = if is_placeholder(version) { Wanted::Any } else { wanted };
            let part = if version.is_empty() { name } else { version };
            found.add(ecosystem, name, wanted, origin, at.cloned().unwrap_or_else(|| place(text, part)));
        };
        match self {
            Self::Pip | Self::Uv | Self::Uvx | Self::Pipx | Self::Poetry | Self::EasyInstall => {
                let bare = word.split('[').next().unwrap_or(word);
                if let Some((name, version)) = word
                    .split_once('@')
                    .filter(|(_, version)| begins_version(version) || version.starts_with(['^', '~']))
                {
                    let name = if bare.len() < name.len() { bare } else { name };
                    note(Ecosystem::PyPi, name, version, python::wanted_poetry(version), origin);
                    return;
                }
                let Some(parts) = python::split(word).filter(|parts| parts.url.is_none()) else { return };
                let version = python::version_part(parts.specifier);
                note(Ecosystem::PyPi, parts.name, version, python::wanted(parts.specifier), origin);
            }
            Self::Npm | Self::Yarn | Self::Pnpm | Self::Bun | Self::Npx => {
                let (name, version) = npm::name_and_version(word);
                let spec = npm::spec(version);
                let origin = if spec.origin == Origin::Registry { origin } else { spec.origin };
                if !name.contains("://") && (name.starts_with('@') || !name.contains('/')) {
                    note(Ecosystem::Npm, spec.name.unwrap_or(name), spec.version, spec.wanted, origin);
                }
            }
            Self::Gem | Self::Bundle => {
                let (name, version) = word.split_once(':').unwrap_or((word, version.unwrap_or_default()));
                note(Ecosystem::RubyGems, name, version.trim_start_matches(['=', ' ']), ruby::wanted(version), origin);
            }
            Self::Go => {
                let Some((path, version)) = word.split_once('@') else { return };
                let wanted = if is_full_semver(version.trim_start_matches('v')) {
                    Wanted::Exact(version.to_owned())
                } else {
                    Wanted::Any
                };
                note(Ecosystem::Go, go_module(path), version, wanted, origin);
            }
            Self::Cargo => {
                let (name, version) = word.split_once('@').unwrap_or((word, version.unwrap_or_default()));
                // A whole version is that one; `cargo add` is fine with later ones, but takes the requirement literally.
                let wanted =
                    if is_full_semver(version) { Wanted::Exact(version.to_owned()) } else { cargo::wanted(version) };
                note(Ecosystem::CratesIo, name, version, wanted, origin);
            }
            Self::Composer => {
                let (name, version) = word.split_once([':', '=', ' ']).unwrap_or((word, version.unwrap_or_default()));
                if name.contains('/') {
                    note(Ecosystem::Packagist, name, version, php::wanted(version), origin);
                }
            }
            Self::Dotnet | Self::Nuget | Self::InstallPackage => {
                let (name, version) = word.split_once('@').unwrap_or((word, version.unwrap_or_default()));
                note(Ecosystem::NuGet, name, version, dotnet::wanted(version), origin);
            }
        }
    }
}

/// Whether a version is left to a variable or to the reader.
fn is_placeholder(version: &str) -> bool {
    let number = version.trim_start_matches(['<', '>', '=', '~', '^', '!', ' ', '[', '(']);
    version.contains(['$', '{', '%']) || !begins_version(number)
}

/// Whether a word can name a package: no path, address, variable or placeholder.
fn is_argument(word: &str) -> bool {
    // What only a sentence goes on with.
    if ["and", "or", "then", "to", "the", "with", "from", "for", "in", "a", "an", "as", "on", "your", "is"]
        .contains(&word)
    {
        return false;
    }
    word.starts_with(|c: char| c.is_ascii_alphanumeric() || c == '@' || c == '_')
        && !word.contains("://")
        && !word.ends_with(['.', ':', '…'])
}

/// The module of a package path: on the large hosts the third part ends it, elsewhere `/cmd/` begins what is inside.
fn go_module(path: &str) -> &str {
    let parts: Vec<&str> = path.split('/').collect();
    let is_major =
        |part: &&str| part.len() > 1 && part.starts_with('v') && part[1..].bytes().all(|b| b.is_ascii_digit());
    let length = match parts.first().copied().unwrap_or_default() {
        "github.com" | "gitlab.com" | "bitbucket.org" => 3 + usize::from(parts.get(3).is_some_and(is_major)),
        "golang.org" if parts.get(1) == Some(&"x") => 3,
        _ => parts.iter().position(|part| *part == "cmd").unwrap_or(parts.len()),
    };
    let bytes: usize = parts.iter().take(length).map(|part| part.len() + 1).sum();
    &path[..bytes.saturating_sub(1).min(path.len())]
}
