//! Records from files: an archive, a record, a folder of both at any depth, such as a copy of the OSV bucket.

use std::ffi::OsStr;
use std::fmt;
use std::fs::{self, File};
use std::io::{self, Read};
use std::path::Path;

use super::archive;
use super::error::{AdvisoriesError, shown};
use crate::deps::osv::{self, Records};
use crate::text::printable_str;

/// How many folders may lie in each other.
const DEEPEST: usize = 16;
/// How many broken records are named; the rest are counted.
const NAMED: usize = 10;
/// How every archive begins, even an empty one.
const ZIP_MAGIC: &[u8] = b"PK";

/// Records that could not be read.
#[derive(Debug, Default)]
pub struct BadRecords {
    /// How many.
    pub count: u64,
    /// Where the first of them stand and what is wrong with each, printable.
    pub named: Vec<String>,
}

impl fmt::Display for BadRecords {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { count, named } = self;
        match named.first() {
            Some(first) => write!(f, "; {count} records could not be read, the first is {first}"),
            None => Ok(()),
        }
    }
}

/// Records on their way into an index.
pub struct Reading<'t> {
    /// What was read.
    pub records: Records,
    /// What could not be read.
    pub bad: BadRecords,
    /// When the newest record changed that was read since this was last set, in microseconds since 1970.
    pub newest: i64,
    tick: &'t dyn Fn(),
}

impl<'t> Reading<'t> {
    /// Nothing read yet. `tick` is called for each record.
    pub fn new(tick: &'t dyn Fn()) -> Self {
        Self { records: Records::default(), bad: BadRecords::default(), newest: i64::MIN, tick }
    }

    /// Reads a file or a folder that was named by a person.
    ///
    /// # Errors
    /// It cannot be read, or is neither an archive nor a record.
    pub fn path(&mut self, path: &Path) -> Result<(), AdvisoriesError> {
        let kind = fs::metadata(path).map_err(|error| AdvisoriesError::file("read", path, error))?;
        if kind.is_dir() {
            return self.folder(path, DEEPEST);
        }
        if begins_like_zip(path).map_err(|error| AdvisoriesError::file("read", path, error))? {
            self.archive(path)
        } else if has_extension(path, "json") {
            self.json(path)
        } else {
            Err(AdvisoriesError::Neither(shown(path)))
        }
    }

    /// Symbolic links are not followed: below a folder, only what lies in it is read.
    fn folder(&mut self, folder: &Path, depth: usize) -> Result<(), AdvisoriesError> {
        let failed = |error| AdvisoriesError::file("read", folder, error);
        let entries = fs::read_dir(folder).map_err(failed)?;
        let mut entries = entries.collect::<io::Result<Vec<_>>>().map_err(failed)?;
        entries.sort_by_key(fs::DirEntry::file_name);
        for entry in entries {
            let (path, kind) = (entry.path(), entry.file_type().map_err(failed)?);
            if kind.is_dir() {
                match depth.checked_sub(1) {
                    Some(depth) => self.folder(&path, depth)?,
                    None => self.bad(&shown(&path), "too many folders in each other"),
                }
            } else if kind.is_file() && has_extension(&path, "zip") {
                self.archive(&path)?;
            } else if kind.is_file() && has_extension(&path, "json") {
                self.json(&path)?;
            }
        }
        Ok(())
    }

    fn archive(&mut self, path: &Path) -> Result<(), AdvisoriesError> {
        archive::read(path, &mut |name, json| self.record(name, json))
    }

    fn json(&mut self, path: &Path) -> Result<(), AdvisoriesError> {
        let mut text = Vec::new();
        File::open(path)
            .and_then(|file| file.take(archive::LONGEST_RECORD + 1).read_to_end(&mut text))
            .map_err(|error| AdvisoriesError::file("read", path, error))?;
        let is_long = text.len() as u64 > archive::LONGEST_RECORD;
        self.record(&shown(path), if is_long { Err("it is longer than 16 MiB".to_owned()) } else { Ok(&text) });
        Ok(())
    }

    fn record(&mut self, name: &str, json: Result<&[u8], String>) {
        (self.tick)();
        match json.and_then(|json| osv::parse(json).map_err(|error| error.to_string())) {
            Ok(record) => {
                self.newest = self.newest.max(record.modified);
                self.records.add(record);
            }
            Err(reason) => self.bad(name, &reason),
        }
    }

    fn bad(&mut self, name: &str, reason: &str) {
        self.bad.count += 1;
        if self.bad.named.len() < NAMED {
            let short = |text: &str| printable_str(text).chars().take(120).collect::<String>();
            self.bad.named.push(format!("`{}`: {}", short(name), short(reason)));
        }
    }
}

pub(super) fn has_extension(path: &Path, extension: &str) -> bool {
    path.extension().and_then(OsStr::to_str).is_some_and(|found| found.eq_ignore_ascii_case(extension))
}

fn begins_like_zip(path: &Path) -> io::Result<bool> {
    let mut head = Vec::new();
    File::open(path)?.take(ZIP_MAGIC.len() as u64).read_to_end(&mut head)?;
    Ok(head == ZIP_MAGIC)
}
