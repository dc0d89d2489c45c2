//! The advisory index as a person reads it: what it holds, how old it is, from whom it comes.

use std::io::{self, Write};
use std::path::Path;

use colored::{ColoredString, Colorize};
use time::OffsetDateTime;

use super::layout::columns;
use super::page::Page;
use super::paint;
use super::words::{counted, number};
use crate::deps::Advisories;
use crate::deps::index::Summary;

/// Columns of the longest label and two spaces.
const LABEL: usize = 8;
const GAP: &str = "  ";

/// Prints which index is in use, how old it is and what it holds. `now` is in seconds since 1970.
///
/// # Errors
/// The stream cannot be written.
pub fn status(advisories: &Advisories, now: i64, width: usize, out: &mut dyn Write) -> io::Result<()> {
    let mut page = Page::new(width, LABEL, 0);
    let Some(summary) = advisories.summary() else { return Ok(()) };
    match advisories.path() {
        Some(path) => page.verbatim("index", [shown(path).as_str()]),
        None => page.text("index", "the built-in one, on the packages that are used most"),
    }
    page.text("facts", &format!("of {}: {} old", day(summary.as_of), counted(summary.age(now), "day")));
    page.text("made", &day(summary.built));
    if let Some(warning) = advisories.staleness(now) {
        page.warned("old", &warning.to_string());
    }
    out.write_all(page.finish().as_bytes())?;
    holds(summary, out)
}

/// Prints what an index holds: a table of ecosystems, and the sources with their licences.
///
/// # Errors
/// The stream cannot be written.
pub fn holds(summary: &Summary, out: &mut dyn Write) -> io::Result<()> {
    let mut rows = vec![["ecosystem", "packages", "advisories", "malware", ""].map(paint::faint).to_vec()];
    rows.extend(summary.ecosystems.iter().map(|of| {
        let mut cells = vec![of.name.as_str().normal()];
        cells.extend([of.packages, of.advisories, of.malware].map(|count| number(count).normal()));
        cells.push(paint::faint(if of.complete { "" } else { "in part" }));
        cells
    }));
    writeln!(out)?;
    table(&rows, &[false, true, true, true, false], out)?;
    let mut rows = vec![["source", "records", "licence", ""].map(paint::faint).to_vec()];
    rows.extend(summary.sources.iter().map(|source| {
        vec![
            source.name.as_str().normal(),
            number(source.records).normal(),
            source.licence.as_str().normal(),
            source.url.as_str().normal(),
        ]
    }));
    writeln!(out)?;
    table(&rows, &[false, true, false, false], out)
}

/// Aligned columns; numbers to the right.
fn table(rows: &[Vec<ColoredString>], right: &[bool], out: &mut dyn Write) -> io::Result<()> {
    let width = |column: usize| rows.iter().map(|row| columns(&row[column].input)).max().unwrap_or_default();
    let widths: Vec<usize> = (0..right.len()).map(width).collect();
    for row in rows {
        let mut line = String::new();
        for ((cell, width), right) in row.iter().zip(&widths).zip(right) {
            let blank = " ".repeat(width - columns(&cell.input));
            let cell = if *right { format!("{blank}{cell}") } else { format!("{cell}{blank}") };
            line.push_str(&cell);
            line.push_str(GAP);
        }
        writeln!(out, "{GAP}{}", line.trim_end())?;
    }
    Ok(())
}

/// A day as `2026-01-31`.
fn day(seconds: i64) -> String {
    OffsetDateTime::from_unix_timestamp(seconds)
        .map_or_else(|_| "an unknown day".to_owned(), |time| time.date().to_string())
}

fn shown(path: &Path) -> String {
    crate::text::printable(path.as_os_str().as_encoded_bytes()).into_owned()
}
