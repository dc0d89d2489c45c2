//! `hunkguard install`, `uninstall` and `doctor`.

use std::io::{self, Write};
use std::path::PathBuf;

use super::args::{InstallArgs, UninstallArgs};
use super::exit::Exit;
use super::{Stop, written};
use crate::install::{self, Health, Machine, Options};

/// Installs the gate.
pub fn install(args: InstallArgs) -> Result<Exit, Stop> {
    let options = Options {
        dir: args.repository.unwrap_or_else(|| PathBuf::from(".")),
        global: args.global,
        dry_run: args.dry_run,
        force: args.force,
        server: args.server,
        shims: args.shims,
    };
    let mut out = io::stdout().lock();
    install::install(&Machine::from_env()?, &options, &mut out)?;
    written(out.flush(), Exit::Passed)
}

/// Takes the gate out.
pub fn uninstall(args: UninstallArgs) -> Result<Exit, Stop> {
    let options = Options {
        dir: args.repository.unwrap_or_else(|| PathBuf::from(".")),
        global: args.global,
        dry_run: args.dry_run,
        ..Options::default()
    };
    let mut out = io::stdout().lock();
    install::uninstall(&Machine::from_env()?, &options, &mut out)?;
    written(out.flush(), Exit::Passed)
}

/// Checks the gate and proves that it blocks.
pub fn doctor() -> Result<Exit, Stop> {
    let mut out = io::stdout().lock();
    let health = install::doctor(&Machine::from_env()?, &PathBuf::from("."), &mut out)?;
    let exit = if health == Health::Healthy { Exit::Passed } else { Exit::Failed };
    written(out.flush(), exit)
}
