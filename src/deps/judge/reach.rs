//! Which of the versions that a dependency allows an advisory concerns.

use super::affected::Record;
use crate::deps::model::{Ecosystem, Wanted};
use crate::deps::version::{Point, Set, Span, Version, requirement};

/// Which of the allowed versions a concern is about. The order is that of weight.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Reach {
    /// The lowest of several; a higher one is free of it.
    Floor,
    /// Every one, as far as is known: none that the range allows is free of it.
    Every,
    /// The one version that is asked for.
    Version,
}

/// What a dependency asks for, as far as its versions have a place in the order.
pub(super) enum Asked {
    /// One version, which may have no place in the order.
    One(String, Option<Version>),
    /// The newest of several, as a tag `v4` is moved along.
    Newest(Set),
    /// One of several.
    Several(Set),
    /// Any version, or something that names no version, such as a branch.
    Anything,
}

impl Asked {
    pub(super) fn read(ecosystem: Ecosystem, wanted: &Wanted) -> Self {
        match wanted {
            Wanted::Any => Self::Anything,
            Wanted::Locked(text) | Wanted::Exact(text) if ecosystem != Ecosystem::GitHubActions => {
                match Version::parse(ecosystem, text) {
                    None if requirement(ecosystem, text).is_some() => Self::of_requirement(ecosystem, text),
                    version => Self::One(text.clone(), version.map(|version| version.public())),
                }
            }
            Wanted::Locked(text) | Wanted::Exact(text) | Wanted::Range(text) => Self::of_requirement(ecosystem, text),
        }
    }

    fn of_requirement(ecosystem: Ecosystem, text: &str) -> Self {
        let is_commit = text.len() == 40 && text.bytes().all(|byte| byte.is_ascii_hexdigit());
        if ecosystem == Ecosystem::GitHubActions && is_commit {
            return Self::One(text.to_owned(), None);
        }
        match requirement(ecosystem, text) {
            None => Self::Anything,
            Some(set) if set.is_all() => Self::Anything,
            Some(set) => match set.single() {
                Some(version) => {
                    let bare = text.trim_matches(|c: char| !c.is_ascii_alphanumeric()).to_owned();
                    Self::One(bare, Some(version.clone()))
                }
                None if ecosystem == Ecosystem::GitHubActions => Self::Newest(set),
                None => Self::Several(set),
            },
        }
    }

    /// The version from which a fix must lead upwards.
    pub(super) fn floor(&self) -> Point<'_> {
        match self {
            Self::One(_, Some(version)) => Point::At(version),
            Self::Newest(set) | Self::Several(set) => set.spans().first().map_or(Point::Top, Span::floor),
            Self::One(_, None) | Self::Anything => Point::Bottom,
        }
    }

    /// Whether a version is among those that are asked for.
    pub(super) fn allows(&self, version: &Version) -> bool {
        match self {
            Self::One(..) => false,
            Self::Newest(set) | Self::Several(set) => set.contains(version),
            Self::Anything => true,
        }
    }

    /// What each record concerns.
    pub(super) fn reaches(&self, records: &[Record]) -> Vec<Option<Reach>> {
        match self {
            Self::One(text, version) => {
                let affects = |record: &Record| record.affects(text, version.as_ref()).then_some(Reach::Version);
                records.iter().map(affects).collect()
            }
            Self::Newest(set) => {
                let newest = records.iter().flat_map(Record::named).filter(|version| set.contains(version)).max();
                let point = newest.map_or_else(|| set.spans().last().map_or(Point::Top, Span::ceiling), Point::At);
                records.iter().map(|record| record.affects_point(point).then_some(Reach::Version)).collect()
            }
            Self::Several(set) => several(set, records),
            // Without a floor there is nothing to raise: only what no version is free of counts.
            Self::Anything => {
                let reach = |found: Option<Reach>| found.filter(|reach| *reach == Reach::Every);
                several(&Set::all(), records).into_iter().map(reach).collect()
            }
        }
    }
}

/// Tests the places where something is known to change: the ends of each span, and every fixed version inside.
fn several(set: &Set, records: &[Record]) -> Vec<Option<Reach>> {
    let Some(floor) = set.spans().first().map(Span::floor) else { return vec![None; records.len()] };
    let mut points: Vec<Point> = set.spans().iter().flat_map(|span| [span.ceiling(), span.floor()]).collect();
    let weaknesses = || records.iter().filter(|record| record.is_weakness());
    let fixes = weaknesses().flat_map(Record::fixes).map(|(version, _)| version);
    let mut inside: Vec<&Version> = fixes.filter(|version| set.contains(version)).collect();
    inside.sort_unstable();
    inside.dedup();
    points.extend(inside.into_iter().map(Point::At));
    let alone = |record: &Record| points.iter().all(|point| record.affects_point(*point));
    let mut reaches: Vec<Option<Reach>> = records
        .iter()
        .map(
            |record| {
                if alone(record) { Some(Reach::Every) } else { record.affects_point(floor).then_some(Reach::Floor) }
            },
        )
        .collect();
    // No record covers all of it, but together they do: the newest version that can be had is what counts.
    let any_alone =
        records.iter().zip(&reaches).any(|(record, reach)| record.is_weakness() && *reach == Some(Reach::Every));
    let together = || points.iter().all(|point| weaknesses().any(|record| record.affects_point(*point)));
    if !any_alone && together() {
        let ceiling = set.spans().last().map_or(Point::Top, Span::ceiling);
        for (record, reach) in records.iter().zip(&mut reaches) {
            if record.is_weakness() && record.affects_point(ceiling) {
                *reach = Some(Reach::Every);
            }
        }
    }
    reaches
}
