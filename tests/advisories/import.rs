//! `import` of archives and folders, good and bad.

use std::fs;
use std::path::{Path, PathBuf};

use hunkguard::advisories::{AdvisoriesError, Imported, import, read_packages};
use hunkguard::deps::Ecosystem;
use hunkguard::deps::index::Index;
use tempfile::TempDir;

use super::{archive, record};

const NOW: i64 = 1_900_000_000;

struct Story {
    folder: TempDir,
}

impl Story {
    fn new() -> Self {
        Self { folder: tempfile::tempdir().unwrap() }
    }

    fn write(&self, path: &str, bytes: impl AsRef<[u8]>) -> PathBuf {
        let path = self.folder.path().join("in").join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(&path, bytes).unwrap();
        path
    }

    fn output(&self) -> PathBuf {
        self.folder.path().join("out").join("index")
    }

    fn import(&self, from: &Path) -> Result<Imported, AdvisoriesError> {
        import(from, &self.output(), None, NOW, &|| ())
    }

    fn ids(&self, name: &str) -> Vec<String> {
        let index = Index::open(&self.output()).unwrap();
        index.look_up(Ecosystem::PyPi, name).unwrap().into_iter().map(|advisory| advisory.id).collect()
    }
}

fn one() -> String {
    record("PYSEC-2026-1", "2026-01-01T00:00:00Z", "acme", "1.0")
}

#[test]
fn an_archive_a_folder_and_a_copy_of_the_bucket() {
    let story = Story::new();
    let two = record("PYSEC-2026-2", "2026-02-01T00:00:00Z", "zebra", "1.0");
    story.write("bucket/PyPI/all.zip", archive(&[("PYSEC-2026-1.json", &one()), ("PYSEC-2026-2.json", &two)]));
    story.write("bucket/PyPI/modified_id.csv", "2026-01-01T00:00:00Z,PYSEC-2026-1\n");
    story.write("bucket/README.md", "not a record");
    story.write("plain/a/PYSEC-2026-1.json", one());
    story.write("plain/b/PYSEC-2026-2.json", &two);
    for from in ["bucket", "bucket/PyPI/all.zip", "plain"] {
        let imported = story.import(&story.folder.path().join("in").join(from)).unwrap();
        assert_eq!((imported.records, imported.bad.count), (2, 0), "{from}");
        assert_eq!([story.ids("acme"), story.ids("zebra")], [["PYSEC-2026-1"], ["PYSEC-2026-2"]], "{from}");
        assert_eq!(imported.summary.as_of, 1_769_904_000, "as old as its newest record");
    }
}

#[test]
fn a_newer_record_beside_an_archive_replaces_the_one_in_it() {
    let story = Story::new();
    story.write("PyPI/all.zip", archive(&[("PYSEC-2026-1.json", &one())]));
    story.write("PyPI/changed/PYSEC-2026-1.json", record("PYSEC-2026-1", "2026-03-01T00:00:00Z", "other", "1.0"));
    assert_eq!(story.import(&story.folder.path().join("in")).unwrap().records, 1);
    assert_eq!((story.ids("acme"), story.ids("other")), (vec![], vec!["PYSEC-2026-1".to_owned()]));
}

#[test]
fn broken_records_are_counted_and_named_and_the_rest_is_read() {
    let story = Story::new();
    let cut = &one()[..60];
    let from = story.write("a.zip", archive(&[("1.json", cut), ("2\u{1b}[2J.json", "[]"), ("3.json", &one())]));
    let imported = story.import(&from).unwrap();
    assert_eq!((imported.records, imported.bad.count), (1, 2));
    assert!(imported.bad.named[0].starts_with("`1.json`: not an OSV record"), "{:?}", imported.bad.named);
    assert!(imported.bad.named[1].starts_with("`2\\x1b[2J.json`"), "{:?}", imported.bad.named);
}

#[test]
fn an_index_for_passing_on_holds_what_is_listed_and_is_the_same_whenever_it_is_made() {
    let story = Story::new();
    let list = story.folder.path().join("list");
    fs::write(&list, "# ours\nPyPI Acme\n\nnpm unknown # of no record\n").unwrap();
    let only = read_packages(&list).unwrap();
    let other = record("PYSEC-2026-2", "2026-02-01T00:00:00Z", "zebra", "1.0");
    let unknown_licence = record("NOBODY-1", "2026-02-01T00:00:00Z", "acme", "9.0");
    let entries = [("1.json", one()), ("2.json", other), ("3.json", unknown_licence)];
    let from = story.write("a.zip", archive(&entries.each_ref().map(|(name, text)| (*name, text.as_str()))));
    let made = [NOW, NOW + 1].map(|now| {
        import(&from, &story.output(), Some(&only), now, &|| ()).unwrap();
        fs::read(story.output()).unwrap()
    });
    assert_eq!(made[0], made[1]);
    assert_eq!((story.ids("acme"), story.ids("zebra")), (vec!["PYSEC-2026-1".to_owned()], vec![]));
    fs::write(&list, "PyPI acme\nCobol zebra\n").unwrap();
    assert!(read_packages(&list).unwrap_err().to_string().contains("list:2"));
}

#[test]
fn names_in_an_archive_are_no_paths() {
    let story = Story::new();
    let from = story.write("a.zip", archive(&[("../../outside.json", &one()), ("/absolute.json", &one())]));
    story.import(&from).unwrap();
    let mut left: Vec<_> = fs::read_dir(story.folder.path()).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    left.sort();
    assert_eq!(left, ["in", "out"]);
    let written: Vec<_> = fs::read_dir(story.folder.path().join("out")).unwrap().collect();
    assert_eq!(written.len(), 1, "the index and nothing beside it");
}

#[test]
fn an_archive_that_unpacks_to_too_much_is_refused() {
    let story = Story::new();
    story.import(&story.write("good.json", one())).unwrap();
    let before = fs::read(story.output()).unwrap();
    let zeros = "0".repeat(12 << 20);
    let names: Vec<String> = (0..8).map(|n| format!("{n}.json")).collect();
    let entries: Vec<(&str, &str)> = names.iter().map(|name| (name.as_str(), zeros.as_str())).collect();
    let from = story.write("bomb.zip", archive(&entries));
    assert!(matches!(story.import(&from), Err(AdvisoriesError::Bomb(_))));
    assert_eq!(fs::read(story.output()).unwrap(), before);
}

#[test]
fn a_record_without_end_is_left_out() {
    let story = Story::new();
    let long = format!(r#"{{"id": "A", "details": "{}"}}"#, "0".repeat(17 << 20));
    let imported = story.import(&story.write("a.zip", archive(&[("long.json", &long), ("1.json", &one())]))).unwrap();
    assert_eq!(imported.bad.named, ["`long.json`: it is longer than 16 MiB"]);
}

#[test]
fn an_archive_that_is_cut_short_changes_nothing() {
    let story = Story::new();
    let whole = archive(&[("1.json", &one())]);
    story.import(&story.write("a.zip", &whole)).unwrap();
    let before = fs::read(story.output()).unwrap();
    for length in [4, whole.len() / 2, whole.len() - 1] {
        let error = story.import(&story.write("a.zip", &whole[..length])).unwrap_err();
        assert!(matches!(error, AdvisoriesError::Archive { .. }), "{length}: {error}");
        assert_eq!(fs::read(story.output()).unwrap(), before);
    }
}

#[test]
fn what_holds_no_record_changes_nothing() {
    let story = Story::new();
    story.import(&story.write("good.json", one())).unwrap();
    let before = fs::read(story.output()).unwrap();
    let empty = story.write("empty.zip", archive(&[]));
    let broken = story.write("broken.json", "{");
    let text = story.write("text.txt", "hello");
    let missing = story.folder.path().join("missing");
    for from in [empty, broken, text, missing] {
        assert!(story.import(&from).is_err(), "{}", from.display());
        assert_eq!(fs::read(story.output()).unwrap(), before);
    }
}

#[cfg(unix)]
#[test]
fn links_lead_nowhere() {
    let story = Story::new();
    let outside = story.folder.path().join("outside.json");
    fs::write(&outside, record("PYSEC-2026-9", "2026-01-01T00:00:00Z", "outside", "1.0")).unwrap();
    story.write("1.json", one());
    let folder = story.folder.path().join("in");
    std::os::unix::fs::symlink(&outside, folder.join("2.json")).unwrap();
    std::os::unix::fs::symlink(&folder, folder.join("round")).unwrap();
    assert_eq!(story.import(&folder).unwrap().records, 1);
}
