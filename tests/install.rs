//! Hooks put in place, run by the real git, and taken away again. `hunkguard` itself is a stand-in here that writes down
//! how it is called.

#![expect(clippy::unwrap_used, reason = "a story that cannot be set up has failed")]

#[path = "install/config.rs"]
mod config;
#[path = "install/doctor.rs"]
mod doctor;
#[path = "install/folders.rs"]
mod folders;
#[path = "install/global.rs"]
mod global;
#[path = "install/sandbox.rs"]
mod sandbox;
#[path = "install/script.rs"]
mod script;
#[path = "install/shims.rs"]
mod shims;
#[path = "install/tools.rs"]
mod tools;
