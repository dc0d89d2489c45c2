//! Hooks put in place, run by the real git, and taken away again. `hunkguard` itself is a stand-in here that writes down
//! how it is called.

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
#[path = "install/shims.rs"]
mod shims;
#[path = "install/tools.rs"]
mod tools;
