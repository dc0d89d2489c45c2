//! The stories of the gate, told by real git: every hook is called by git itself, on both back ends.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test may fail")]
#![allow(clippy::wrong_self_convention, reason = "`ran.is_blocked()` reads well in a story")]

#[macro_use]
mod sandbox;

mod commit;
mod dependencies;
mod failure;
mod formats;
mod hiding;
mod history;
mod inside;
mod merge;
mod message;
mod policy;
mod push;
mod readme;
mod rewrite;
mod scan;
mod siege;
