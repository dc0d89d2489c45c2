//! What a policy excepts: names of one's own, and advisories that are ignored for a reason and a time.

use globset::{GlobBuilder, GlobMatcher};
use time::Date;

use crate::deps::Dependency;
use crate::deps::judge::Concern;
use crate::finding::Ignored;

/// `[[dependencies.ignore]]`: an advisory that does not count.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ignore {
    /// The advisory, by its id or any alias.
    pub id: String,
    /// The package in which it is ignored; in every one unless told.
    pub package: Option<String>,
    /// Why.
    pub reason: String,
    /// The last day on which the entry counts; `None` means that it counts for ever.
    pub expires: Option<Date>,
}

impl Ignore {
    /// Whether the entry still counts.
    pub fn counts(&self, today: Date) -> bool {
        self.expires.is_none_or(|last| today <= last)
    }

    fn names(&self, dependency: &Dependency, concern: &Concern) -> bool {
        let package = |name: &String| dependency.ecosystem.normal(name) == dependency.name;
        let id = || concern.ids.iter().any(|id| id.eq_ignore_ascii_case(&self.id));
        self.package.as_ref().is_none_or(package) && id()
    }
}

/// Globs over names of packages.
#[derive(Clone, Debug, Default)]
pub struct NameGlobs(Vec<GlobMatcher>);

impl NameGlobs {
    /// Takes globs that [`name_glob`] accepts; one that it does not accept matches nothing.
    pub fn new<'p>(patterns: impl IntoIterator<Item = &'p str>) -> Self {
        // Registries that do not tell `-` and `_` apart are asked by names with `-`.
        let spellings = patterns.into_iter().flat_map(|pattern| [pattern.to_owned(), pattern.replace('_', "-")]);
        Self(spellings.filter_map(|pattern| name_glob(&pattern).ok()).collect())
    }

    pub(super) fn matches(&self, normal: &str, shown: &str) -> bool {
        self.0.iter().any(|glob| glob.is_match(normal) || glob.is_match(shown))
    }
}

/// Compiles a glob over names: `*` stands for any characters, a slash among them. Case does not count.
///
/// # Errors
/// What is wrong, in words: it is no glob, or it names every package.
pub fn name_glob(pattern: &str) -> Result<GlobMatcher, String> {
    if pattern.trim().is_empty() {
        return Err("it is empty".to_owned());
    }
    let glob = GlobBuilder::new(pattern).case_insensitive(true).build().map_err(|error| error.kind().to_string())?;
    let glob = glob.compile_matcher();
    if ["q", "zz-9k", "w7_x.y"].iter().all(|name| glob.is_match(name)) {
        return Err("it names every package, and so would switch the check off".to_owned());
    }
    Ok(glob)
}

/// What a policy excepts.
#[derive(Clone, Debug)]
pub struct Exceptions {
    /// Packages of one's own: what is known of public ones of the same name does not count.
    pub internal: NameGlobs,
    /// Advisories that do not count.
    pub ignore: Vec<Ignore>,
    /// The day on which it is asked.
    pub today: Date,
}

impl Exceptions {
    /// None.
    pub const fn none() -> Self {
        Self { internal: NameGlobs(Vec::new()), ignore: Vec::new(), today: Date::MIN }
    }

    /// Parts the concerns that count from those that are ignored; with words about entries that do and do not count.
    pub(super) fn part(
        &self,
        dependency: &Dependency,
        concerns: Vec<Concern>,
    ) -> (Vec<Concern>, Vec<(Concern, Ignored)>, Vec<String>) {
        let (mut live, mut ignored, mut notes) = (Vec::new(), Vec::new(), Vec::new());
        for concern in concerns {
            let entries = self.ignore.iter().filter(|entry| entry.names(dependency, &concern));
            // Of several entries the one that counts longest.
            let best = entries.max_by_key(|entry| (entry.expires.is_none(), entry.expires));
            match best {
                None => live.push(concern),
                Some(entry) if entry.counts(self.today) => {
                    let until = entry.expires.map(|date| date.to_string());
                    ignored.push((concern, Ignored { reason: entry.reason.clone(), until }));
                }
                Some(entry) => {
                    let last = entry.expires.map(|date| format!(" expired after {date}")).unwrap_or_default();
                    notes.push(format!("the entry of `[[dependencies.ignore]]` for {}{last}", entry.id));
                    live.push(concern);
                }
            }
        }
        if !live.is_empty() && !ignored.is_empty() {
            let ids: Vec<&str> =
                ignored.iter().filter_map(|(concern, _)| concern.ids.first().map(String::as_str)).collect();
            notes.push(format!("the policy ignores {}", ids.join(", ")));
        }
        (live, ignored, notes)
    }
}
