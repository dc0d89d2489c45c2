//! Indexes made byte by byte: what git never writes must be refused, not believed.

use proptest::prelude::*;

use super::*;
use crate::change::Delta;

/// An entry: path, mode, a byte that stands for the id, flags and extended flags.
type Entry<'e> = (&'e str, u32, u8, u16, u16);

const FILE: u32 = 0o100_644;

fn file(path: &str) -> Entry<'_> {
    (path, FILE, 7, 0, 0)
}

fn entry_bytes(data: &mut Vec<u8>, version: u32, previous: &str, (path, mode, id, flags, more): Entry) {
    let start = data.len();
    data.extend([0; MODE]);
    data.extend(mode.to_be_bytes());
    data.extend([0; ID - MODE - 4]);
    data.extend([id; 20]);
    let extended = if more == 0 { 0 } else { EXTENDED };
    data.extend((flags | extended | u16::try_from(path.len().min(0xfff)).unwrap()).to_be_bytes());
    if more != 0 {
        data.extend(more.to_be_bytes());
    }
    if version == 4 {
        let kept = previous.bytes().zip(path.bytes()).take_while(|(a, b)| a == b).count();
        let stripped = previous.len() - kept;
        if stripped >= 128 {
            data.push(u8::try_from((stripped >> 7) - 1).unwrap() | 0x80);
        }
        data.push(u8::try_from(stripped & 0x7f).unwrap());
        data.extend(path[kept..].bytes());
        data.push(0);
    } else {
        data.extend(path.bytes());
        data.resize(start + ((data.len() - start + 8) & !7), 0);
    }
}

fn index_bytes(version: u32, entries: &[Entry], extensions: &[(&[u8; 4], &[u8])]) -> Vec<u8> {
    let mut data = b"DIRC".to_vec();
    data.extend(version.to_be_bytes());
    data.extend(u32::try_from(entries.len()).unwrap().to_be_bytes());
    let mut previous = "";
    for entry in entries {
        entry_bytes(&mut data, version, previous, *entry);
        previous = entry.0;
    }
    for (signature, content) in extensions {
        data.extend(*signature);
        data.extend(u32::try_from(content.len()).unwrap().to_be_bytes());
        data.extend(*content);
    }
    data.extend([0; 20]);
    data
}

fn parse(data: Vec<u8>) -> Result<Index, GitError> {
    Index::parse(data, 20)
}

fn no_tree(_: &ContentId) -> Result<Vec<u8>, GitError> {
    panic!("no tree is to be read")
}

/// The paths that differ from the empty tree.
fn paths(index: &Index) -> Result<Vec<String>, GitError> {
    let mut deltas: Vec<Delta> = staged(index, None, &no_tree)?;
    deltas.sort();
    Ok(deltas.iter().map(|delta| delta.path.to_string()).collect())
}

#[test]
fn conflicts_and_announced_files_are_no_part_of_the_next_commit() {
    let entries = [
        ("a", FILE, 1, 0x1000, 0),
        ("a", FILE, 2, 0x2000, 0),
        ("announced", FILE, 3, 0, INTENT_TO_ADD),
        ("skipped", FILE, 4, 0, SKIP_WORKTREE),
    ];
    for version in [3, 4] {
        let index = parse(index_bytes(version, &entries, &[])).unwrap();
        assert_eq!(paths(&index).unwrap(), ["skipped"]);
        assert_eq!(index.find(&RepoPath::from("a")).unwrap(), None);
        assert_eq!(index.find(&RepoPath::from("announced")).unwrap(), None);
        assert_eq!(index.find(&RepoPath::from("skipped")).unwrap().unwrap().id.as_bytes(), [4; 20]);
    }
}

#[test]
fn a_conflict_hides_the_path_that_the_tree_has() {
    let tree = [&b"100644 a\0"[..], &[9; 20], b"100644 b\0", &[9; 20]].concat();
    let index = parse(index_bytes(2, &[("a", FILE, 1, 0x2000, 0)], &[])).unwrap();
    let deltas = staged(&index, ContentId::new(&[5; 20]), &|_| Ok(tree.clone())).unwrap();
    assert_eq!(deltas.iter().map(|delta| delta.path.to_string()).collect::<Vec<_>>(), ["b"]);
}

#[test]
fn formats_that_only_git_reads_are_told_apart_from_damage() {
    let refusal = |extension: &[u8; 4]| match parse(index_bytes(2, &[file("a")], &[(extension, b"x")])) {
        Err(GitError::Unsupported(what)) => what,
        Err(other) => panic!("{other}"),
        Ok(_) => "nothing".to_owned(),
    };
    assert_eq!(refusal(b"link"), "a split index");
    assert_eq!(refusal(b"sdir"), "a sparse index");
    assert_eq!(refusal(b"\x1bnew"), "the index extension `\\x1bnew`");
    assert_eq!(refusal(b"UNTR"), "nothing");
    assert!(matches!(parse(index_bytes(5, &[], &[])), Err(GitError::Unsupported(_))));
    assert!(matches!(parse(b"DIRX0000".to_vec()), Err(GitError::Index(_))));
}

#[test]
fn an_index_cut_short_anywhere_is_damaged() {
    let long = "long/".repeat(1000);
    for version in [2, 4] {
        let entries = [file("a"), ("b/c", 0o120_000, 1, 0, SKIP_WORKTREE), file(&long)];
        let whole = index_bytes(version, &entries, &[(b"TREE", b"\0-1 0\n")]);
        assert_eq!(parse(whole.clone()).unwrap().len(), 3);
        // Behind the entries stand an extension and the hash; what is cut there leaves a hash too long or too short.
        let entries_end = whole.len() - 20 - 8 - 6;
        for kept in 0..entries_end + 20 {
            assert!(
                matches!(parse(whole[..kept].to_vec()), Err(GitError::Index(_))),
                "version {version}, {kept} bytes"
            );
        }
    }
}

#[test]
fn entries_out_of_order_are_refused() {
    for unsorted in [&[file("b"), file("a")][..], &[file("a"), file("a")], &[file("d/x"), file("a"), file("d/y")]] {
        let index = parse(index_bytes(2, unsorted, &[])).unwrap();
        assert!(matches!(paths(&index), Err(GitError::Index(_))), "{unsorted:?}");
    }
}

#[test]
fn a_folder_the_cache_tree_knows_is_not_looked_into() {
    let tree_id = ContentId::new(&[5; 20]).unwrap();
    let entries = [file("d/a"), file("d/b"), file("e")];
    let cached = |entries: &str| [b"\0", entries.as_bytes(), b" 0\n", &[5; 20][..]].concat();
    let index = parse(index_bytes(2, &entries, &[(b"TREE", &cached("3"))])).unwrap();
    assert!(staged(&index, Some(tree_id), &no_tree).unwrap().is_empty());
    // A cache tree that covers another number of entries is not believed.
    let index = parse(index_bytes(2, &entries, &[(b"TREE", &cached("2"))])).unwrap();
    assert_eq!(staged(&index, Some(tree_id), &|_| Ok(Vec::new())).unwrap().len(), 3);
}

#[test]
fn a_cache_tree_with_wrong_counts_changes_nothing() {
    for count in ["0", "1", "3", "9"] {
        let data = [b"\0-1 1\nd\0", count.as_bytes(), b" 0\n", &[5; 20][..]].concat();
        let index = parse(index_bytes(2, &[file("d/a"), file("d/b"), file("e")], &[(b"TREE", &data)])).unwrap();
        assert_eq!(paths(&index).unwrap(), ["d/a", "d/b", "e"], "{count}");
    }
}

/// Paths as git allows them: no empty component, and no file where there is a folder.
fn any_paths() -> impl Strategy<Value = Vec<String>> {
    proptest::collection::btree_set("([a-c.]{1,2}/){0,3}[a-c.]{1,2}", 0..20).prop_map(|paths| {
        let is_folder = |path: &String| paths.iter().any(|other| other.starts_with(&format!("{path}/")));
        paths.iter().filter(|path| !is_folder(path)).cloned().collect()
    })
}

proptest! {
    #[test]
    fn all_versions_hold_the_same(names in any_paths()) {
        let entries: Vec<Entry> = names.iter().map(|path| file(path)).collect();
        for version in [2, 4] {
            let index = parse(index_bytes(version, &entries, &[])).unwrap();
            prop_assert_eq!(&paths(&index).unwrap(), &names);
            for name in &names {
                prop_assert!(index.find(&RepoPath::from(name.as_str())).unwrap().is_some());
            }
            prop_assert_eq!(index.find(&RepoPath::from("zz")).unwrap(), None);
        }
    }

    #[test]
    fn a_damaged_index_is_an_answer_or_an_error(
        names in any_paths(),
        version in 2_u32..5,
        damage in proptest::collection::vec((any::<proptest::sample::Index>(), any::<u8>()), 1..6),
    ) {
        let entries: Vec<Entry> = names.iter().map(|path| file(path)).collect();
        let mut data = index_bytes(version, &entries, &[(b"TREE", b"\0-1 1\na\x001 0\nIIIIIIIIIIIIIIIIIIII")]);
        for (at, byte) in damage {
            let at = at.index(data.len());
            data[at] = byte;
        }
        if let Ok(index) = parse(data) {
            let _ = paths(&index);
            let _ = index.find(&RepoPath::from("a/b"));
        }
    }

    #[test]
    fn any_bytes_are_an_index_or_an_error(rest in proptest::collection::vec(any::<u8>(), 0..300)) {
        let _ = parse([b"DIRC\0\0\0\x02\0\0\0", &rest[..]].concat());
    }
}
