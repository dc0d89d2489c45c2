//! The `hunkguard` program.
fn main() {}
