//! One comparator, such as `^1.2` or `>=1`: shared by npm, Cargo, Composer and Ruby, which differ in a few habits.

use std::ops::Bound::{Excluded, Included, Unbounded};

use super::{Set, Version};
use crate::deps::model::Ecosystem;

/// The habits of one ecosystem.
pub(super) struct Notation {
    pub(super) ecosystem: Ecosystem,
    /// What a version without an operator means.
    pub(super) bare: Op,
    /// Whether `1.2` stands for every `1.2.x`.
    partial_is_range: bool,
    /// Whether `~1.2` lets the second number rise: the last number that is written is free.
    tilde_frees_last: bool,
    /// What separates alternatives.
    pub(super) or: &'static str,
    /// What separates comparators that must all hold.
    pub(super) and: &'static [char],
}

impl Notation {
    pub(super) const NPM: Self = Self {
        ecosystem: Ecosystem::Npm,
        bare: Op::Equal,
        partial_is_range: true,
        tilde_frees_last: false,
        or: "||",
        and: &[' ', '\t', ','],
    };
    pub(super) const CARGO: Self = Self { ecosystem: Ecosystem::CratesIo, bare: Op::Caret, and: &[','], ..Self::NPM };
    pub(super) const COMPOSER: Self =
        Self { ecosystem: Ecosystem::Packagist, partial_is_range: false, tilde_frees_last: true, or: "|", ..Self::NPM };
    /// Minimal version selection takes what is written; of the language itself, a later release does as well: `>=1.21`.
    pub(super) const GO: Self = Self { ecosystem: Ecosystem::Go, partial_is_range: false, ..Self::NPM };
    pub(super) const RUBY: Self = Self { ecosystem: Ecosystem::RubyGems, and: &[','], ..Self::COMPOSER };
    pub(super) const POETRY: Self = Self { ecosystem: Ecosystem::PyPi, tilde_frees_last: false, ..Self::COMPOSER };
    pub(super) const ACTIONS: Self = Self { ecosystem: Ecosystem::GitHubActions, ..Self::NPM };

    /// The same, but `1.2` stands for every `1.2.x`.
    pub(super) fn with_partial_ranges(&self) -> Self {
        Self { partial_is_range: true, ..*self }
    }
}

/// An operator.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Op {
    Equal,
    NotEqual,
    Above,
    AtLeast,
    Below,
    AtMost,
    Caret,
    Tilde,
}

/// Longest first, so that `>=` is not read as `>`.
const OPS: [(&str, Op); 13] = [
    ("~>", Op::Tilde),
    ("==", Op::Equal),
    ("!=", Op::NotEqual),
    ("<>", Op::NotEqual),
    (">=", Op::AtLeast),
    ("=>", Op::AtLeast),
    ("<=", Op::AtMost),
    ("=<", Op::AtMost),
    ("=", Op::Equal),
    (">", Op::Above),
    ("<", Op::Below),
    ("^", Op::Caret),
    ("~", Op::Tilde),
];

/// Splits the operator off; without one the version is bare.
pub(super) fn operator(text: &str) -> (Option<Op>, &str) {
    let text = text.trim_start();
    let found = OPS.iter().find_map(|(sign, op)| Some((Some(*op), text.strip_prefix(sign)?)));
    found.map_or((None, text), |(op, rest)| (op, rest.trim_start()))
}

/// The versions that one comparator allows.
pub(super) fn read(notation: &Notation, op: Op, text: &str) -> Option<Set> {
    let ecosystem = notation.ecosystem;
    let Partial { numbers, wild, release } = partial(text)?;
    if numbers.is_empty() {
        let nothing = matches!(op, Op::Above | Op::Below | Op::NotEqual);
        return Some(if nothing { Set::none() } else { Set::all() });
    }
    let low = || {
        if wild { Version::release(ecosystem, &numbers) } else { Version::parse(ecosystem, text) }
    };
    let last = numbers.len() - 1;
    let until = |place: usize| Version::floor(ecosystem, &bumped(&numbers, place)?);
    let floor = || if release { Version::floor(ecosystem, &numbers) } else { low() };
    let open = wild || (notation.partial_is_range && release && numbers.len() < 3);
    Some(match op {
        Op::Equal if open => Set::from_until(low()?, until(last)?),
        Op::Equal => Set::one(low()?),
        Op::NotEqual if open => Set::from_until(floor()?, until(last)?).not(),
        Op::NotEqual => Set::one(low()?).not(),
        Op::Above if open => Set::between(Included(Version::release(ecosystem, &bumped(&numbers, last)?)?), Unbounded),
        Op::Above => Set::between(Excluded(low()?), Unbounded),
        Op::AtLeast => Set::between(Included(low()?), Unbounded),
        Op::Below => Set::between(Unbounded, Excluded(floor()?)),
        Op::AtMost if open => Set::between(Unbounded, Excluded(until(last)?)),
        Op::AtMost => Set::between(Unbounded, Included(low()?)),
        Op::Caret => {
            let place = numbers.iter().position(|&number| number > 0).unwrap_or(last);
            Set::from_until(low()?, until(place)?)
        }
        Op::Tilde => {
            let place = if notation.tilde_frees_last && !wild { last.saturating_sub(1) } else { last.min(1) };
            Set::from_until(low()?, until(place)?)
        }
    })
}

/// The numbers of a version that may end early or in a wildcard.
struct Partial {
    numbers: Vec<u64>,
    /// `*`, `x` or `X` stands for the rest.
    wild: bool,
    /// Nothing stands behind the numbers.
    release: bool,
}

fn partial(text: &str) -> Option<Partial> {
    let mut rest = text.trim().trim_start_matches(['v', 'V', '=', ' ']);
    let (mut numbers, mut wild) = (Vec::new(), false);
    if rest.is_empty() {
        return Some(Partial { numbers, wild: true, release: true });
    }
    loop {
        let end = rest.find(|c: char| !c.is_ascii_digit()).unwrap_or(rest.len());
        let (digits, after) = rest.split_at(end);
        if digits.is_empty() {
            wild = after.starts_with(['*', 'x', 'X']);
            // Behind a wildcard only wildcards follow: `1.x.x`.
            if wild && after.trim_start_matches(['*', 'x', 'X', '.']).is_empty() {
                return Some(Partial { numbers, wild, release: true });
            }
            return (!wild && !numbers.is_empty()).then_some(Partial { numbers, wild, release: false });
        }
        numbers.push(digits.parse().ok()?);
        let Some(next) = after.strip_prefix('.') else {
            let release = after.is_empty() || after.starts_with('+');
            return Some(Partial { numbers, wild, release });
        };
        rest = next;
    }
}

/// The numbers up to a place, that one raised by one.
pub(super) fn bumped(numbers: &[u64], place: usize) -> Option<Vec<u64>> {
    let mut raised = numbers.get(..=place)?.to_vec();
    let last = raised.last_mut()?;
    *last = last.checked_add(1)?;
    Some(raised)
}
