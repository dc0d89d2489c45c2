//! `hunkguard advisories`.

use std::cell::Cell;
use std::io::{self, BufWriter, IsTerminal, Write};
use std::path::Path;

use time::OffsetDateTime;

use super::args::{AdvisoriesCommand, ImportArgs, UpdateArgs};
use super::exit::Exit;
use super::output::Output;
use super::ui::{Stream, complain};
use super::{Stop, written};
use crate::advisories::{self, BadRecords, Home, Imported, Network, Outcome, Step, Update};
use crate::app::{Failure, conceal};
use crate::deps::Advisories;
use crate::report::{TransferLine, advisories as print, counted};
use crate::text::printable_str;

/// Makes, renews or describes the advisory index.
pub fn run(command: &AdvisoriesCommand, output: &Output) -> Result<Exit, Stop> {
    match command {
        AdvisoriesCommand::Import(args) => import(args),
        AdvisoriesCommand::Update(args) => update(args),
        AdvisoriesCommand::Status { index } => status(index.as_deref(), output),
    }
}

fn import(args: &ImportArgs) -> Result<Exit, Stop> {
    let output = match &args.output {
        Some(output) => output.clone(),
        None => Home::from_env().place()?.index,
    };
    let only = args.only.as_deref().map(advisories::read_packages).transpose()?;
    let (line, read) = (progress(), Cell::new(0));
    let imported = advisories::import(&args.from, &output, only.as_ref(), now(), &|| {
        read.set(read.get() + 1);
        line.read(read.get());
    })?;
    drop(line);
    let Imported { summary, records, withdrawn, elsewhere, bad, length } = imported;
    complain_of(&bad);
    to_stdout(|out| {
        let records = counted(records, "record");
        writeln!(out, "read {records}: {withdrawn} taken back, {elsewhere} about nothing that is judged here")?;
        writeln!(out, "wrote `{}`, {} KiB", shown(&output), length.div_ceil(1024))?;
        print::holds(&summary, out)
    })
}

fn update(args: &UpdateArgs) -> Result<Exit, Stop> {
    let home = args.cache.as_ref().map_or_else(Home::from_env, Home::at);
    let (place, network) = (home.place()?, Network::to(&args.url));
    let update = Update { network: &network, ecosystems: &args.ecosystem, place: &place, now: now() };
    let (line, read) = (progress(), Cell::new(0));
    let updated = update.run(&|step| match step {
        Step::Archive(ecosystem, done, total) => line.bytes(ecosystem.as_str(), done, total),
        Step::Changes(ecosystem, done, total) => line.records(ecosystem.as_str(), done, total),
        Step::Reading => {
            read.set(read.get() + 1);
            line.read(read.get());
        }
    })?;
    drop(line);
    complain_of(&updated.bad);
    let mut exit = Exit::Passed;
    for (ecosystem, outcome) in &updated.outcomes {
        if let Outcome::Failed(error) = outcome {
            exit = Exit::Failed;
            complain(&format!("hunkguard: {ecosystem} is as it was: {}", printable_str(&conceal(&error.to_string()))));
        }
    }
    let printed = to_stdout(|out| {
        for (ecosystem, outcome) in &updated.outcomes {
            match outcome {
                Outcome::Unchanged => writeln!(out, "{ecosystem}: nothing has changed")?,
                Outcome::Changes(count) => writeln!(out, "{ecosystem}: {}", counted(*count, "changed record"))?,
                Outcome::Archive(length) => writeln!(out, "{ecosystem}: all records, {} KiB", length.div_ceil(1024))?,
                Outcome::Failed(_) => {}
            }
        }
        print::holds(&updated.summary, out)
    });
    printed.map(|_| exit)
}

/// Names the records that were left out.
fn complain_of(bad: &BadRecords) {
    if bad.count > 0 {
        complain(&format!("hunkguard: {} left out, which cannot be read:", counted(bad.count, "record")));
        bad.named.iter().for_each(|bad| complain(&format!("  {}", conceal(bad))));
        if bad.count > bad.named.len() as u64 {
            complain("  …");
        }
    }
}

/// A line on standard error, where that is a terminal.
fn progress() -> TransferLine {
    TransferLine::on_stderr(io::stderr().is_terminal())
}

fn status(given: Option<&Path>, output: &Output) -> Result<Exit, Stop> {
    let advisories = if let Some(path) = given {
        Advisories::only(path).map_err(|error| Failure::index(path, &error))?
    } else {
        let (advisories, warning) = Advisories::open(Home::from_env().installed().as_deref());
        if let Some(warning) = warning {
            complain(&format!("hunkguard: {warning}"));
        }
        advisories
    };
    let ui = output.ui(Stream::Stdout);
    to_stdout(|out| print::status(&advisories, now(), ui.width, out))
}

/// In seconds since 1970.
fn now() -> i64 {
    OffsetDateTime::now_utc().unix_timestamp()
}

fn to_stdout(print: impl FnOnce(&mut dyn Write) -> io::Result<()>) -> Result<Exit, Stop> {
    let mut out = BufWriter::new(io::stdout().lock());
    written(print(&mut out).and_then(|()| out.flush()), Exit::Passed)
}

/// A path for people.
fn shown(path: &Path) -> String {
    printable_str(&path.display().to_string()).into_owned()
}
