//! Renames: a file that only moves adds nothing.

use std::collections::{HashMap, HashSet};

use super::delta::{ContentId, Delta, Version};
use super::lines::Lines;
use crate::text::RepoPath;

/// Gives each new file whose content some deleted file of the same change had that file as its old side, so that it adds no
/// line. `may_vouch` says of a deleted path whether it was checked where it stood: a file that leaves an excluded folder
/// is new.
pub fn exact_renames(deltas: &mut [Delta], may_vouch: impl Fn(&RepoPath) -> bool) {
    let gone: HashSet<ContentId> = deltas
        .iter()
        .filter(|delta| delta.new.is_none() && may_vouch(&delta.path))
        .flat_map(|delta| delta.old.iter().map(|version| version.id))
        .collect();
    if gone.is_empty() {
        return;
    }
    for delta in deltas.iter_mut().filter(|delta| delta.old.is_empty()) {
        if let Some(new) = delta.new.filter(|new| gone.contains(&new.id)) {
            delta.old.push(new);
        }
    }
}

/// Of two texts, the share of the new one's lines that the old one has, in percent.
pub fn similar(old: &[u8], new: &[u8]) -> usize {
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

/// The deleted files that an edited rename may come from: the likeliest first, at most this many are read.
pub const MOST_CANDIDATES: usize = 8;

/// The old sides of deleted files, those with the file name of `path` first.
pub fn candidates(deltas: &[Delta], path: &RepoPath, may_vouch: impl Fn(&RepoPath) -> bool) -> Vec<Version> {
    let mut gone: Vec<&Delta> = deltas.iter().filter(|delta| delta.new.is_none() && may_vouch(&delta.path)).collect();
    gone.sort_by_key(|delta| (delta.path.file_name() != path.file_name(), delta.path.extension() != path.extension()));
    gone.iter().filter_map(|delta| delta.old.first()).copied().take(MOST_CANDIDATES).collect()
}

#[cfg(test)]
mod tests {
    use super::super::delta::EntryKind;
    use super::*;

    fn version(byte: u8) -> Version {
        Version { id: ContentId::new(&[byte; 20]).unwrap(), kind: EntryKind::File }
    }

    fn moved() -> Vec<Delta> {
        vec![
            Delta { path: RepoPath::from("old/a"), new: None, old: vec![version(1)] },
            Delta { path: RepoPath::from("new/a"), new: Some(version(1)), old: vec![] },
            Delta { path: RepoPath::from("new/b"), new: Some(version(2)), old: vec![] },
        ]
    }

    #[test]
    fn a_moved_file_is_its_own_base() {
        let mut deltas = moved();
        exact_renames(&mut deltas, |_| true);
        assert_eq!(deltas[1].old, [version(1)]);
        assert!(deltas[2].old.is_empty());
    }

    #[test]
    fn a_file_that_leaves_an_excluded_folder_is_new() {
        let mut deltas = moved();
        exact_renames(&mut deltas, |path| *path != RepoPath::from("old/a"));
        assert!(deltas[1].old.is_empty());
    }

    #[test]
    fn similarity_counts_lines_once() {
        assert_eq!(similar(b"a\nb\nc\nd\n", b"a\nb\nc\nx\n"), 75);
        assert_eq!(similar(b"a\n", b"a\na\na\na\n"), 25);
        assert_eq!(similar(b"", b""), 0);
    }
}
