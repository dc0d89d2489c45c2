//! The advisory index: one file, in which a look-up reads two small parts.
//!
//! `header · for each ecosystem: names → place of a block, names that are malware → id · blocks`
//!
//! Names are finite state transducers (crate `fst`), blocks are lists of [`Advisory`] in `postcard`. Nothing is read at
//! open but the header, so it costs the same for ten packages as for a million. Each part has a checksum in what leads
//! to it, and is checked before it is used: damage is an error, never a wrong answer.

mod error;
mod header;
mod parts;
mod source;
mod write;

pub use error::IndexError;
pub use header::{EcosystemSummary, SourceSummary, Summary};
pub use write::{Facts, write};

use std::borrow::Cow;
use std::fs::File;
use std::path::Path;
use std::sync::OnceLock;

use fst::Map;

use super::{Advisory, AffectedRange, Ecosystem, Event, Kind};
use crate::finding::Severity;
use header::{Extent, Header};
use source::Source;

/// Names, and a number for each.
type Names = Map<Cow<'static, [u8]>>;

/// An open index. Threads may share it.
#[derive(Debug)]
pub struct Index {
    source: Source,
    header: Header,
    /// The parts of each ecosystem, in the order of [`Ecosystem::ALL`], once they were needed.
    sections: [Section; Ecosystem::ALL.len()],
}

#[derive(Debug, Default)]
struct Section {
    packages: OnceLock<Names>,
    malware: OnceLock<Names>,
}

impl Index {
    /// Opens an index file. Reads its first bytes only.
    ///
    /// # Errors
    /// It cannot be read, is no index, was written for another version of the format, or was cut short.
    pub fn open(path: &Path) -> Result<Self, IndexError> {
        Self::of(Source::file(File::open(path)?)?)
    }

    /// Takes an index that lies in memory, without copying it.
    ///
    /// # Errors
    /// It is no whole index.
    pub fn of_bytes(bytes: &'static [u8]) -> Result<Self, IndexError> {
        Self::of(Source::memory(bytes))
    }

    fn of(source: Source) -> Result<Self, IndexError> {
        let header = Header::read(&source)?;
        Ok(Self { source, header, sections: Default::default() })
    }

    /// What the index holds, how old it is, and from whom it comes.
    pub fn summary(&self) -> &Summary {
        &self.header.summary
    }

    /// Whether it holds all that is known of an ecosystem. Only then does an empty answer mean that nothing is known.
    pub fn covers(&self, ecosystem: Ecosystem) -> bool {
        self.header.summary.of(ecosystem).is_some_and(|summary| summary.complete)
    }

    /// Everything that is known about a package. `name` is in the spelling of [`Ecosystem::normal`].
    ///
    /// # Errors
    /// The file cannot be read any more, or a part of it is damaged.
    pub fn look_up(&self, ecosystem: Ecosystem, name: &str) -> Result<Vec<Advisory>, IndexError> {
        let (Some(summary), Some(section)) = (self.header.summary.of(ecosystem), self.section(ecosystem)) else {
            return Ok(Vec::new());
        };
        let mut found = match self.names(&section.packages, summary.names)?.get(name) {
            Some(place) => parts::read_block(&self.source, &self.header, place)?,
            None => Vec::new(),
        };
        if let Some(id) = self.names(&section.malware, summary.malware_names)?.get(name) {
            found.push(whole_package_is_malware(parts::malware_id(id)));
        }
        Ok(found)
    }

    /// The bytes of the same index, with its facts complete up to another time: see [`Summary::as_of`].
    ///
    /// # Errors
    /// The file cannot be read any more.
    pub fn with_as_of(&self, as_of: i64) -> Result<Vec<u8>, IndexError> {
        let Header { summary, start, length } = &self.header;
        let mut bytes = Header::write(&Summary { as_of, ..summary.clone() }, *length)?;
        bytes.extend_from_slice(&self.source.read(*start, usize::try_from(*length).map_err(|_| IndexError::NoIndex)?)?);
        Ok(bytes)
    }

    /// Reads all of the index and checks it.
    ///
    /// # Errors
    /// A part of it is damaged.
    pub fn verify(&self) -> Result<(), IndexError> {
        for summary in &self.header.summary.ecosystems {
            let Some(section) = Ecosystem::from_osv(&summary.name).and_then(|ecosystem| self.section(ecosystem)) else {
                continue;
            };
            self.names(&section.malware, summary.malware_names)?;
            let mut places = self.names(&section.packages, summary.names)?.values();
            while let Some(place) = fst::Streamer::next(&mut places) {
                parts::read_block(&self.source, &self.header, place)?;
            }
        }
        Ok(())
    }

    fn section(&self, ecosystem: Ecosystem) -> Option<&Section> {
        let nth = Ecosystem::ALL.iter().position(|other| *other == ecosystem)?;
        self.sections.get(nth)
    }

    /// Names of a section, read and checked when they are needed first.
    fn names<'i>(&self, cell: &'i OnceLock<Names>, extent: Extent) -> Result<&'i Names, IndexError> {
        if let Some(names) = cell.get() {
            return Ok(names);
        }
        let names = parts::read_names(&self.source, &self.header, extent)?;
        Ok(cell.get_or_init(|| names))
    }
}

/// What a record says of a package that was never anything but malware.
fn whole_package_is_malware(id: String) -> Advisory {
    Advisory {
        id,
        aliases: Vec::new(),
        severity: Some(Severity::Critical),
        kind: Kind::Malware,
        ranges: vec![AffectedRange { events: vec![Event::Introduced("0".to_owned())] }],
        versions: Vec::new(),
    }
}

#[cfg(test)]
mod tests;
