//! Versions, in the order that each ecosystem documents, and the ranges that its notation allows.

mod composer;
mod gem;
mod maven;
mod nuget;
mod range;
mod semantic;
mod set;
#[cfg(test)]
mod tests;

use std::cmp::Ordering;

pub use range::requirement;
pub use set::{Point, Set, Span};

use super::model::Ecosystem;

/// Longest version that is read, in bytes. Registries allow far less; what is longer is not a version.
const LONGEST: usize = 256;

/// A version that is read once and compared often. Only versions of one ecosystem can be compared in earnest; between two,
/// the order is arbitrary but total.
#[derive(Clone, Debug)]
pub struct Version(Form);

#[derive(Clone, Debug)]
enum Form {
    Python(pep440_rs::Version),
    Semantic(semver::Version),
    Maven(maven::Version),
    Gem(gem::Version),
    Composer(composer::Version),
    NuGet(nuget::Version),
}

impl Version {
    /// Reads a version; `None` where the ecosystem's grammar does not accept it, so that it has no place in the order.
    pub fn parse(ecosystem: Ecosystem, text: &str) -> Option<Self> {
        let text = text.trim();
        if text.is_empty() || text.len() > LONGEST {
            return None;
        }
        Some(Self(match ecosystem {
            Ecosystem::PyPi => Form::Python(text.parse().ok()?),
            Ecosystem::Npm | Ecosystem::CratesIo | Ecosystem::GitHubActions => Form::Semantic(semantic::parse(text)?),
            Ecosystem::Go => Form::Semantic(semantic::parse_go(text)?),
            Ecosystem::Maven => Form::Maven(maven::Version::parse(text)?),
            Ecosystem::RubyGems => Form::Gem(gem::Version::parse(text)?),
            Ecosystem::Packagist => Form::Composer(composer::Version::parse(text)?),
            Ecosystem::NuGet => Form::NuGet(nuget::Version::parse(text)?),
        }))
    }

    /// The version without what names a build of it: Python's `1.13.0+cu117` has the weaknesses of `1.13.0`.
    #[must_use]
    pub fn public(&self) -> Self {
        self.with_python(pep440_rs::Version::without_local)
    }

    /// The release of these numbers.
    fn release(ecosystem: Ecosystem, numbers: &[u64]) -> Option<Self> {
        let numbers: Vec<String> = numbers.iter().map(u64::to_string).collect();
        Self::parse(ecosystem, &numbers.join("."))
    }

    /// A place below every prerelease of these numbers: no version that is published stands at it.
    fn floor(ecosystem: Ecosystem, numbers: &[u64]) -> Option<Self> {
        let four = || {
            let mut parts = [0; 4];
            parts.get_mut(..numbers.len())?.copy_from_slice(numbers);
            Some(parts)
        };
        Some(Self(match ecosystem {
            Ecosystem::PyPi => Form::Python(pep440_rs::Version::new(numbers.iter().copied()).with_min(Some(0))),
            Ecosystem::Npm | Ecosystem::CratesIo | Ecosystem::Go | Ecosystem::GitHubActions => {
                let mut version = Self::release(ecosystem, numbers)?.semantic()?;
                version.pre = semver::Prerelease::new("0").ok()?;
                Form::Semantic(version)
            }
            Ecosystem::Maven => Form::Maven(maven::Version::floor(numbers)),
            Ecosystem::RubyGems => Form::Gem(gem::Version::floor(numbers)),
            Ecosystem::Packagist => Form::Composer(composer::Version::floor(four()?)),
            Ecosystem::NuGet => Form::NuGet(nuget::Version::floor(four()?)),
        }))
    }

    fn semantic(self) -> Option<semver::Version> {
        if let Form::Semantic(version) = self.0 { Some(version) } else { None }
    }

    /// The release numbers of a Python version; of others none.
    fn numbers(&self) -> Vec<u64> {
        if let Form::Python(version) = &self.0 { version.release().to_vec() } else { Vec::new() }
    }

    /// A Python version, changed; others stay.
    fn with_python(&self, change: impl FnOnce(pep440_rs::Version) -> pep440_rs::Version) -> Self {
        if let Form::Python(version) = &self.0 { Self(Form::Python(change(version.clone()))) } else { self.clone() }
    }

    /// The first number. Two versions of different first numbers promise nothing to each other.
    pub fn major(&self) -> u64 {
        match &self.0 {
            Form::Python(version) => version.release().first().copied().unwrap_or(0),
            Form::Semantic(version) => version.major,
            Form::Maven(version) => version.major(),
            Form::Gem(version) => version.major(),
            Form::Composer(version) => version.parts[0],
            Form::NuGet(version) => version.parts[0],
        }
    }

    /// A number for the form, so that the order of all versions is total.
    fn rank(&self) -> u8 {
        match self.0 {
            Form::Python(_) => 0,
            Form::Semantic(_) => 1,
            Form::Maven(_) => 2,
            Form::Gem(_) => 3,
            Form::Composer(_) => 4,
            Form::NuGet(_) => 5,
        }
    }
}

impl Ord for Version {
    fn cmp(&self, other: &Self) -> Ordering {
        match (&self.0, &other.0) {
            (Form::Python(a), Form::Python(b)) => a.cmp(b),
            // Build metadata is no part of the order: `Ord` of the library has it.
            (Form::Semantic(a), Form::Semantic(b)) => a.cmp_precedence(b),
            (Form::Maven(a), Form::Maven(b)) => a.cmp(b),
            (Form::Gem(a), Form::Gem(b)) => a.cmp(b),
            (Form::Composer(a), Form::Composer(b)) => a.cmp(b),
            (Form::NuGet(a), Form::NuGet(b)) => a.cmp(b),
            _ => self.rank().cmp(&other.rank()),
        }
    }
}

impl PartialOrd for Version {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl PartialEq for Version {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other).is_eq()
    }
}

impl Eq for Version {}
