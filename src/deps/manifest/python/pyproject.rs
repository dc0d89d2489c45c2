//! `pyproject.toml` of every tool that reads it, `Pipfile` and `pixi.toml`.

use std::collections::HashMap;

use super::requirement::{requirement, url_origin, version_part, wanted_poetry};
use crate::deps::manifest::format::{Format, Node, Text, tree};
use crate::deps::manifest::found::Found;
use crate::deps::manifest::hosts;
use crate::deps::{Ecosystem, Origin, Wanted};

/// Lists of requirement strings.
const LISTS: [&[&str]; 15] = [
    &["project", "dependencies"],
    &["project", "optional-dependencies", "*"],
    &["dependency-groups", "*"],
    &["build-system", "requires"],
    &["tool", "pdm", "dev-dependencies", "*"],
    &["tool", "uv", "dev-dependencies"],
    &["tool", "uv", "constraint-dependencies"],
    &["tool", "uv", "override-dependencies"],
    &["tool", "uv", "build-constraint-dependencies"],
    &["tool", "hatch", "envs", "*", "dependencies"],
    &["tool", "hatch", "envs", "*", "extra-dependencies"],
    &["tool", "hatch", "build", "hooks", "*", "dependencies"],
    &["tool", "flit", "metadata", "requires"],
    &["tool", "flit", "metadata", "requires-extra", "*"],
    &["tool", "cibuildwheel", "test-requires"],
];

/// Tables of names, with versions in poetry's notation.
const TABLES: [&[&str]; 5] = [
    &["tool", "poetry", "dependencies"],
    &["tool", "poetry", "dev-dependencies"],
    &["tool", "poetry", "group", "*", "dependencies"],
    &["tool", "poetry", "requires-plugins"],
    &["tool", "pixi", "pypi-dependencies"],
];

/// Reads `pyproject.toml`.
pub fn pyproject(text: &str, found: &mut Found) {
    let root = tree(Format::Toml, text, found);
    let indexes = Indexes::of_pyproject(&root);
    let own = sources(&root, &indexes);
    let first = found.dependencies.len();
    for path in LISTS {
        for list in root.at(path) {
            for item in list.items().iter().filter_map(Node::scalar) {
                let before = found.dependencies.len();
                requirement(&item.text, item.place.start, indexes.default, found);
                if item.place.len() != item.text.len() {
                    found.dependencies[before..]
                        .iter_mut()
                        .for_each(|dependency| dependency.place = item.place.clone());
                }
            }
        }
    }
    for dependency in &mut found.dependencies[first..] {
        if let Some(origin) = own.get(&dependency.name) {
            dependency.origin = *origin;
        }
    }
    for path in TABLES {
        for table in root.at(path) {
            names(table, &indexes, found);
        }
    }
    pixi_features(&root, &["tool", "pixi"], &indexes, found);
}

/// Reads `Pipfile`: every table apart from its settings is a group of packages.
pub fn pipfile(text: &str, found: &mut Found) {
    let root = tree(Format::Toml, text, found);
    let mut indexes = Indexes::default();
    for source in root.at(&["source"]) {
        for source in source.items().iter().chain([source]) {
            indexes.add(source.str("name"), source.str("url"), indexes.named.is_empty());
        }
    }
    for (group, table) in root.entries() {
        if !matches!(group.text.as_ref(), "source" | "requires" | "pipenv" | "scripts") {
            names(table, &indexes, found);
        }
    }
}

/// Reads the `PyPI` packages of `pixi.toml`.
pub fn pixi(text: &str, found: &mut Found) {
    let root = tree(Format::Toml, text, found);
    let indexes = Indexes::default();
    for table in root.at(&["pypi-dependencies"]) {
        names(table, &indexes, found);
    }
    pixi_features(&root, &[], &indexes, found);
}

fn pixi_features(root: &Node<'_>, under: &[&str], indexes: &Indexes, found: &mut Found) {
    for place in ["feature", "target"] {
        let path: Vec<&str> = under.iter().copied().chain([place, "*", "pypi-dependencies"]).collect();
        for table in root.at(&path) {
            names(table, indexes, found);
        }
    }
}

fn names(table: &Node<'_>, indexes: &Indexes, found: &mut Found) {
    for (name, value) in table.entries().iter().filter(|(name, _)| name.text != "python") {
        match value {
            // Poetry takes a list of tables for one package under several conditions.
            Node::List(items) => items.iter().for_each(|item| named(name, item, indexes, found)),
            single => named(name, single, indexes, found),
        }
    }
}

fn named(name: &Text<'_>, value: &Node<'_>, indexes: &Indexes, found: &mut Found) {
    let version = match value {
        Node::Scalar(version) => Some(version),
        table => table.text("version"),
    };
    let version = version.filter(|version| !version.text.is_empty());
    let origin = if value.has("git") || value.has("hg") || value.has("svn") {
        Origin::Vcs
    } else if value.has("path") || value.has("file") || value.has("url") {
        Origin::Path
    } else {
        let index = value.text("source").or(value.text("index"));
        index.map_or(indexes.default, |index| indexes.origin(&index.text))
    };
    let wanted = version.map_or(Wanted::Any, |version| wanted_poetry(&version.text));
    let place = version.map_or(name.place.clone(), |version| version.place_of(version_part(version.text.trim())));
    found.add(Ecosystem::PyPi, &name.text, wanted, origin, place);
}

/// `[tool.uv.sources]`: packages that do not come from the default index.
fn sources(root: &Node<'_>, indexes: &Indexes) -> HashMap<String, Origin> {
    let mut origins = HashMap::new();
    for table in root.at(&["tool", "uv", "sources"]) {
        for (name, source) in table.entries() {
            let source = source.items().first().unwrap_or(source);
            let origin = if source.has("git") {
                Origin::Vcs
            } else if let Some(index) = source.text("index") {
                indexes.origin(&index.text)
            } else if let Some(url) = source.text("url") {
                url_origin(&url.text)
            } else {
                Origin::Path
            };
            origins.insert(Ecosystem::PyPi.normal(&name.text), origin);
        }
    }
    origins
}

/// The package indexes that a file names.
struct Indexes {
    default: Origin,
    named: HashMap<String, Origin>,
}

impl Default for Indexes {
    fn default() -> Self {
        Self { default: Origin::Registry, named: HashMap::new() }
    }
}

impl Indexes {
    fn of_pyproject(root: &Node<'_>) -> Self {
        let mut indexes = Self::default();
        let lists: [&[&str]; 3] = [&["tool", "uv", "index"], &["tool", "poetry", "source"], &["tool", "pdm", "source"]];
        for path in lists {
            for index in root.at(path).into_iter().flat_map(Node::items) {
                let default = index.str("default") == "true"
                    || (path[1] == "poetry" && matches!(index.str("priority"), "default" | "primary"))
                    || (path[1] == "pdm" && index.str("name") == "pypi");
                indexes.add(index.str("name"), index.str("url"), default);
            }
        }
        for url in root.at(&["tool", "uv", "index-url"]).into_iter().filter_map(Node::scalar) {
            indexes.add("", &url.text, true);
        }
        indexes
    }

    fn add(&mut self, name: &str, url: &str, default: bool) {
        let origin = if hosts::origin(url) == Origin::Registry { Origin::Registry } else { Origin::Private };
        if default {
            self.default = origin;
        }
        self.named.insert(name.to_lowercase(), origin);
    }

    fn origin(&self, name: &str) -> Origin {
        let name = name.to_lowercase();
        let unknown = if name == "pypi" { Origin::Registry } else { Origin::Private };
        self.named.get(&name).copied().unwrap_or(unknown)
    }
}
