//! Gradle's version catalogues, `libs.versions.toml`.

use std::collections::HashMap;

use super::wanted;
use crate::deps::manifest::format::{Format, Node, Text, tree};
use crate::deps::manifest::found::Found;
use crate::deps::{Ecosystem, Origin, Wanted};

/// Reads the libraries, with the versions they refer to.
pub fn catalog(text: &str, found: &mut Found) {
    let root = tree(Format::Toml, text, found);
    let mut versions: HashMap<String, &Text<'_>> = HashMap::new();
    for (name, value) in root.at(&["versions"]).into_iter().flat_map(Node::entries) {
        if let Some(version) = rich(value) {
            versions.insert(alias(&name.text), version);
        }
    }
    for (_, library) in root.at(&["libraries"]).into_iter().flat_map(Node::entries) {
        if let Some(short) = library.scalar() {
            let parts: Vec<&str> = short.text.splitn(3, ':').collect();
            if let [group, artifact, version] = parts[..] {
                let name = format!("{group}:{artifact}");
                found.add(Ecosystem::Maven, &name, wanted(version), Origin::Registry, short.place_of(version));
            }
            continue;
        }
        let module = library.text("module");
        let name = match (module, library.text("group"), library.text("name")) {
            (Some(module), _, _) => module.text.to_string(),
            (None, Some(group), Some(name)) => format!("{}:{}", group.text, name.text),
            _ => continue,
        };
        let reference = library.get("version").and_then(|version| version.text("ref"));
        let version = match reference {
            Some(reference) => versions.get(&alias(&reference.text)).copied(),
            None => library.get("version").and_then(rich),
        };
        let at = module.or(library.text("name")).map_or(0..0, |text| text.place.clone());
        let place = version.map_or(at, |version| version.place.clone());
        let wanted = version.map_or(Wanted::Any, |version| wanted(&version.text));
        found.add(Ecosystem::Maven, &name, wanted, Origin::Registry, place);
    }
}

/// A version, or the strictest word of a rich one.
fn rich<'n, 'a>(value: &'n Node<'a>) -> Option<&'n Text<'a>> {
    value.scalar().or_else(|| ["strictly", "require", "prefer"].iter().find_map(|word| value.text(word)))
}

/// Dashes, underscores and dots are one in the names of a catalogue.
fn alias(name: &str) -> String {
    name.replace(['_', '.'], "-")
}
