//! The shape of an OSV record in JSON, and how it becomes a [`Record`].

use serde::{Deserialize, Deserializer};
use serde_json::Value;
use time::OffsetDateTime;
use time::format_description::well_known::Rfc3339;

use super::covered::drop_covered;
use super::severity::{self, Score};
use super::{Affected, BadRecord, Record};
use crate::deps::{AffectedRange, Ecosystem, Event, Kind};

/// The longest id of a record, in bytes: the longest real ones have about 100.
const LONGEST_ID: usize = 200;
/// The weakness "embedded malicious code": GitHub gives it to packages that are malware.
const MALICIOUS_CODE: &str = "CWE-506";

#[derive(Deserialize)]
struct RawRecord {
    id: String,
    #[serde(default, deserialize_with = "or_default")]
    modified: String,
    #[serde(default, deserialize_with = "or_default")]
    withdrawn: String,
    #[serde(default, deserialize_with = "or_default")]
    aliases: Vec<String>,
    #[serde(default, deserialize_with = "or_default")]
    severity: Vec<Score>,
    #[serde(default, deserialize_with = "or_default")]
    affected: Vec<RawAffected>,
    // Free in form: whatever a database wants to say.
    #[serde(default)]
    database_specific: Value,
}

#[derive(Deserialize)]
struct RawAffected {
    // A record may name a repository alone.
    #[serde(default, deserialize_with = "or_default")]
    package: RawPackage,
    #[serde(default, deserialize_with = "or_default")]
    severity: Vec<Score>,
    #[serde(default, deserialize_with = "or_default")]
    ranges: Vec<RawRange>,
    #[serde(default, deserialize_with = "or_default")]
    versions: Vec<String>,
    #[serde(default)]
    database_specific: Value,
}

#[derive(Default, Deserialize)]
struct RawPackage {
    #[serde(default)]
    ecosystem: String,
    #[serde(default)]
    name: String,
}

#[derive(Deserialize)]
struct RawRange {
    #[serde(rename = "type")]
    kind: String,
    #[serde(default, deserialize_with = "or_default")]
    events: Vec<RawEvent>,
}

/// The schema allows one of them; where a database writes several into one object, all of them count.
#[derive(Deserialize)]
struct RawEvent {
    introduced: Option<String>,
    fixed: Option<String>,
    last_affected: Option<String>,
    limit: Option<String>,
}

/// `null` is as good as nothing.
fn or_default<'de, D: Deserializer<'de>, T: Default + Deserialize<'de>>(from: D) -> Result<T, D::Error> {
    Option::deserialize(from).map(Option::unwrap_or_default)
}

pub(super) fn parse(json: &[u8]) -> Result<Record, BadRecord> {
    let raw: RawRecord = serde_json::from_slice(json)?;
    // An id is printed, put into links and typed into policies.
    let is_name = |id: &str| !id.is_empty() && id.len() <= LONGEST_ID && id.bytes().all(|byte| byte.is_ascii_graphic());
    if !is_name(&raw.id) {
        return Err(BadRecord::Id);
    }
    let mut scores = raw.severity;
    for affected in &raw.affected {
        scores.extend(affected.severity.iter().cloned());
        scores.extend(severity::in_database(&affected.database_specific));
    }
    scores.extend(severity::in_database(&raw.database_specific));
    let is_malware = raw.id.starts_with("MAL-")
        || raw.aliases.iter().any(|alias| alias.starts_with("MAL-"))
        || has_word(&raw.database_specific["cwe_ids"], MALICIOUS_CODE);
    Ok(Record {
        modified: microseconds(&raw.modified).unwrap_or_default(),
        withdrawn: !raw.withdrawn.is_empty(),
        severity: severity::of(&scores),
        affected: raw.affected.into_iter().filter_map(|affected| read_affected(affected, is_malware)).collect(),
        aliases: raw.aliases.into_iter().filter(|alias| is_name(alias) && *alias != raw.id).collect(),
        id: raw.id,
    })
}

/// A point in time as OSV writes it, in microseconds since 1970.
pub(super) fn microseconds(text: &str) -> Option<i64> {
    let time = OffsetDateTime::parse(text, &Rfc3339).ok()?;
    i64::try_from(time.unix_timestamp_nanos() / 1000).ok()
}

/// `None` for a package of another ecosystem, and where nothing is said but commit hashes.
fn read_affected(raw: RawAffected, is_malware: bool) -> Option<Affected> {
    let ecosystem = Ecosystem::from_osv(&raw.package.ecosystem)?;
    let ranges = raw.ranges.into_iter().filter(|range| range.kind != "GIT").map(read_range);
    let ranges: Vec<AffectedRange> = ranges.filter(|range| !range.events.is_empty()).collect();
    if raw.package.name.is_empty() || (ranges.is_empty() && raw.versions.is_empty()) {
        return None;
    }
    let mut versions = raw.versions;
    drop_covered(&ranges, &mut versions);
    let kind = match raw.database_specific["informational"].as_str() {
        Some("unmaintained") => Kind::Unmaintained,
        Some("unsound") => Kind::Unsound,
        Some(_) => Kind::Notice,
        None if is_malware => Kind::Malware,
        None => Kind::Vulnerability,
    };
    Some(Affected { ecosystem, name: ecosystem.normal(&raw.package.name), kind, ranges, versions })
}

fn read_range(raw: RawRange) -> AffectedRange {
    let events = raw.events.into_iter().flat_map(|event| {
        [
            event.introduced.map(Event::Introduced),
            event.fixed.map(Event::Fixed),
            event.last_affected.map(Event::LastAffected),
            event.limit.map(Event::Limit),
        ]
    });
    AffectedRange { events: events.flatten().collect() }
}

fn has_word(list: &Value, word: &str) -> bool {
    list.as_array().is_some_and(|list| list.iter().any(|item| item == word))
}
