//! `hunkguard advisories`.

use std::io::{self, BufWriter, Write};
use std::path::Path;

use time::OffsetDateTime;

use super::args::{AdvisoriesCommand, ImportArgs};
use super::exit::Exit;
use super::output::Output;
use super::ui::{Stream, complain};
use super::{Stop, written};
use crate::advisories::{self, Home, Imported};
use crate::app::Failure;
use crate::deps::{Advisories, index};
use crate::report::advisories as print;
use crate::text::printable_str;

/// Makes, renews or describes the advisory index.
pub fn run(command: &AdvisoriesCommand, output: &Output) -> Result<Exit, Stop> {
    match command {
        AdvisoriesCommand::Import(args) => import(args),
        AdvisoriesCommand::Status { index } => status(index.as_deref(), output),
    }
}

fn import(args: &ImportArgs) -> Result<Exit, Stop> {
    let output = match &args.output {
        Some(output) => output.clone(),
        None => Home::from_env().place()?.index,
    };
    let only = args.only.as_deref().map(advisories::read_packages).transpose()?;
    let imported = advisories::import(&args.from, &output, only.as_ref(), now(), &|| ())?;
    let Imported { summary, records, withdrawn, elsewhere, bad, length } = imported;
    if bad.count > 0 {
        complain(&format!("hunkguard: {} records could not be read and are left out:", bad.count));
        bad.named.iter().for_each(|bad| complain(&format!("  {bad}")));
        if bad.count > bad.named.len() as u64 {
            complain("  …");
        }
    }
    to_stdout(|out| {
        writeln!(
            out,
            "read {records} records: {withdrawn} were taken back, {elsewhere} concern none of our ecosystems"
        )?;
        let path = output.display().to_string();
        writeln!(out, "wrote `{}`, {} KiB", printable_str(&path), length.div_ceil(1024))?;
        print::holds(&summary, out)
    })
}

fn status(given: Option<&Path>, output: &Output) -> Result<Exit, Stop> {
    let advisories = if let Some(path) = given {
        Advisories::only(path).map_err(|error| unusable(path, &error))?
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

/// An index that was named and cannot be used.
fn unusable(path: &Path, error: &index::IndexError) -> Failure {
    let path = path.display().to_string();
    Failure::new(
        format!("cannot use the index `{}`: {error}", printable_str(&path)),
        "`hunkguard advisories import FOLDER --output INDEX` makes an index",
    )
}

/// In seconds since 1970.
fn now() -> i64 {
    OffsetDateTime::now_utc().unix_timestamp()
}

fn to_stdout(print: impl FnOnce(&mut dyn Write) -> io::Result<()>) -> Result<Exit, Stop> {
    let mut out = BufWriter::new(io::stdout().lock());
    written(print(&mut out).and_then(|()| out.flush()), Exit::Passed)
}
