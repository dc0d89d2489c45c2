//! hunkguard reads what a commit adds and finds secrets, dangerous calls and bad dependencies in it.
//!
//! `hook → git (base, new blobs) → Change → Scanner → Findings → judge(policy, overrides) → Verdict → report → exit code`

pub mod advisories;
pub mod app;
pub mod base64;
pub mod change;
pub mod checks;
pub mod cli;
pub mod code;
pub mod deps;
pub mod engine;
pub mod files;
pub mod finding;
pub mod git;
pub mod install;
pub mod lexer;
pub mod pattern;
pub mod policy;
pub mod report;
pub mod rules;
pub mod secrets;
pub mod selftest;
pub mod sensitive;
pub mod text;
pub mod unicode;
