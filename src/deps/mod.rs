//! Dependencies: what manifests and lock files declare, and what is known about it.

mod advisory;
mod model;

pub use advisory::{Advisory, AffectedRange, Event, Kind};
pub use model::{Dependency, Ecosystem, Origin, Wanted};
