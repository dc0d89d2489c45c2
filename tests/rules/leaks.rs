//! No output shows a secret: every example of every rule through every format.

use std::collections::HashSet;
use std::io::Write;

use hunkguard::app::{Gate, Means, Run, conceal, judge_text};
use hunkguard::checks;
use hunkguard::engine::Scanner;
use hunkguard::finding::Category;
use hunkguard::report::{Human, Json, Render, Report, rules as pages, template_lines};
use hunkguard::rules::{Example, Rule, RuleSet, expand};
use hunkguard::selftest;
use hunkguard::text::RepoPath;
use libtest_mimic::Failed;

/// So many bytes of a secret in a row may not be shown. (The first four characters of a long one may.)
const PART: usize = 8;

/// Looks for what the templates of a rule put into its examples, in everything that is printed about them.
pub fn shows_no_secret(rule: &'static Rule) -> Result<(), Failed> {
    let (set, checks) = (RuleSet::default(), checks::all());
    let scanner = Scanner::new(&set, &checks);
    let public = [rule.matches, rule.no_match].concat().join("\n");
    for template in rule.matches {
        let example = expand(template)?;
        let secret = Secret::of(&example, &public);
        let mut outputs = Vec::new();
        // What is quoted is a line, searched without a path, and only for secrets.
        if rule.category() == Category::Secret && example.path.is_none() && !example.text.trim_end().contains('\n') {
            outputs.push(("an error", conceal(&example.text).into_owned()));
        }
        for finding in selftest::scan(rule, &example, &scanner) {
            outputs.push(("debug", format!("{finding:?}")));
        }
        for path in paths(rule, &example) {
            outputs.extend(printed(&path, &example)?);
        }
        if let Some((output, _)) = outputs.iter().find(|(_, text)| secret.is_in(text)) {
            return Err(format!("{output} shows a part of the secret in {template}").into());
        }
    }
    let mut page = Vec::new();
    pages::show(rule, &set, 80, &mut page)?;
    pages::explain(rule, &set, 80, &mut page)?;
    let page = plain(&String::from_utf8_lossy(&page));
    for template in rule.matches.iter().chain(rule.no_match) {
        if Secret::of(&expand(template)?, &public).is_in(&page) {
            return Err(format!("the page of the rule shows a part of the secret in {template}").into());
        }
    }
    Ok(())
}

/// Where an example may stand: in a file, in a message, and in the name of a file.
fn paths(rule: &Rule, example: &Example) -> Vec<RepoPath> {
    let mut paths = vec![RepoPath::from(example.path.as_deref().unwrap_or("a.txt"))];
    if rule.paths.globs().is_empty() && rule.languages.is_empty() && example.path.is_none() {
        paths.push(RepoPath::from("commit message"));
        if !example.text.contains('\n') && example.text.len() < 250 {
            paths.push(RepoPath::from(example.text.as_str()));
        }
    }
    paths
}

/// An example in every format, with colours and without.
fn printed(path: &RepoPath, example: &Example) -> Result<Vec<(&'static str, String)>, Failed> {
    let gate = Gate::of_system().map_err(|failure| failure.message)?;
    let run =
        judge_text(&gate, path.clone(), example.text.clone().into_bytes(), Means::of_hooks(&|_| Box::new(|_| ())))
            .map_err(|failure| failure.message)?;
    let mut template = Vec::new();
    for line in template_lines(&run.judgement) {
        writeln!(template, "{line}")?;
    }
    let coloured = rendered(&Human::new(80), &run)?;
    Ok(vec![
        ("the report without colours", plain(&coloured)),
        ("the report", coloured),
        ("the wide report", plain(&rendered(&Human::new(400), &run)?)),
        ("JSON", rendered(&Json, &run)?),
        ("the comment in a message", plain(&String::from_utf8_lossy(&template))),
    ])
}

fn rendered(format: &dyn Render, run: &Run) -> Result<String, Failed> {
    let report = Report {
        judgement: &run.judgement,
        totals: run.totals,
        commits: run.commits,
        excluded: run.excluded,
        elapsed: run.elapsed,
        advice: Vec::new(),
    };
    let mut out = Vec::new();
    format.render(&report, &mut out)?;
    Ok(String::from_utf8_lossy(&out).into_owned())
}

/// A text without the sequences that set colours, which could stand between two halves of a secret.
fn plain(text: &str) -> String {
    let mut parts = text.split("\x1b[");
    let first = parts.next().unwrap_or_default().to_owned();
    parts.fold(first, |text, part| text + part.split_once('m').map_or(part, |(_, rest)| rest))
}

/// What must not be shown: every part of the random texts of an example.
struct Secret {
    parts: HashSet<[u8; PART]>,
    /// By the first two bytes of a part: nearly all of a report is passed over.
    begins: Vec<bool>,
}

impl Secret {
    /// `public` holds the texts of the rule itself: what they say, such as the header of a token, is no secret.
    fn of(example: &Example, public: &str) -> Self {
        let random = example.random.iter().flat_map(|random| random.lines());
        let mut parts: HashSet<[u8; PART]> = random.flat_map(|line| line.as_bytes().array_windows()).copied().collect();
        for part in public.as_bytes().array_windows() {
            parts.remove(part);
        }
        let mut begins = vec![false; 1 << 16];
        for part in &parts {
            begins[begin(*part)] = true;
        }
        Self { parts, begins }
    }

    fn is_in(&self, text: &str) -> bool {
        text.as_bytes().array_windows().any(|part| self.begins[begin(*part)] && self.parts.contains(part))
    }
}

fn begin(part: [u8; PART]) -> usize {
    usize::from(part[0]) << 8 | usize::from(part[1])
}
