//! Orders as each ecosystem documents them, and what must hold of any order and any set.

use std::cmp::Ordering;
use std::ops::Bound::{self, Excluded, Included, Unbounded};

use proptest::prelude::*;

use super::*;

/// One line per ecosystem and rule: versions from the lowest to the highest; `=` joins equal ones.
const ORDERS: [(Ecosystem, &str); 23] = [
    // PEP 440, "Summary of permitted suffixes and relative ordering", and its normalisations.
    (
        Ecosystem::PyPi,
        "1.dev0 1.0.dev456 1.0a1 1.0a2.dev456 1.0a12.dev456 1.0a12 1.0b1.dev456 1.0b2 1.0b2.post345 1.0rc1",
    ),
    (
        Ecosystem::PyPi,
        "1.0rc1=1.0.RC-1=v1.0c1 1.0=1=1.0.0 1.0+abc.5 1.0+abc.7 1.0+5 1.0.post456.dev34 1.0.post456 1.1.dev1",
    ),
    (Ecosystem::PyPi, "2013.10 2014.4 1!0.1"),
    // Semantic Versioning 2.0.0, section 11.
    (
        Ecosystem::Npm,
        "1.0.0-alpha 1.0.0-alpha.1 1.0.0-alpha.beta 1.0.0-beta 1.0.0-beta.2 1.0.0-beta.11 1.0.0-rc.1 1.0.0",
    ),
    (Ecosystem::Npm, "0.9.9 1.0.0=v1.0.0=1.0.0+build.7=1.0 1.9.0 1.10.0 2.0.0-0 2.0.0"),
    (Ecosystem::CratesIo, "0.0.0-0 0.0.0 0.1.0-alpha.1 0.1.0 0.1.1+wasi=0.1.1 0.2.0"),
    // Go modules reference: pseudo-versions stand between the release before and the one they lead to.
    (
        Ecosystem::Go,
        "v0.0.0-20190101000000-aaaaaaaaaaaa v0.0.0-20210921155107-089bfa567519 v0.1.0 v1.2.3 v1.2.4-0.20191109021931-daa7c04131f5 v1.2.4",
    ),
    (Ecosystem::Go, "v1.9.0 v2.0.0+incompatible=2.0.0 v2.0.1"),
    (Ecosystem::Go, "1.20.14 1.21rc2=1.21.0-rc.2 go1.21=1.21.0 1.21.1"),
    // Maven's POM reference, "Version Order Specification".
    (
        Ecosystem::Maven,
        "1-alpha-1=1a1 1-beta-2=1.0.b2 1-milestone-1=1.0-M1 1-rc=1-cr 1-SNAPSHOT 1=1.0=1-ga=1.final=1.0.0.RELEASE 1-sp 1-foo 1-1 1.1",
    ),
    (Ecosystem::Maven, "1-foo2 1-foo10"),
    (Ecosystem::Maven, "1.0.alpha1 1.0-Beta1=1.0.0.Beta1 1.0.0.CR1 1.0.Final 1.0.1"),
    (Ecosystem::Maven, "1.2.0.SP1 1.2-20230101 1.2.1"),
    (Ecosystem::Maven, "4.1.9.Final 4.1.100.Final 20231013"),
    // `Gem::Version`: letters make a prerelease, trailing zeros do not count.
    (Ecosystem::RubyGems, "1.0.a.2 1.0.a10 1.0.b1 1.0.0.pre=1.0.pre 1.0.0.rc1=1.0.rc1 1.0=1=1.0.0 1.0.1"),
    (Ecosystem::RubyGems, "1.2.3-rc1=1.2.3.pre.rc1 1.2.3 1.2.3.1"),
    (Ecosystem::RubyGems, "3.2.0.20230101120000 3.2.1"),
    // Composer's documentation on stability, and PHP's `version_compare`.
    (
        Ecosystem::Packagist,
        "1.0.0-dev 1.0.0-alpha1=1.0.0a1 1.0.0-alpha2 1.0.0-beta 1.0.0-beta2=1.0.0-b.2 1.0.0-RC1-dev 1.0.0-RC1=v1.0.0-rc.1 1.0.0=1.0=1=1.0.0-stable 1.0.0-patch1=1.0-pl1",
    ),
    (Ecosystem::Packagist, "2.0.49.4 2.0.50 10.0"),
    // NuGet's "Package versioning": four numbers, labels without case, metadata without weight.
    (
        Ecosystem::NuGet,
        "1.0.0-alpha=1.0.0-ALPHA 1.0.0-alpha.1 1.0.0-beta.2 1.0.0-beta.11 1.0.0-rc 1.0.0=1.0=1.0.0.0=1.0.0+abc 1.0.0.1 1.0.1",
    ),
    (Ecosystem::NuGet, "1.0.1=1.0.01 1.0.1.5-pre 1.0.1.5 1.10"),
    (Ecosystem::GitHubActions, "v1.9=v1.9.0 v2 v45.0.7 v46.0.1"),
    (Ecosystem::GitHubActions, "4.0.0-beta.1 4.0.0"),
];

fn read(ecosystem: Ecosystem, text: &str) -> Version {
    Version::parse(ecosystem, text).unwrap_or_else(|| panic!("{ecosystem}: `{text}` is not read"))
}

#[test]
fn every_ecosystem_orders_as_it_documents() {
    for (ecosystem, line) in ORDERS {
        let ranks: Vec<Vec<&str>> = line.split(' ').map(|equal| equal.split('=').collect()).collect();
        for (low, lower) in ranks.iter().enumerate() {
            for (high, higher) in ranks.iter().enumerate() {
                for (a, b) in lower.iter().flat_map(|a| higher.iter().map(move |b| (a, b))) {
                    let order = read(ecosystem, a).cmp(&read(ecosystem, b));
                    assert_eq!(order, low.cmp(&high), "{ecosystem}: `{a}` against `{b}`");
                }
            }
        }
    }
}

#[test]
fn what_is_no_version_has_no_place() {
    let long = "1.".repeat(4000);
    for ecosystem in Ecosystem::ALL {
        for text in ["", " ", long.as_str(), "99999999999999999999999999999999"] {
            assert!(Version::parse(ecosystem, text).is_none(), "{ecosystem}: `{text}`");
        }
    }
    for (ecosystem, text) in [
        (Ecosystem::PyPi, "0.9-doduo"),
        (Ecosystem::Npm, "latest"),
        (Ecosystem::Npm, "1.2.3.4"),
        (Ecosystem::Go, "v1.2.3.4"),
        (Ecosystem::RubyGems, "1..2"),
        (Ecosystem::Packagist, "dev-master"),
        (Ecosystem::NuGet, "1.0-"),
        (Ecosystem::NuGet, "1.2.3.4.5"),
        (Ecosystem::GitHubActions, "main"),
    ] {
        assert!(Version::parse(ecosystem, text).is_none(), "{ecosystem}: `{text}`");
    }
}

#[test]
fn a_timestamp_is_a_number_however_long() {
    assert!(read(Ecosystem::RubyGems, "1.20230101120000") > read(Ecosystem::RubyGems, "1.9"));
    assert!(read(Ecosystem::Maven, "1.20230101120000") > read(Ecosystem::Maven, "1.9"));
}

fn ecosystem() -> impl Strategy<Value = Ecosystem> {
    proptest::sample::select(Ecosystem::ALL.to_vec())
}

/// Texts that look like versions, of a few numbers so that equal ones come up.
fn text() -> impl Strategy<Value = String> {
    "v?[0-3](\\.[0-3]){0,3}([-.](alpha|beta|rc|pre|dev|Final|b|foo)[.-]?[0-2]?)?(-SNAPSHOT|\\+x|-1)?"
}

proptest! {
    #[test]
    fn an_order_is_total(ecosystem in ecosystem(), a in text(), b in text(), c in text()) {
        let versions = [a, b, c].map(|text| Version::parse(ecosystem, &text));
        if let [Some(a), Some(b), Some(c)] = versions {
            prop_assert_eq!(a.cmp(&a), Ordering::Equal);
            prop_assert_eq!(a.cmp(&b), b.cmp(&a).reverse());
            if a <= b && b <= c {
                prop_assert!(a <= c, "{:?} {:?} {:?}", a, b, c);
            }
        }
    }

    #[test]
    fn no_text_breaks_the_reader(ecosystem in ecosystem(), text in "\\PC{0,40}") {
        let _ = Version::parse(ecosystem, &text);
        let _ = requirement(ecosystem, &text);
    }

    #[test]
    fn sets_agree_with_a_list(a in set(), b in set()) {
        let (and, or, not) = (a.and(&b), a.clone().or(b.clone()), a.not());
        for number in 0..40 {
            let version = read(Ecosystem::NuGet, &format!("1.{number}"));
            let (in_a, in_b) = (a.contains(&version), b.contains(&version));
            prop_assert_eq!(and.contains(&version), in_a && in_b);
            prop_assert_eq!(or.contains(&version), in_a || in_b);
            prop_assert_eq!(not.contains(&version), !in_a);
        }
        for set in [&and, &or, &not] {
            for pair in set.spans().windows(2) {
                prop_assert!(!matches!(pair[0].high, Unbounded) && !matches!(pair[1].low, Unbounded));
                let ends = (pair[0].ceiling(), &pair[1].low);
                let (_, Included(next) | Excluded(next)) = ends else { continue };
                prop_assert!(ends.0.cmp_version(next).is_le(), "spans are in order");
            }
        }
        prop_assert_eq!(a.not().not(), a);
    }
}

fn bound() -> impl Strategy<Value = Bound<Version>> {
    // Every second version, so that the list has some between the bounds.
    let version = (0..20_u8).prop_map(|number| read(Ecosystem::NuGet, &format!("1.{}", number * 2)));
    prop_oneof![Just(Unbounded), version.clone().prop_map(Included), version.prop_map(Excluded)]
}

fn set() -> impl Strategy<Value = Set> {
    let span = (bound(), bound()).prop_map(|(low, high)| Set::between(low, high));
    proptest::collection::vec(span, 0..4).prop_map(|spans| spans.into_iter().fold(Set::none(), Set::or))
}
