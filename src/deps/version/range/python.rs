//! Version specifiers of PEP 440, and what Poetry adds to them: `^1.2`, `~1.2`, `1.*`, a bare version, `||`.

use std::ops::Bound::{Excluded, Included, Unbounded};

use super::comparator::{self, Notation, Op};
use super::{Set, Version};
use crate::deps::model::Ecosystem;

pub(super) fn read(text: &str) -> Option<Set> {
    // A list in parentheses is the older form of a requirement: `name (>=1.0)`.
    let text = text.strip_prefix('(').and_then(|text| text.strip_suffix(')')).unwrap_or(text);
    let alternatives = text.split('|').map(str::trim).filter(|part| !part.is_empty() || !text.contains('|'));
    alternatives.map(all_of).try_fold(Set::none(), |set, part| Some(set.or(part?)))
}

fn all_of(text: &str) -> Option<Set> {
    let clauses = text.split(',').map(str::trim).filter(|clause| !clause.is_empty());
    clauses.map(clause).try_fold(Set::all(), |set, clause| Some(set.and(&clause?)))
}

fn clause(text: &str) -> Option<Set> {
    if let Some(version) = text.strip_prefix("===") {
        return parse(version).map(Set::one);
    }
    if let Some(version) = text.strip_prefix("~=") {
        return compatible(version);
    }
    let (op, version) = comparator::operator(text);
    let version = version.trim();
    match op {
        Some(Op::Above) => above(version),
        Some(Op::Below) => {
            // A prerelease of the bound itself is not below it, unless the bound is one.
            let floor = parse(version)?
                .with_python(|own| if own.any_prerelease() || own.is_post() { own } else { own.with_min(Some(0)) });
            Some(Set::between(Unbounded, Excluded(floor)))
        }
        Some(Op::AtMost) => Some(Set::between(Unbounded, Included(parse(version)?))),
        Some(Op::AtLeast) => Some(Set::between(Included(parse(version)?), Unbounded)),
        op => comparator::read(&Notation::POETRY, op.unwrap_or(Op::Equal), version),
    }
}

fn parse(text: &str) -> Option<Version> {
    Version::parse(Ecosystem::PyPi, text)
}

/// `~=1.4.2`: at least this, and the last number but one stays.
fn compatible(text: &str) -> Option<Set> {
    let low = parse(text)?;
    let numbers = low.numbers();
    let bumped = comparator::bumped(&numbers, numbers.len().checked_sub(2)?)?;
    let high = low
        .with_python(|own| pep440_rs::Version::new(bumped.iter().copied()).with_epoch(own.epoch()).with_min(Some(0)));
    Some(Set::from_until(low, high))
}

/// `>1.0` leaves out the post-releases of 1.0, unless it names one.
fn above(text: &str) -> Option<Set> {
    let version = parse(text)?;
    let bound = version.with_python(|own| if own.is_post() || own.is_dev() { own } else { own.with_max(Some(0)) });
    Some(Set::between(Excluded(bound), Unbounded))
}
