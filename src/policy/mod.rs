//! What is allowed: the policy file, overrides in commit messages, review, and the judgement over findings. Pure: nothing
//! here reads a file or knows git.

mod verdict;

pub use verdict::{Exception, Judged, Judgement, Problem, Status, Verdict};
