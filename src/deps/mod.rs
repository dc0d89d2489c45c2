//! Dependencies: what manifests and lock files declare, and what is known about it.

mod advisory;
mod check;
mod embedded;
pub mod index;
mod judge;
mod known;
mod manifest;
mod model;
mod names;
pub mod osv;
mod version;

pub use advisory::{Advisory, AffectedRange, Event, Kind};
pub use check::{Dependencies, Exceptions, Ignore, IndexChoice, NameGlobs, name_glob};
pub use judge::{Concern, Edit, Reach, Remedy, judge};
pub use known::{Advisories, Warning};
pub use manifest::{FileKind, Manifest, Trouble, Unreadable, kind, locks_of, read};
pub use model::{Dependency, Ecosystem, Origin, Wanted};
pub use names::{Suspicion, Why, suspect};
