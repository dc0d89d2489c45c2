//! Rust: `Cargo.toml` and `Cargo.lock`.

use super::format::{Format, Node, Text, each_tree, tree};
use super::found::Found;
use super::hosts;
use super::words::is_full_semver;
use crate::deps::{Ecosystem, Origin, Wanted};

const TABLES: [&str; 5] =
    ["dependencies", "dev-dependencies", "build-dependencies", "dev_dependencies", "build_dependencies"];

/// Reads every table of dependencies, those of the workspace, of targets, and patches.
pub fn manifest(text: &str, found: &mut Found) {
    let root = tree(Format::Toml, text, found);
    for table in TABLES {
        for path in [&[table][..], &["workspace", table], &["target", "*", table]] {
            for table in root.at(path) {
                dependencies(table, found);
            }
        }
    }
    for table in root.at(&["patch", "*"]) {
        dependencies(table, found);
    }
}

fn dependencies(table: &Node<'_>, found: &mut Found) {
    for (key, value) in table.entries() {
        if value.str("workspace") == "true" {
            // The workspace's own manifest says which version.
            continue;
        }
        let version = match value {
            Node::Scalar(version) => Some(version),
            table => table.text("version"),
        };
        let version = version.filter(|version| !version.text.is_empty());
        let name = value.text("package").map_or(&key.text, |package| &package.text);
        let origin = if value.has("git") {
            Origin::Vcs
        } else if value.has("path") {
            Origin::Path
        } else if let Some(index) = value.text("registry-index") {
            hosts::origin(&index.text)
        } else if value.text("registry").is_some_and(|registry| registry.text != "crates-io") {
            Origin::Private
        } else {
            Origin::Registry
        };
        let place = version.map_or(key.place.clone(), |version| version.place_of(number(&version.text)));
        found.add(
            Ecosystem::CratesIo,
            name,
            version.map_or(Wanted::Any, |version| wanted(&version.text)),
            origin,
            place,
        );
    }
}

fn number(requirement: &str) -> &str {
    let requirement = requirement.trim();
    let number = requirement.strip_prefix('=').map(str::trim);
    number.filter(|number| is_full_semver(number)).unwrap_or(requirement)
}

/// What a requirement of Cargo asks for: without an operator it is a caret range.
pub fn wanted(requirement: &str) -> Wanted {
    let requirement = requirement.trim();
    match requirement {
        "" | "*" => Wanted::Any,
        _ if requirement.starts_with('=') && is_full_semver(number(requirement)) => {
            Wanted::Exact(number(requirement).to_owned())
        }
        _ => Wanted::Range(requirement.to_owned()),
    }
}

/// Reads `Cargo.lock`: a package without a source is of this workspace.
pub fn lock(text: &str, found: &mut Found) {
    let package = |path: &[Text<'_>]| path.len() == 2 && path[0] == "package";
    each_tree(Format::TomlLock, text, found, package, |found, _, node| {
        let Some(name) = node.text("name") else { return };
        let origin = node.text("source").map_or(Origin::Path, |source| hosts::origin(&source.text));
        for version in node.texts("version") {
            let wanted = Wanted::Locked(version.text.clone().into_owned());
            found.add(Ecosystem::CratesIo, &name.text, wanted, origin, version.place.clone());
        }
    });
}
