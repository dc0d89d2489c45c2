//! Sets of versions as intervals, and points between versions at which they are tested.

use std::cmp::Ordering;
use std::ops::Bound::{self, Excluded, Included, Unbounded};

use super::Version;

/// A place in the order: a version, or a gap beside one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Point<'a> {
    /// Below every version.
    Bottom,
    /// Below this version and above all lower ones.
    Before(&'a Version),
    /// This version.
    At(&'a Version),
    /// Above this version and below all higher ones.
    After(&'a Version),
    /// Above every version.
    Top,
}

impl Point<'_> {
    /// Where the point stands, seen from a version. A gap is never equal to a version.
    pub fn cmp_version(self, version: &Version) -> Ordering {
        match self {
            Self::Bottom => Ordering::Less,
            Self::Before(own) => own.cmp(version).then(Ordering::Less),
            Self::At(own) => own.cmp(version),
            Self::After(own) => own.cmp(version).then(Ordering::Greater),
            Self::Top => Ordering::Greater,
        }
    }
}

/// All versions between two bounds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Span {
    /// The lower bound.
    pub low: Bound<Version>,
    /// The upper bound.
    pub high: Bound<Version>,
}

impl Span {
    /// Whether it can hold a version at all. An open span between two versions counts as inhabited.
    fn is_inhabited(&self) -> bool {
        match (&self.low, &self.high) {
            (Unbounded, _) | (_, Unbounded) => true,
            (Included(low), Included(high)) => low <= high,
            (Included(low) | Excluded(low), Included(high) | Excluded(high)) => low < high,
        }
    }

    /// The lowest version or gap inside.
    pub fn floor(&self) -> Point<'_> {
        match &self.low {
            Unbounded => Point::Bottom,
            Included(low) => Point::At(low),
            Excluded(low) => Point::After(low),
        }
    }

    /// The highest version or gap inside.
    pub fn ceiling(&self) -> Point<'_> {
        match &self.high {
            Unbounded => Point::Top,
            Included(high) => Point::At(high),
            Excluded(high) => Point::Before(high),
        }
    }

    /// Whether the span holds the version.
    pub fn contains(&self, version: &Version) -> bool {
        self.floor().cmp_version(version).is_le() && self.ceiling().cmp_version(version).is_ge()
    }
}

/// A set of versions: spans in order, without overlap.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Set {
    spans: Vec<Span>,
}

impl Set {
    /// No version.
    pub fn none() -> Self {
        Self { spans: Vec::new() }
    }

    /// Every version.
    pub fn all() -> Self {
        Self::between(Unbounded, Unbounded)
    }

    /// One version.
    pub fn one(version: Version) -> Self {
        Self::between(Included(version.clone()), Included(version))
    }

    /// The versions between two bounds.
    pub fn between(low: Bound<Version>, high: Bound<Version>) -> Self {
        let span = Span { low, high };
        Self { spans: if span.is_inhabited() { vec![span] } else { Vec::new() } }
    }

    /// The versions from one on, that one included, and below another.
    pub fn from_until(low: Version, high: Version) -> Self {
        Self::between(Included(low), Excluded(high))
    }

    /// Its spans, lowest first.
    pub fn spans(&self) -> &[Span] {
        &self.spans
    }

    /// Whether it holds every version.
    pub fn is_all(&self) -> bool {
        matches!(self.spans.as_slice(), [Span { low: Unbounded, high: Unbounded }])
    }

    /// The version, where there is only one.
    pub fn single(&self) -> Option<&Version> {
        match self.spans.as_slice() {
            [Span { low: Included(low), high: Included(high) }] if low == high => Some(low),
            _ => None,
        }
    }

    /// Whether it holds the version.
    pub fn contains(&self, version: &Version) -> bool {
        self.spans.iter().any(|span| span.contains(version))
    }

    /// What is in both.
    #[must_use]
    pub fn and(&self, other: &Self) -> Self {
        let (mut spans, mut here, mut there) = (Vec::new(), 0, 0);
        while let (Some(a), Some(b)) = (self.spans.get(here), other.spans.get(there)) {
            let low = if cmp_low(&a.low, &b.low).is_ge() { &a.low } else { &b.low };
            let a_ends_first = cmp_high(&a.high, &b.high).is_le();
            let span = Span { low: low.clone(), high: if a_ends_first { &a.high } else { &b.high }.clone() };
            if span.is_inhabited() {
                spans.push(span);
            }
            if a_ends_first { here += 1 } else { there += 1 }
        }
        Self { spans }
    }

    /// What is in either.
    #[must_use]
    pub fn or(mut self, other: Self) -> Self {
        self.spans.extend(other.spans);
        self.spans.sort_by(|a, b| cmp_low(&a.low, &b.low));
        let mut spans: Vec<Span> = Vec::with_capacity(self.spans.len());
        for span in self.spans {
            match spans.last_mut() {
                Some(last) if touches(&last.high, &span.low) => {
                    if cmp_high(&last.high, &span.high).is_lt() {
                        last.high = span.high;
                    }
                }
                _ => spans.push(span),
            }
        }
        Self { spans }
    }

    /// What is not in it.
    #[must_use]
    pub fn not(&self) -> Self {
        let (mut spans, mut low) = (Vec::new(), Unbounded);
        for span in &self.spans {
            if let Some(high) = flip(&span.low) {
                spans.push(Span { low, high });
            }
            match flip(&span.high) {
                Some(next) => low = next,
                None => return Self { spans },
            }
        }
        spans.push(Span { low, high: Unbounded });
        Self { spans }
    }
}

/// The bound on the other side of the same gap; an unbounded side has none.
fn flip(bound: &Bound<Version>) -> Option<Bound<Version>> {
    match bound {
        Unbounded => None,
        Included(version) => Some(Excluded(version.clone())),
        Excluded(version) => Some(Included(version.clone())),
    }
}

fn cmp_low(a: &Bound<Version>, b: &Bound<Version>) -> Ordering {
    match (a, b) {
        (Unbounded, Unbounded) => Ordering::Equal,
        (Unbounded, _) => Ordering::Less,
        (_, Unbounded) => Ordering::Greater,
        (Included(a) | Excluded(a), Included(b) | Excluded(b)) if a != b => a.cmp(b),
        (a, b) => matches!(a, Excluded(_)).cmp(&matches!(b, Excluded(_))),
    }
}

fn cmp_high(a: &Bound<Version>, b: &Bound<Version>) -> Ordering {
    match (a, b) {
        (Unbounded, Unbounded) => Ordering::Equal,
        (Unbounded, _) => Ordering::Greater,
        (_, Unbounded) => Ordering::Less,
        (Included(a) | Excluded(a), Included(b) | Excluded(b)) if a != b => a.cmp(b),
        (a, b) => matches!(a, Included(_)).cmp(&matches!(b, Included(_))),
    }
}

/// Whether no gap is left between the end of one span and the begin of the next.
fn touches(high: &Bound<Version>, low: &Bound<Version>) -> bool {
    match (high, low) {
        (Unbounded, _) | (_, Unbounded) => true,
        (Excluded(high), Excluded(low)) => low < high,
        (Included(high) | Excluded(high), Included(low) | Excluded(low)) => low <= high,
    }
}
