//! Whether an advisory affects a version: the evaluation that the OSV schema lays down, on versions that were read once.

use std::cmp::Ordering;

use crate::deps::advisory::{Advisory, AffectedRange, Event};
use crate::deps::model::Ecosystem;
use crate::deps::version::{Point, Version};

/// An advisory whose events are read and sorted.
pub(super) struct Record<'a> {
    pub(super) advisory: &'a Advisory,
    timelines: Vec<Timeline<'a>>,
    /// The listed versions, where they are all that the record has.
    listed: Vec<Version>,
}

/// The events of one range in the order of their versions.
struct Timeline<'a> {
    steps: Vec<Step<'a>>,
    /// Versions below which alone the range says anything; none for a range without limits.
    limits: Vec<Version>,
}

struct Step<'a> {
    /// `None` stands below every version.
    at: Option<Version>,
    text: &'a str,
    turn: Turn,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Turn {
    Introduced,
    Fixed,
    LastAffected,
}

impl<'a> Record<'a> {
    pub(super) fn read(ecosystem: Ecosystem, advisory: &'a Advisory) -> Self {
        let timelines: Vec<_> = advisory.ranges.iter().filter_map(|range| Timeline::read(ecosystem, range)).collect();
        // Most records that have ranges list the versions of those ranges as well.
        let listed = if timelines.is_empty() { advisory.versions.as_slice() } else { &[] };
        let listed = listed.iter().filter_map(|version| Version::parse(ecosystem, version)).collect();
        Self { advisory, timelines, listed }
    }

    /// Whether it speaks of something that an attacker could use.
    pub(super) fn is_weakness(&self) -> bool {
        !self.advisory.kind.informs_only()
    }

    /// Whether a version is affected. One that has no place in the order is so if it is listed, or if every version is.
    pub(super) fn affects(&self, text: &str, version: Option<&Version>) -> bool {
        let listed = self.advisory.versions.iter().any(|listed| listed == text);
        listed || version.map_or_else(|| self.affects_all(), |version| self.affects_point(Point::At(version)))
    }

    /// Whether what stands at a point is affected.
    pub(super) fn affects_point(&self, point: Point) -> bool {
        let listed = |version: &Version| point.cmp_version(version).is_eq();
        self.timelines.iter().any(|timeline| timeline.affects(point)) || self.listed.iter().any(listed)
    }

    /// Whether there is no version that it does not affect.
    fn affects_all(&self) -> bool {
        let from_the_beginning = |step: &Step| step.turn == Turn::Introduced && step.at.is_none();
        let whole = |timeline: &Timeline| {
            timeline.limits.is_empty()
                && timeline.steps.iter().all(|step| step.turn == Turn::Introduced)
                && timeline.steps.first().is_some_and(from_the_beginning)
        };
        self.timelines.iter().any(whole)
    }

    /// The versions that mend it, with their text.
    pub(super) fn fixes(&self) -> impl Iterator<Item = (&Version, &'a str)> {
        let steps = self.timelines.iter().flat_map(|timeline| &timeline.steps);
        steps.filter(|step| step.turn == Turn::Fixed).filter_map(|step| Some((step.at.as_ref()?, step.text)))
    }

    /// Every version that its events name.
    pub(super) fn named(&self) -> impl Iterator<Item = &Version> {
        let steps = self.timelines.iter().flat_map(|timeline| &timeline.steps);
        steps.filter_map(|step| step.at.as_ref())
    }
}

impl<'a> Timeline<'a> {
    /// Reads the events; `None` where one names a version that has no place in the order: where it would turn is unknown.
    fn read(ecosystem: Ecosystem, range: &'a AffectedRange) -> Option<Self> {
        let (mut steps, mut limits) = (Vec::new(), Vec::new());
        for event in &range.events {
            let (text, turn) = match event {
                Event::Introduced(text) => (text, Turn::Introduced),
                Event::Fixed(text) => (text, Turn::Fixed),
                Event::LastAffected(text) => (text, Turn::LastAffected),
                Event::Limit(text) if text == "*" => continue,
                Event::Limit(text) => {
                    limits.push(Version::parse(ecosystem, text)?);
                    continue;
                }
            };
            let at =
                if turn == Turn::Introduced && text == "0" { None } else { Some(Version::parse(ecosystem, text)?) };
            steps.push(Step { at, text, turn });
        }
        steps.sort_by(|a, b| a.at.cmp(&b.at));
        Some(Self { steps, limits })
    }

    fn affects(&self, point: Point) -> bool {
        let below = |limit: &Version| point.cmp_version(limit) == Ordering::Less;
        if !self.limits.is_empty() && !self.limits.iter().any(below) {
            return false;
        }
        let mut affected = false;
        for step in &self.steps {
            let order = step.at.as_ref().map_or(Ordering::Greater, |at| point.cmp_version(at));
            match step.turn {
                Turn::Introduced if order.is_ge() => affected = true,
                Turn::Fixed if order.is_ge() => affected = false,
                Turn::LastAffected if order.is_gt() => affected = false,
                _ => {}
            }
        }
        affected
    }
}
