//! The header: which parts there are, and what they hold.
//!
//! `magic (8) · format (4) · length of the summary (4) · length of all behind it (8) · checksum (4) · summary`, all
//! little-endian; the checksum is the CRC-32C of the three numbers before it and the summary behind it.

use serde::{Deserialize, Serialize};

use super::error::IndexError;
use super::source::Source;
use crate::deps::Ecosystem;

/// Not text, and destroyed by whatever changes line ends.
const MAGIC: [u8; 8] = *b"\x89hgadv\r\n";
/// Raised whenever an older program would read a newer index wrongly.
const FORMAT: u32 = 1;
/// Bytes before the summary.
const PREAMBLE: usize = 28;
/// No summary is longer: nine ecosystems and a few sources need some hundred bytes.
const LONGEST_SUMMARY: usize = 1 << 16;

/// What an index holds.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Summary {
    /// When it was made, in seconds since 1970.
    pub built: i64,
    /// Up to when its facts are complete, in seconds since 1970: when they were fetched, or else when the newest of
    /// them changed.
    pub as_of: i64,
    /// One entry for each ecosystem that a record concerns.
    pub ecosystems: Vec<EcosystemSummary>,
    /// From whom.
    pub sources: Vec<SourceSummary>,
}

/// What an index holds of one ecosystem.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct EcosystemSummary {
    /// The name of the ecosystem in OSV.
    pub name: String,
    /// Whether all that its sources know was read; else only what records on other ecosystems say of it too.
    pub complete: bool,
    /// Packages of which something is known besides being malware altogether.
    pub packages: u64,
    /// Advisories on them.
    pub advisories: u64,
    /// Packages that are malware altogether.
    pub malware: u64,
    pub(super) names: Extent,
    pub(super) malware_names: Extent,
}

/// How much of an index comes from whom.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct SourceSummary {
    /// The name of the publisher.
    pub name: String,
    /// The licence of its records.
    pub licence: String,
    /// Where they are published.
    pub url: String,
    /// How many records.
    pub records: u64,
}

/// Where a part lies behind the header, and its checksum.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Extent {
    pub offset: u64,
    pub length: u64,
    pub crc32c: u32,
}

impl Summary {
    /// What is said of one ecosystem.
    pub fn of(&self, ecosystem: Ecosystem) -> Option<&EcosystemSummary> {
        self.ecosystems.iter().find(|summary| summary.name == ecosystem.as_str())
    }
}

/// A header that was read.
#[derive(Debug)]
pub(super) struct Header {
    pub summary: Summary,
    /// Where the parts begin.
    pub start: u64,
    /// How many bytes they have together.
    pub length: u64,
}

impl Header {
    /// Reads and checks the header of an index.
    pub fn read(source: &Source) -> Result<Self, IndexError> {
        let preamble = match source.read(0, PREAMBLE) {
            Ok(preamble) => preamble,
            Err(error) if error.kind() == std::io::ErrorKind::UnexpectedEof => return Err(IndexError::NoIndex),
            Err(error) => return Err(error.into()),
        };
        let Some((numbers, found)) = split(&preamble) else { return Err(IndexError::NoIndex) };
        if numbers.format != FORMAT {
            return Err(IndexError::OtherFormat { found: numbers.format, known: FORMAT });
        }
        if numbers.summary > LONGEST_SUMMARY {
            return Err(IndexError::Damaged("first bytes"));
        }
        let start = (PREAMBLE + numbers.summary) as u64;
        let wanted = start.saturating_add(numbers.length);
        if source.length() != wanted {
            return Err(IndexError::Length { found: source.length(), wanted });
        }
        let summary = source.read(PREAMBLE as u64, numbers.summary)?;
        if checksum(&preamble, &summary) != found {
            return Err(IndexError::Damaged("first bytes"));
        }
        let summary = postcard::from_bytes(&summary).map_err(|_| IndexError::Damaged("first bytes"))?;
        Ok(Self { summary, start, length: numbers.length })
    }

    /// The bytes of a header before parts of `length` bytes.
    pub fn write(summary: &Summary, length: u64) -> Result<Vec<u8>, IndexError> {
        let too_large = || IndexError::TooLarge("the header".to_owned());
        let summary = postcard::to_stdvec(summary).map_err(|_| too_large())?;
        let summary_length = u32::try_from(summary.len()).map_err(|_| too_large())?;
        if summary.len() > LONGEST_SUMMARY {
            return Err(too_large());
        }
        let mut bytes = Vec::with_capacity(PREAMBLE + summary.len());
        bytes.extend(MAGIC);
        bytes.extend(FORMAT.to_le_bytes());
        bytes.extend(summary_length.to_le_bytes());
        bytes.extend(length.to_le_bytes());
        let checksum = checksum(&bytes, &summary);
        bytes.extend(checksum.to_le_bytes());
        bytes.extend(summary);
        Ok(bytes)
    }
}

struct Numbers {
    format: u32,
    summary: usize,
    length: u64,
}

/// The numbers of the preamble and the checksum behind them; `None` where the magic is another.
fn split(preamble: &[u8]) -> Option<(Numbers, u32)> {
    let (magic, rest) = preamble.split_first_chunk::<8>()?;
    let (format, rest) = rest.split_first_chunk::<4>()?;
    let (summary, rest) = rest.split_first_chunk::<4>()?;
    let (length, rest) = rest.split_first_chunk::<8>()?;
    let (checksum, _) = rest.split_first_chunk::<4>()?;
    let numbers = Numbers {
        format: u32::from_le_bytes(*format),
        summary: usize::try_from(u32::from_le_bytes(*summary)).ok()?,
        length: u64::from_le_bytes(*length),
    };
    (*magic == MAGIC).then_some((numbers, u32::from_le_bytes(*checksum)))
}

/// Of the numbers of the preamble, and the summary.
fn checksum(preamble: &[u8], summary: &[u8]) -> u32 {
    let numbers = preamble.get(MAGIC.len()..PREAMBLE - 4).unwrap_or_default();
    crc32c::crc32c_append(crc32c::crc32c(numbers), summary)
}
