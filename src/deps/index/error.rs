//! What can be wrong with an index.

use std::io;

/// Why an index cannot be used, or not be made.
#[derive(Debug, thiserror::Error)]
pub enum IndexError {
    /// The file cannot be read.
    #[error("{0}")]
    Read(#[from] io::Error),
    /// It begins like something else.
    #[error("it is no advisory index")]
    NoIndex,
    /// Another version of hunkguard wrote it.
    #[error("it has format {found}, and this hunkguard reads format {known}")]
    OtherFormat {
        /// Of the file.
        found: u32,
        /// Ours.
        known: u32,
    },
    /// There is less, or more, than the header says.
    #[error("it has {found} bytes, and should have {wanted}")]
    Length {
        /// Of the file.
        found: u64,
        /// By its header.
        wanted: u64,
    },
    /// A part does not have its checksum, or is not what it should be.
    #[error("its {0} are damaged")]
    Damaged(&'static str),
    /// One package has more advisories than a block can hold.
    #[error("the advisories on `{0}` are too many for one block of the index")]
    TooLarge(String),
}

impl From<fst::Error> for IndexError {
    fn from(error: fst::Error) -> Self {
        match error {
            fst::Error::Io(error) => Self::Read(error),
            // Names come sorted from a map, so writing gives no other error.
            fst::Error::Fst(_) => Self::Damaged("names"),
        }
    }
}
