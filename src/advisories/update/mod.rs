//! The index is renewed from a bucket of OSV records. What was fetched stays on the disk in the layout of the bucket, so that
//! the next time only what changed has to come, and a copy of it can be imported elsewhere.
//!
//! The index is replaced when everything is there and checked; until then, and on every failure, it is as it was.

mod changes;
mod download;
mod error;
mod http;
mod ledger;

pub use error::FetchError;
pub use http::{Network, PUBLIC_BUCKET};

use std::fs::{self, File, TryLockError};
use std::path::{Path, PathBuf};

use super::error::AdvisoriesError;
use super::import::store_index;
use super::place::Place;
use super::read::{BadRecords, Reading};
use super::store;
use crate::deps::Ecosystem;
use crate::deps::index::{Index, Summary};
use crate::deps::osv::join;
use download::Download;
use http::{Client, Version};
use ledger::{Fetched, Ledger};

/// Seconds after which the whole archive is fetched again: what was removed from it stands in no list of changes.
const WHOLE_AGAIN: i64 = 30 * 86_400;
/// How much of a list of changes is read, in bytes: far more than the changes that are fetched one by one need.
const LIST: u64 = 1 << 18;
/// The longest record, in bytes.
const LONGEST_RECORD: u64 = super::archive::LONGEST_RECORD;

/// What to renew.
#[derive(Debug)]
pub struct Update<'u> {
    /// From where.
    pub network: &'u Network,
    /// Which ecosystems; all that the bucket has and we judge where there is none.
    pub ecosystems: &'u [Ecosystem],
    /// The index, and what was fetched.
    pub place: &'u Place,
    /// Now, in seconds since 1970.
    pub now: i64,
}

/// How far it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// So many bytes of an archive are there, of so many if that is known.
    Archive(Ecosystem, u64, Option<u64>),
    /// So many changed records are there, of so many.
    Changes(Ecosystem, u64, u64),
    /// One more record was read.
    Reading,
}

/// What became of one ecosystem.
#[derive(Debug)]
pub enum Outcome {
    /// Nothing has changed since.
    Unchanged,
    /// So many changed records were fetched.
    Changes(u64),
    /// The whole archive was fetched: its length in bytes.
    Archive(u64),
    /// It could not be renewed: what was known of it before is used.
    Failed(FetchError),
}

/// What became of an update.
#[derive(Debug)]
pub struct Updated {
    /// Of each ecosystem.
    pub outcomes: Vec<(Ecosystem, Outcome)>,
    /// What the index holds now.
    pub summary: Summary,
    /// Records that could not be read.
    pub bad: BadRecords,
}

impl Update<'_> {
    /// Fetches what has changed and makes a new index of all that is there.
    ///
    /// # Errors
    /// Nothing could be fetched, now or earlier, or the index could not be made.
    pub fn run(&self, step: &dyn Fn(Step)) -> Result<Updated, AdvisoriesError> {
        let mirror = &self.place.mirror;
        fs::create_dir_all(mirror).map_err(|error| AdvisoriesError::file("create", mirror, error))?;
        let _alone = lock(mirror)?;
        let client = Client::new(self.network)?;
        let mut ledger = Ledger::read(mirror);
        let mut outcomes = Vec::new();
        for ecosystem in self.wanted(&client)? {
            let outcome = match self.renew(&client, ecosystem, ledger.of(ecosystem), step) {
                Ok((fetched, outcome)) => {
                    ledger.ecosystems.insert(ecosystem.as_str().to_owned(), fetched);
                    outcome
                }
                Err(error) => Outcome::Failed(error),
            };
            outcomes.push((ecosystem, outcome));
        }
        let changed = outcomes.iter().any(|(_, outcome)| matches!(outcome, Outcome::Changes(_) | Outcome::Archive(_)));
        let Some(as_of) = ledger.as_of() else {
            return Err(nothing(outcomes));
        };
        if changed {
            // Should the index not get made, the next run knows that it has to be.
            ledger.built = None;
            ledger.write(mirror)?;
        }
        let current = Index::open(&self.place.index).ok().filter(|index| Some(index.summary().built) == ledger.built);
        let (summary, bad) = match current.filter(|_| !changed) {
            Some(index) => (self.confirm(&index, as_of)?, BadRecords::default()),
            None => self.rebuild(&mut ledger, as_of, step)?,
        };
        ledger.write(mirror)?;
        Ok(Updated { outcomes, summary, bad })
    }

    /// The ecosystems that were asked for, or all of ours that the bucket lists.
    fn wanted(&self, client: &Client) -> Result<Vec<Ecosystem>, FetchError> {
        if !self.ecosystems.is_empty() {
            return Ok(self.ecosystems.to_vec());
        }
        let Some(list) = client.small(&["ecosystems.txt"], 1 << 20)? else { return Ok(Ecosystem::ALL.to_vec()) };
        let list = String::from_utf8_lossy(&list);
        let has = |ecosystem: &Ecosystem| list.lines().any(|line| line.trim() == ecosystem.as_str());
        Ok(Ecosystem::ALL.into_iter().filter(has).collect())
    }

    /// Brings one ecosystem up to date.
    fn renew(
        &self,
        client: &Client,
        ecosystem: Ecosystem,
        known: Option<&Fetched>,
        step: &dyn Fn(Step),
    ) -> Result<(Fetched, Outcome), FetchError> {
        let folder = self.folder(ecosystem);
        let archive = folder.join("all.zip");
        if let Some(known) = known.filter(|known| self.is_usable(known, &archive)) {
            let version = client.version(&[ecosystem.as_str(), "all.zip"])?;
            let fetched = Fetched { version, asked: self.now, ..known.clone() };
            if fetched.version.is(&known.version) {
                return Ok((fetched, Outcome::Unchanged));
            }
            let is_other = fetched.version != Version::default();
            match self.fetch_changes(client, ecosystem, known.newest, step)? {
                // The archive is another one, and no record is newer: something was removed, or the list is late.
                Some(0) if is_other => {}
                Some(0) => return Ok((fetched, Outcome::Unchanged)),
                Some(count) => return Ok((fetched, Outcome::Changes(count))),
                None => {}
            }
        }
        make_folder(&folder)?;
        let version = self.fetch_archive(client, ecosystem, &archive, step)?;
        // They are part of the archive now.
        let changed = folder.join("changed");
        if changed.exists() {
            fs::remove_dir_all(&changed).map_err(|error| unusable(&changed, &error))?;
        }
        let length = fs::metadata(&archive).map_err(|error| unusable(&archive, &error))?.len();
        let base = self.network.base.clone();
        let fetched = Fetched { base, version, asked: self.now, whole: self.now, newest: None };
        Ok((fetched, Outcome::Archive(length)))
    }

    /// Whether what is there can be built upon.
    fn is_usable(&self, known: &Fetched, archive: &Path) -> bool {
        let age = self.now.saturating_sub(known.whole);
        known.base == self.network.base && (0..WHOLE_AGAIN).contains(&age) && archive.is_file()
    }

    /// Fetches the records that have changed one by one; `None` where the whole archive is needed.
    fn fetch_changes(
        &self,
        client: &Client,
        ecosystem: Ecosystem,
        since: Option<i64>,
        step: &dyn Fn(Step),
    ) -> Result<Option<u64>, FetchError> {
        let name = ecosystem.as_str();
        let Some(list) = client.beginning(&[name, "modified_id.csv"], LIST)? else { return Ok(None) };
        let Some(ids) = since.and_then(|since| changes::after(since, &list)) else { return Ok(None) };
        let folder = self.folder(ecosystem).join("changed");
        make_folder(&folder)?;
        for (id, done) in ids.iter().zip(1..) {
            let file = format!("{id}.json");
            let Some(json) = client.small(&[name, &file], LONGEST_RECORD)? else { return Ok(None) };
            store::put(&folder.join(file), &json, &|_| Ok(()))
                .map_err(|error| FetchError::Unusable(error.to_string()))?;
            step(Step::Changes(ecosystem, done, ids.len() as u64));
        }
        Ok(Some(ids.len() as u64))
    }

    fn fetch_archive(
        &self,
        client: &Client,
        ecosystem: Ecosystem,
        to: &Path,
        step: &dyn Fn(Step),
    ) -> Result<Version, FetchError> {
        let download = Download {
            client,
            from: &[ecosystem.as_str(), "all.zip"],
            to,
            pause: self.network.pause,
            progress: &|done, total| step(Step::Archive(ecosystem, done, total)),
        };
        download.run()
    }

    /// Nothing has changed: the index says so.
    fn confirm(&self, index: &Index, as_of: i64) -> Result<Summary, AdvisoriesError> {
        store::put_index(&self.place.index, &index.with_as_of(as_of)?)?;
        Ok(Index::open(&self.place.index)?.summary().clone())
    }

    /// Makes the index of all that was fetched.
    fn rebuild(
        &self,
        ledger: &mut Ledger,
        as_of: i64,
        step: &dyn Fn(Step),
    ) -> Result<(Summary, BadRecords), AdvisoriesError> {
        let tick = || step(Step::Reading);
        let mut reading = Reading::new(&tick);
        let mut complete = Vec::new();
        for ecosystem in Ecosystem::ALL {
            let Some(fetched) = ledger.ecosystems.get_mut(ecosystem.as_str()) else { continue };
            reading.newest = i64::MIN;
            if let Err(error) = reading.path(&self.folder(ecosystem)) {
                // What is damaged here is fetched again the next time.
                ledger.ecosystems.remove(ecosystem.as_str());
                ledger.write(&self.place.mirror)?;
                return Err(error);
            }
            fetched.newest = Some(reading.newest);
            complete.push(ecosystem);
        }
        let Reading { records, bad, .. } = reading;
        let mut catalogue = join(records.into_sorted());
        catalogue.complete.extend(complete);
        let (summary, _) = store_index(&catalogue, &self.place.index, self.now, as_of)?;
        ledger.built = Some(summary.built);
        Ok((summary, bad))
    }

    fn folder(&self, ecosystem: Ecosystem) -> PathBuf {
        self.place.mirror.join(ecosystem.as_str())
    }
}

/// Of two updates at the same time, one works and the other says so.
fn lock(mirror: &Path) -> Result<File, AdvisoriesError> {
    let path = mirror.join("lock");
    let file = File::create(&path).map_err(|error| AdvisoriesError::file("create", &path, error))?;
    match file.try_lock() {
        Ok(()) => Ok(file),
        Err(TryLockError::WouldBlock) => Err(AdvisoriesError::Busy),
        Err(TryLockError::Error(error)) => Err(AdvisoriesError::file("lock", &path, error)),
    }
}

/// Why there is nothing at all.
fn nothing(outcomes: Vec<(Ecosystem, Outcome)>) -> AdvisoriesError {
    let mut failures = outcomes.into_iter().filter_map(|(_, outcome)| match outcome {
        Outcome::Failed(error) => Some(error),
        _ => None,
    });
    failures.next_back().map_or(AdvisoriesError::NothingThere, AdvisoriesError::Fetch)
}

fn make_folder(folder: &Path) -> Result<(), FetchError> {
    fs::create_dir_all(folder).map_err(|error| unusable(folder, &error))
}

fn unusable(path: &Path, error: &std::io::Error) -> FetchError {
    FetchError::Unusable(format!("cannot use `{}`: {error}", super::error::shown(path)))
}
