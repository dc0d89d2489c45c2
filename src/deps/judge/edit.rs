//! The exact text that mends a dependency, in the notation in which it is written.

use std::ops::Range;

use crate::deps::model::{Dependency, Ecosystem, Wanted};
use crate::deps::version::{Point, Span, Version, requirement};

/// How to come to a fixed version.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Remedy {
    /// Write other text where the version stands.
    Replace(Edit),
    /// A lock file is not edited: run this.
    Run(String),
}

/// A replacement of the text of a version.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Edit {
    /// What is wanted now, as written.
    pub from: String,
    /// What to write instead.
    pub to: String,
}

impl Edit {
    /// The line of a version, as it stands and as it should stand, without blanks around; `place` is the byte range of the
    /// version in the text. `None` where other text stands there.
    pub fn line(&self, text: &str, place: &Range<usize>) -> Option<(String, String)> {
        let (before, written, after) = (text.get(..place.start)?, text.get(place.clone())?, text.get(place.end..)?);
        let at = written.find(self.from.as_str())?;
        let head = &before[before.rfind('\n').map_or(0, |end| end + 1)..];
        let tail = &after[..after.find('\n').unwrap_or(after.len())];
        let (left, right) = (&written[..at], &written[at + self.from.len()..]);
        let line = |version: &str| format!("{head}{left}{version}{right}{tail}").trim().to_owned();
        Some((line(&self.from), line(&self.to)))
    }
}

/// What to do about a dependency to come to the version `fixed`.
pub(super) fn remedy(dependency: &Dependency, fixed: &str) -> Option<Remedy> {
    let ecosystem = dependency.ecosystem;
    let (from, to) = match &dependency.wanted {
        Wanted::Any => return None,
        Wanted::Locked(_) => return command(ecosystem, &dependency.shown, fixed).map(Remedy::Run),
        Wanted::Exact(from) => (from, exact(ecosystem, from, fixed)),
        Wanted::Range(from) => (from, range(ecosystem, from, fixed)),
    };
    Some(Remedy::Replace(Edit { from: from.clone(), to }))
}

/// The fixed version, written as the old one is.
fn exact(ecosystem: Ecosystem, from: &str, fixed: &str) -> String {
    let bare = fixed.strip_prefix('v').unwrap_or(fixed);
    let prefix = if from.starts_with('v') { "v" } else { "" };
    let suffix = if ecosystem == Ecosystem::Go && from.ends_with("+incompatible") { "+incompatible" } else { "" };
    if Version::parse(ecosystem, from).is_some() {
        format!("{prefix}{bare}{suffix}")
    } else {
        range(ecosystem, from, fixed)
    }
}

/// The range with its floor raised; where that leaves nothing, the usual way to ask for the fixed version.
fn range(ecosystem: Ecosystem, from: &str, fixed: &str) -> String {
    let was_one = requirement(ecosystem, from).is_some_and(|set| set.single().is_some());
    let starts_at_fixed = |text: &String| {
        let read = requirement(ecosystem, text).zip(Version::parse(ecosystem, fixed));
        read.is_some_and(|(set, fixed)| {
            let starts = set.spans().first().map(Span::floor) == Some(Point::At(&fixed));
            // `4.x` is not mended by a pin.
            starts && set.single().is_some() == was_one
        })
    };
    let raised = versions(from).map(|place| {
        let (before, old, after) = (&from[..place.start], &from[place.clone()], &from[place.end..]);
        let parts = old.split('.').count();
        // `~> 1.2` leaves the second number free; `~> 1.5.3` would not.
        let operator = before.trim_end();
        let pessimistic = operator.ends_with("~>") || operator.ends_with("~=");
        if pessimistic && parts >= 2 && fixed.split('.').count() > parts && after.is_empty() {
            let short: Vec<&str> = fixed.split('.').take(parts).collect();
            let least = if ecosystem == Ecosystem::RubyGems { ", >= " } else { ",>=" };
            return format!("{before}{}{least}{fixed}", short.join("."));
        }
        let prefix = if old.starts_with('v') && !fixed.starts_with('v') { "v" } else { "" };
        format!("{before}{prefix}{fixed}{after}")
    });
    raised.into_iter().find(starts_at_fixed).unwrap_or_else(|| match ecosystem {
        Ecosystem::PyPi => format!(">={fixed}"),
        Ecosystem::Npm | Ecosystem::Packagist => format!("^{fixed}"),
        Ecosystem::RubyGems => format!(">= {fixed}"),
        Ecosystem::CratesIo | Ecosystem::Maven | Ecosystem::NuGet => fixed.to_owned(),
        Ecosystem::Go | Ecosystem::GitHubActions => format!("v{}", fixed.trim_start_matches('v')),
    })
}

/// Byte ranges of what looks like a version.
fn versions(text: &str) -> impl Iterator<Item = Range<usize>> {
    let part_of_one = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '+' | '*' | '_' | '!');
    let mut at = 0;
    std::iter::from_fn(move || {
        loop {
            let start = at + text[at..].find(part_of_one)?;
            let end = text[start..].find(|c| !part_of_one(c)).map_or(text.len(), |length| start + length);
            at = end;
            if text[start..end].bytes().any(|byte| byte.is_ascii_digit()) {
                return Some(start..end);
            }
        }
    })
}

/// The command that raises a locked version. Python has no one lock file, and Java none that is raised by name. A name or
/// version that a shell could read otherwise gets no command.
fn command(ecosystem: Ecosystem, name: &str, fixed: &str) -> Option<String> {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'-' | b'_' | b'/' | b'@' | b'+');
    let is_plain = |text: &str| text.bytes().all(plain) && !text.starts_with('-');
    if !is_plain(name) || !is_plain(fixed) {
        return None;
    }
    Some(match ecosystem {
        Ecosystem::Npm => format!("npm install {name}@{fixed}"),
        Ecosystem::CratesIo => format!("cargo update -p {name} --precise {fixed}"),
        Ecosystem::Go => format!("go get {name}@v{}", fixed.trim_start_matches('v')),
        Ecosystem::RubyGems => format!("bundle update --conservative {name}"),
        Ecosystem::Packagist => format!("composer update {name}"),
        Ecosystem::NuGet => format!("dotnet add package {name} --version {fixed}"),
        Ecosystem::PyPi | Ecosystem::Maven | Ecosystem::GitHubActions => return None,
    })
}
