//! Who publishes a record, and under which licence. CC-BY asks that it is told.

/// A publisher of advisories.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Source {
    /// How its ids begin.
    pub prefix: &'static str,
    /// What it is called.
    pub name: &'static str,
    /// The SPDX name of the licence, as the publisher states it.
    pub licence: &'static str,
    /// Where it is published.
    pub url: &'static str,
}

impl Source {
    /// Whether its name and licence are known.
    pub fn is_known(self) -> bool {
        self != OTHER
    }
}

/// The publishers behind the ecosystems we judge: the table "Data sources" of <https://google.github.io/osv.dev/data/>.
const SOURCES: [Source; 8] = [
    source("GHSA-", "GitHub Advisory Database", "CC-BY-4.0", "https://github.com/github/advisory-database"),
    source("PYSEC-", "PyPA advisory database", "CC-BY-4.0", "https://github.com/pypa/advisory-database"),
    source("RUSTSEC-", "RustSec", "CC0-1.0 (records taken over from GitHub: CC-BY-4.0)", "https://rustsec.org"),
    source("GO-", "Go vulnerability database", "CC-BY-4.0", "https://pkg.go.dev/vuln"),
    source("MAL-", "OpenSSF malicious packages", "Apache-2.0", "https://github.com/ossf/malicious-packages"),
    source("RUBYSEC-", "ruby-advisory-db", "public domain", "https://github.com/rubysec/ruby-advisory-db"),
    source("FOP-", "FriendsOfPHP", "Unlicense", "https://github.com/FriendsOfPHP/security-advisories"),
    source("NSWG-", "Node.js security working group", "MIT", "https://github.com/nodejs/security-wg"),
];

const OTHER: Source = source("", "other sources", "unknown", "");

const fn source(prefix: &'static str, name: &'static str, licence: &'static str, url: &'static str) -> Source {
    Source { prefix, name, licence, url }
}

/// Who publishes the record with this id.
pub fn source_of(id: &str) -> Source {
    SOURCES.into_iter().find(|source| id.starts_with(source.prefix)).unwrap_or(OTHER)
}
