//! Java and its kin: names are `group:artifact`.

mod catalog;
mod coordinates;
mod gradle;
mod lisp;
mod pom;

pub use catalog::catalog;
pub use gradle::{gradle, gradle_lock};
pub use lisp::{clojure, sbt};
pub use pom::{ivy, pom};

use crate::deps::Wanted;

/// What a version of Maven, Gradle or Ivy asks for. `[1.0]` is one version; a bare one is that version.
pub fn wanted(version: &str) -> Wanted {
    let version = version.trim().trim_end_matches("!!");
    let inner =
        version.strip_prefix('[').and_then(|inner| inner.strip_suffix(']')).filter(|inner| !inner.contains(','));
    if let Some(one) = inner {
        return Wanted::Exact(one.trim().to_owned());
    }
    let floating = ["LATEST", "RELEASE", "latest.release", "latest.integration", "+", "*"];
    if version.is_empty() || version.contains('$') || floating.contains(&version) {
        return Wanted::Any;
    }
    if version.contains(['[', '(', ',', ']', ')']) || version.ends_with('+') {
        return Wanted::Range(version.to_owned());
    }
    Wanted::Exact(version.to_owned())
}
