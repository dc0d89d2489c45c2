//! The formats manifests are written in: JSON, TOML, XML and YAML as one kind of events, with the byte place of every
//! string. Each reader goes on behind a mistake and reports the first one.

mod json;
mod toml;
mod tree;
mod xml;
mod yaml;

use tree::Trees;
pub use tree::{Node, Text};

use super::found::{Found, Trouble};

/// A notation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// With comments and trailing commas, which some tools allow.
    Json,
    Toml,
    /// A lock file in TOML: the long arrays that name archives are passed over.
    TomlLock,
    Xml,
    /// The part of it that tools write.
    Yaml,
}

/// Hands every tree whose path is selected to `each`, as soon as it is complete. Linear in the text; memory is that of
/// the largest tree.
pub fn each_tree<'a>(
    format: Format,
    text: &'a str,
    found: &mut Found,
    select: impl Fn(&[Text<'a>]) -> bool,
    mut each: impl FnMut(&mut Found, &[Text<'a>], Node<'a>),
) {
    let (mistake, cut) = {
        let found = &mut *found;
        let mut trees = Trees::new(select, |path, node| each(found, path, node));
        if matches!(format, Format::Toml | Format::TomlLock) {
            trees = trees.merging();
        }
        let mut event = |event| trees.event(event);
        let mistake = match format {
            Format::Json => json::scan(text, &mut event),
            Format::Toml => toml::scan(text, &mut event),
            Format::TomlLock => toml::scan_lock(text, &mut event),
            Format::Xml => xml::scan(text, &mut event),
            Format::Yaml => yaml::scan(text, &mut event),
        };
        trees.finish();
        (mistake, trees.cut)
    };
    if let Some((at, what)) = mistake {
        found.trouble(at, Trouble::Syntax(what));
    }
    if cut {
        found.trouble(0, Trouble::TooMuch);
    }
}

/// The whole document as one tree: for manifests, which people write.
pub fn tree<'a>(format: Format, text: &'a str, found: &mut Found) -> Node<'a> {
    let mut root = Node::Map(Vec::new());
    each_tree(format, text, found, <[Text<'_>]>::is_empty, |_, _, node| root = node);
    root
}
