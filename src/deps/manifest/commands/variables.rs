//! Versions that a script, a container file or a pipeline gives to a name: `ARG DJANGO=3.2`, `export DJANGO=3.2`,
//! `DJANGO: "3.2"`.

use std::collections::HashMap;
use std::ops::Range;

use crate::deps::manifest::words::{begins_version, lines};

/// The names of one file; of several values the first, as `ARG` is the default.
#[derive(Default)]
pub struct Variables<'a> {
    values: HashMap<&'a str, (&'a str, usize)>,
}

impl<'a> Variables<'a> {
    /// Reads them, where the file uses any.
    pub fn of(text: &'a str) -> Self {
        let mut variables = Self::default();
        if memchr::memchr(b'$', text.as_bytes()).is_none() {
            return variables;
        }
        for (at, line) in lines(text) {
            let trimmed = line.trim_start().trim_start_matches("- ");
            let words = ["ARG ", "ENV ", "export ", "set ", "readonly ", "local "];
            let rest = words.iter().find_map(|word| trimmed.strip_prefix(word)).unwrap_or(trimmed).trim_start();
            let from = at + line.len() - rest.len();
            let end = rest.find(|c: char| !c.is_ascii_alphanumeric() && c != '_').unwrap_or(rest.len());
            let (name, value) = rest.split_at(end);
            let Some(value) = value.trim_start_matches([':', '?']).strip_prefix(['=', ' ']) else { continue };
            let value = value.trim_start_matches(['=', ' ', '"', '\'']);
            let start = from + rest.len() - value.len();
            let end = value.find(|c: char| !c.is_ascii_alphanumeric() && !"._-+".contains(c)).unwrap_or(value.len());
            if !name.is_empty() && begins_version(value) {
                variables.values.entry(name).or_insert((&value[..end], start));
            }
        }
        variables
    }

    /// A word with its variable put in, and where the value stands. `None` without a variable, or with one that this
    /// file does not set.
    pub fn put(&self, word: &str) -> Option<(String, Range<usize>)> {
        let (before, rest) = word.split_once('$')?;
        let (name, after) = match rest.strip_prefix(['{', '(']) {
            Some(inner) => inner.split_once(['}', ')'])?,
            None => rest.split_at(rest.find(|c: char| !c.is_ascii_alphanumeric() && c != '_').unwrap_or(rest.len())),
        };
        let (value, at) = *self.values.get(name)?;
        Some((format!("{before}{value}{after}"), at..at + value.len()))
    }
}
