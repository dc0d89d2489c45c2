//! Dependencies judged against small sets of advisories.

use std::fmt::Write as _;

use proptest::prelude::*;

use super::*;
use crate::deps::advisory::{AffectedRange, Event};
use crate::deps::model::{Ecosystem, Wanted};

/// An advisory from its ranges, each as `introduced fixed introduced fixed …`; `<=1.2` stands for a last affected version.
fn advisory(id: &str, ranges: &[&str]) -> Advisory {
    let events = |range: &&str| {
        let words = range.split_whitespace().enumerate();
        let event = |(place, word): (usize, &str)| match (place % 2, word.strip_prefix("<=")) {
            (0, _) => Event::Introduced(word.to_owned()),
            (_, Some(last)) => Event::LastAffected(last.to_owned()),
            (_, None) => Event::Fixed(word.to_owned()),
        };
        AffectedRange { events: words.map(event).collect() }
    };
    Advisory {
        id: id.to_owned(),
        aliases: Vec::new(),
        severity: None,
        kind: Kind::Vulnerability,
        ranges: ranges.iter().map(events).collect(),
        versions: Vec::new(),
    }
}

fn dependency(ecosystem: Ecosystem, wanted: Wanted) -> Dependency {
    {
        let (name, shown) = ("thing".to_owned(), "thing".to_owned());
        Dependency { ecosystem, name, shown, wanted, origin: Origin::Registry, is_peer: false, place: 0..0 }
    }
}

fn exact(ecosystem: Ecosystem, version: &str) -> Dependency {
    dependency(ecosystem, Wanted::Exact(version.to_owned()))
}

fn range(ecosystem: Ecosystem, text: &str) -> Dependency {
    dependency(ecosystem, Wanted::Range(text.to_owned()))
}

/// What is said of the one concern.
fn reach(dependency: &Dependency, advisories: &[Advisory]) -> Option<Reach> {
    judge(dependency, advisories).first().map(|concern| concern.reach)
}

fn replacement(dependency: &Dependency, advisories: &[Advisory]) -> String {
    match judge(dependency, advisories).remove(0).remedy {
        Some(Remedy::Replace(edit)) => edit.to,
        Some(Remedy::Run(command)) => command,
        None => String::new(),
    }
}

#[test]
fn every_branch_of_a_package_is_looked_at() {
    let records = [advisory("GHSA-1", &["0 1.2.6", "2.0.0 2.1.0"])];
    for (version, hit) in [("1.2.5", true), ("1.2.6", false), ("2.0.0", true), ("2.1.0", false), ("0.0.0-0", true)] {
        assert_eq!(!judge(&exact(Ecosystem::Npm, version), &records).is_empty(), hit, "{version}");
    }
}

#[test]
fn the_last_affected_version_is_affected() {
    let records = [advisory("GHSA-1", &["1.0 <=1.4"])];
    assert_eq!(reach(&exact(Ecosystem::PyPi, "1.4.0"), &records), Some(Reach::Version));
    assert_eq!(reach(&exact(Ecosystem::PyPi, "1.4.1"), &records), None);
}

#[test]
fn events_count_in_the_order_of_their_versions() {
    let mut shuffled = advisory("GHSA-1", &["0 1.2.0 2.0.0 2.3.0"]);
    shuffled.ranges[0].events.reverse();
    assert_eq!(reach(&exact(Ecosystem::Npm, "2.2.0"), &[shuffled.clone()]), Some(Reach::Version));
    assert_eq!(reach(&exact(Ecosystem::Npm, "1.5.0"), &[shuffled]), None);
}

#[test]
fn above_a_limit_nothing_is_said() {
    let mut limited = advisory("GHSA-1", &["0"]);
    limited.ranges[0].events.push(Event::Limit("2.0.0".to_owned()));
    assert_eq!(reach(&exact(Ecosystem::Npm, "1.9.0"), &[limited.clone()]), Some(Reach::Version));
    assert_eq!(reach(&exact(Ecosystem::Npm, "2.0.0"), &[limited]), None);
}

#[test]
fn a_listed_version_is_affected_though_no_grammar_takes_it() {
    let mut listed = advisory("PYSEC-1", &[]);
    listed.versions = vec!["0.9-doduo".to_owned(), "1.0".to_owned()];
    assert_eq!(reach(&exact(Ecosystem::PyPi, "0.9-doduo"), &[listed.clone()]), Some(Reach::Version));
    assert_eq!(reach(&exact(Ecosystem::PyPi, "1.0.0"), &[listed.clone()]), Some(Reach::Version));
    assert_eq!(reach(&exact(Ecosystem::PyPi, "1.1"), &[listed]), None);
}

#[test]
fn one_weakness_is_told_once() {
    let mut python = advisory("PYSEC-2023-1", &["0 1.5"]);
    python.aliases = vec!["CVE-2023-9".to_owned()];
    let mut reviewed = advisory("GHSA-aaaa", &["0 1.6"]);
    reviewed.aliases = vec!["CVE-2023-9".to_owned()];
    reviewed.severity = Some(Severity::Critical);
    let told = judge(&exact(Ecosystem::PyPi, "1.0"), &[python, reviewed]);
    assert_eq!(told.len(), 1);
    assert_eq!(told[0].ids, ["CVE-2023-9", "GHSA-aaaa", "PYSEC-2023-1"]);
    assert_eq!((told[0].severity, told[0].fixed.as_deref()), (Some(Severity::Critical), Some("1.6")));
    assert_eq!(told[0].link, "https://github.com/advisories/GHSA-aaaa");
}

#[test]
fn the_fixed_version_has_no_other_weakness() {
    let records = [advisory("GHSA-1", &["0 1.5.0"]), advisory("GHSA-2", &["1.5.0 1.7.0", "2.0.0 2.2.0"])];
    let told = judge(&exact(Ecosystem::Npm, "1.0.0"), &records);
    assert_eq!(told[0].fixed.as_deref(), Some("1.7.0"));
}

#[test]
fn a_fix_of_the_same_major_version_comes_first() {
    let records = [advisory("GHSA-1", &["0 2.2.0", "3.0.0 3.1.0"])];
    assert_eq!(judge(&exact(Ecosystem::Npm, "3.0.5"), &records)[0].fixed.as_deref(), Some("3.1.0"));
    assert_eq!(judge(&exact(Ecosystem::Npm, "1.0.0"), &records)[0].fixed.as_deref(), Some("2.2.0"));
}

#[test]
fn what_is_fixed_nowhere_is_partly_fixed_at_best() {
    let records = [advisory("GHSA-1", &["0 1.5.0"]), advisory("GHSA-2", &["0"])];
    let told = judge(&exact(Ecosystem::Npm, "1.0.0"), &records);
    assert!(told.iter().all(|concern| concern.fixed.is_none() && concern.blocks()));
    assert_eq!(told[0].partly_fixed.as_deref(), Some("1.5.0"));
}

#[test]
fn unmaintained_is_no_weakness_and_spoils_no_fix() {
    let mut unmaintained = advisory("RUSTSEC-2", &["0.0.0-0"]);
    unmaintained.kind = Kind::Unmaintained;
    let told = judge(&exact(Ecosystem::CratesIo, "1.0.0"), &[unmaintained, advisory("RUSTSEC-1", &["0.0.0-0 1.2.0"])]);
    assert_eq!(told.iter().map(Concern::blocks).collect::<Vec<_>>(), [true, false]);
    assert_eq!(told[0].fixed.as_deref(), Some("1.2.0"));
}

#[test]
fn what_nobody_rated_counts_as_high() {
    let told = judge(&exact(Ecosystem::Go, "v1.0.0"), &[advisory("GO-1", &["0 1.1.0"])]);
    assert_eq!((told[0].severity, told[0].weight()), (None, Severity::High));
}

#[test]
fn another_origin_makes_the_name_meaningless() {
    let mut own = exact(Ecosystem::Npm, "1.0.0");
    own.origin = Origin::Private;
    assert!(judge(&own, &[advisory("MAL-1", &["0"])]).is_empty());
}

#[test]
fn a_range_blocks_only_if_all_of_it_is_affected() {
    let records = [advisory("GHSA-1", &["0 1.5.0", "2.0.0 2.2.0"])];
    for (text, expected) in [
        ("^1.2.0", Some(Reach::Floor)),
        ("~1.2.0", Some(Reach::Every)),
        ("<1.5.0", Some(Reach::Every)),
        ("<=1.5.0", Some(Reach::Floor)),
        (">=1.5.0 <2.0.0", None),
        ("^2.2.0", None),
        (">=2.0.0 <2.2.0", Some(Reach::Every)),
        ("~1.2.0 || ~2.1.0", Some(Reach::Every)),
        ("~1.2.0 || ^2.1.0", Some(Reach::Floor)),
        ("1.2.0", Some(Reach::Version)),
        (">=1.0.0", Some(Reach::Floor)),
        ("*", None),
        ("latest", None),
        (">2.0.0 <1.0.0", None),
    ] {
        assert_eq!(reach(&range(Ecosystem::Npm, text), &records), expected, "`{text}`");
    }
}

#[test]
fn a_range_of_which_two_records_leave_nothing_blocks() {
    let records = [advisory("GHSA-1", &["0 1.5.0"]), advisory("GHSA-2", &["1.5.0 2.1.0"])];
    let told = judge(&range(Ecosystem::Npm, "^1.2.0"), &records);
    assert!(told[0].blocks() && told[0].ids == ["GHSA-2"], "{told:?}");
}

/// Bounds of spans among the versions 1.0 to 1.40, lower ones included and upper ones not.
fn spans(longest: usize) -> impl Strategy<Value = Vec<(u8, u8)>> {
    let span = (0..36_u8, 1..12_u8).prop_map(|(low, length)| (low, (low + length).min(40)));
    proptest::collection::vec(span, 1..longest)
}

proptest! {
    #[test]
    fn a_range_is_judged_as_a_list_of_its_versions(allowed in spans(3), records in proptest::collection::vec(spans(3), 1..4)) {
        let inside = |spans: &[(u8, u8)], number: u8| spans.iter().any(|&(low, high)| low <= number && number < high);
        let affected = |number: u8| records.iter().any(|spans| inside(spans, number));
        let listed: Vec<u8> = (0..40).filter(|&number| inside(&allowed, number)).collect();
        let range_of = |spans: &[(u8, u8)]| {
            spans.iter().map(|(low, high)| format!("1.{low} 1.{high}")).collect::<Vec<_>>()
        };
        let advisories: Vec<Advisory> = records.iter().enumerate().map(|(number, spans)| {
            let ranges = range_of(spans);
            advisory(&format!("GHSA-{number}"), &ranges.iter().map(String::as_str).collect::<Vec<_>>())
        }).collect();
        let mut text = String::new();
        for (low, high) in &allowed {
            let _ = write!(text, "[1.{low},1.{high}),");
        }
        let told = judge(&range(Ecosystem::Maven, text.trim_end_matches(',')), &advisories);
        let all = listed.iter().all(|&number| affected(number));
        prop_assert_eq!(told.iter().any(Concern::blocks), all, "{} {:?}", text, advisories);
        prop_assert_eq!(!told.is_empty(), all || affected(listed[0]));
        for fixed in told.iter().filter_map(|concern| concern.fixed.as_deref()) {
            prop_assert!(judge(&exact(Ecosystem::Maven, fixed), &advisories).is_empty(), "{}", fixed);
        }
    }
}

#[test]
fn a_build_has_the_weaknesses_of_its_release() {
    let records = [advisory("PYSEC-1", &["0 <=1.13.0"])];
    assert_eq!(reach(&exact(Ecosystem::PyPi, "1.13.0+cu117"), &records), Some(Reach::Version));
}

#[test]
fn what_no_version_is_free_of_blocks_without_a_version() {
    let mut malware = advisory("MAL-1", &["0"]);
    malware.kind = Kind::Malware;
    let told = judge(&dependency(Ecosystem::Npm, Wanted::Any), &[malware]);
    assert!(told[0].blocks() && told[0].weight() == Severity::Critical);
    assert!(judge(&dependency(Ecosystem::Npm, Wanted::Any), &[advisory("GHSA-1", &["0 1.0.0"])]).is_empty());
}

#[test]
fn a_hijacked_release_is_no_reproach_to_the_others() {
    let mut malware = advisory("MAL-1", &[]);
    (malware.kind, malware.versions) = (Kind::Malware, vec!["3.3.6".to_owned()]);
    assert_eq!(reach(&exact(Ecosystem::Npm, "3.3.6"), &[malware.clone()]), Some(Reach::Version));
    assert_eq!(reach(&range(Ecosystem::Npm, "^3.3.6"), &[malware.clone()]), Some(Reach::Floor));
    assert_eq!(reach(&range(Ecosystem::Npm, "^4.0.0"), &[malware.clone()]), None);
    assert_eq!(reach(&dependency(Ecosystem::Npm, Wanted::Any), &[malware]), None);
}

#[test]
fn a_moving_tag_is_its_newest_known_version() {
    let records = [advisory("GHSA-1", &["0 <=45.0.7"])];
    let sha = "0".repeat(40);
    for (tag, hit) in
        [("v45", true), ("v44.1.0", true), ("v46", false), ("v46.0.1", false), ("main", false), (&sha, false)]
    {
        assert_eq!(reach(&exact(Ecosystem::GitHubActions, tag), &records).is_some(), hit, "{tag}");
    }
    let fixed = [advisory("GHSA-2", &["0 4.1.3"])];
    assert_eq!(reach(&exact(Ecosystem::GitHubActions, "v4"), &fixed), None);
    assert_eq!(reach(&exact(Ecosystem::GitHubActions, "v3"), &fixed), Some(Reach::Version));
}

#[test]
fn the_edit_keeps_the_notation() {
    for (ecosystem, from, fixed, to) in [
        (Ecosystem::PyPi, "==2.19.1", "2.31.0", "==2.31.0"),
        (Ecosystem::PyPi, ">=2.19.1,<3", "2.31.0", ">=2.31.0,<3"),
        (Ecosystem::PyPi, "~=2.19", "2.31.1", "~=2.31,>=2.31.1"),
        (Ecosystem::PyPi, "<2.0", "2.31.0", ">=2.31.0"),
        (Ecosystem::PyPi, "^2.19", "2.31.0", "^2.31.0"),
        (Ecosystem::Npm, "^4.17.0", "4.17.21", "^4.17.21"),
        (Ecosystem::Npm, "4.x", "4.17.21", "^4.17.21"),
        (Ecosystem::CratesIo, "1.2", "1.23.1", "1.23.1"),
        (Ecosystem::CratesIo, ">=1.2, <2", "1.23.1", ">=1.23.1, <2"),
        (Ecosystem::RubyGems, "~> 4.0", "4.2.11", "~> 4.2, >= 4.2.11"),
        (Ecosystem::RubyGems, "< 4.0", "4.2.11", ">= 4.2.11"),
        (Ecosystem::Packagist, "^7.0", "7.4.5", "^7.4.5"),
        (Ecosystem::Maven, "[1.0,2.0)", "1.5", "[1.5,2.0)"),
        (Ecosystem::NuGet, "12.0.3", "13.0.1", "13.0.1"),
        (Ecosystem::Go, "v1.2.3", "1.2.9", "v1.2.9"),
    ] {
        let records = [advisory("X-1", &[&format!("0 {fixed}")])];
        assert_eq!(replacement(&range(ecosystem, from), &records), to, "{ecosystem}: `{from}`");
    }
    let records = [advisory("GO-1", &["0 3.2.1"])];
    assert_eq!(replacement(&exact(Ecosystem::Go, "v3.2.0+incompatible"), &records), "v3.2.1+incompatible");
}

#[test]
fn a_lock_file_is_mended_by_a_command() {
    let records = [advisory("X-1", &["0 1.5.0"])];
    let mut locked = dependency(Ecosystem::CratesIo, Wanted::Locked("1.0.0".to_owned()));
    assert_eq!(replacement(&locked, &records), "cargo update -p thing --precise 1.5.0");
    locked.shown = "thing; reboot".to_owned();
    assert_eq!(judge(&locked, &records)[0].remedy, None);
}

#[test]
fn the_edited_line_stands_as_a_whole() {
    let text = "flask==2.0\n  requests==2.19.1  # old\nx\n";
    let edit = Edit { from: "2.19.1".to_owned(), to: "2.31.0".to_owned() };
    let (old, new) = edit.line(text, &(23..29)).unwrap();
    assert_eq!((old.as_str(), new.as_str()), ("requests==2.19.1  # old", "requests==2.31.0  # old"));
    assert_eq!(edit.line(text, &(0..5)), None);
}
