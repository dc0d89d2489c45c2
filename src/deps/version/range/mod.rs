//! What a requirement allows, in the notation of each ecosystem, as a set of versions.

mod brackets;
mod clauses;
mod comparator;
mod python;
#[cfg(test)]
mod tests;

use comparator::{Notation, Op};

use super::{Set, Version};
use crate::deps::model::Ecosystem;

/// Longest requirement that is read, in bytes: what is longer was not written by a person.
const LONGEST: usize = 4096;

/// The versions that a requirement allows; `None` where it names no versions, as a tag or a branch does.
///
/// A prerelease is left out below an upper bound that is itself a release, as the resolvers do: `<2` does not reach `2.0.0-rc.1`.
pub fn requirement(ecosystem: Ecosystem, text: &str) -> Option<Set> {
    let text = text.trim();
    if text.len() > LONGEST {
        return None;
    }
    match ecosystem {
        Ecosystem::PyPi => python::read(text),
        Ecosystem::Npm => clauses::read(&Notation::NPM, text),
        Ecosystem::CratesIo => clauses::read(&Notation::CARGO, text),
        Ecosystem::Packagist => clauses::read(&Notation::COMPOSER, composer(text)),
        Ecosystem::RubyGems => clauses::read(&Notation::RUBY, text),
        Ecosystem::Maven | Ecosystem::NuGet => brackets::read(ecosystem, text),
        Ecosystem::Go => clauses::read(&Notation::GO, text),
        // A tag with fewer than three numbers is moved to the newest release below it.
        Ecosystem::GitHubActions => comparator::read(&Notation::ACTIONS, Op::Equal, text),
    }
}

/// A requirement without Composer's stability flag, alias and reference: `^1.0@beta`, `1.0 as 2.0`, `dev-main#0a1b`.
fn composer(text: &str) -> &str {
    let text = text.split(" as ").next().unwrap_or(text);
    let text = text.split('#').next().unwrap_or(text);
    match text.rsplit_once('@') {
        Some((version, flag)) if flag.trim().bytes().all(|byte| byte.is_ascii_alphabetic()) => version.trim(),
        _ => text.trim(),
    }
}
