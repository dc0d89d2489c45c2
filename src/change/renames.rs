//! Renames: a file that only moves adds nothing.

use std::collections::HashMap;

use super::delta::{ContentId, Delta, Version};
use super::lines::Lines;
use crate::lexer::{self, Language};
use crate::text::RepoPath;

/// How many deleted files are read to find the one that a new file comes from.
const MOST_SOURCES: usize = 8;
/// The share of lines, in percent, from which on two texts are the same file: git's own default.
const SAME_FROM: usize = 50;

/// The files that are gone relative to one parent, by what a new file may have in common with them: thousands of files may
/// move in one commit.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Gone {
    files: Vec<(RepoPath, Version)>,
    by_content: HashMap<ContentId, usize>,
    by_name: HashMap<Vec<u8>, Vec<usize>>,
    by_extension: HashMap<Option<Vec<u8>>, Vec<usize>>,
}

impl Gone {
    /// Takes what was deleted.
    pub fn new<'d>(deleted: impl Iterator<Item = &'d Delta>) -> Self {
        let mut gone = Self::default();
        for (path, version) in deleted.filter_map(|delta| Some((&delta.path, *delta.old.first()?))) {
            let at = gone.files.len();
            gone.by_content.entry(version.id).or_insert(at);
            gone.by_name.entry(path.file_name().to_vec()).or_default().push(at);
            gone.by_extension.entry(path.extension().map(<[u8]>::to_vec)).or_default().push(at);
            gone.files.push((path.clone(), version));
        }
        gone
    }

    /// Whether nothing is gone.
    pub fn is_empty(&self) -> bool {
        self.files.is_empty()
    }

    /// The files that a new one may come from, likeliest first: one with the same content, else a few with a similar name.
    /// A text that is no program is no origin of one: no rule for code has ever looked at it.
    pub fn sources(&self, path: &RepoPath, new: &Version) -> Vec<Version> {
        let is_program = |path: &RepoPath| lexer::detect(path, b"").is_some_and(Language::has_calls);
        let is_code = is_program(path);
        let checked = |at: &usize| !is_code || is_program(&self.files[*at].0);
        if let Some(&same) = self.by_content.get(&new.id).filter(|at| checked(at)) {
            return vec![self.files[same].1];
        }
        let named = self.by_name.get(path.file_name()).into_iter().flatten();
        let alike = self.by_extension.get(&path.extension().map(<[u8]>::to_vec)).into_iter().flatten();
        let mut found: Vec<usize> = Vec::new();
        for at in named.chain(alike).copied().chain(0..self.files.len()).filter(checked) {
            if found.len() == MOST_SOURCES {
                break;
            }
            if !found.contains(&at) {
                found.push(at);
            }
        }
        found.into_iter().map(|at| self.files[at].1).collect()
    }
}

/// Of several old texts the one that `new` is an edited form of; `None` where it is none of them.
pub fn origin(old: Vec<Vec<u8>>, new: &[u8]) -> Option<Vec<u8>> {
    let scored = old.into_iter().map(|text| (similarity(&text, new), text));
    let (score, best) = scored.max_by_key(|(score, _)| *score)?;
    (score >= SAME_FROM).then_some(best)
}

/// The share of lines that two texts have in common, in percent of the longer one.
fn similarity(old: &[u8], new: &[u8]) -> usize {
    let (old_lines, new_lines) = (Lines::new(old), Lines::new(new));
    let mut counts: HashMap<&[u8], usize> = HashMap::new();
    for line in old_lines.iter(old) {
        *counts.entry(line).or_default() += 1;
    }
    let mut kept = 0;
    for line in new_lines.iter(new) {
        if let Some(count) = counts.get_mut(line).filter(|count| **count > 0) {
            *count -= 1;
            kept += 1;
        }
    }
    100 * kept / old_lines.len().max(new_lines.len()).max(1)
}

#[cfg(test)]
mod tests {
    use super::super::delta::EntryKind;
    use super::*;

    fn version(byte: u8) -> Version {
        Version { id: ContentId::new(&[byte; 20]).unwrap(), kind: EntryKind::File }
    }

    fn gone(path: &str, byte: u8) -> Delta {
        Delta { path: RepoPath::from(path), new: None, old: vec![version(byte)] }
    }

    #[test]
    fn the_same_content_is_the_only_source() {
        let deleted = [gone("a/one.py", 1), gone("a/two.py", 2)];
        assert_eq!(Gone::new(deleted.iter()).sources(&RepoPath::from("b/one.py"), &version(2)), [version(2)]);
    }

    #[test]
    fn the_same_name_comes_first() {
        let deleted = [gone("a/one.js", 1), gone("a/other.py", 2), gone("a/two.py", 3)];
        assert_eq!(
            Gone::new(deleted.iter()).sources(&RepoPath::from("b/two.py"), &version(9)),
            [version(3), version(2), version(1)]
        );
    }

    #[test]
    fn a_text_that_becomes_source_code_is_new() {
        let deleted = Gone::new([gone("a/notes.txt", 1), gone("a/old.js", 2)].iter());
        assert_eq!(deleted.sources(&RepoPath::from("a/notes.py"), &version(1)), [version(2)]);
        assert_eq!(deleted.sources(&RepoPath::from("b/notes.txt"), &version(1)), [version(1)]);
    }

    #[test]
    fn an_edited_file_keeps_its_origin_and_a_new_one_has_none() {
        let old = || vec![b"x\ny\n".to_vec(), b"a\nb\nc\nd\n".to_vec()];
        assert_eq!(origin(old(), b"a\nb\nc\nNEW\n").as_deref(), Some(&b"a\nb\nc\nd\n"[..]));
        assert_eq!(origin(old(), b"a\nq\nr\ns\nt\n"), None);
        assert_eq!(origin(vec![b"a\n".to_vec()], b"a\na\na\na\n"), None);
    }
}
