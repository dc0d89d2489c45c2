//! `hunkguard init` and `hunkguard config`.

use std::fs;
use std::io::{self, ErrorKind, Write};
use std::path::PathBuf;

use super::args::ConfigCommand;
use super::exit::Exit;
use super::output::Output;
use super::ui::{Stream, complain, say};
use super::{Stop, written};
use crate::app::{Failure, Gate, conceal};
use crate::git::{self, Backend, GitError, Location};
use crate::policy::{DEFAULT_POLICY, Layer, POLICY_FILE, effective};
use crate::report::settings;

/// Writes the commented default policy into the root of the repository.
pub fn init(force: bool) -> Result<Exit, Stop> {
    let file = policy_file()?;
    let mut options = fs::OpenOptions::new();
    options.write(true).truncate(true).create(true);
    if !force {
        options.create_new(true);
    }
    let written = options.open(&file).and_then(|mut out| out.write_all(DEFAULT_POLICY.as_bytes()));
    match written {
        Ok(()) => {}
        Err(error) if error.kind() == ErrorKind::AlreadyExists => {
            let message = format!("`{}` exists", file.display());
            return Err(Failure::new(message, "`hunkguard init --force` writes over it").into());
        }
        Err(error) => {
            let message = format!("cannot write `{}`: {error}", file.display());
            return Err(Failure::new(message, "check who may write there").into());
        }
    }
    say(&format!("wrote {}: edit it, then commit it; it counts from the commit after that", file.display()));
    say("working alone? `[review] mode = \"off\"` lets you push overrides that nobody else has reviewed");
    Ok(Exit::Passed)
}

/// Shows or checks the policy.
pub fn run(command: &ConfigCommand, output: &Output) -> Result<Exit, Stop> {
    match command {
        ConfigCommand::Show => show(output),
        ConfigCommand::Check { files } => check(files),
    }
}

fn show(output: &Output) -> Result<Exit, Stop> {
    output.ui(Stream::Stdout);
    let backend = open()?;
    let gate = match &backend {
        Some(backend) => Gate::at(&**backend, backend.head()?.as_ref())?,
        None => Gate::of_system()?,
    };
    if !gate.broken.is_empty() {
        return Err(Failure::policy(&gate.broken).into());
    }
    let mut shown = Vec::new();
    settings(&effective(&gate.layers), &mut shown)?;
    let result = io::stdout().lock().write_all(conceal(&String::from_utf8_lossy(&shown)).as_bytes());
    let in_tree = fs::read(policy_file()?).ok();
    if in_tree.as_deref() != gate.text() && in_tree.is_some() {
        complain(&format!("note: the {POLICY_FILE} here is not committed: it counts from the commit after that"));
    }
    written(result, Exit::Passed)
}

fn check(files: &[PathBuf]) -> Result<Exit, Stop> {
    let files = if files.is_empty() { vec![policy_file()?] } else { files.to_vec() };
    let backend = open()?;
    for file in &files {
        let name = file.display().to_string();
        let text = fs::read(file).map_err(|error| {
            Failure::new(format!("cannot read `{name}`: {error}"), "`hunkguard init` writes a policy to begin with")
        })?;
        let layer = Layer::parse(&name, &text).map_err(|errors| Failure::policy(&errors))?;
        Gate::check(&layer, backend.as_deref())?;
        say(&format!("{name}: right"));
    }
    Ok(Exit::Passed)
}

fn open() -> Result<Option<Box<dyn Backend>>, GitError> {
    match git::open(&Location::Environment) {
        Ok(backend) => Ok(Some(backend)),
        Err(GitError::NoRepository) => Ok(None),
        Err(error) => Err(error),
    }
}

/// The policy file of this repository, or of the current folder outside of any.
fn policy_file() -> Result<PathBuf, Failure> {
    let backend = open()?;
    let root = backend.as_ref().and_then(|backend| backend.work_tree().map(PathBuf::from));
    Ok(root.unwrap_or_default().join(POLICY_FILE))
}
