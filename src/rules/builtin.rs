//! The built-in rules: bytes without pointers that `build.rs` makes of `config/rules`. A rule is decoded when it is first
//! asked for, so that a start costs the same with ten rules and with ten thousand.

use std::cmp::Ordering;
use std::sync::OnceLock;

use super::filter::part;
use super::name_key::Kind;
use super::names;
use super::spec::RuleSpec;
use super::{Rule, make};

#[allow(clippy::unreadable_literal, reason = "generated")]
mod tables {
    use super::Names;
    use crate::rules::filter::{Filter, Gram};

    include!(concat!(env!("OUT_DIR"), "/rules.rs"));
}
pub(super) use tables::{COUNT, FILTER, LANGUAGES};

/// The rules in the order of their ids, one behind the other.
static BLOB: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/rules.bin"));

static DECODED: [OnceLock<Option<Box<Rule>>>; COUNT] = [const { OnceLock::new() }; COUNT];

/// The rule with this index; `None` behind the last one. The build wrote every one of them through the type that reads it.
pub(super) fn rule(index: usize) -> Option<&'static Rule> {
    let decode = || postcard::from_bytes::<RuleSpec>(bytes(index)?).ok().map(|spec| Box::new(make::rule(spec)));
    DECODED.get(index)?.get_or_init(decode).as_deref()
}

/// The id of the rule with this index, without the rest of it.
pub(super) fn id(index: usize) -> Option<&'static str> {
    postcard::take_from_bytes(bytes(index)?).ok().map(|(id, _)| id)
}

/// The index of the rule with this id.
pub(super) fn find(wanted: &str) -> Option<usize> {
    let (mut low, mut high) = (0, COUNT);
    while low < high {
        let middle = low.midpoint(high);
        match id(middle)?.cmp(wanted) {
            Ordering::Less => low = middle + 1,
            Ordering::Greater => high = middle,
            Ordering::Equal => return Some(middle),
        }
    }
    None
}

/// Which rules the name of a file belongs to: flat lists and places in them, as in the keyword filter.
struct Names {
    /// Of each key; the keys are sorted by kind and text.
    kinds: &'static [u8],
    texts: &'static [u8],
    text_starts: &'static [u32],
    rules: &'static [u16],
    rule_starts: &'static [u32],
}

/// Calls `each` with the index of every rule that may have a pattern for a path, in lower case.
pub(super) fn named(path: &[u8], mut each: impl FnMut(usize)) {
    names::keys(path, |kind, text| {
        if let Some(key) = find_name(kind, text) {
            for &rule in part(tables::NAMES.rules, tables::NAMES.rule_starts, key) {
                each(usize::from(rule));
            }
        }
    });
}

fn find_name(kind: Kind, text: &[u8]) -> Option<usize> {
    let table = &tables::NAMES;
    let (mut low, mut high) = (0, table.kinds.len());
    while low < high {
        let middle = low.midpoint(high);
        let here = (table.kinds[middle], part(table.texts, table.text_starts, middle));
        match here.cmp(&(kind as u8, text)) {
            Ordering::Less => low = middle + 1,
            Ordering::Greater => high = middle,
            Ordering::Equal => return Some(middle),
        }
    }
    None
}

fn bytes(index: usize) -> Option<&'static [u8]> {
    BLOB.get(*tables::STARTS.get(index)? as usize..*tables::STARTS.get(index + 1)? as usize)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_rule_can_be_decoded_and_found_by_its_id() {
        for index in 0..COUNT {
            let rule = rule(index).unwrap();
            assert_eq!((id(index), find(rule.id)), (Some(rule.id), Some(index)));
        }
        assert_eq!((id(COUNT), find(""), find("github-tokem"), find("zzz")), (None, None, None, None));
        assert!(rule(COUNT).is_none());
    }
}
