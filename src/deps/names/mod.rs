//! Names that may be meant for others: slips, separators, what a package is imported as, the registry of another language.
//!
//! A name of the lists has a rank, which `build/names.rs` gives it: 0 is famous; 1, 2, 3 and 4 are the 300, 1,000, 2,500 and
//! 5,000 most used; 5 is the rest; 6 is known to be real and never suggested. The ranks below, down to which a resemblance is
//! told, were chosen so that few much-used names that are kept out of the lists would be told to be something else.

mod near;
mod slip;
#[cfg(test)]
mod tests;

use fst::Map;

use super::model::Ecosystem;

/// A name that looks like something else.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Suspicion {
    /// The name that was probably meant.
    pub likely: String,
    /// Why it is suspected.
    pub why: Why,
}

/// Why a name is suspected.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Why {
    /// The same but for hyphens, underscores and dots.
    Separators,
    /// One slip away.
    Slip,
    /// A well-known name with the name of the language added.
    Affix,
    /// What the package is imported as, or called in talk.
    Import,
    /// Part of the language itself: nothing has to be installed.
    BuiltIn,
    /// A well-known name of this other ecosystem.
    Elsewhere(Ecosystem),
}

/// The lists, which `build.rs` makes of `config/names`.
fn list(ecosystem: Ecosystem) -> Option<Map<&'static [u8]>> {
    macro_rules! bytes {
        ($name:literal) => {
            include_bytes!(concat!(env!("OUT_DIR"), "/names/", $name, ".fst")).as_slice()
        };
    }
    let bytes = match ecosystem {
        Ecosystem::PyPi => bytes!("pypi"),
        Ecosystem::Npm => bytes!("npm"),
        Ecosystem::CratesIo => bytes!("crates"),
        Ecosystem::Go => bytes!("go"),
        Ecosystem::Maven => bytes!("maven"),
        Ecosystem::RubyGems => bytes!("rubygems"),
        Ecosystem::Packagist => bytes!("packagist"),
        Ecosystem::NuGet => bytes!("nuget"),
        Ecosystem::GitHubActions => bytes!("actions"),
    };
    // What the build wrote is a map; only its header is looked at here.
    Map::new(bytes).ok()
}

const WRONG: &str = include_str!("../../../config/names/wrong.txt");

/// Deepest rank of a name, and fewest bytes of the other, for which a difference in separators alone is suspicious. Of less
/// used names there are pairs of which both are real.
const DEEPEST_BUT_FOR_SEPARATORS: u64 = 4;
const SHORTEST_WITHOUT_SEPARATORS: usize = 6;

/// What a language adds to names, in front and behind, and the deepest rank of a name to which that is suspicious.
const AFFIXES: [(Ecosystem, &str, &str, u64); 11] = [
    (Ecosystem::PyPi, "python-", "", 1),
    (Ecosystem::PyPi, "python3-", "", 2),
    (Ecosystem::PyPi, "python", "", 1),
    (Ecosystem::PyPi, "", "-python", 4),
    (Ecosystem::PyPi, "py", "", 0),
    (Ecosystem::Npm, "", ".js", 5),
    (Ecosystem::Npm, "", "-js", 4),
    (Ecosystem::Npm, "", "js", 4),
    (Ecosystem::Npm, "", "-node", 2),
    (Ecosystem::Npm, "node", "", 5),
    (Ecosystem::Npm, "node-", "", 0),
];

/// Shortest well-known name to which an affix without a separator is suspicious, in bytes.
const SHORTEST_WITH_AFFIX: usize = 5;

/// Deepest rank that is known beyond its own ecosystem, and shortest name for which that is looked at.
const ELSEWHERE: (u64, usize) = (0, 5);

/// What is suspicious about a name in the spelling of [`Ecosystem::normal`]; nothing about names that are much used
/// themselves. The answer walks a part of a list: ask for names that are new in a manifest, not for every line of a lock.
/// Names that the base has and names of one's own registry are not for this function to know: leave them out.
pub fn suspect(ecosystem: Ecosystem, name: &str) -> Option<Suspicion> {
    wrong(ecosystem, name).or_else(|| {
        let names = list(ecosystem)?;
        if names.contains_key(name) { None } else { resembling(ecosystem, &names, name) }
    })
}

/// What a name resembles, be it known or not.
fn resembling(ecosystem: Ecosystem, names: &Map<&'static [u8]>, name: &str) -> Option<Suspicion> {
    let best = |found: Vec<near::Ranked>, why: Why| {
        let (likely, _) = found.into_iter().min_by_key(|(_, rank)| *rank)?;
        Some(Suspicion { likely: String::from_utf8(likely).ok()?, why })
    };
    let mut same = near::but_for_separators(names, name);
    let long = name.len() >= SHORTEST_WITHOUT_SEPARATORS;
    same.retain(|(likely, rank)| long && *rank <= DEEPEST_BUT_FOR_SEPARATORS && likely != name.as_bytes());
    let mut near = near::one_slip(names, name);
    near.retain(|(likely, rank)| slip::is_likely(name.as_bytes(), likely, *rank));
    best(same, Why::Separators)
        .or_else(|| best(near, Why::Slip))
        .or_else(|| affixed(ecosystem, names, name))
        .or_else(|| elsewhere(ecosystem, name))
}

/// Names that are known to be wrong.
fn wrong(ecosystem: Ecosystem, name: &str) -> Option<Suspicion> {
    let section = match ecosystem {
        Ecosystem::PyPi => "[pypi]",
        Ecosystem::Npm => "[npm]",
        _ => return None,
    };
    let lines = WRONG.lines().skip_while(|line| *line != section).skip(1).take_while(|line| !line.starts_with('['));
    let meant = lines.filter_map(|line| line.split_once(' ')).find(|(written, _)| *written == name)?.1;
    let why = if meant == "-" { Why::BuiltIn } else { Why::Import };
    Some(Suspicion { likely: if meant == "-" { name.to_owned() } else { meant.to_owned() }, why })
}

/// A well-known name to which that of the language was added.
fn affixed(ecosystem: Ecosystem, names: &Map<&'static [u8]>, name: &str) -> Option<Suspicion> {
    AFFIXES.iter().filter(|(own, ..)| *own == ecosystem).find_map(|(_, prefix, suffix, deepest)| {
        let bare = name.strip_prefix(prefix)?.strip_suffix(suffix)?;
        let separated = prefix.ends_with('-') || suffix.starts_with(['.', '-']);
        let rank = names.get(bare)?;
        let likely = (separated || bare.len() >= SHORTEST_WITH_AFFIX) && rank <= *deepest;
        likely.then(|| Suspicion { likely: bare.to_owned(), why: Why::Affix })
    })
}

/// A name that is well known in another ecosystem and unknown in this one.
fn elsewhere(ecosystem: Ecosystem, name: &str) -> Option<Suspicion> {
    let (deepest, shortest) = ELSEWHERE;
    let other = match ecosystem {
        Ecosystem::PyPi => Ecosystem::Npm,
        Ecosystem::Npm => Ecosystem::PyPi,
        _ => return None,
    };
    let rank = list(other)?.get(name)?;
    let known = rank <= deepest && name.len() >= shortest;
    known.then(|| Suspicion { likely: name.to_owned(), why: Why::Elsewhere(other) })
}
