//! What is known of the files that were fetched.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use serde::{Deserialize, Serialize};

use super::http::Version;
use crate::advisories::error::AdvisoriesError;
use crate::advisories::store;
use crate::deps::Ecosystem;

/// No `.json`: a copy of the folder can be imported, and this is no record.
const NAME: &str = "ledger";

/// The list of what was fetched.
#[derive(Debug, Default, Serialize, Deserialize)]
pub(super) struct Ledger {
    /// When the index was made of these files, in seconds since 1970: an index with another date is not of them.
    pub built: Option<i64>,
    /// By the name of the ecosystem.
    pub ecosystems: BTreeMap<String, Fetched>,
}

/// An ecosystem that was fetched.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub(super) struct Fetched {
    /// From where.
    pub base: String,
    /// The version of the archive when the bucket was asked last.
    pub version: Version,
    /// When that was, in seconds since 1970.
    pub asked: i64,
    /// When the whole archive was fetched last, likewise.
    pub whole: i64,
    /// When the newest record changed that is here, in microseconds since 1970.
    pub newest: Option<i64>,
}

impl Ledger {
    /// What can be read of it: without it, all is fetched again.
    pub fn read(mirror: &Path) -> Self {
        let text = fs::read(mirror.join(NAME)).unwrap_or_default();
        serde_json::from_slice(&text).unwrap_or_default()
    }

    pub fn write(&self, mirror: &Path) -> Result<(), AdvisoriesError> {
        let text = serde_json::to_vec_pretty(self).unwrap_or_default();
        store::put(&mirror.join(NAME), &text, &|_| Ok(()))
    }

    pub fn of(&self, ecosystem: Ecosystem) -> Option<&Fetched> {
        self.ecosystems.get(ecosystem.as_str())
    }

    /// Up to when all of them are complete, in seconds since 1970.
    pub fn as_of(&self) -> Option<i64> {
        self.ecosystems.values().map(|fetched| fetched.asked).min()
    }
}
