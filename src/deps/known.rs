//! What is known of packages on this machine: the index that was fetched, and behind it the one in this program.

use std::fmt;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use super::embedded;
use super::index::{Index, IndexError, Summary};
use super::{Advisory, Ecosystem};
use crate::text::printable;

/// Days after which a fetched index is called old. Malware is reported and taken down within days.
const OLD: i64 = 14;
/// Days after which the index in this program is called old.
const OLD_EMBEDDED: i64 = 60;
const SECONDS_A_DAY: i64 = 86_400;

/// Answers what is known of a package. Threads may share it.
#[derive(Debug)]
pub struct Advisories {
    fetched: Option<Fetched>,
    embedded: Option<Index>,
    damage: OnceLock<Warning>,
}

#[derive(Debug)]
struct Fetched {
    index: Index,
    path: PathBuf,
}

/// One line for a person about the index that is in use.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Warning(String);

impl fmt::Display for Warning {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl Advisories {
    /// The index at `path`, or the one in this program alone. Where the file cannot be used, the one in this program
    /// answers, and the warning says so.
    pub fn open(path: Option<&Path>) -> (Self, Option<Warning>) {
        let embedded = embedded::index();
        match path.map(|path| (path, Index::open(path))) {
            None => (Self::of(None, embedded), None),
            Some((path, Ok(index))) => (Self::of(Some(Fetched { index, path: path.to_owned() }), embedded), None),
            Some((path, Err(error))) => (Self::of(None, embedded), Some(unusable(path, &error))),
        }
    }

    /// The index at `path` and nothing else.
    ///
    /// # Errors
    /// It cannot be used.
    pub fn only(path: &Path) -> Result<Self, IndexError> {
        let index = Index::open(path)?;
        Ok(Self::of(Some(Fetched { index, path: path.to_owned() }), None))
    }

    fn of(fetched: Option<Fetched>, embedded: Option<Index>) -> Self {
        Self { fetched, embedded, damage: OnceLock::new() }
    }

    /// Everything that is known of a package. `name` is in the spelling of [`Ecosystem::normal`].
    ///
    /// Where a part of the fetched index is damaged, the index in this program answers, and [`Advisories::damage`] tells.
    ///
    /// # Errors
    /// There is no other index to answer.
    pub fn look_up(&self, ecosystem: Ecosystem, name: &str) -> Result<Vec<Advisory>, IndexError> {
        let mut found = Vec::new();
        if let Some(Fetched { index, path }) = &self.fetched {
            match index.look_up(ecosystem, name) {
                Ok(advisories) if self.embedded.is_none() || index.covers(ecosystem) => return Ok(advisories),
                // Records of other ecosystems that concern this one too.
                Ok(advisories) => found = advisories,
                Err(error) if self.embedded.is_none() => return Err(error),
                Err(error) => drop(self.damage.set(unusable(path, &error))),
            }
        }
        if let Some(embedded) = &self.embedded {
            let more = embedded.look_up(ecosystem, name)?;
            let new = more.into_iter().filter(|advisory| !found.iter().any(|known| known.id == advisory.id));
            found.extend(new.collect::<Vec<_>>());
        }
        Ok(found)
    }

    /// What a look-up found damaged: one warning, however many look-ups there were.
    pub fn damage(&self) -> Option<&Warning> {
        self.damage.get()
    }

    /// What the index in use holds.
    pub fn summary(&self) -> Option<&Summary> {
        self.fetched.as_ref().map(|fetched| &fetched.index).or(self.embedded.as_ref()).map(Index::summary)
    }

    /// Where the index in use lies; `None` where it is the one in this program.
    pub fn path(&self) -> Option<&Path> {
        self.fetched.as_ref().map(|fetched| fetched.path.as_path())
    }

    /// One line if the index in use is old. `now` is in seconds since 1970.
    pub fn staleness(&self, now: i64) -> Option<Warning> {
        let days = self.summary()?.age(now);
        let (whose, limit) = match self.fetched {
            Some(_) => ("the advisory index", OLD),
            None => ("the built-in advisory index", OLD_EMBEDDED),
        };
        (days > limit).then(|| {
            Warning(format!("{whose} is {days} days old: `hunkguard advisories update` fetches what is known today"))
        })
    }
}

impl Summary {
    /// How many whole days have passed since its facts were complete. `now` is in seconds since 1970.
    pub fn age(&self, now: i64) -> i64 {
        (now.saturating_sub(self.as_of) / SECONDS_A_DAY).max(0)
    }
}

fn unusable(path: &Path, error: &IndexError) -> Warning {
    let path = printable(path.as_os_str().as_encoded_bytes());
    Warning(format!(
        "the advisory index `{path}` cannot be used: {error}; the built-in one is used instead, and `hunkguard advisories \
         update` makes a new one"
    ))
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;
    use crate::deps::index::{Facts, write};
    use crate::deps::osv::{join, parse};

    /// An index with one record on `django`, and one on `marked` and `django`.
    fn bytes() -> Vec<u8> {
        let records = [
            r#"{"id": "PYSEC-1", "modified": "2026-01-01T00:00:00Z", "affected": [{"package": {"ecosystem": "PyPI", "name": "django"}, "versions": ["1b"]}]}"#,
            r#"{"id": "GHSA-1", "affected": [{"package": {"ecosystem": "PyPI", "name": "django"}, "versions": ["1b"]},
                                             {"package": {"ecosystem": "npm", "name": "marked"}, "versions": ["1.0.0"]}]}"#,
        ];
        let catalogue = join(records.iter().map(|json| parse(json.as_bytes()).unwrap()).collect());
        write(&Facts { catalogue: &catalogue, built: 0, as_of: 0 }).unwrap()
    }

    fn ids(advisories: &Advisories, ecosystem: Ecosystem, name: &str) -> Vec<String> {
        advisories.look_up(ecosystem, name).unwrap().into_iter().map(|advisory| advisory.id).collect()
    }

    #[test]
    fn without_a_file_the_built_in_index_answers() {
        let (advisories, warning) = Advisories::open(None);
        assert_eq!(warning, None);
        assert!(ids(&advisories, Ecosystem::PyPi, "django").len() > 100);
    }

    #[test]
    fn a_fetched_index_answers_where_it_is_complete_and_adds_where_it_is_not() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("index");
        fs::write(&path, bytes()).unwrap();
        let (advisories, warning) = Advisories::open(Some(&path));
        assert_eq!(warning, None);
        assert_eq!(ids(&advisories, Ecosystem::PyPi, "django"), ["PYSEC-1", "GHSA-1"]);
        let marked = ids(&advisories, Ecosystem::Npm, "marked");
        assert!(marked[0] == "GHSA-1" && marked.len() > 1, "{marked:?}");
        assert!(!ids(&advisories, Ecosystem::RubyGems, "rack").is_empty());
        let alone = Advisories::only(&path).unwrap();
        assert_eq!(ids(&alone, Ecosystem::Npm, "marked"), ["GHSA-1"]);
        assert!(ids(&alone, Ecosystem::RubyGems, "rack").is_empty());
    }

    #[test]
    fn damage_is_told_once_and_the_built_in_index_answers() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("index");
        let whole = bytes();
        fs::write(&path, &whole[..whole.len() - 1]).unwrap();
        let (advisories, warning) = Advisories::open(Some(&path));
        assert!(warning.unwrap().to_string().contains("should have"));
        assert!(ids(&advisories, Ecosystem::PyPi, "django").len() > 100);

        // The last bytes are names on npm: nobody looks at them before a package of npm is asked for.
        let mut flipped = whole;
        *flipped.last_mut().unwrap() ^= 1;
        fs::write(&path, &flipped).unwrap();
        let (advisories, warning) = Advisories::open(Some(&path));
        assert_eq!((warning, advisories.damage()), (None, None));
        assert!(!ids(&advisories, Ecosystem::Npm, "marked").is_empty());
        assert!(advisories.damage().unwrap().to_string().contains("damaged"));
        assert!(
            Advisories::only(&path).unwrap().look_up(Ecosystem::Npm, "marked").is_err(),
            "nothing stands behind it"
        );
    }

    #[test]
    fn an_old_index_says_so_in_one_line() {
        let (advisories, _) = Advisories::open(None);
        let made = advisories.summary().unwrap().as_of;
        assert_eq!(advisories.staleness(made + 59 * SECONDS_A_DAY), None);
        let line = advisories.staleness(made + 61 * SECONDS_A_DAY).unwrap().to_string();
        assert!(line.contains("61 days") && !line.contains('\n'), "{line}");
        assert_eq!(advisories.staleness(0), None, "a clock that is wrong");
    }
}
