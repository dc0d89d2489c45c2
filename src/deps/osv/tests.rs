use std::collections::BTreeSet;

use super::*;
use crate::deps::{Advisory, Event};

fn record(json: &str) -> Record {
    parse(json.as_bytes()).unwrap()
}

fn joined(json: &[&str]) -> Catalogue {
    let mut records = Records::default();
    for json in json {
        records.add(record(json));
    }
    join(records.into_sorted())
}

fn known<'c>(catalogue: &'c Catalogue, ecosystem: Ecosystem, name: &str) -> &'c [Advisory] {
    catalogue.packages.get(&(ecosystem, name.to_owned())).map_or(&[], Vec::as_slice)
}

const PYTHON: &str = r#"{"id": "PYSEC-2024-1", "modified": "2024-02-01T00:00:00.123Z", "aliases": ["CVE-2024-1"], "affected": [
    {"package": {"ecosystem": "PyPI", "name": "Acme_Lib"}, "versions": ["1.0", "1.1", "1.2.dev0"],
     "ranges": [{"type": "GIT", "repo": "https://example.com", "events": [{"introduced": "0"}]},
                {"type": "ECOSYSTEM", "events": [{"introduced": "0"}, {"fixed": "1.2"}]}]}]}"#;
const GITHUB: &str = r#"{"id": "GHSA-aaaa-bbbb-cccc", "modified": "2024-03-01T00:00:00Z", "aliases": ["CVE-2024-1"], "affected": [
    {"package": {"ecosystem": "PyPI", "name": "acme.lib"}, "ranges": [{"type": "ECOSYSTEM", "events": [{"introduced": "0"}, {"last_affected": "1.1"}]}]},
    {"package": {"ecosystem": "PyPI", "name": "acme-lib"}, "ranges": [{"type": "ECOSYSTEM", "events": [{"introduced": "2.0"}, {"fixed": "2.1"}]}]}],
    "database_specific": {"severity": "HIGH", "cwe_ids": ["CWE-79"]}}"#;

#[test]
fn aliases_and_severity_are_joined_over_databases() {
    let catalogue = joined(&[PYTHON, GITHUB]);
    let [github, python] = known(&catalogue, Ecosystem::PyPi, "acme-lib") else { panic!("{catalogue:?}") };
    assert_eq!(python.ids().collect::<Vec<_>>(), ["PYSEC-2024-1", "CVE-2024-1", "GHSA-aaaa-bbbb-cccc"]);
    assert_eq!(github.ids().collect::<Vec<_>>(), ["GHSA-aaaa-bbbb-cccc", "CVE-2024-1", "PYSEC-2024-1"]);
    assert_eq!((python.severity, github.severity), (Some(Severity::High), Some(Severity::High)));
    assert_eq!(python.versions, ["1.2.dev0"], "the others lie in the range");
    assert_eq!(python.ranges.len(), 1, "commits are no versions");
    assert_eq!(github.ranges.len(), 2, "a package that is named once for each branch");
    assert_eq!(github.ranges[0].events, [Event::Introduced("0".into()), Event::LastAffected("1.1".into())]);
}

#[test]
fn what_was_taken_back_is_gone_even_if_an_older_copy_stands_elsewhere() {
    let withdrawn =
        GITHUB.replace("2024-03-01", "2024-04-01").replacen('{', r#"{"withdrawn": "2024-04-01T00:00:00Z","#, 1);
    for order in [[GITHUB, &withdrawn], [&withdrawn, GITHUB]] {
        let catalogue = joined(&order);
        assert!(catalogue.packages.is_empty(), "{catalogue:?}");
        assert_eq!(catalogue.withdrawn, 1);
    }
}

#[test]
fn informational_kinds_stay_kinds() {
    for (said, kind) in [
        ("\"unmaintained\"", Kind::Unmaintained),
        ("\"unsound\"", Kind::Unsound),
        ("\"notice\"", Kind::Notice),
        ("null", Kind::Vulnerability),
    ] {
        let record = record(&format!(
            r#"{{"id": "RUSTSEC-2024-1", "affected": [{{"package": {{"ecosystem": "crates.io", "name": "acme_lib"}},
               "ranges": [{{"type": "SEMVER", "events": [{{"introduced": "0.0.0-0"}}]}}],
               "database_specific": {{"informational": {said}}}}}]}}"#
        ));
        assert_eq!((record.affected[0].kind, record.affected[0].name.as_str()), (kind, "acme-lib"));
    }
}

#[test]
fn malware_is_known_by_its_id_its_aliases_and_its_weakness() {
    let affected = r#""affected": [{"package": {"ecosystem": "npm", "name": "acme"}, "versions": ["1.0.0"]}]"#;
    for head in [
        r#""id": "MAL-2024-1""#,
        r#""id": "GHSA-a", "aliases": ["MAL-2024-1"]"#,
        r#""id": "GHSA-a", "database_specific": {"cwe_ids": ["CWE-506"]}"#,
    ] {
        assert_eq!(record(&format!("{{{head}, {affected}}}")).affected[0].kind, Kind::Malware, "{head}");
    }
}

#[test]
fn null_is_as_good_as_nothing() {
    let record = record(
        r#"{"id": "GO-2024-1", "modified": null, "withdrawn": null, "aliases": null, "severity": null, "database_specific": null,
            "affected": [{"package": null}, {"package": {"ecosystem": "Go", "name": "example.com/a"}, "versions": null,
            "ranges": [{"type": "SEMVER", "events": [{"introduced": "0"}]}], "database_specific": null}]}"#,
    );
    assert_eq!(record.affected.len(), 1);
    assert!(!record.withdrawn);
}

#[test]
fn records_of_other_ecosystems_are_counted() {
    let debian =
        r#"{"id": "DSA-1", "affected": [{"package": {"ecosystem": "Debian:12", "name": "acme"}, "versions": ["1"]}]}"#;
    assert_eq!(joined(&[debian, PYTHON]).elsewhere, 1);
}

#[test]
fn a_record_on_several_ecosystems_does_not_make_any_of_them_complete() {
    let both = GITHUB.replacen("\"PyPI\"", "\"NuGet\"", 1);
    assert_eq!(joined(&[PYTHON, &both]).complete, BTreeSet::from([Ecosystem::PyPi]));
}

#[test]
fn what_is_no_record_is_refused() {
    let long = format!(r#"{{"id": "{}"}}"#, "a".repeat(300));
    let deep = format!(r#"{{"id": "A", "database_specific": {}1{}}}"#, "[".repeat(5000), "]".repeat(5000));
    for bad in
        ["", "{", "[]", "{}", r#"{"id": 1}"#, r#"{"id": ""}"#, r#"{"id": "A\u001b[2J"}"#, &long, &deep, &PYTHON[..200]]
    {
        assert!(parse(bad.as_bytes()).is_err(), "{bad}");
    }
}
