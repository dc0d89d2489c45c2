//! Intervals in brackets, as Maven, Gradle, Ivy and NuGet write them, and their prefixes `1.+` and `1.*`.

use std::ops::Bound::{self, Excluded, Included, Unbounded};

use super::{Set, Version};
use crate::deps::model::Ecosystem;

/// Reads intervals, a prefix, or one version. A bare version of NuGet is a minimum that resolves to itself.
pub(super) fn read(ecosystem: Ecosystem, text: &str) -> Option<Set> {
    if !text.starts_with(['[', '(', ']']) {
        // Gradle's `1.0!!` is strict, which a single version is already.
        return single(ecosystem, text.strip_suffix("!!").unwrap_or(text));
    }
    let (mut set, mut rest) = (Set::none(), text);
    while !rest.is_empty() {
        let (interval, after) = interval(ecosystem, rest)?;
        set = set.or(interval);
        rest = after.trim_start_matches([',', ' ']);
    }
    Some(set)
}

/// One version or prefix.
fn single(ecosystem: Ecosystem, text: &str) -> Option<Set> {
    let text = text.trim();
    // NuGet's `1.0.*-*` lets prereleases in as well.
    let text = text.strip_suffix("-*").unwrap_or(text);
    let Some(prefix) = text.strip_suffix(['+', '*']) else {
        return Version::parse(ecosystem, text).map(Set::one);
    };
    let prefix = prefix.trim_end_matches('.');
    if prefix.is_empty() {
        return Some(Set::all());
    }
    let numbers: Vec<u64> = prefix.split('.').map(|part| part.parse().ok()).collect::<Option<_>>()?;
    let next = super::comparator::bumped(&numbers, numbers.len() - 1)?;
    Some(Set::from_until(Version::release(ecosystem, &numbers)?, Version::floor(ecosystem, &next)?))
}

/// The first interval and what follows it. A bracket that points outwards, as in `]1,2[`, excludes its version.
fn interval(ecosystem: Ecosystem, text: &str) -> Option<(Set, &str)> {
    let opened = text.chars().next()?;
    let end = text[1..].find([']', ')', '['])? + 1;
    let (inner, closed, after) = (&text[1..end], text[end..].chars().next()?, &text[end + 1..]);
    let Some((low, high)) = inner.split_once(',') else {
        return (opened == '[' && closed == ']').then(|| single(ecosystem, inner)).flatten().map(|set| (set, after));
    };
    let low = bound(ecosystem, low, opened == '[')?;
    let high = bound(ecosystem, high, closed == ']')?;
    Some((Set::between(low, high), after))
}

/// A bound; an empty one is open.
fn bound(ecosystem: Ecosystem, text: &str, included: bool) -> Option<Bound<Version>> {
    let text = text.trim();
    if text.is_empty() {
        return Some(Unbounded);
    }
    // NuGet allows `[1.*,2)`: the lowest of the prefix.
    let text = text.trim_end_matches(['*', '+']).trim_end_matches('.');
    let version = Version::parse(ecosystem, text)?;
    Some(if included { Included(version) } else { Excluded(version) })
}
