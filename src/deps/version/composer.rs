//! Order of Composer's versions: four numbers, then a stability with its own numbers, then `dev`; after
//! `composer/semver`, which pads to four numbers and compares as PHP's `version_compare` does.

use std::cmp::Ordering;

#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Version {
    pub(super) parts: [u64; 4],
    stability: Stability,
    numbers: Vec<u64>,
    /// A development state stands below what it leads to.
    settled: bool,
}

/// `dev < alpha < beta < RC < stable < patch`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Stability {
    Dev,
    Alpha,
    Beta,
    Candidate,
    Stable,
    Patch,
}

impl Version {
    /// Reads a version; names of branches have no place in the order.
    pub(super) fn parse(text: &str) -> Option<Self> {
        let text = text.split(['+', '#']).next().unwrap_or_default().trim().to_lowercase();
        let text = text.strip_prefix('v').unwrap_or(&text);
        let mut version = Self::of([0; 4], Stability::Stable);
        let end = text.find(|c: char| !c.is_ascii_digit() && c != '.').unwrap_or(text.len());
        let (numbers, rest) = text.split_at(end);
        for (place, part) in numbers.trim_end_matches('.').split('.').enumerate() {
            *version.parts.get_mut(place)? = part.parse().ok()?;
        }
        version.label(rest.trim_start_matches(['.', '-', '_']))?;
        Some(version)
    }

    fn of(parts: [u64; 4], stability: Stability) -> Self {
        Self { parts, stability, numbers: Vec::new(), settled: true }
    }

    /// The version of these numbers, below all its prereleases: what Composer writes as `-dev`.
    pub(super) fn floor(parts: [u64; 4]) -> Self {
        Self::of(parts, Stability::Dev)
    }

    /// Reads what stands behind the numbers: `beta.2`, `rc1-dev`, `p3`.
    fn label(&mut self, text: &str) -> Option<()> {
        if text.is_empty() {
            return Some(());
        }
        let end = text.find(|c: char| !c.is_ascii_alphabetic()).unwrap_or(text.len());
        let (word, rest) = text.split_at(end);
        self.stability = match word {
            "dev" if rest.is_empty() => Stability::Dev,
            "alpha" | "a" => Stability::Alpha,
            "beta" | "b" => Stability::Beta,
            "rc" => Stability::Candidate,
            "stable" => Stability::Stable,
            "patch" | "pl" | "p" => Stability::Patch,
            _ => return None,
        };
        let settled = rest.strip_suffix("dev").map(|rest| rest.trim_end_matches(['.', '-', '_']));
        self.settled = settled.is_none();
        for part in settled.unwrap_or(rest).split(['.', '-', '_']).filter(|part| !part.is_empty()) {
            self.numbers.push(part.parse().ok()?);
        }
        Some(())
    }

    pub(super) fn cmp(&self, other: &Self) -> Ordering {
        Ord::cmp(self, other)
    }
}
