//! Git: the only place that knows it. Two back ends behind one trait, and what hooks need to know about a repository.

mod backend;
mod feed;
mod hooks;
mod index;
pub mod libgit2;
mod location;
pub mod message;
mod object;
mod open;
mod peel;
pub mod plumbing;
mod push;
mod settings;
mod staged;
mod tree;

pub use backend::{Backend, Commit, GitError, ObjectKind, Reference, Signature};
pub use feed::{ChangedFile, GitFeed, changed_files};
pub use hooks::commit_msg_is_configured;
pub use location::Location;
pub use open::open;
pub use push::{Known, Push, RefUpdate, every_reference, is_cut, parse_pre_push, parse_pre_receive, plan};
pub use staged::{Parents, committed_differences, staged_differences, staged_state, touches};
