//! Dependencies: what manifests and lock files declare, and what is known about it.

mod model;

pub use model::{Dependency, Ecosystem, Origin, Wanted};
