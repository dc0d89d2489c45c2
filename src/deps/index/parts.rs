//! The parts of an index behind its header: names, and blocks of advisories.

use fst::Map;

use super::error::IndexError;
use super::header::{Extent, Header};
use super::source::Source;
use super::{Names, whole_package_is_malware};
use crate::deps::Advisory;

/// A block has at most 2^24 bytes: its place is one number, the offset above these bits and the length in them.
const LENGTH_BITS: u32 = 24;
const LONGEST_BLOCK: u64 = (1 << LENGTH_BITS) - 1;
/// Bytes of the checksum before the advisories of a block.
const CHECKSUM: usize = 4;

/// Reads names, and makes sure that they are what was written: `fst` follows addresses in them.
pub(super) fn read_names(source: &Source, header: &Header, extent: Extent) -> Result<Names, IndexError> {
    let damaged = || IndexError::Damaged("names");
    let bytes = source.read(at(header, extent.offset)?, usize::try_from(extent.length).map_err(|_| damaged())?)?;
    if crc32c::crc32c(&bytes) != extent.crc32c {
        return Err(damaged());
    }
    Map::new(bytes).map_err(|_| damaged())
}

/// Reads the block at a place.
pub(super) fn read_block(source: &Source, header: &Header, place: u64) -> Result<Vec<Advisory>, IndexError> {
    let damaged = || IndexError::Damaged("records");
    let length = usize::try_from(place & LONGEST_BLOCK).map_err(|_| damaged())?;
    let block = source.read(at(header, place >> LENGTH_BITS)?, length)?;
    let (checksum, advisories) = block.split_first_chunk::<CHECKSUM>().ok_or_else(damaged)?;
    if crc32c::crc32c(advisories) != u32::from_le_bytes(*checksum) {
        return Err(damaged());
    }
    postcard::from_bytes(advisories).map_err(|_| damaged())
}

/// Puts a block behind what is there and returns its place; `None` where it is too long.
pub(super) fn write_block(parts: &mut Vec<u8>, advisories: &[Advisory]) -> Option<u64> {
    let bytes = postcard::to_stdvec(advisories).ok()?;
    let length = u64::try_from(CHECKSUM + bytes.len()).ok().filter(|length| *length <= LONGEST_BLOCK)?;
    let offset = u64::try_from(parts.len()).ok().filter(|offset| offset.leading_zeros() >= LENGTH_BITS)?;
    parts.extend(crc32c::crc32c(&bytes).to_le_bytes());
    parts.extend(bytes);
    Some(offset << LENGTH_BITS | length)
}

/// The number of an advisory that says no more than "all of this package is malware"; then the name and this number are
/// all that is stored. Ids are `MAL-year-number`: there are hundreds of thousands of them.
pub(super) fn malware_number(advisory: &Advisory) -> Option<u64> {
    let (year, number) = advisory.id.strip_prefix("MAL-")?.split_once('-')?;
    let number = u64::from(year.parse::<u16>().ok()?) << 32 | u64::from(number.parse::<u32>().ok()?);
    let plain = whole_package_is_malware(malware_id(number));
    // Which versions were seen of it, and how bad somebody finds it, changes nothing.
    let says_no_more = plain.id == advisory.id
        && advisory.aliases.is_empty()
        && advisory.kind == plain.kind
        && advisory.ranges == plain.ranges;
    says_no_more.then_some(number)
}

/// The id behind a [`malware_number`].
pub(super) fn malware_id(number: u64) -> String {
    format!("MAL-{}-{}", number >> 32, number & u64::from(u32::MAX))
}

/// A position in the file of a position behind the header.
fn at(header: &Header, offset: u64) -> Result<u64, IndexError> {
    header.start.checked_add(offset).filter(|_| offset <= header.length).ok_or(IndexError::Damaged("places"))
}
