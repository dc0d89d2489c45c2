//! What is allowed: the policy file, overrides in commit messages, review, and the judgement over findings. Pure: nothing
//! here reads a file or knows git.

mod config;
mod effective;
mod globs;
mod judge;
mod layer;
mod push;
mod reader;
mod reason;
mod review;
mod suggest;
mod trailers;
mod verdict;
mod weakening;

pub use config::{Allow, DEFAULT_POLICY, Dependencies, Limits, POLICY_FILE, Paths, Policy, Review, ReviewMode, Rules};
pub use effective::{Row, effective};
pub use globs::Globs;
pub use judge::judge_commit;
pub use layer::{At, ConfigError, Layer};
pub use push::{PushedCommit, judge_push};
pub use reason::{BadReason, REASON_PLACEHOLDER, SHORTEST_REASON, check_reason};
pub use trailers::{
    OVERRIDE_KEY, Override, Parsed, Person, is_comment, is_scissors, is_trailer, parse_edited, parse_stored, trailer,
    trailer_template,
};
pub use verdict::{Exception, Judged, Judgement, Problem, Status, Verdict};
pub use weakening::{PolicyChange, broken_policy, policy_findings, rule_findings};

/// Whether a text has the shape of a rule id: kebab case, three bytes or more.
fn is_rule_id(text: &str) -> bool {
    let kebab = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-';
    text.len() >= 3 && text.bytes().all(kebab)
}
