use std::fs;

use super::*;
use crate::deps::osv::{Catalogue, Records, join, parse};

fn catalogue() -> Catalogue {
    let mut records = Records::default();
    for json in [
        r#"{"id": "PYSEC-2024-1", "modified": "2024-02-01T00:00:00Z", "aliases": ["CVE-2024-1"], "affected": [{"package": {"ecosystem": "PyPI", "name": "acme"},
            "ranges": [{"type": "ECOSYSTEM", "events": [{"introduced": "1.0"}, {"fixed": "1.2"}]}]}]}"#,
        r#"{"id": "GHSA-a", "affected": [{"package": {"ecosystem": "PyPI", "name": "zebra"}, "versions": ["0.1"]},
                                         {"package": {"ecosystem": "npm", "name": "zebra"}, "versions": ["9.1.0"]}]}"#,
        // Nothing but malware: only the name and the number are stored.
        r#"{"id": "MAL-2024-77", "affected": [{"package": {"ecosystem": "npm", "name": "acme-stealer"}, "versions": ["1.0.0"],
            "ranges": [{"type": "SEMVER", "events": [{"introduced": "0"}]}]}]}"#,
        // A good package of which one release was malware.
        r#"{"id": "MAL-2024-78", "affected": [{"package": {"ecosystem": "npm", "name": "acme"}, "versions": ["3.3.6"]}]}"#,
    ] {
        records.add(parse(json.as_bytes()).unwrap());
    }
    let mut catalogue = join(records.into_sorted());
    catalogue.complete.insert(Ecosystem::Go);
    catalogue
}

fn bytes() -> Vec<u8> {
    write(&Facts { catalogue: &catalogue(), built: 2000, as_of: 1000 }).unwrap()
}

fn in_memory(bytes: Vec<u8>) -> Result<Index, IndexError> {
    Index::of_bytes(Box::leak(bytes.into_boxed_slice()))
}

fn ids(index: &Index, ecosystem: Ecosystem, name: &str) -> Vec<String> {
    index.look_up(ecosystem, name).unwrap().into_iter().map(|advisory| advisory.id).collect()
}

#[test]
fn a_file_and_memory_give_what_was_put_in() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("index");
    fs::write(&path, bytes()).unwrap();
    for index in [Index::open(&path).unwrap(), in_memory(bytes()).unwrap()] {
        let catalogue = catalogue();
        for ((ecosystem, name), advisories) in &catalogue.packages {
            if name != "acme-stealer" {
                assert_eq!(index.look_up(*ecosystem, name).unwrap(), *advisories, "{name}");
            }
        }
        assert_eq!(ids(&index, Ecosystem::PyPi, "unknown"), [""; 0]);
        assert_eq!(ids(&index, Ecosystem::Npm, "unknown"), [""; 0]);
        index.verify().unwrap();
    }
}

#[test]
fn malware_is_told_from_a_package_with_one_bad_release() {
    let index = in_memory(bytes()).unwrap();
    let [stealer] = &index.look_up(Ecosystem::Npm, "acme-stealer").unwrap()[..] else { panic!() };
    assert_eq!((stealer.id.as_str(), stealer.kind), ("MAL-2024-77", Kind::Malware));
    assert_eq!(stealer.ranges[0].events, [Event::Introduced("0".into())]);
    let [acme] = &index.look_up(Ecosystem::Npm, "acme").unwrap()[..] else { panic!() };
    assert_eq!((acme.versions.len(), acme.ranges.len()), (1, 0));
}

#[test]
fn the_summary_counts() {
    let index = in_memory(bytes()).unwrap();
    let summary = index.summary();
    assert_eq!((summary.built, summary.as_of), (2000, 1000));
    let count = |ecosystem| summary.of(ecosystem).map(|of| (of.packages, of.advisories, of.malware));
    assert_eq!(count(Ecosystem::PyPi), Some((2, 2, 0)));
    assert_eq!(count(Ecosystem::Npm), Some((2, 2, 1)));
    assert_eq!(count(Ecosystem::Go), Some((0, 0, 0)), "read, and nothing is known");
    assert_eq!(count(Ecosystem::Maven), None, "never read");
    assert!(index.covers(Ecosystem::Go) && !index.covers(Ecosystem::Maven));
    let malware = summary.sources.iter().find(|source| source.licence == "Apache-2.0").unwrap();
    assert_eq!(malware.records, 2);
}

#[test]
fn a_file_that_is_cut_short_or_too_long_is_refused() {
    let whole = bytes();
    for length in 0..whole.len() {
        assert!(in_memory(whole[..length].to_vec()).is_err(), "{length} bytes");
    }
    let longer = [&whole[..], b"x"].concat();
    assert!(matches!(in_memory(longer), Err(IndexError::Length { .. })));
}

#[test]
fn no_flipped_bit_gives_a_wrong_answer() {
    let whole = bytes();
    let asked: Vec<_> = catalogue().packages.into_keys().collect();
    let right = in_memory(whole.clone()).unwrap();
    for at in 0..whole.len() {
        let mut bytes = whole.clone();
        bytes[at] ^= 1 << (at % 8);
        let Ok(index) = in_memory(bytes) else { continue };
        assert!(index.verify().is_err(), "byte {at}");
        for (ecosystem, name) in &asked {
            if let Ok(answer) = index.look_up(*ecosystem, name) {
                assert_eq!(answer, right.look_up(*ecosystem, name).unwrap(), "byte {at}");
            }
        }
    }
}

#[test]
fn what_is_no_index_says_so() {
    assert!(matches!(in_memory(b"{\"id\": 1}, which is no index at all".to_vec()), Err(IndexError::NoIndex)));
    assert!(matches!(in_memory(Vec::new()), Err(IndexError::NoIndex)));
    let mut newer = bytes();
    newer[8] = 2;
    assert!(matches!(in_memory(newer), Err(IndexError::OtherFormat { found: 2, known: 1 })));
    assert!(Index::open(&std::env::temp_dir()).is_err(), "a folder");
}

#[test]
fn the_same_facts_give_the_same_bytes() {
    assert_eq!(bytes(), bytes());
}
