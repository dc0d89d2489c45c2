//! Renames: a file that only moves adds nothing.

use std::collections::HashMap;

use super::delta::{Delta, Version};
use super::lines::Lines;
use crate::text::RepoPath;

/// How many deleted files are read to find the one that a new file comes from.
const MOST_SOURCES: usize = 8;
/// The share of lines, in percent, from which on two texts are the same file: git's own default.
const SAME_FROM: usize = 50;

/// The deleted files that a new file may come from, likeliest first: one with the same content, else a few with a similar
/// name. `gone` are deletions of one commit relative to one parent.
pub fn sources(gone: &[Delta], path: &RepoPath, new: &Version) -> Vec<Version> {
    let mut named: Vec<(&RepoPath, Version)> =
        gone.iter().filter_map(|delta| Some((&delta.path, *delta.old.first()?))).collect();
    if let Some((_, same)) = named.iter().find(|(_, old)| old.id == new.id) {
        return vec![*same];
    }
    named.sort_by_key(|(old, _)| (old.file_name() != path.file_name(), old.extension() != path.extension()));
    named.into_iter().map(|(_, version)| version).take(MOST_SOURCES).collect()
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
    use super::super::delta::{ContentId, EntryKind};
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
        assert_eq!(sources(&deleted, &RepoPath::from("b/one.py"), &version(2)), [version(2)]);
    }

    #[test]
    fn the_same_name_comes_first() {
        let deleted = [gone("a/one.rs", 1), gone("a/other.py", 2), gone("a/two.py", 3)];
        assert_eq!(sources(&deleted, &RepoPath::from("b/two.py"), &version(9)), [version(3), version(2), version(1)]);
    }

    #[test]
    fn an_edited_file_keeps_its_origin_and_a_new_one_has_none() {
        let old = || vec![b"x\ny\n".to_vec(), b"a\nb\nc\nd\n".to_vec()];
        assert_eq!(origin(old(), b"a\nb\nc\nNEW\n").as_deref(), Some(&b"a\nb\nc\nd\n"[..]));
        assert_eq!(origin(old(), b"a\nq\nr\ns\nt\n"), None);
        assert_eq!(origin(vec![b"a\n".to_vec()], b"a\na\na\na\n"), None);
    }
}
