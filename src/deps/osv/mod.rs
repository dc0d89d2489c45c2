//! OSV records as facts: which versions of which packages are affected, how badly, and under which names that is known.
//!
//! The format: <https://ossf.github.io/osv-schema/>. Summaries and details are never kept.

mod covered;
mod join;
mod json;
mod severity;
mod source;

pub use join::{Catalogue, Package, join};
pub use source::{Source, source_of};

use std::collections::btree_map::{BTreeMap, Entry};

use super::{AffectedRange, Ecosystem, Kind};
use crate::finding::Severity;

/// What one OSV record says of the packages that we know how to judge.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Record {
    /// Its id.
    pub id: String,
    /// When it changed last, in microseconds since 1970; 0 where it does not tell.
    pub modified: i64,
    /// Whether it was taken back.
    pub withdrawn: bool,
    /// Other ids of the same weakness, as this record names them.
    pub aliases: Vec<String>,
    /// What this record itself says.
    pub severity: Option<Severity>,
    /// Whom it concerns. Empty where all its packages belong to other ecosystems, or only commits are named.
    pub affected: Vec<Affected>,
}

/// What a record says of one package.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Affected {
    /// Where the package comes from.
    pub ecosystem: Ecosystem,
    /// Its name, in the spelling of [`Ecosystem::normal`].
    pub name: String,
    /// What is said of it.
    pub kind: Kind,
    /// Ranges of versions.
    pub ranges: Vec<AffectedRange>,
    /// Versions by name.
    pub versions: Vec<String>,
}

/// A record that cannot be read.
#[derive(Debug, thiserror::Error)]
pub enum BadRecord {
    /// It is not JSON, or not of the shape of an OSV record.
    #[error("not an OSV record: {0}")]
    Json(#[from] serde_json::Error),
    /// It has no id, or one that is no word of ordinary length.
    #[error("the id is no name")]
    Id,
}

/// Reads one record.
///
/// # Errors
/// It is no OSV record.
pub fn parse(json: &[u8]) -> Result<Record, BadRecord> {
    json::parse(json)
}

/// A point in time as OSV writes it, in microseconds since 1970.
pub fn microseconds(text: &str) -> Option<i64> {
    json::microseconds(text)
}

/// Records by id. Of two with the same id the one that changed later stays: the archives of two ecosystems repeat what
/// concerns both, and an update brings newer ones.
#[derive(Debug, Default)]
pub struct Records(BTreeMap<String, Record>);

impl Records {
    /// Adds one.
    pub fn add(&mut self, record: Record) {
        match self.0.entry(record.id.clone()) {
            Entry::Vacant(place) => {
                place.insert(record);
            }
            Entry::Occupied(mut place) => {
                if place.get().modified <= record.modified {
                    place.insert(record);
                }
            }
        }
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// All of them, by id.
    pub fn into_sorted(self) -> Vec<Record> {
        self.0.into_values().collect()
    }
}

#[cfg(test)]
mod tests;
