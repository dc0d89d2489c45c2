//! Reports: one file per format.

pub mod advisories;
mod human;
mod json;
mod layout;
mod page;
mod paint;
mod progress;
pub mod rules;
mod settings;
mod template;
mod transfer;
mod words;

#[cfg(test)]
mod samples;

use std::io;
use std::time::Duration;

use crate::engine::Totals;
use crate::policy::Judgement;

pub use human::Human;
pub use json::Json;
pub use progress::ProgressLine;
pub use settings::settings;
pub use template::template_lines;
pub use transfer::TransferLine;
pub use words::counted;

/// Everything a report shows.
#[derive(Debug)]
pub struct Report<'a> {
    /// The judgement.
    pub judgement: &'a Judgement,
    /// What was read.
    pub totals: Totals,
    /// Commits that were read; 0 for staged content and plain files.
    pub commits: u64,
    /// Files that the policy excludes.
    pub excluded: u64,
    /// How long it took.
    pub elapsed: Duration,
    /// What the reader can do now, one step a line: printed behind a block.
    pub advice: Vec<String>,
}

/// A format.
pub trait Render {
    /// Writes the report.
    ///
    /// # Errors
    /// The stream cannot be written.
    fn render(&self, report: &Report, out: &mut dyn io::Write) -> io::Result<()>;
}

/// The page of a weakness in the Common Weakness Enumeration.
fn cwe_link(number: u16) -> String {
    format!("https://cwe.mitre.org/data/definitions/{number}.html")
}
