//! All inputs through the scanner: in one thread for an ordinary commit, in all of them for a large one. The result does not
//! depend on which.

use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::thread;

use super::echoes;
use super::feed::{Feed, FeedError, Input, Item, Reader};
use super::packed;
use super::scanner::Scanner;
use super::unscanned::unscanned;
use crate::change::count_lines;
use crate::finding::Finding;

/// For each so many inputs another thread gains more than it costs to start.
const INPUTS_PER_THREAD: usize = 24;

/// What was read.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Totals {
    /// Files that were searched.
    pub files: u64,
    /// Lines of these files.
    pub lines: u64,
    /// Bytes of these files, decoded.
    pub bytes: u64,
    /// Files that were not searched.
    pub unscanned: u64,
}

/// The findings of all inputs, by input, and what was read.
#[derive(Debug, Default)]
pub struct Outcome {
    /// In the order of the inputs, then of the file.
    pub findings: Vec<Finding>,
    /// What was read.
    pub totals: Totals,
}

/// Told after each input how many are done.
pub type Progress<'p> = &'p (dyn Fn(usize) + Sync);

/// Runs the scanner over every input.
///
/// # Errors
/// The first input, in their order, that cannot be read.
pub fn run(scanner: &Scanner, feed: &dyn Feed, progress: Progress) -> Result<Outcome, FeedError> {
    let threads = match 1 + feed.len() / INPUTS_PER_THREAD {
        1 => 1,
        most => thread::available_parallelism().map_or(1, usize::from).min(most),
    };
    let readers = (1..threads).map(|_| feed.thread_reader()).collect::<Result<Vec<_>, _>>()?;
    let count = feed.len();
    let shared = Shared { scanner, progress, count, next: AtomicUsize::new(0), failed: AtomicBool::new(false) };
    let mut parts = thread::scope(|scope| {
        let shared = &shared;
        let others: Vec<_> = readers.into_iter().map(|reader| scope.spawn(move || shared.work(&*reader))).collect();
        let mut parts = shared.work(&*feed.reader());
        for other in others {
            match other.join() {
                Ok(own) => parts.extend(own),
                Err(panic) => std::panic::resume_unwind(panic),
            }
        }
        parts
    });
    parts.sort_by_key(|part| part.index);
    let mut outcome = Outcome::default();
    for part in parts {
        let (findings, totals) = part.result?;
        outcome.findings.extend(findings);
        outcome.totals.add(totals);
    }
    Ok(outcome)
}

impl Totals {
    /// Adds what another run read.
    pub fn add(&mut self, other: Self) {
        self.files += other.files;
        self.lines += other.lines;
        self.bytes += other.bytes;
        self.unscanned += other.unscanned;
    }
}

/// The result of one input.
struct Part {
    index: usize,
    result: Result<(Vec<Finding>, Totals), FeedError>,
}

struct Shared<'s> {
    scanner: &'s Scanner<'s>,
    progress: Progress<'s>,
    count: usize,
    next: AtomicUsize,
    failed: AtomicBool,
}

impl Shared<'_> {
    /// Takes inputs until there are none left. Inputs are handed out in order, so when one fails, every earlier one is done
    /// or in work, and the first failure is always the same.
    fn work(&self, reader: &dyn Reader) -> Vec<Part> {
        let mut parts = Vec::new();
        while !self.failed.load(Ordering::Relaxed) {
            let index = self.next.fetch_add(1, Ordering::Relaxed);
            if index >= self.count {
                break;
            }
            let result = self.one(reader, index);
            (self.progress)(index + 1);
            match &result {
                Err(_) => self.failed.store(true, Ordering::Relaxed),
                // Nothing to keep of the many files without a finding but the totals.
                Ok((findings, totals)) if findings.is_empty() => {
                    if let Some(Part { result: Ok((last, sum)), .. }) = parts.last_mut()
                        && last.is_empty()
                    {
                        sum.add(*totals);
                        continue;
                    }
                }
                Ok(_) => {}
            }
            parts.push(Part { index, result });
        }
        parts
    }

    fn one(&self, reader: &dyn Reader, index: usize) -> Result<(Vec<Finding>, Totals), FeedError> {
        let Item { input, commit } = reader.read(index)?;
        let mut totals = Totals::default();
        let mut findings = match input {
            None => return Ok((Vec::new(), totals)),
            Some(Input::Unread(unread)) => {
                totals.unscanned = 1;
                vec![unscanned(unread)]
            }
            Some(Input::Text(mut change)) => {
                totals.files = 1;
                totals.lines = count_lines(change.text());
                totals.bytes = change.text().len() as u64;
                self.scanner.scan_beside(&mut change, &|path| reader.beside(index, path))
            }
            Some(Input::Packed(mut change, unread)) => {
                let searched = packed::search(self.scanner, &mut change, unread);
                if searched.whole {
                    (totals.files, totals.bytes) = (1, change.text().len() as u64);
                } else {
                    totals.unscanned = 1;
                }
                searched.findings
            }
        };
        echoes::leave_out(&mut findings);
        for finding in &mut findings {
            finding.commit.clone_from(&commit);
        }
        Ok((findings, totals))
    }
}
