//! The pipeline on one screen: what is read, what is found in it, how it is judged.

mod aside;
mod conceal;
mod everything;
mod failure;
mod gate;
mod history;
mod plain;
mod source;
mod staged;
mod steering;

use std::time::{Duration, Instant};

use time::{Date, OffsetDateTime};

use crate::checks;
use crate::engine::{Feed, FeedError, Outcome, Progress, Scanner, Totals, run};
use crate::policy::Judgement;
use crate::rules::RuleSet;

pub use conceal::conceal;
pub use everything::judge_all;
pub use failure::Failure;
pub use gate::{Gate, system_policy_file};
pub use history::{judge_push, judge_range, judge_unpushed};
pub use plain::{judge_files, judge_text};
pub use staged::{EditedMessage, judge_staged};

/// What a run found, and what it read.
#[derive(Debug)]
pub struct Run {
    /// The judgement.
    pub judgement: Judgement,
    /// What was read.
    pub totals: Totals,
    /// Commits that were read.
    pub commits: u64,
    /// Files that the policy excludes.
    pub excluded: u64,
    /// How long it took.
    pub elapsed: Duration,
}

/// Makes the function that is told of progress, for that many inputs.
pub type NewProgress<'p> = &'p dyn Fn(usize) -> Box<dyn Fn(usize) + Sync>;

/// Reads everything in the feed.
fn scan(rules: &RuleSet, feed: &dyn Feed, progress: NewProgress) -> Result<Outcome, FeedError> {
    let checks = checks::all();
    let told = progress(feed.len());
    let progress: Progress = &*told;
    run(&Scanner::new(rules, &checks), feed, progress)
}

/// Today, in UTC: for exceptions that expire.
fn today() -> Date {
    OffsetDateTime::now_utc().date()
}

/// Measures a run.
fn timed(start: Instant, outcome: (Judgement, Totals), commits: usize, excluded: u64) -> Run {
    let (mut judgement, totals) = outcome;
    conceal::conceal_judgement(&mut judgement);
    Run { judgement, totals, commits: commits as u64, excluded, elapsed: start.elapsed() }
}
