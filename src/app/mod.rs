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

use std::path::Path;
use std::time::{Duration, Instant};

use time::{Date, OffsetDateTime};

use crate::advisories::Home;
use crate::checks;
use crate::deps::{Advisories, Dependencies, Exceptions, IndexChoice, NameGlobs};
use crate::engine::{Feed, Outcome, Progress, Scanner, Totals, run};
use crate::policy::Judgement;

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
    /// What a person must know beside the findings, one line each; nothing that blocks.
    pub remarks: Vec<String>,
    /// How long it took.
    pub elapsed: Duration,
}

/// Makes the function that is told of progress, for that many inputs.
pub type NewProgress<'p> = &'p dyn Fn(usize) -> Box<dyn Fn(usize) + Sync>;

/// What a run works with beside its input.
#[derive(Clone, Copy)]
pub struct Means<'m> {
    /// Told of progress.
    pub progress: NewProgress<'m>,
    /// The advisory index to use and no other; the one of this person, or else the one in this program, unless told.
    pub index: Option<&'m Path>,
}

impl<'m> Means<'m> {
    /// What hooks work with.
    pub fn of_hooks(progress: NewProgress<'m>) -> Self {
        Self { progress, index: None }
    }
}

/// What was found before it is judged.
struct Scanned {
    outcome: Outcome,
    remarks: Vec<String>,
}

/// Reads everything in the feed.
fn scan(gate: &Gate, feed: &dyn Feed, means: Means) -> Result<Scanned, Failure> {
    let index = match means.index {
        Some(path) => {
            IndexChoice::Given(Box::new(Advisories::only(path).map_err(|error| Failure::index(path, &error))?))
        }
        None => IndexChoice::Installed(|| Home::from_env().installed()),
    };
    let excepted = &gate.policy.dependencies;
    let internal = NameGlobs::new(excepted.internal.iter().map(String::as_str));
    let exceptions = Exceptions { internal, ignore: excepted.ignore.clone(), today: today() };
    let dependencies = Dependencies::new(index, exceptions);
    let checks = checks::with(&dependencies);
    let told = (means.progress)(feed.len());
    let progress: Progress = &*told;
    let outcome = run(&Scanner::new(&gate.rules, &checks), feed, progress)?;
    if let Some(failure) = dependencies.failure() {
        return Err(Failure::new(failure, "`hunkguard advisories import FOLDER --output INDEX` makes a new one"));
    }
    let now = OffsetDateTime::now_utc().unix_timestamp();
    Ok(Scanned { outcome, remarks: dependencies.remarks(now).iter().map(ToString::to_string).collect() })
}

/// Today, in UTC: for exceptions that expire.
fn today() -> Date {
    OffsetDateTime::now_utc().date()
}

/// Measures a run.
fn timed(start: Instant, outcome: (Judgement, Totals, Vec<String>), commits: usize, excluded: u64) -> Run {
    let (mut judgement, totals, remarks) = outcome;
    conceal::conceal_judgement(&mut judgement);
    Run { judgement, totals, commits: commits as u64, excluded, remarks, elapsed: start.elapsed() }
}
