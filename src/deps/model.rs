//! One shape for what every kind of manifest and lock file says.

use std::fmt;
use std::ops::Range;

/// Where packages of one kind come from. The names are those of the OSV schema, section `affected[].package.ecosystem`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Ecosystem {
    /// Python.
    PyPi,
    /// JavaScript.
    Npm,
    /// Rust.
    CratesIo,
    /// Go modules.
    Go,
    /// Java: names are `group:artifact`.
    Maven,
    /// Ruby.
    RubyGems,
    /// PHP.
    Packagist,
    /// .NET.
    NuGet,
    /// Workflow steps: names are `owner/repository`.
    GitHubActions,
}

impl Ecosystem {
    /// Every ecosystem.
    pub const ALL: [Self; 9] = [
        Self::PyPi,
        Self::Npm,
        Self::CratesIo,
        Self::Go,
        Self::Maven,
        Self::RubyGems,
        Self::Packagist,
        Self::NuGet,
        Self::GitHubActions,
    ];

    /// The name that OSV records use.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::PyPi => "PyPI",
            Self::Npm => "npm",
            Self::CratesIo => "crates.io",
            Self::Go => "Go",
            Self::Maven => "Maven",
            Self::RubyGems => "RubyGems",
            Self::Packagist => "Packagist",
            Self::NuGet => "NuGet",
            Self::GitHubActions => "GitHub Actions",
        }
    }

    /// The ecosystem of an OSV record; what stands behind a colon (a release of a distribution) is not part of it.
    pub fn from_osv(name: &str) -> Option<Self> {
        let name = name.split(':').next().unwrap_or(name);
        Self::ALL.into_iter().find(|ecosystem| ecosystem.as_str().eq_ignore_ascii_case(name))
    }

    /// A name in the one spelling under which this registry knows it: two names are the same package if and only if this
    /// makes them equal.
    pub fn normal(self, name: &str) -> String {
        match self {
            // PEP 503.
            Self::PyPi => {
                let mut normal = String::with_capacity(name.len());
                for part in name.split(['-', '_', '.']).filter(|part| !part.is_empty()) {
                    if !normal.is_empty() {
                        normal.push('-');
                    }
                    normal.push_str(&part.to_ascii_lowercase());
                }
                normal
            }
            Self::CratesIo => name.replace('_', "-"),
            Self::Packagist | Self::NuGet | Self::GitHubActions => name.to_lowercase(),
            Self::Npm | Self::Go | Self::Maven | Self::RubyGems => name.to_owned(),
        }
    }
}

impl fmt::Display for Ecosystem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// Which versions a file asks for.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Wanted {
    /// The one version that a lock file resolved.
    Locked(String),
    /// One version, named in a manifest.
    Exact(String),
    /// A requirement in the notation of the ecosystem, as written, such as `^1.2` or `>=1,<2`.
    Range(String),
    /// Any version at all.
    Any,
}

/// Where a package is taken from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Origin {
    /// The public registry of its ecosystem.
    Registry,
    /// Another registry: its name says nothing about the public package of the same name.
    Private,
    /// A version control repository.
    Vcs,
    /// A folder, file, workspace or archive.
    Path,
}

/// One package that one file asks for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Dependency {
    /// Where it comes from.
    pub ecosystem: Ecosystem,
    /// Its name, in the spelling of [`Ecosystem::normal`]; for an alias the package behind it.
    pub name: String,
    /// Its name as its registry shows it, for people and commands.
    pub shown: String,
    /// Which versions.
    pub wanted: Wanted,
    /// From where.
    pub origin: Origin,
    /// Whether it only says what it goes with, and somebody else chooses: a peer dependency.
    pub is_peer: bool,
    /// Byte range of the version in the text of the file; of the name where no version is written.
    pub place: Range<usize>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spellings_of_one_package_are_one() {
        assert_eq!(Ecosystem::PyPi.normal("Zope._Interface"), "zope-interface");
        assert_eq!(Ecosystem::CratesIo.normal("serde_json"), "serde-json");
        assert_eq!(Ecosystem::NuGet.normal("Newtonsoft.Json"), "newtonsoft.json");
        assert_eq!(Ecosystem::Npm.normal("@Types/Node"), "@Types/Node");
    }

    #[test]
    fn a_release_is_no_part_of_the_ecosystem() {
        assert_eq!(Ecosystem::from_osv("crates.io"), Some(Ecosystem::CratesIo));
        assert_eq!(Ecosystem::from_osv("Debian:12"), None);
    }
}
