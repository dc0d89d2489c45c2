//! PHP: `composer.json` and `composer.lock`.

use super::format::{Format, Text, each_tree, tree};
use super::found::Found;
use super::hosts;
use super::words::is_version;
use crate::deps::{Ecosystem, Origin, Wanted};

/// Reads `require` and `require-dev`; a name without a vendor is the platform.
pub fn manifest(text: &str, found: &mut Found) {
    let root = tree(Format::Json, text, found);
    for map in root.at(&["require"]).into_iter().chain(root.at(&["require-dev"])) {
        for (name, version) in map.entries() {
            let Some(version) = version.scalar().filter(|_| name.text.contains('/')) else { continue };
            let wanted = wanted(&version.text);
            let part = match &wanted {
                Wanted::Exact(number) => {
                    version.text.find(number.as_str()).map_or("", |at| &version.text[at..at + number.len()])
                }
                _ => &version.text,
            };
            found.add(Ecosystem::Packagist, &name.text, wanted, Origin::Registry, version.place_of(part));
        }
    }
}

/// What a constraint of Composer asks for. Branches are no versions.
pub fn wanted(constraint: &str) -> Wanted {
    let constraint = constraint.trim();
    // `1.0@beta` allows less stable releases; `dev-main as 1.0` is a branch under another name.
    let plain = constraint.split('@').next().unwrap_or_default().trim();
    let number = plain.strip_prefix("==").or(plain.strip_prefix('=')).unwrap_or(plain).trim();
    let is_branch = plain.starts_with("dev-") || plain.ends_with("-dev") || plain.contains(" as ");
    if plain.is_empty() || plain == "*" || (is_branch && !plain.contains(['|', ','])) {
        Wanted::Any
    } else if is_version(number) && !number.contains('*') && !number.contains(".x") {
        Wanted::Exact(number.to_owned())
    } else {
        Wanted::Range(plain.to_owned())
    }
}

/// Reads both lists of packages.
pub fn lock(text: &str, found: &mut Found) {
    let package = |path: &[Text<'_>]| path.len() == 2 && (path[0] == "packages" || path[0] == "packages-dev");
    each_tree(Format::Json, text, found, package, |found, _, node| {
        let Some(name) = node.text("name") else { return };
        let by_path = node.get("dist").is_some_and(|dist| dist.str("type") == "path");
        let notified = node.text("notification-url").map(|url| hosts::origin(&url.text));
        let origin = match notified {
            _ if by_path => Origin::Path,
            Some(Origin::Private) => Origin::Private,
            _ => Origin::Registry,
        };
        for version in node.texts("version") {
            let wanted = Wanted::Locked(version.text.clone().into_owned());
            found.add(Ecosystem::Packagist, &name.text, wanted, origin, version.place.clone());
        }
    });
}
