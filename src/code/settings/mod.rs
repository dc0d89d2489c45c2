//! Settings of data files: keys with their path and value, read in one pass for all rules that ask for one.

mod flow;
mod lines;
mod paths;
mod tree;
mod xml;
mod yaml;

#[cfg(test)]
mod tests;

use std::collections::HashMap;
use std::ops::Range;

use paths::Path;
use tree::Tree;

use crate::pattern::Pattern;
use crate::rules::{Beside, SettingMatcher};

/// How many settings beside one are looked at.
const MOST_BESIDE: usize = 1024;

/// The settings of a file.
pub(super) struct Settings<'t> {
    text: &'t [u8],
    tree: Tree,
    /// Which settings go by a name.
    by_name: HashMap<&'t [u8], Vec<usize>>,
}

impl<'t> Settings<'t> {
    /// Reads a file; `None` if the language has no settings.
    pub(super) fn read(language: &str, text: &'t [u8]) -> Option<Self> {
        let tree = match language {
            "json" => flow::read(text, false),
            "terraform" => flow::read(text, true),
            "yaml" => yaml::read(text),
            "toml" | "ini" => lines::read(text),
            "xml" => xml::read(text),
            _ => return None,
        };
        let mut by_name: HashMap<&[u8], Vec<usize>> = HashMap::new();
        for index in 0..tree.len() {
            by_name.entry(tree.key(text, index)).or_default().push(index);
        }
        Some(Self { text, tree, by_name })
    }

    /// Where settings stand that a rule means.
    pub(super) fn find(&self, matcher: &SettingMatcher) -> Vec<Range<usize>> {
        let mut found = Vec::new();
        for path in matcher.path {
            let path = Path::new(path);
            let last = path.last().as_bytes();
            let named = self.by_name.get(last).map_or(&[][..], Vec::as_slice);
            let any: Vec<usize> = if last.contains(&b'*') { (0..self.tree.len()).collect() } else { Vec::new() };
            for &index in named.iter().chain(&any) {
                if path.matches(self.text, &self.tree, index) && self.holds(matcher, index) {
                    found.push(self.tree.span(index));
                }
            }
        }
        found.sort_by_key(|span| span.start);
        found.dedup();
        found
    }

    fn holds(&self, matcher: &SettingMatcher, index: usize) -> bool {
        self.reads(matcher.value.as_ref(), index)
            && matcher.when.iter().all(|beside| self.stands_beside(beside, index))
            && !matcher.unless.iter().any(|beside| self.stands_beside(beside, index))
    }

    fn reads(&self, wanted: Option<&Pattern>, index: usize) -> bool {
        let Some(pattern) = wanted else { return true };
        self.tree.value(index).is_some_and(|value| pattern.is_match(&self.text[value]))
    }

    fn stands_beside(&self, beside: &Beside, index: usize) -> bool {
        let block = if self.tree.value(index).is_some() { self.tree.parent(index) } else { Some(index) };
        let path = Path::new(beside.path);
        let inside = self.tree.inside(block).take(MOST_BESIDE);
        inside.into_iter().any(|other| {
            path.matches_within(self.text, &self.tree, other, block) && self.reads(beside.value.as_ref(), other)
        })
    }
}
