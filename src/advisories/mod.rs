//! The advisory index as a file: made of OSV records that lie on the disk, and renewed over the network. No hook comes
//! here but to ask where the index lies.

mod archive;
mod error;
mod import;
mod place;
mod read;
mod store;
mod update;

pub use error::AdvisoriesError;
pub use import::{Imported, Packages, import, read_packages};
pub use place::{Home, Place};
pub use read::{BadRecords, Reading};
pub use update::{FetchError, Network, Outcome, PUBLIC_BUCKET, Step, Update, Updated};
