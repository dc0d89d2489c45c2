//! Requirements, with versions that they allow and versions that they do not.

use super::*;

/// A requirement, what it allows, and what it does not.
const ALLOWED: [(Ecosystem, &str, &str, &str); 81] = [
    // PEP 440, "Version specifiers".
    (Ecosystem::PyPi, ">=1.0,<2", "1.0 1.9 1.9.9.post1", "0.9 2.0rc1 2.0"),
    (Ecosystem::PyPi, "~=1.4.2", "1.4.2 1.4.9", "1.4.1 1.5"),
    (Ecosystem::PyPi, "~=2.2", "2.2 2.9", "2.1 3.0"),
    (Ecosystem::PyPi, "==1.4.*", "1.4 1.4.9", "1.3.9 1.5"),
    (Ecosystem::PyPi, "!=1.5.*,>1", "1.4 1.6", "1 1.0.post1 1.5.3"),
    (Ecosystem::PyPi, "==2.19.1", "2.19.1 2.19.1.0", "2.19.2"),
    (Ecosystem::PyPi, "===2.19.1", "2.19.1", "2.19.2"),
    (Ecosystem::PyPi, "!=1.5", "1.4 1.6", "1.5 1.5.0"),
    (Ecosystem::PyPi, "(>=1.0, <=2.0)", "1.0 2.0", "2.0.1"),
    (Ecosystem::PyPi, ">=1!1.0", "1!1.0", "99"),
    // Poetry's documentation, "Dependency specification".
    (Ecosystem::PyPi, "^1.2.3", "1.2.3 1.9", "1.2.2 2.0"),
    (Ecosystem::PyPi, "^0.2.3", "0.2.3 0.2.9", "0.3"),
    (Ecosystem::PyPi, "^0.0", "0.0.5", "0.1"),
    (Ecosystem::PyPi, "~1.2.3", "1.2.3 1.2.9", "1.3"),
    (Ecosystem::PyPi, "~1.2", "1.2 1.2.9", "1.3"),
    (Ecosystem::PyPi, "~1", "1.9", "2.0"),
    (Ecosystem::PyPi, "1.*", "1.0 1.9", "2.0"),
    (Ecosystem::PyPi, "1.2.3", "1.2.3", "1.2.4"),
    (Ecosystem::PyPi, "^1.0 || ^3.0", "1.5 3.5", "2.0 4.0"),
    (Ecosystem::PyPi, "", "0 99", ""),
    // npm's documentation of `semver`.
    (Ecosystem::Npm, "^1.2.3", "1.2.3 1.9.0", "1.2.2 2.0.0 2.0.0-beta.1"),
    (Ecosystem::Npm, "^0.2.3", "0.2.3 0.2.9", "0.3.0"),
    (Ecosystem::Npm, "^0.0.3", "0.0.3", "0.0.4"),
    (Ecosystem::Npm, "^1.2.x", "1.2.0 1.9.0", "1.1.9 2.0.0"),
    (Ecosystem::Npm, "^0.x", "0.0.0 0.9.0", "1.0.0"),
    (Ecosystem::Npm, "~1.2.3", "1.2.3 1.2.9", "1.3.0"),
    (Ecosystem::Npm, "~1", "1.0.0 1.9.0", "2.0.0"),
    (Ecosystem::Npm, "~> 1.2", "1.2.0 1.2.9", "1.3.0"),
    (Ecosystem::Npm, "1.2.x", "1.2.0 1.2.9", "1.3.0"),
    (Ecosystem::Npm, "1", "1.0.0 1.9.0", "0.9.0 2.0.0"),
    (Ecosystem::Npm, "1.2.3 - 2.3.4", "1.2.3 2.3.4", "1.2.2 2.3.5"),
    (Ecosystem::Npm, "1.2 - 2.3", "1.2.0 2.3.9", "1.1.9 2.4.0"),
    (Ecosystem::Npm, ">=1.2.9 <2.0.0", "1.2.9 1.9.0", "1.2.8 2.0.0"),
    (Ecosystem::Npm, ">1.2", "1.3.0", "1.2.9"),
    (Ecosystem::Npm, "<=1.2", "1.2.9", "1.3.0"),
    (Ecosystem::Npm, "1.2.7 || >= 1.2.9 < 2.0.0", "1.2.7 1.2.9", "1.2.8 2.0.0"),
    (Ecosystem::Npm, "*", "0.0.0 99.0.0", ""),
    (Ecosystem::Npm, "=v1.2.3", "1.2.3", "1.2.4"),
    (Ecosystem::Npm, "^1.2.3-beta.2", "1.2.3-beta.4 1.2.3 1.3.0", "1.2.3-beta.1"),
    // "Specifying dependencies" of the Cargo book.
    (Ecosystem::CratesIo, "1.2.3", "1.2.3 1.9.0", "1.2.2 2.0.0"),
    (Ecosystem::CratesIo, "0.2", "0.2.0 0.2.9", "0.3.0"),
    (Ecosystem::CratesIo, "0", "0.0.1 0.9.0", "1.0.0"),
    (Ecosystem::CratesIo, "~1.2", "1.2.0 1.2.9", "1.3.0"),
    (Ecosystem::CratesIo, "1.*", "1.0.0 1.9.0", "2.0.0"),
    (Ecosystem::CratesIo, "=1.2.3", "1.2.3", "1.2.4"),
    (Ecosystem::CratesIo, "=1.2", "1.2.0 1.2.9", "1.3.0"),
    (Ecosystem::CratesIo, ">= 1.2, < 1.5", "1.2.0 1.4.9", "1.5.0 1.5.0-rc.1"),
    (Ecosystem::CratesIo, "*", "0.0.1 9.0.0", ""),
    // "Versions and constraints" of Composer's documentation.
    (Ecosystem::Packagist, "^1.2.3", "1.2.3 1.9", "1.2.2 2.0 2.0.0-beta1"),
    (Ecosystem::Packagist, "^0.3", "0.3.0 0.3.9", "0.4.0"),
    (Ecosystem::Packagist, "~1.2", "1.2 1.9", "1.1 2.0"),
    (Ecosystem::Packagist, "~1.2.3", "1.2.3 1.2.9", "1.3.0"),
    (Ecosystem::Packagist, "1.0.*", "1.0.0 1.0.9", "1.1.0"),
    (Ecosystem::Packagist, "1.0 - 2.0", "1.0.0 2.0.9", "2.1.0"),
    (Ecosystem::Packagist, "1.0.0 - 2.1.0", "1.0.0 2.1.0", "2.1.1"),
    (Ecosystem::Packagist, ">=1.0 <1.1 || >=1.2", "1.0 1.2", "1.1"),
    (Ecosystem::Packagist, ">=1.0,<1.1|^3.0", "1.0 3.1", "1.1"),
    (Ecosystem::Packagist, "^2.0@beta", "2.0 2.9", "3.0"),
    (Ecosystem::Packagist, "v1.2.3", "1.2.3", "1.2.4"),
    (Ecosystem::Packagist, "@stable", "0 9", ""),
    // `Gem::Requirement`.
    (Ecosystem::RubyGems, "~> 2.2", "2.2 2.9", "2.1 3.0 3.0.0.rc1"),
    (Ecosystem::RubyGems, "~> 2.2.0", "2.2.0 2.2.9", "2.3.0"),
    (Ecosystem::RubyGems, "~> 4", "4.0 4.9", "5.0"),
    (Ecosystem::RubyGems, ">= 1.0, < 2", "1.0 1.9", "2.0"),
    (Ecosystem::RubyGems, "!= 1.5", "1.4", "1.5.0"),
    (Ecosystem::RubyGems, "1.0", "1.0.0", "1.0.1"),
    // "Dependency Version Requirement Specification" of Maven's POM reference; Gradle's "Declaring versions and ranges".
    (Ecosystem::Maven, "[1.0,2.0)", "1.0 1.9", "0.9 2.0"),
    (Ecosystem::Maven, "(,1.0],[1.2,)", "0.5 1.0 1.2", "1.1"),
    (Ecosystem::Maven, "[1.5]", "1.5", "1.6"),
    (Ecosystem::Maven, "1.5", "1.5", "1.6"),
    (Ecosystem::Maven, "]1.0, 2.0[", "1.5", "1.0 2.0"),
    (Ecosystem::Maven, "1.+", "1.0 1.9", "2.0"),
    (Ecosystem::Maven, "1.7.+", "1.7.0 1.7.9", "1.8.0"),
    // "Package versioning" of NuGet's documentation.
    (Ecosystem::NuGet, "[1.0,2.0)", "1.0 1.9", "2.0"),
    (Ecosystem::NuGet, "(1.0,)", "1.0.1", "1.0"),
    (Ecosystem::NuGet, "13.0.1", "13.0.1", "13.0.2"),
    (Ecosystem::NuGet, "1.0.*", "1.0.0 1.0.9", "1.1.0"),
    (Ecosystem::Go, "v1.2.3", "v1.2.3", "v1.2.4"),
    (Ecosystem::Go, ">=1.21", "1.21.0 1.22", "1.21rc2 1.20.9"),
    (Ecosystem::Go, "1.21rc2", "1.21.0-rc.2", "1.21.0"),
    (Ecosystem::GitHubActions, "v4", "v4.0.0 v4.9.1", "v3.9.9 v5.0.0"),
];

#[test]
fn a_requirement_allows_what_its_ecosystem_says() {
    for (ecosystem, text, inside, outside) in ALLOWED {
        let set = requirement(ecosystem, text).unwrap_or_else(|| panic!("{ecosystem}: `{text}` is not read"));
        for (versions, expected) in [(inside, true), (outside, false)] {
            for version in versions.split_whitespace() {
                let parsed = Version::parse(ecosystem, version).unwrap();
                assert_eq!(set.contains(&parsed), expected, "{ecosystem}: `{text}` and `{version}`");
            }
        }
    }
}

#[test]
fn what_names_no_versions_is_no_requirement() {
    for (ecosystem, text) in [
        (Ecosystem::Npm, "latest"),
        (Ecosystem::Npm, ">="),
        (Ecosystem::Npm, "1.2.3.4.5 ||"),
        (Ecosystem::Packagist, "dev-master"),
        (Ecosystem::PyPi, "==banana"),
        (Ecosystem::PyPi, "~=1"),
        (Ecosystem::Maven, "[1.0,2.0"),
        (Ecosystem::Maven, "latest.release"),
        (Ecosystem::GitHubActions, "main"),
    ] {
        assert_eq!(requirement(ecosystem, text), None, "{ecosystem}: `{text}`");
    }
}

#[test]
fn one_version_is_seen_as_one() {
    for (ecosystem, text) in [
        (Ecosystem::PyPi, "==1.0"),
        (Ecosystem::Npm, "1.2.3"),
        (Ecosystem::CratesIo, "=1.2.3"),
        (Ecosystem::Maven, "[1.5]"),
        (Ecosystem::NuGet, "1.0.0"),
        (Ecosystem::Npm, ">=1.2.3 <=1.2.3"),
    ] {
        assert!(requirement(ecosystem, text).unwrap().single().is_some(), "{ecosystem}: `{text}`");
    }
}
