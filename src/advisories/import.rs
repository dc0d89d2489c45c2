//! An index of OSV records that lie on the disk.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use super::error::{AdvisoriesError, shown};
use super::read::{BadRecords, Reading};
use super::store;
use crate::deps::Ecosystem;
use crate::deps::index::{self, Facts, Summary};
use crate::deps::osv::{Catalogue, join};

/// What became of an import.
#[derive(Debug)]
pub struct Imported {
    /// What the index holds now.
    pub summary: Summary,
    /// How many records were read, without repetitions.
    pub records: u64,
    /// How many of them were taken back.
    pub withdrawn: u64,
    /// How many concern ecosystems that we do not judge, or name commits instead of versions.
    pub elsewhere: u64,
    /// What could not be read.
    pub bad: BadRecords,
    /// How long the index is, in bytes.
    pub length: u64,
}

/// Packages, by ecosystem and name.
pub type Packages = BTreeSet<(Ecosystem, String)>;

/// Makes an index of an archive, a record or a folder, and puts it in the place of the one at `output`. With `only`,
/// nothing is kept but what concerns these packages. `now` is in seconds since 1970; `tick` is called for each record.
///
/// # Errors
/// Something cannot be read or written, or there is nothing to make an index of. Then the old index stays.
pub fn import(
    from: &Path,
    output: &Path,
    only: Option<&Packages>,
    now: i64,
    tick: &dyn Fn(),
) -> Result<Imported, AdvisoriesError> {
    let mut reading = Reading::new(tick);
    reading.path(from)?;
    let Reading { records, bad, .. } = reading;
    let count = records.len() as u64;
    let mut catalogue = join(records.into_sorted());
    if let Some(only) = only {
        catalogue.keep(only);
    }
    if catalogue.packages.is_empty() {
        return Err(AdvisoriesError::Empty { path: shown(from), bad });
    }
    // Somebody else fetched these, some time: they are as old as the newest of them.
    let as_of = (catalogue.newest / 1_000_000).min(now);
    // An index for passing on is the same whenever it is made.
    let built = if only.is_some() { as_of } else { now };
    let (summary, length) = store_index(&catalogue, output, built, as_of)?;
    Ok(Imported {
        summary,
        records: count,
        withdrawn: catalogue.withdrawn,
        elsewhere: catalogue.elsewhere,
        bad,
        length,
    })
}

/// Reads a list of packages: one line each, the ecosystem and the name; `#` begins a comment.
///
/// # Errors
/// The file cannot be read, or a line is something else.
pub fn read_packages(path: &Path) -> Result<Packages, AdvisoriesError> {
    let text = fs::read_to_string(path).map_err(|error| AdvisoriesError::file("read", path, error))?;
    let lines = text.lines().map(|line| line.split('#').next().unwrap_or_default().trim()).enumerate();
    let packages = lines.filter(|(_, line)| !line.is_empty()).map(|(nth, line)| {
        // The ecosystem may have a space in it, a name never has.
        let package = line.rsplit_once(' ').and_then(|(ecosystem, name)| {
            let ecosystem = Ecosystem::from_osv(ecosystem.trim())?;
            Some((ecosystem, ecosystem.normal(name)))
        });
        package.ok_or_else(|| AdvisoriesError::NoPackage { path: shown(path), line: nth + 1 })
    });
    packages.collect()
}

/// Puts the index of a catalogue into its place; what it holds, and its length.
pub(super) fn store_index(
    catalogue: &Catalogue,
    output: &Path,
    built: i64,
    as_of: i64,
) -> Result<(Summary, u64), AdvisoriesError> {
    let bytes = index::write(&Facts { catalogue, built, as_of })?;
    store::put_index(output, &bytes)?;
    let summary = index::Index::open(output)?.summary().clone();
    Ok((summary, bytes.len() as u64))
}
