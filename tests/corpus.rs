//! The labelled corpus in `tests/corpus`: prints recall and precision by file, and fails below the floor of a file; and how
//! many pairs of vulnerable and mended code are told apart.

#![allow(clippy::unwrap_used, clippy::panic, clippy::cast_precision_loss, reason = "a test may fail")]

#[path = "corpus/pairs.rs"]
mod pairs;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use hunkguard::change::Change;
use hunkguard::checks;
use hunkguard::engine::Scanner;
use hunkguard::finding::Category;
use hunkguard::rules::{RuleSet, expand};
use hunkguard::text::RepoPath;
use libtest_mimic::{Arguments, Failed, Trial};
use serde::Deserialize;

/// The folders and the findings that count in them.
const CHECKS: [(&str, Category); 1] = [("secrets", Category::Secret)];

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Corpus {
    floor: Floor,
    case: Vec<Case>,
}

#[derive(Clone, Copy, Deserialize)]
#[serde(deny_unknown_fields)]
struct Floor {
    recall: f64,
    precision: f64,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Case {
    path: String,
    #[serde(default)]
    found: Vec<String>,
    #[serde(default)]
    clean: Vec<String>,
    text: Option<String>,
    #[serde(default)]
    lines: Vec<usize>,
}

/// A text with the lines that hold a secret.
struct Sample<'c> {
    path: &'c str,
    template: &'c str,
    lines: Vec<usize>,
}

impl Case {
    fn samples(&self) -> impl Iterator<Item = Sample<'_>> {
        let sample = |template, lines| Sample { path: &self.path, template, lines };
        let found = self.found.iter().map(move |text| sample(text.as_str(), vec![text.lines().count()]));
        let clean = self.clean.iter().map(move |text| sample(text.as_str(), Vec::new()));
        found.chain(clean).chain(self.text.iter().map(move |text| sample(text.as_str(), self.lines.clone())))
    }
}

/// What was counted in one file.
#[derive(Default)]
struct Tally {
    hits: u32,
    misses: u32,
    alarms: u32,
    quiet: u32,
    /// What went wrong, as templates.
    wrong: Vec<String>,
}

impl Tally {
    fn recall(&self) -> f64 {
        share(self.hits, self.misses)
    }

    fn precision(&self) -> f64 {
        share(self.hits, self.alarms)
    }

    fn add(&mut self, sample: &Sample, found: &[usize]) {
        for line in &sample.lines {
            if found.contains(line) {
                self.hits += 1;
            } else {
                self.misses += 1;
                self.wrong.push(format!("missed in {}:{line}: {}", sample.path, sample.template));
            }
        }
        let alarms: Vec<&usize> = found.iter().filter(|line| !sample.lines.contains(line)).collect();
        if alarms.is_empty() {
            self.quiet += u32::from(sample.lines.is_empty());
        } else {
            self.alarms += u32::try_from(alarms.len()).unwrap();
            self.wrong.push(format!("false alarm in {}:{alarms:?}: {}", sample.path, sample.template));
        }
    }
}

/// The share of the first among both.
fn share(good: u32, bad: u32) -> f64 {
    if good + bad == 0 { 1.0 } else { f64::from(good) / f64::from(good + bad) }
}

/// The lines of a sample that findings of a category begin on, each once.
fn scan(sample: &Sample, category: Category) -> Vec<usize> {
    let text = expand(sample.template).unwrap_or_else(|error| panic!("{}: {error}", sample.template)).text;
    let (rules, checks) = (RuleSet::default(), checks::all());
    let scanner = Scanner::new(&rules, &checks);
    let findings = scanner.scan(&mut Change::whole(RepoPath::from(sample.path), text.into_bytes()));
    let own = findings.iter().filter(|finding| finding.category == category);
    let mut lines: Vec<usize> = own.map(|finding| finding.location.line as usize).collect();
    lines.dedup();
    lines
}

fn files(folder: &Path) -> Vec<PathBuf> {
    let mut files: Vec<PathBuf> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.retain(|path| path.extension().is_some_and(|extension| extension == "toml"));
    files.sort();
    files
}

fn judge(tally: &Tally, floor: Floor) -> Result<(), Failed> {
    let wrong = tally.wrong.join("\n");
    if tally.recall() < floor.recall || tally.precision() < floor.precision {
        return Err(format!("below the floor of {} and {}\n{wrong}", floor.recall, floor.precision).into());
    }
    Ok(())
}

fn main() -> ExitCode {
    let arguments = Arguments::from_args();
    let mut trials = Vec::new();
    println!("{:32} {:>7} {:>9}   found missed  clean alarms", "corpus", "recall", "precision");
    for (check, category) in CHECKS {
        for file in files(&Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/corpus").join(check)) {
            let name = format!("{check}/{}", file.file_stem().unwrap().to_string_lossy());
            let corpus: Corpus = toml::from_str(&fs::read_to_string(&file).unwrap())
                .unwrap_or_else(|error| panic!("{}: {error}", file.display()));
            let mut tally = Tally::default();
            for sample in corpus.case.iter().flat_map(Case::samples) {
                tally.add(&sample, &scan(&sample, category));
            }
            let (recall, precision) = (tally.recall() * 100.0, tally.precision() * 100.0);
            let Tally { hits, misses, alarms, quiet, .. } = tally;
            println!("{name:32} {recall:>6.1}% {precision:>8.1}%   {hits:>5} {misses:>6}  {quiet:>5} {alarms:>6}");
            if std::env::var_os("CORPUS_WRONG").is_some() {
                tally.wrong.iter().for_each(|line| println!("  {line}"));
            }
            trials.push(Trial::test(name, move || judge(&tally, corpus.floor)));
        }
    }
    trials.extend(pairs::trials(&Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/corpus/code")));
    libtest_mimic::run(&arguments, trials).exit_code()
}
