//! What is known about one package: the record that the advisory index stores and the judgement reads. Plain data.

use serde::{Deserialize, Serialize};

use crate::finding::Severity;

/// One advisory, as far as it concerns one package. The parts of an OSV record that speak of other packages are left out.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Advisory {
    /// The id of the record, such as `GHSA-…` or `PYSEC-…`.
    pub id: String,
    /// Every other id of the same weakness, closed over the records that were imported: symmetric and transitive.
    pub aliases: Vec<String>,
    /// The worst that this record or one of its aliases says; `None` where nobody says anything.
    pub severity: Option<Severity>,
    /// What the record says of the package.
    pub kind: Kind,
    /// Affected if one of these holds the version, or `versions` lists it.
    pub ranges: Vec<AffectedRange>,
    /// Versions affected by name, as the record writes them.
    pub versions: Vec<String>,
}

/// What an advisory is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Kind {
    /// A weakness: the default.
    Vulnerability,
    /// The package, or a release of it, is malicious.
    Malware,
    /// Nobody maintains it any longer.
    Unmaintained,
    /// It can break memory safety through a safe interface.
    Unsound,
    /// Something else worth knowing.
    Notice,
}

impl Kind {
    /// Whether the record informs only: nothing is known that an attacker could use.
    pub fn informs_only(self) -> bool {
        matches!(self, Self::Unmaintained | Self::Unsound | Self::Notice)
    }
}

/// `affected[].ranges[]` of OSV, without those of type `GIT`. The events stand in any order.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AffectedRange {
    /// What happens at which version.
    pub events: Vec<Event>,
}

/// One event of an affected range; section `affected[].ranges[].events` of the OSV schema.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Event {
    /// Affected from this version on; `0` stands below every version.
    Introduced(String),
    /// Not affected from this version on.
    Fixed(String),
    /// Not affected above this version.
    LastAffected(String),
    /// Nothing is known from this version on; `*` stands above every version.
    Limit(String),
}

impl Advisory {
    /// The id and all its aliases.
    pub fn ids(&self) -> impl Iterator<Item = &str> {
        std::iter::once(self.id.as_str()).chain(self.aliases.iter().map(String::as_str))
    }
}
