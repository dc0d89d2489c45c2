//! Pairs of vulnerable code and its fix: a pair is right when a finding of the one has the weakness and none of the other has.

use std::fs;
use std::path::{Path, PathBuf};

use hunkguard::change::Change;
use hunkguard::checks;
use hunkguard::engine::Scanner;
use hunkguard::rules::RuleSet;
use hunkguard::text::RepoPath;
use libtest_mimic::Trial;
use serde::Deserialize;

use super::files;

/// The share of pairs, in each language, that must be right.
const FLOOR: f64 = 0.9;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Pairs {
    pair: Vec<Pair>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Pair {
    id: String,
    cwe: u16,
    language: String,
    path: String,
    bad: String,
    fixed: String,
}

/// Whether a finding in the code has the weakness.
fn is_found(pair: &Pair, code: &str) -> bool {
    let (rules, checks) = (RuleSet::default(), checks::all());
    let mut change = Change::whole(RepoPath::from(pair.path.as_str()), code.as_bytes().to_vec());
    Scanner::new(&rules, &checks).scan(&mut change).iter().any(|finding| finding.cwe.contains(&pair.cwe))
}

/// Prints how many pairs are right in each language; a test for each.
pub fn trials(folder: &Path) -> Vec<Trial> {
    println!("{:32} {:>7}", "pairs", "right");
    let mut languages: Vec<PathBuf> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    languages.sort();
    let trials = languages.into_iter().map(|path| {
        let language = path.file_name().unwrap().to_str().unwrap().to_owned();
        let mut wrong = Vec::new();
        let mut count = 0;
        for file in files(&path) {
            let pairs: Pairs = toml::from_str(&fs::read_to_string(&file).unwrap())
                .unwrap_or_else(|error| panic!("{}: {error}", file.display()));
            for pair in &pairs.pair {
                assert_eq!(pair.language, language, "{}", pair.id);
                count += 1;
                match (is_found(pair, &pair.bad), is_found(pair, &pair.fixed)) {
                    (true, false) => {}
                    (false, _) => wrong.push(format!("{}: the vulnerable code is not found", pair.id)),
                    (true, true) => wrong.push(format!("{}: the fix is found as well", pair.id)),
                }
            }
        }
        let right = 1.0 - wrong.len() as f64 / f64::from(count);
        println!("{:32} {:>6.1}%   of {count}", format!("code/{language}"), right * 100.0);
        let verdict = if right < FLOOR { Err(wrong.join("\n").into()) } else { Ok(()) };
        Trial::test(format!("pairs/{language}"), move || verdict)
    });
    trials.collect()
}
