//! Versions that mend something, in the order in which they should be offered.

use std::cmp::Ordering;

use super::affected::Record;
use super::reach::Asked;
use crate::deps::version::{Point, Version};

/// A version that some record calls fixed.
pub(super) struct Fix<'a> {
    pub(super) version: Version,
    pub(super) text: &'a str,
}

/// Every fixed version above what is asked for. First those that the range allows, then those of the same major version,
/// then the rest; each time the lowest first.
pub(super) fn candidates<'r, 'a: 'r>(records: impl Iterator<Item = &'r Record<'a>>, asked: &Asked) -> Vec<Fix<'a>> {
    let floor = asked.floor();
    let major = match floor {
        Point::At(version) | Point::After(version) | Point::Before(version) => Some(version.major()),
        Point::Bottom | Point::Top => None,
    };
    let fixes = records.flat_map(Record::fixes).filter(|(version, _)| floor.cmp_version(version) == Ordering::Less);
    let mut fixes: Vec<Fix> = fixes.map(|(version, text)| Fix { version: version.clone(), text }).collect();
    let rank = |fix: &Fix| (!asked.allows(&fix.version), major.is_some_and(|major| major != fix.version.major()));
    fixes.sort_by(|a, b| rank(a).cmp(&rank(b)).then_with(|| a.version.cmp(&b.version)));
    fixes.dedup_by(|a, b| a.version == b.version);
    fixes
}
