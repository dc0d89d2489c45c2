//! The program: what was typed, what is done, what is printed, and the exit code.

mod advisories;
mod args;
mod config;
mod exit;
mod hook;
mod install;
mod output;
mod overrides;
mod rules;
mod scan;
pub mod ui;

use std::io;
use std::process::ExitCode;

use clap::Parser;

use crate::app::Failure;
use args::{Cli, Command};
use exit::Exit;
use output::Output;

/// Runs the program.
pub fn main() -> ExitCode {
    exit::on_panic();
    let cli = match Cli::try_parse() {
        Ok(cli) => cli,
        Err(error) => return exit::of_arguments(&error),
    };
    let output = Output::new(cli.color);
    match run(cli.command, &output) {
        // Whoever read our output may have gone: nothing is wrong with that, but a verdict must not become a pass.
        Ok(exit) | Err(Stop::ClosedPipe(exit)) => exit.into(),
        Err(Stop::Failure(failure)) => {
            output.failure(&failure);
            Exit::Failed.into()
        }
    }
}

/// Why a command ends early.
#[derive(Debug)]
enum Stop {
    /// Own failure.
    Failure(Failure),
    /// The reader of the output has gone; the exit code stands all the same.
    ClosedPipe(Exit),
}

impl<E: Into<Failure>> From<E> for Stop {
    fn from(error: E) -> Self {
        Self::Failure(error.into())
    }
}

fn run(command: Command, output: &Output) -> Result<Exit, Stop> {
    match command {
        Command::Hook(args) => hook::run(&args, output),
        Command::Scan(args) => scan::run(&args, output),
        Command::Install(args) => install::install(args),
        Command::Uninstall(args) => install::uninstall(args),
        Command::Doctor => install::doctor(),
        Command::Rules { command } => rules::run(command, output),
        Command::Explain { what } => rules::explain(&what, output),
        Command::Override(args) => overrides::run(&args),
        Command::Init { force } => config::init(force),
        Command::Advisories { command } => advisories::run(&command, output),
        Command::Config { command } => config::run(&command, output),
    }
}

/// Turns the result of writing into the exit code: a closed pipe is no error.
fn written(result: io::Result<()>, exit: Exit) -> Result<Exit, Stop> {
    match result {
        Ok(()) => Ok(exit),
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Err(Stop::ClosedPipe(exit)),
        Err(error) => {
            Err(Failure::new(format!("cannot write the report: {error}"), "check where the output goes").into())
        }
    }
}
