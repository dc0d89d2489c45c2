//! `package-lock.json` of every version, `bun.lock`, `deno.lock`.

use super::spec::{name_and_version, spec};
use crate::deps::manifest::format::{Format, Node, Text, each_tree};
use crate::deps::manifest::found::Found;
use crate::deps::manifest::hosts;
use crate::deps::{Ecosystem, Origin, Wanted};

/// Reads `packages` (lock files of version 2 and 3), or the nested `dependencies` (version 1).
pub fn package_lock(text: &str, found: &mut Found) {
    let mut has_packages = false;
    let select = |path: &[Text<'_>]| path.len() == 2 && (path[0] == "packages" || path[0] == "dependencies");
    each_tree(Format::Json, text, found, select, |found, path, node| {
        if path[0] == "packages" {
            has_packages = true;
            installed(&path[1].text, &node, found);
        } else if !has_packages {
            // Version 2 repeats every package here, for old readers.
            required(&path[1].text, &node, found);
        }
    });
}

/// An entry of `packages`: the key is the folder it is installed in.
fn installed(folder: &str, node: &Node<'_>, found: &mut Found) {
    let Some((_, name)) = folder.rsplit_once("node_modules/") else { return };
    if node.str("link") == "true" {
        return;
    }
    let name = node.text("name").map_or(name, |name| &name.text);
    for version in node.texts("version") {
        locked_as_written(name, version, resolved(node.text("resolved")), found);
    }
}

/// An entry of `dependencies`, and those below it. Depth is bounded, as that of every tree is.
fn required(name: &str, node: &Node<'_>, found: &mut Found) {
    if let Some(version) = node.text("version") {
        let spec = spec(&version.text);
        match (&spec.wanted, spec.origin) {
            (Wanted::Exact(number), Origin::Registry) => {
                let origin = resolved(node.text("resolved"));
                let place = version.place_of(spec.version);
                found.add(Ecosystem::Npm, spec.name.unwrap_or(name), Wanted::Locked(number.clone()), origin, place);
            }
            _ => locked_as_written(name, version, spec.origin, found),
        }
    }
    for (name, node) in node.get("dependencies").map_or(&[][..], Node::entries) {
        required(&name.text, node, found);
    }
}

fn locked_as_written(name: &str, version: &Text<'_>, origin: Origin, found: &mut Found) {
    let wanted = Wanted::Locked(version.text.clone().into_owned());
    found.add(Ecosystem::Npm, name, wanted, origin, version.place.clone());
}

/// What the address of a tarball says; none is written where the registry is the default.
pub fn resolved(url: Option<&Text<'_>>) -> Origin {
    url.filter(|url| !url.text.is_empty() && url.text != "true" && url.text != "false")
        .map_or(Origin::Registry, |url| hosts::origin(&url.text))
}

/// Reads `bun.lock`: `"key": ["name@version", "registry", {…}, "hash"]`.
pub fn bun_lock(text: &str, found: &mut Found) {
    let select = |path: &[Text<'_>]| path.len() == 2 && path[0] == "packages";
    each_tree(Format::Json, text, found, select, |found, _, node| {
        let Some(id) = node.items().first().and_then(Node::scalar) else { return };
        let (name, version) = name_and_version(&id.text);
        let spec = spec(version);
        let registry = node.items().get(1).and_then(Node::scalar).filter(|url| url.text.contains("://"));
        let origin = if spec.origin == Origin::Registry { resolved(registry) } else { spec.origin };
        if !version.starts_with("root:") {
            let wanted = Wanted::Locked(spec.version.to_owned());
            found.add(Ecosystem::Npm, spec.name.unwrap_or(name), wanted, origin, id.place_of(spec.version));
        }
    });
}

/// Reads the npm packages of `deno.lock`: the keys are `name@version`, with the peers behind a `_`.
pub fn deno_lock(text: &str, found: &mut Found) {
    // `npm` of itself since version 4, `packages.npm` before that, `npm.packages` first of all.
    let select = |path: &[Text<'_>]| match path {
        [npm] => *npm == "npm",
        [packages, npm] => *packages == "packages" && *npm == "npm",
        _ => false,
    };
    each_tree(Format::Json, text, found, select, |found, _, node| {
        let nested = node.get("packages").unwrap_or(&node);
        for (key, _) in nested.entries() {
            let (name, version) = name_and_version(&key.text);
            let version = version.split('_').next().unwrap_or_default();
            if !version.is_empty() {
                found.add(
                    Ecosystem::Npm,
                    name,
                    Wanted::Locked(version.to_owned()),
                    Origin::Registry,
                    key.place_of(version),
                );
            }
        }
    });
}
