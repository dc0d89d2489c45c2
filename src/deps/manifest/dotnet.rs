//! .NET: project files, central package management, `packages.config`, lock files, `*.nuspec`, tools, paket.

use std::collections::HashMap;

use super::format::{Format, Node, Text, each_tree, tree};
use super::found::Found;
use super::words::{begins_version, lines, place};
use crate::deps::{Ecosystem, Origin, Wanted};

const ITEMS: [&str; 5] =
    ["PackageReference", "PackageVersion", "GlobalPackageReference", "PackageDownload", "DotNetCliToolReference"];

/// Reads the package items of a project or props file; `$(Name)` is looked up in the same file.
pub fn project(text: &str, found: &mut Found) {
    if !text.trim_start().starts_with('<') {
        // Other tools have `.props` and `.targets` as well.
        return;
    }
    let root = tree(Format::Xml, text, found);
    let mut properties: HashMap<String, &Text<'_>> = HashMap::new();
    let mut items: Vec<&Node<'_>> = Vec::new();
    root.walk(&mut |element, node| {
        if element == "PropertyGroup" {
            for (name, value) in node.entries() {
                if let Some(value) = value.scalar() {
                    properties.entry(name.text.to_lowercase()).or_insert(value);
                }
            }
        } else if ITEMS.contains(&element) {
            items.push(node);
        }
    });
    for item in items {
        let Some(name) = attribute(item, "Include").or(attribute(item, "Update")) else { continue };
        let version = ["VersionOverride", "Version"].iter().find_map(|key| attribute(item, key).or(item.text(key)));
        let version = version.map(|version| property(&version.text, &properties).unwrap_or(version));
        // One item may name several packages.
        for name_part in name.text.split(';') {
            package(name_part, name, version, found);
        }
    }
}

/// Attributes of `MSBuild` are written in any case.
fn attribute<'n, 'a>(item: &'n Node<'a>, name: &str) -> Option<&'n Text<'a>> {
    let mut entries = item.entries().iter();
    let same = |key: &str| key.strip_prefix('@').is_some_and(|key| key.eq_ignore_ascii_case(name));
    entries.find(|(key, _)| same(&key.text)).and_then(|(_, value)| value.scalar())
}

fn property<'n, 'a>(version: &str, properties: &HashMap<String, &'n Text<'a>>) -> Option<&'n Text<'a>> {
    let mut value = *properties.get(&reference(version)?.to_lowercase())?;
    for _ in 0..8 {
        let Some(next) = reference(&value.text).and_then(|name| properties.get(&name.to_lowercase())) else { break };
        value = next;
    }
    Some(value)
}

fn reference(text: &str) -> Option<&str> {
    text.trim().strip_prefix("$(")?.strip_suffix(')')
}

fn package(name: &str, element: &Text<'_>, version: Option<&Text<'_>>, found: &mut Found) {
    let (wanted, place) = match version {
        Some(version) => (wanted(&version.text), version.place_of(inner(&version.text))),
        None => (Wanted::Any, element.place_of(name)),
    };
    found.add(Ecosystem::NuGet, name, wanted, Origin::Registry, place);
}

/// The version of `1.0` and of `[1.0]`.
fn inner(version: &str) -> &str {
    let version = version.trim();
    let one = version.strip_prefix('[').and_then(|inner| inner.strip_suffix(']')).filter(|inner| !inner.contains(','));
    one.unwrap_or(version).trim()
}

/// What a version of `NuGet` asks for. A bare one is a least version, but the least is what gets installed.
pub fn wanted(version: &str) -> Wanted {
    let number = inner(version);
    if number.is_empty() || number == "*" || number.contains('$') {
        Wanted::Any
    } else if begins_version(number) && !number.contains(['*', ',', ' ', ')']) {
        Wanted::Exact(number.to_owned())
    } else {
        Wanted::Range(version.trim().to_owned())
    }
}

/// Reads `<package id version>`.
pub fn packages_config(text: &str, found: &mut Found) {
    elements(text, "package", found);
}

/// Reads `<dependency id version>`.
pub fn nuspec(text: &str, found: &mut Found) {
    elements(text, "dependency", found);
}

fn elements(text: &str, element: &str, found: &mut Found) {
    let root = tree(Format::Xml, text, found);
    root.walk(&mut |name, node| {
        if name == element
            && let Some(id) = attribute(node, "id")
        {
            package(&id.text, id, attribute(node, "version"), found);
        }
    });
}

/// Reads `packages.lock.json`: packages under each framework.
pub fn lock(text: &str, found: &mut Found) {
    let package = |path: &[Text<'_>]| path.len() == 3 && path[0] == "dependencies";
    each_tree(Format::Json, text, found, package, |found, path, node| {
        let Some(version) = node.text("resolved") else { return };
        let origin = if node.str("type") == "Project" { Origin::Path } else { Origin::Registry };
        let wanted = Wanted::Locked(version.text.clone().into_owned());
        found.add(Ecosystem::NuGet, &path[2].text, wanted, origin, version.place.clone());
    });
}

/// Reads the tools of `dotnet-tools.json` and the SDKs of `global.json`.
pub fn tools(text: &str, found: &mut Found) {
    let root = tree(Format::Json, text, found);
    for (name, tool) in root.at(&["tools"]).into_iter().flat_map(Node::entries) {
        package(&name.text, name, tool.text("version"), found);
    }
    for (name, version) in root.at(&["msbuild-sdks"]).into_iter().flat_map(Node::entries) {
        package(&name.text, name, version.scalar(), found);
    }
}

/// Reads `nuget Name 1.0` of `paket.dependencies`, and the packages under `NUGET` of `paket.lock`.
pub fn paket(text: &str, is_lock: bool, found: &mut Found) {
    let mut in_nuget = false;
    for (at, line) in lines(text) {
        if is_lock {
            if !line.starts_with(' ') {
                in_nuget = line.trim_end() == "NUGET";
            }
            let spec = line.strip_prefix("    ").filter(|spec| in_nuget && !spec.starts_with(' '));
            let Some((name, version)) = spec.and_then(|spec| spec.split_once(" (")) else { continue };
            let version = version.split(')').next().unwrap_or_default();
            let place = place(line, version);
            let wanted = Wanted::Locked(version.to_owned());
            found.add(Ecosystem::NuGet, name, wanted, Origin::Registry, at + place.start..at + place.end);
            continue;
        }
        let mut words = line.split_ascii_whitespace();
        if words.next() != Some("nuget") {
            continue;
        }
        let Some(name) = words.next() else { continue };
        let rest = line[place(line, name).end..].trim();
        // `= 1.0` and a bare version are one version; options follow with a colon.
        let rest = rest
            .find(':')
            .map_or(rest, |colon| rest[..colon].trim_end_matches(|c: char| !c.is_whitespace()).trim_end());
        let number = rest.strip_prefix("==").or(rest.strip_prefix('=')).unwrap_or(rest).trim();
        let part = place(line, if number.is_empty() { name } else { number });
        found.add(Ecosystem::NuGet, name, wanted(number), Origin::Registry, at + part.start..at + part.end);
    }
}
