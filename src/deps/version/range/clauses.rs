//! Comparators joined by `||` and by commas or blanks; hyphen ranges `1.2 - 2`.

use super::Set;
use super::comparator::{self, Notation, Op};

/// Reads alternatives of comparators.
pub(super) fn read(notation: &Notation, text: &str) -> Option<Set> {
    let alternatives = text.split(notation.or).map(str::trim);
    // A single bar is also a double one: `a||b` splits into `a`, nothing, `b`.
    let alternatives = alternatives.filter(|part| notation.or.len() > 1 || !part.is_empty() || text.is_empty());
    alternatives.map(|part| all_of(notation, part)).try_fold(Set::none(), |set, part| Some(set.or(part?)))
}

fn all_of(notation: &Notation, text: &str) -> Option<Set> {
    // An unfinished upper end stands for all that begin with it, in every notation.
    if let Some((low, high)) = text.split_once(" - ") {
        let low = comparator::read(notation, Op::AtLeast, low)?;
        return Some(low.and(&comparator::read(&notation.with_partial_ranges(), Op::AtMost, high)?));
    }
    let mut set = Set::all();
    let mut rest = text.trim_start_matches(notation.and);
    if rest.is_empty() {
        return Some(set);
    }
    while !rest.is_empty() {
        let (op, version) = comparator::operator(rest);
        let end = version.find(notation.and).unwrap_or(version.len());
        let (version, after) = version.split_at(end);
        if version.is_empty() && op.is_some() {
            return None;
        }
        set = set.and(&comparator::read(notation, op.unwrap_or(notation.bare), version)?);
        rest = after.trim_start_matches(notation.and).trim_start();
    }
    Some(set)
}
