//! `package.json`, the catalogues of pnpm, import maps of deno.

use super::spec::{name_and_version, spec};
use crate::deps::Ecosystem;
use crate::deps::manifest::format::{Format, Node, Text, tree};
use crate::deps::manifest::found::Found;

const MAPS: [&str; 5] = ["dependencies", "devDependencies", "optionalDependencies", "peerDependencies", "catalog"];

/// Reads every map of packages: what is asked for, and what overrides the versions of others.
pub fn package_json(text: &str, found: &mut Found) {
    let root = tree(Format::Json, text, found);
    for map in MAPS {
        let before = found.dependencies.len();
        packages(root.at(&[map]), found);
        found.dependencies[before..].iter_mut().for_each(|dependency| dependency.is_peer = map == "peerDependencies");
    }
    packages(root.at(&["workspaces", "catalog"]), found);
    packages(root.at(&["workspaces", "catalogs", "*"]), found);
    packages(root.at(&["catalogs", "*"]), found);
    overridden(&root.at(&["overrides"]), found);
    overridden(&root.at(&["resolutions"]), found);
    overridden(&root.at(&["pnpm", "overrides"]), found);
    if let Some(manager) = root.text("packageManager") {
        // `pnpm@8.6.0+sha512.…`: the hash is no part of the version.
        let (name, version) = name_and_version(&manager.text);
        let version = version.split('+').next().unwrap_or_default();
        package(name, version, manager, found);
    }
}

/// Reads `pnpm-workspace.yaml`.
pub fn pnpm_workspace(text: &str, found: &mut Found) {
    let root = tree(Format::Yaml, text, found);
    packages(root.at(&["catalog"]), found);
    packages(root.at(&["catalogs", "*"]), found);
    overridden(&root.at(&["overrides"]), found);
}

/// Reads the `npm:` imports of `deno.json` and of import maps.
pub fn deno_json(text: &str, found: &mut Found) {
    let root = tree(Format::Json, text, found);
    for map in root.at(&["imports"]).into_iter().chain(root.at(&["scopes", "*"])) {
        for (_, value) in map.entries() {
            let Some(value) = value.scalar() else { continue };
            let Some(import) = value.text.strip_prefix("npm:") else { continue };
            let (name, version) = name_and_version(import.trim_start_matches('/'));
            // `npm:name@1.0.0/file.js`: a path within the package.
            package(name, version.split('/').next().unwrap_or_default(), value, found);
        }
    }
}

fn packages(maps: Vec<&Node<'_>>, found: &mut Found) {
    for (name, value) in maps.into_iter().flat_map(Node::entries) {
        match value {
            Node::Scalar(version) => entry(&name.text, name, version, found),
            // Old forms wrote `{"version": "1.0"}`.
            table => {
                if let Some(version) = table.text("version") {
                    entry(&name.text, name, version, found);
                }
            }
        }
    }
}

fn entry(package: &str, key: &Text<'_>, version: &Text<'_>, found: &mut Found) {
    let spec = spec(&version.text);
    let place = if spec.version.is_empty() { key.place.clone() } else { version.place_of(spec.version) };
    found.add(Ecosystem::Npm, spec.name.unwrap_or(package), spec.wanted, spec.origin, place);
}

fn package(name: &str, version: &str, text: &Text<'_>, found: &mut Found) {
    let spec = spec(version);
    let part = if version.is_empty() { name } else { spec.version };
    found.add(Ecosystem::Npm, spec.name.unwrap_or(name), spec.wanted, spec.origin, text.place_of(part));
}

/// Overrides: `name`, `name@range`, `parent>name`, `parent/name`, `**/name`, and maps of them; `.` is the parent itself.
fn overridden(maps: &[&Node<'_>], found: &mut Found) {
    for map in maps {
        // What a `.` stands for, is the key of the map around it.
        map.walk(&mut |parent, map| {
            for (key, value) in map.entries() {
                let Some(version) =
                    value.scalar().filter(|version| !version.text.starts_with('$') && version.text != "-")
                else {
                    continue;
                };
                let name = if key.text == "." { target(parent) } else { target(&key.text) };
                entry(name, key, version, found);
            }
        });
    }
}

/// The package that an override is about.
fn target(key: &str) -> &str {
    let last = key.rsplit('>').next().unwrap_or(key).trim();
    // The `@` of a version follows a name, that of a scope a slash.
    let version = last.match_indices('@').find(|(at, _)| *at > 0 && !last[..*at].ends_with('/'));
    let path = version.map_or(last, |(at, _)| &last[..at]);
    let mut parts = path.rsplit('/');
    let name = parts.next().unwrap_or_default();
    match parts.next() {
        Some(scope) if scope.starts_with('@') => &path[path.len() - name.len() - scope.len() - 1..],
        _ => name,
    }
}
