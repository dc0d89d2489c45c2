//! Records that tell of the same weakness.

use std::collections::HashMap;

use crate::deps::advisory::{Advisory, Kind};

/// Numbers of advisories that share an id, directly or through others; groups in the order of their first member.
pub(super) fn by_alias(advisories: &[Advisory]) -> Vec<Vec<usize>> {
    let mut group: Vec<usize> = (0..advisories.len()).collect();
    let mut seen: HashMap<&str, usize> = HashMap::new();
    for (number, advisory) in advisories.iter().enumerate() {
        for id in advisory.ids() {
            let other = *seen.entry(id).or_insert(number);
            let (a, b) = (root(&group, number), root(&group, other));
            group[a.max(b)] = a.min(b);
        }
    }
    let mut groups: Vec<Vec<usize>> = vec![Vec::new(); advisories.len()];
    for number in 0..advisories.len() {
        groups[root(&group, number)].push(number);
    }
    groups.retain(|members| !members.is_empty());
    groups
}

/// The first member of a group. A member always points to a lower one, or to itself.
fn root(group: &[usize], mut number: usize) -> usize {
    while group[number] != number {
        number = group[number];
    }
    number
}

/// Every id of a group once: those of CVE first, then of GHSA, then the others.
pub(super) fn ids(advisories: &[&Advisory]) -> Vec<String> {
    let mut ids: Vec<&str> = advisories.iter().flat_map(|advisory| advisory.ids()).collect();
    let rank = |id: &str| ["CVE-", "GHSA-"].iter().position(|prefix| id.starts_with(prefix)).unwrap_or(2);
    ids.sort_unstable_by_key(|id| (rank(id), *id));
    ids.dedup();
    ids.into_iter().map(str::to_owned).collect()
}

/// The worse, the lower.
pub(super) fn order(kind: Kind) -> u8 {
    match kind {
        Kind::Malware => 0,
        Kind::Vulnerability => 1,
        Kind::Unsound => 2,
        Kind::Unmaintained => 3,
        Kind::Notice => 4,
    }
}
