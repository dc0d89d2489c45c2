//! Puts hunkguard between git and a repository, takes it away again, and proves that it is there.
//!
//! Two ways, one at a time: entries in git's configuration where git knows them (2.54 and later), else small scripts
//! (shims) in the folder where git looks for hooks. [`Options::shims`] asks for the scripts in any case; they work with
//! every git, so a machine with an old and a new one needs only them, and never both ways at once.

mod action;
mod caller;
mod doctor;
mod error;
mod file;
mod git;
mod machine;
mod plan;
mod shim;
mod tools;
mod uninstall;

use std::io::Write;
use std::path::PathBuf;

pub use caller::{Caller, caller};
pub use doctor::{Health, doctor};
pub use error::InstallError;
pub use machine::Machine;

use action::Plan;
use git::Git;

/// What to install or uninstall.
#[derive(Clone, Debug, Default)]
#[expect(clippy::struct_excessive_bools, reason = "each is a switch of the command line, independent of the others")]
pub struct Options {
    /// A directory of the repository.
    pub dir: PathBuf,
    /// For all repositories of the person, instead of one.
    pub global: bool,
    /// Only tell what would be done.
    pub dry_run: bool,
    /// Also where `core.hooksPath` leads out of the repository.
    pub force: bool,
    /// Also pre-receive, which a bare repository gets in any case.
    pub server: bool,
    /// Scripts, also where git knows hooks in its configuration.
    pub shims: bool,
}

/// Makes git run hunkguard, and tells on `out` what was done. A second run changes nothing.
///
/// # Errors
/// There is no repository, its hooks must not be touched, or a file cannot be written. What was done before stays; a
/// second run goes on from there.
pub fn install(machine: &Machine, options: &Options, out: &mut dyn Write) -> Result<(), InstallError> {
    let git = Git::new(machine, &options.dir)?;
    carry_out(&plan::install(machine, &git, options)?, &git, options.dry_run, out)
}

/// Takes away what [`install`] made, in both ways, and puts the hooks back that were there before.
///
/// # Errors
/// There is no repository, or a file cannot be written.
pub fn uninstall(machine: &Machine, options: &Options, out: &mut dyn Write) -> Result<(), InstallError> {
    let git = Git::new(machine, &options.dir)?;
    carry_out(&uninstall::uninstall(machine, &git, options)?, &git, options.dry_run, out)
}

fn carry_out(plan: &Plan, git: &Git, dry_run: bool, out: &mut dyn Write) -> Result<(), InstallError> {
    if plan.actions.is_empty() {
        writeln!(out, "nothing to do")?;
    } else if dry_run {
        writeln!(out, "dry run, nothing is changed:")?;
    }
    for action in &plan.actions {
        if !dry_run {
            action.apply(git)?;
        }
        writeln!(out, "  {action}")?;
    }
    for note in &plan.notes {
        writeln!(out, "{note}")?;
    }
    Ok(())
}
