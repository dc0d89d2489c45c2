//! Tells which hooks git will run, and proves that they block.

mod canary;
mod checks;

use std::io::Write;
use std::path::Path;

use time::OffsetDateTime;

use super::error::InstallError;
use super::file::shown;
use super::git::{Git, Repository};
use super::machine::Machine;
use crate::advisories::Home;
use crate::deps::Advisories;

/// What an examination found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Health {
    /// Every hook is ours, and a planted secret was blocked.
    Healthy,
    /// Something keeps git from running hunkguard, or hunkguard from blocking.
    Unhealthy,
}

/// Something that keeps the gate from working.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Problem {
    what: String,
    /// What to do; one sentence.
    hint: String,
}

impl Problem {
    fn new(what: impl Into<String>, hint: impl Into<String>) -> Self {
        Self { what: what.into(), hint: hint.into() }
    }
}

/// Examines the hooks of the repository of `dir` and tells on `out` what it found: versions, what git runs for each event,
/// and what a commit with a planted secret came to. That commit is made in a scratch repository with the same hooks.
///
/// # Errors
/// There is no repository, git does not run, or the scratch repository cannot be made.
pub fn doctor(machine: &Machine, dir: &Path, out: &mut dyn Write) -> Result<Health, InstallError> {
    let git = Git::new(machine, dir)?;
    let version = git.version()?;
    let repository = Repository::open(&git)?;
    let program = machine.find(&machine.git).map(|path| shown(&path)).unwrap_or_default();
    writeln!(out, "hunkguard {}, {}", env!("CARGO_PKG_VERSION"), shown(&machine.binary))?;
    writeln!(out, "git {}, {program}", version.text)?;
    writeln!(out, "repository {}", shown(repository.work_tree.as_ref().unwrap_or(&repository.common_dir)))?;

    let mut found = checks::inspect(machine, &git, &version, &repository)?;
    writeln!(out, "hooks in {}", found.folder)?;
    for (hook, state) in &found.states {
        writeln!(out, "  {hook:<18}  {state}")?;
    }
    for remark in &found.remarks {
        writeln!(out, "note: {remark}")?;
    }

    for line in advisories() {
        writeln!(out, "{line}")?;
    }

    writeln!(out, "proof, in a scratch repository with these hooks and without those of other tools:")?;
    let proof = canary::prove(&git, &repository)?;
    for line in &proof.lines {
        writeln!(out, "  {line}")?;
    }
    found.problems.extend(proof.problems);
    for problem in &found.problems {
        writeln!(out, "problem: {}\n  {}", problem.what, problem.hint)?;
    }
    if found.problems.is_empty() {
        writeln!(out, "the gate works")?;
        return Ok(Health::Healthy);
    }
    Ok(Health::Unhealthy)
}

/// By which index dependencies are judged, how old it is, and what is wrong with it.
fn advisories() -> Vec<String> {
    let now = OffsetDateTime::now_utc().unix_timestamp();
    let (advisories, warning) = Advisories::open(Home::from_env().installed().as_deref());
    let days = advisories.summary().map(|summary| summary.age(now)).unwrap_or_default();
    let place = advisories.path().map_or_else(|| "the built-in index".to_owned(), shown);
    let notes = warning.or_else(|| advisories.staleness(now)).map(|warning| format!("note: {warning}"));
    std::iter::once(format!("advisories from {place}, {days} days old")).chain(notes).collect()
}
