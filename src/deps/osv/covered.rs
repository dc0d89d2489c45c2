//! Versions that a record lists by name although its ranges hold them already. Databases list all that were released, which
//! is three quarters of what they publish; the list matters for what the ranges do not tell.

use crate::deps::{AffectedRange, Event};

/// Leaves out the versions that a range holds for certain: plain numbers between plain numbers, whose order is the same in
/// every ecosystem. Whatever has letters in it stays.
pub(super) fn drop_covered(ranges: &[AffectedRange], versions: &mut Vec<String>) {
    let spans: Vec<Span> = ranges.iter().flat_map(spans).collect();
    versions.retain(|version| match numbers(version) {
        Some(numbers) => !spans.iter().any(|span| span.holds(&numbers)),
        None => true,
    });
    versions.sort();
    versions.dedup();
}

/// One piece of a range.
struct Span {
    from: Vec<u64>,
    /// The version, and whether it still belongs to the span; `None` where there is no end.
    to: Option<(Vec<u64>, bool)>,
}

impl Span {
    fn holds(&self, version: &[u64]) -> bool {
        *version >= *self.from
            && self.to.as_ref().is_none_or(|(end, last)| *version < **end || (*last && version == end))
    }
}

/// The pieces of a range; none where an end is no plain number, or the events do not stand in order.
fn spans(range: &AffectedRange) -> Vec<Span> {
    let pieces = range.events.chunks(2).map(|piece| match piece {
        [Event::Introduced(from)] => Some(Span { from: numbers(from)?, to: None }),
        [Event::Introduced(from), Event::Fixed(to)] => {
            Some(Span { from: numbers(from)?, to: Some((numbers(to)?, false)) })
        }
        [Event::Introduced(from), Event::LastAffected(to)] => {
            Some(Span { from: numbers(from)?, to: Some((numbers(to)?, true)) })
        }
        _ => None,
    });
    let spans = pieces.collect::<Option<Vec<Span>>>().unwrap_or_default();
    let in_order = |pair: &[Span]| pair[0].to.as_ref().is_some_and(|(end, _)| *end <= pair[1].from);
    if spans.windows(2).all(in_order) { spans } else { Vec::new() }
}

/// The numbers of a version such as `1.10.0`, without zeros at the end: `1.0` and `1` are the same version.
fn numbers(version: &str) -> Option<Vec<u64>> {
    let is_plain = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    let parts = version.split('.').map(|part| part.parse().ok().filter(|_| is_plain(part)));
    let mut parts = parts.collect::<Option<Vec<u64>>>()?;
    while parts.last() == Some(&0) {
        parts.pop();
    }
    Some(parts)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_a_range_holds_for_certain_is_left_out() {
        let range = |events: &[Event]| AffectedRange { events: events.to_vec() };
        let (from, fixed) = (|v: &str| Event::Introduced(v.into()), |v: &str| Event::Fixed(v.into()));
        let ranges = [
            range(&[from("0"), fixed("1.10")]),
            range(&[from("2.0"), Event::LastAffected("2.3.0".into())]),
            range(&[from("3.0"), fixed("3.1rc1")]),
            range(&[from("4"), fixed("4.1"), from("4.5"), fixed("4.6")]),
            range(&[from("5.5"), fixed("5.6"), from("5.0"), fixed("5.1")]),
        ];
        let all = [
            "0", "1.9", "1.10.0", "1.9b1", "2", "2.3", "2.3.1", "3.0.5", "4.0", "4.3", "4.5.1", "5.0", "1.10", "v1.9",
            "1..9", "+1",
        ];
        let mut versions: Vec<String> = all.iter().map(ToString::to_string).collect();
        drop_covered(&ranges, &mut versions);
        assert_eq!(versions, ["+1", "1..9", "1.10", "1.10.0", "1.9b1", "2.3.1", "3.0.5", "4.3", "5.0", "v1.9"]);
    }
}
