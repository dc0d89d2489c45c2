//! Which lines of a new text a commit adds.

use std::ops::Range;

/// The added lines of one file, 0-based.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum AddedLines {
    /// The whole file is new.
    All,
    /// Sorted ranges that neither touch nor overlap.
    Some(Vec<Range<usize>>),
}

impl AddedLines {
    /// Whether any of these lines is added.
    pub fn touches(&self, lines: &Range<usize>) -> bool {
        match self {
            Self::All => true,
            Self::Some(ranges) => {
                let next = ranges.partition_point(|range| range.end <= lines.start);
                ranges.get(next).is_some_and(|range| range.start < lines.end)
            }
        }
    }

    /// The lines that both sides hold: what a merge adds is what it adds relative to every parent.
    #[must_use]
    pub fn intersect(self, other: Self) -> Self {
        let (left, right) = match (self, other) {
            (Self::All, only) | (only, Self::All) => return only,
            (Self::Some(left), Self::Some(right)) => (left, right),
        };
        let mut both = Vec::new();
        let (mut l, mut r) = (left.iter().peekable(), right.iter().peekable());
        while let (Some(a), Some(b)) = (l.peek(), r.peek()) {
            let (start, end) = (a.start.max(b.start), a.end.min(b.end));
            if start < end {
                both.push(start..end);
            }
            if a.end <= b.end {
                l.next()
            } else {
                r.next()
            };
        }
        Self::Some(both)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn touching_and_intersecting() {
        let some = |ranges: &[Range<usize>]| AddedLines::Some(ranges.to_vec());
        let added = some(&[2..4, 8..9]);
        assert!(added.touches(&(3..5)) && added.touches(&(0..20)) && added.touches(&(8..9)));
        assert!(!added.touches(&(0..2)) && !added.touches(&(4..8)) && !added.touches(&(9..30)));
        assert_eq!(added.clone().intersect(AddedLines::All), added);
        assert_eq!(added.intersect(some(&[0..3, 3..9])), some(&[2..3, 3..4, 8..9]));
    }
}
