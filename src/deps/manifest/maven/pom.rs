//! `pom.xml` and `ivy.xml`.

use std::collections::{HashMap, HashSet};
use std::ops::Range;

use super::wanted;
use crate::deps::manifest::format::{Format, Node, Text, tree};
use crate::deps::manifest::found::Found;
use crate::deps::{Ecosystem, Origin, Wanted};

/// Elements that name a package by `groupId` and `artifactId`.
const ELEMENTS: [&str; 5] = ["dependency", "plugin", "parent", "extension", "path"];

/// Reads dependencies, managed ones, plugins, extensions and the parent; properties are looked up in the same file.
pub fn pom(text: &str, found: &mut Found) {
    let root = tree(Format::Xml, text, found);
    let properties = Properties::of(&root);
    let managed = managed(&root, &properties);
    root.walk(&mut |element, node| {
        if !ELEMENTS.contains(&element) {
            return;
        }
        let Some(artifact) = node.text("artifactId") else { return };
        let default_group = if element == "plugin" { "org.apache.maven.plugins" } else { "" };
        let group = node.text("groupId").map_or(default_group, |group| &group.text);
        let (group, _) = properties.resolve(group, None);
        let (artifact_id, _) = properties.resolve(&artifact.text, None);
        let version = node.text("version");
        // The managed version is judged where it is written.
        if version.is_none() && managed.contains(&(group.clone(), artifact_id.clone())) {
            return;
        }
        let (wanted, place) = match version {
            Some(version) => {
                let (value, place) = properties.resolve(&version.text, Some(version.place.clone()));
                (wanted(&value), place.unwrap_or_else(|| version.place.clone()))
            }
            None => (Wanted::Any, artifact.place.clone()),
        };
        let origin =
            if node.str("scope") == "system" || node.has("systemPath") { Origin::Path } else { Origin::Registry };
        if !group.is_empty() {
            found.add(Ecosystem::Maven, &format!("{group}:{artifact_id}"), wanted, origin, place);
        }
    });
}

/// The packages whose version `dependencyManagement` or `pluginManagement` gives.
fn managed(root: &Node<'_>, properties: &Properties<'_, '_>) -> HashSet<(String, String)> {
    let mut managed = HashSet::new();
    root.walk(&mut |element, node| {
        if ELEMENTS.contains(&element) && node.has("version") {
            let resolved = |key| properties.resolve(node.str(key), None).0;
            managed.insert((resolved("groupId"), resolved("artifactId")));
        }
    });
    managed
}

/// What `${name}` stands for.
struct Properties<'n, 'a> {
    values: HashMap<&'n str, &'n Text<'a>>,
}

impl<'n, 'a> Properties<'n, 'a> {
    fn of(root: &'n Node<'a>) -> Self {
        let mut values = HashMap::new();
        let sections: [&[&str]; 2] = [&["project", "properties"], &["project", "profiles", "profile", "properties"]];
        for (name, value) in sections.into_iter().flat_map(|path| root.at(path)).flat_map(Node::entries) {
            if let Some(value) = value.scalar() {
                values.entry(name.text.as_ref()).or_insert(value);
            }
        }
        let own = [
            ("project.version", "version"),
            ("pom.version", "version"),
            ("version", "version"),
            ("project.groupId", "groupId"),
            ("pom.groupId", "groupId"),
            ("groupId", "groupId"),
            ("project.artifactId", "artifactId"),
        ];
        let parent = root.at(&["project", "parent"]);
        for (name, key) in own {
            let project = root.at(&["project", key]);
            let inherited = parent.first().and_then(|parent| parent.text(key));
            if let Some(value) = project.first().and_then(|node| node.scalar()).or(inherited) {
                values.entry(name).or_insert(value);
            }
        }
        for (name, key) in [
            ("project.parent.version", "version"),
            ("parent.version", "version"),
            ("project.parent.groupId", "groupId"),
        ] {
            if let Some(value) = parent.first().and_then(|parent| parent.text(key)) {
                values.entry(name).or_insert(value);
            }
        }
        Self { values }
    }

    /// A text with its properties put in, and where the version stands: at the property when the text is nothing else.
    fn resolve(&self, text: &str, place: Option<Range<usize>>) -> (String, Option<Range<usize>>) {
        let mut text = text.trim().to_owned();
        let mut place = place;
        // Properties may name others; eight levels are more than anyone writes, and 4,000 bytes more than a version has.
        for _ in 0..8 {
            let Some(start) = text.find("${") else { break };
            let Some(length) = text[start..].find('}') else { break };
            let name = &text[start + 2..start + length];
            let Some(value) = self.values.get(name) else { break };
            if start == 0 && length + 1 == text.len() {
                place = place.map(|_| value.place.clone());
            }
            let value = value.text.trim();
            if text.len() + value.len() > 4_000 {
                break;
            }
            text.replace_range(start..=start + length, value);
        }
        (text, place)
    }
}

/// Reads `<dependency org name rev>`.
pub fn ivy(text: &str, found: &mut Found) {
    let root = tree(Format::Xml, text, found);
    root.walk(&mut |element, node| {
        if element != "dependency" {
            return;
        }
        let (Some(group), Some(name)) = (node.text("@org"), node.text("@name")) else { return };
        let version = node.text("@rev");
        let place = version.map_or(name.place.clone(), |version| version.place.clone());
        let wanted = version.map_or(Wanted::Any, |version| wanted(&version.text));
        found.add(Ecosystem::Maven, &format!("{}:{}", group.text, name.text), wanted, Origin::Registry, place);
    });
}
