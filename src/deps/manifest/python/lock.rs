//! The lock files of Python's package managers, and the `pip` section of a conda environment.

use super::requirement::{requirement, url_origin, version_part, wanted};
use crate::deps::manifest::format::{Format, Node, Text, each_tree, tree};
use crate::deps::manifest::found::Found;
use crate::deps::manifest::hosts;
use crate::deps::{Ecosystem, Origin, Wanted};

/// Reads `poetry.lock`, `uv.lock`, `pdm.lock` (`[[package]]`) and `pylock.toml` (`[[packages]]`).
pub fn lock(text: &str, found: &mut Found) {
    let package = |path: &[Text<'_>]| path.len() == 2 && (path[0] == "package" || path[0] == "packages");
    each_tree(Format::TomlLock, text, found, package, |found, _, node| {
        // Where uv repeats a name without a version, among the dependencies of another package, it declares nothing.
        let Some(name) = node.text("name") else { return };
        for version in node.texts("version") {
            let wanted = Wanted::Locked(version.text.clone().into_owned());
            found.add(Ecosystem::PyPi, &name.text, wanted, origin(&node), version.place.clone());
        }
    });
}

fn origin(package: &Node<'_>) -> Origin {
    if package.has("git") || package.has("vcs") {
        return Origin::Vcs;
    }
    if ["path", "url", "editable", "directory", "archive"].iter().any(|key| package.has(key)) {
        return Origin::Path;
    }
    let registry = |url: &str| match hosts::origin(url) {
        Origin::Path => Origin::Registry,
        other => other,
    };
    if let Some(index) = package.text("index") {
        return registry(&index.text);
    }
    let Some(source) = package.get("source") else { return Origin::Registry };
    if let Some(url) = source.text("registry") {
        // A flat index may be a folder.
        return hosts::origin(&url.text);
    }
    match source.str("type") {
        "git" => Origin::Vcs,
        "" if source.has("git") => Origin::Vcs,
        "file" | "directory" | "url" | "" => Origin::Path,
        _ => registry(source.str("url")),
    }
}

/// Reads `Pipfile.lock`.
pub fn pipfile_lock(text: &str, found: &mut Found) {
    // `_meta` stands first, as pipenv writes it.
    let mut indexes: Vec<(String, Origin)> = Vec::new();
    let select = |path: &[Text<'_>]| match path {
        [group, _] => *group != "_meta",
        [meta, sources, _] => *meta == "_meta" && *sources == "sources",
        _ => false,
    };
    each_tree(Format::Json, text, found, select, |found, path, node| {
        if path[0] == "_meta" {
            let origin =
                if hosts::origin(node.str("url")) == Origin::Registry { Origin::Registry } else { Origin::Private };
            indexes.push((node.str("name").to_owned(), origin));
            return;
        }
        let Some(version) = node.text("version") else { return };
        let origin = if node.has("git") {
            Origin::Vcs
        } else if node.has("path") || node.has("file") {
            Origin::Path
        } else {
            let index = node.str("index");
            let known = indexes.iter().find(|(name, _)| name == index).or(indexes.first());
            known.map_or(Origin::Registry, |(_, origin)| *origin)
        };
        let number = version_part(&version.text);
        let wanted = match wanted(&version.text) {
            Wanted::Exact(version) => Wanted::Locked(version),
            other => other,
        };
        found.add(Ecosystem::PyPi, &path[1].text, wanted, origin, version.place_of(number));
    });
}

/// Reads the `pip` list of an `environment.yml`; conda's own packages are of another registry.
pub fn conda(text: &str, found: &mut Found) {
    let before = found.trouble;
    let root = tree(Format::Yaml, text, found);
    if !root.has("dependencies") {
        // Some other file of that name.
        found.trouble = before;
        return;
    }
    let mut lists = Vec::new();
    root.walk(&mut |_, map| {
        if let Some(pip) = map.get("pip") {
            lists.push(pip);
        }
    });
    for item in lists.into_iter().flat_map(Node::items).filter_map(Node::scalar) {
        if item.text.starts_with('-') || item.text.contains("://") && !item.text.contains(" @ ") {
            let egg = item.text.split_once("#egg=").map(|(_, name)| name);
            if let Some(name) = egg {
                found.add(Ecosystem::PyPi, name, Wanted::Any, url_origin(&item.text), item.place_of(name));
            }
            continue;
        }
        requirement(&item.text, item.place.start, Origin::Registry, found);
    }
}
