//! Records in a zip archive, read one after the other into memory: nothing is ever extracted to the disk, so no name in
//! an archive is a path of ours.

use std::fs::File;
use std::io::{BufReader, Read};
use std::ops::Range;
use std::path::Path;

use zip::ZipArchive;

use super::error::{AdvisoriesError, shown};
use super::read::has_extension;

/// The longest record, in bytes. The longest real ones have about two million.
pub(super) const LONGEST_RECORD: u64 = 16 << 20;
/// How many times its size an archive may unpack to. JSON gives 5 to 20.
pub(super) const HIGHEST_RATIO: u64 = 100;
/// What any archive may unpack to, in bytes.
const ALWAYS_ALLOWED: u64 = 64 << 20;

/// How much is unpacked before it is read, in bytes.
const BATCH: usize = 4 << 20;

/// What takes records: the name of each, and its text or why there is none.
pub(super) type Take<'t> = dyn FnMut(&str, Result<&[u8], String>) + 't;

/// Hands every `*.json` of an archive to `take`.
pub(super) fn read(path: &Path, take: &mut Take) -> Result<(), AdvisoriesError> {
    let size = path.metadata().map_err(|error| AdvisoriesError::file("read", path, error))?.len();
    let mut budget = size.saturating_mul(HIGHEST_RATIO).saturating_add(ALWAYS_ALLOWED);
    let mut archive = open(path)?;
    let mut batch = Batch::default();
    for nth in 0..archive.len() {
        let mut entry = match archive.by_index(nth) {
            Ok(entry) => entry,
            Err(error) => {
                take(&format!("entry {nth}"), Err(error.to_string()));
                continue;
            }
        };
        let name = String::from_utf8_lossy(entry.name_raw()).into_owned();
        if entry.is_dir() || !has_extension(Path::new(&name), "json") {
            continue;
        }
        let start = batch.text.len();
        // What an entry says of its own size may be wrong: what comes out is counted.
        let result = entry.by_ref().take(LONGEST_RECORD + 1).read_to_end(&mut batch.text);
        let length = (batch.text.len() - start) as u64;
        budget = budget.checked_sub(length).ok_or_else(|| AdvisoriesError::Bomb(shown(path)))?;
        match result {
            Ok(_) if length <= LONGEST_RECORD => batch.entries.push((name, start..batch.text.len())),
            Ok(_) => take(&name, Err("it is longer than 16 MiB".to_owned())),
            Err(error) => take(&name, Err(error.to_string())),
        }
        if batch.text.len() > BATCH {
            batch.hand_to(take);
        }
    }
    batch.hand_to(take);
    Ok(())
}

/// Entries that are unpacked and not yet read. What is kept of a record is small, and what unpacking needs for each entry is
/// large: taking turns for each entry would leave holes that nothing fits into, five times the memory in all.
#[derive(Default)]
struct Batch {
    text: Vec<u8>,
    entries: Vec<(String, Range<usize>)>,
}

impl Batch {
    fn hand_to(&mut self, take: &mut Take) {
        for (name, place) in self.entries.drain(..) {
            take(&name, Ok(&self.text[place]));
        }
        self.text.clear();
    }
}

/// Whether a file is an archive, and has its end.
pub(super) fn check(path: &Path) -> Result<(), AdvisoriesError> {
    open(path).map(drop)
}

fn open(path: &Path) -> Result<ZipArchive<BufReader<File>>, AdvisoriesError> {
    let file = File::open(path).map_err(|error| AdvisoriesError::file("open", path, error))?;
    ZipArchive::new(BufReader::with_capacity(1 << 16, file))
        .map_err(|source| AdvisoriesError::Archive { path: shown(path), source })
}
