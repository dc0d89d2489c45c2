//! Order of Ruby's versions, after `Gem::Version`: segments of digits or of letters; a letter makes a prerelease.

use std::cmp::Ordering;

/// Segments without trailing zeros, of the release and of the prerelease each.
#[derive(Clone, Debug)]
pub(super) struct Version(Vec<Segment>);

#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Segment {
    /// Letters stand below every number.
    Letters(Box<str>),
    Number(u64),
}

const ZERO: Segment = Segment::Number(0);

impl Version {
    pub(super) fn parse(text: &str) -> Option<Self> {
        if !text.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'-')) {
            return None;
        }
        let text = text.replace('-', ".pre.");
        let mut segments = Vec::new();
        for part in text.split('.') {
            if part.is_empty() {
                return None;
            }
            let mut rest = part;
            while let Some(first) = rest.bytes().next() {
                let digits = first.is_ascii_digit();
                let end = rest.bytes().position(|byte| byte.is_ascii_digit() != digits).unwrap_or(rest.len());
                let (run, after) = rest.split_at(end);
                rest = after;
                segments.push(if digits { Segment::Number(run.parse().ok()?) } else { Segment::Letters(run.into()) });
            }
        }
        matches!(segments.first(), Some(Segment::Number(_))).then(|| Self::canonical(segments))
    }

    fn canonical(mut segments: Vec<Segment>) -> Self {
        let letters = |segment: &Segment| matches!(segment, Segment::Letters(_));
        let mut prerelease = segments.iter().position(letters).map_or_else(Vec::new, |at| segments.split_off(at));
        trim(&mut segments);
        trim(&mut prerelease);
        segments.append(&mut prerelease);
        Self(segments)
    }

    /// The release `numbers`, below all its prereleases: no letters stand below the empty ones.
    pub(super) fn floor(numbers: &[u64]) -> Self {
        let mut segments: Vec<Segment> = numbers.iter().map(|&number| Segment::Number(number)).collect();
        trim(&mut segments);
        segments.push(Segment::Letters("".into()));
        Self(segments)
    }

    pub(super) fn major(&self) -> u64 {
        if let Some(Segment::Number(number)) = self.0.first() { *number } else { 0 }
    }
}

fn trim(segments: &mut Vec<Segment>) {
    while segments.last() == Some(&ZERO) {
        segments.pop();
    }
}

impl Version {
    /// Zeros are missing where one is shorter.
    pub(super) fn cmp(&self, other: &Self) -> Ordering {
        let length = self.0.len().max(other.0.len());
        let pairs = (0..length).map(|place| (self.0.get(place).unwrap_or(&ZERO), other.0.get(place).unwrap_or(&ZERO)));
        pairs.map(|(a, b)| a.cmp(b)).find(|order| order.is_ne()).unwrap_or(Ordering::Equal)
    }
}
