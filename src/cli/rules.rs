//! `hunkguard rules` and `hunkguard explain`.

use std::fs;
use std::io::{self, BufWriter, Write};
use std::path::PathBuf;

use super::args::{Format, RulesCommand};
use super::exit::Exit;
use super::output::Output;
use super::overrides;
use super::ui::Stream;
use super::{Stop, written};
use crate::app::{Failure, Gate};
use crate::checks;
use crate::finding::Fingerprint;
use crate::git::{self, GitError, Location};
use crate::report::rules as print;
use crate::rules::{RuleSet, load_user_rules};
use crate::selftest;

/// Lists, shows or tests rules.
pub fn run(command: Option<RulesCommand>, output: &Output) -> Result<Exit, Stop> {
    let ui = output.ui(Stream::Stdout);
    match command.unwrap_or(RulesCommand::List) {
        RulesCommand::List => {
            let rules = in_force()?;
            let width = if ui.is_terminal { ui.width } else { usize::MAX };
            to_stdout(|out| print::list(&rules, width, out))
        }
        RulesCommand::Show { id } => {
            let rules = in_force()?;
            let rule = rules.find(&id)?;
            to_stdout(|out| print::show(rule, &rules, ui.width, out))
        }
        RulesCommand::Test { files } => test(&files),
    }
}

/// Explains a rule, or the finding with a fingerprint among what is staged and what was not pushed.
pub fn explain(what: &str, output: &Output) -> Result<Exit, Stop> {
    let ui = output.ui(Stream::Stdout);
    let Ok(fingerprint) = what.parse::<Fingerprint>() else {
        let rules = in_force()?;
        let rule = rules.find(what)?;
        return to_stdout(|out| print::explain(rule, &rules, ui.width, out));
    };
    let run = overrides::find(fingerprint)?;
    let rule = run.judgement.findings.first().map(|judged| judged.finding.rule).unwrap_or_default();
    output.report(&run, Vec::new(), Format::Human, Stream::Stdout).map_err(Failure::from)?;
    let rules = in_force()?;
    match rules.find(rule) {
        Ok(rule) => to_stdout(|out| print::explain(rule, &rules, ui.width, out)),
        // Findings about the policy and about unread content have no rule behind them: the report says all.
        Err(_) => Ok(Exit::Passed),
    }
}

/// The rules that judge the next commit here; outside a repository, the built-in ones.
fn in_force() -> Result<RuleSet, Failure> {
    match git::open(&Location::Environment) {
        Ok(backend) => Ok(Gate::at(&*backend, backend.head()?.as_ref())?.rules),
        Err(GitError::NoRepository) => Ok(Gate::of_system()?.rules),
        Err(error) => Err(error.into()),
    }
}

/// Runs the examples of rule files, or of all rules in force.
fn test(files: &[PathBuf]) -> Result<Exit, Stop> {
    let mut own = Vec::new();
    let mut places = Vec::new();
    for file in files {
        let name = file.display().to_string();
        let text = fs::read_to_string(file)
            .map_err(|error| Failure::new(format!("cannot read `{name}`: {error}"), "name a TOML file with rules"))?;
        let rules = load_user_rules(&name, &text)?;
        places.extend(std::iter::repeat_n((name, text), rules.len()));
        own.extend(rules);
    }
    let set = if files.is_empty() { in_force()? } else { RuleSet::default().with_extra(own.clone()) };
    let tested = if files.is_empty() { set.iter().collect() } else { own };
    let checks = checks::all();
    let failures = tested.iter().enumerate().flat_map(|(index, rule)| {
        let place = places.get(index);
        let failures = selftest::run(rule, &set, &checks);
        failures.into_iter().map(move |failure| {
            let file = place.map(|(name, text)| format!("{name}:{}: ", line(text, rule.id, failure.template)));
            format!("{}{}: {failure}", file.unwrap_or_default(), rule.id)
        })
    });
    let failures: Vec<String> = failures.collect();
    let exit = if failures.is_empty() { Exit::Passed } else { Exit::Failed };
    let mut out = BufWriter::new(io::stdout().lock());
    let mut print = || -> io::Result<()> {
        for failure in &failures {
            writeln!(out, "{}", crate::text::printable_str(failure))?;
        }
        writeln!(out, "{} rules tested, {} examples failed", tested.len(), failures.len())?;
        out.flush()
    };
    written(print(), exit)
}

/// The line, from 1, of an example of a rule in its file; that of the rule where the example is written with escapes.
fn line(text: &str, id: &str, example: &str) -> usize {
    let rule = text.find(&format!("\"{id}\"")).unwrap_or(0);
    let first = example.lines().find(|line| !line.trim().is_empty()).unwrap_or(example);
    let at = text[rule..].find(first).map_or(rule, |length| rule + length);
    text[..at].lines().count().max(1) + usize::from(text[..at].ends_with('\n'))
}

fn to_stdout(print: impl FnOnce(&mut dyn Write) -> io::Result<()>) -> Result<Exit, Stop> {
    let mut out = BufWriter::new(io::stdout().lock());
    written(print(&mut out).and_then(|()| out.flush()), Exit::Passed)
}

#[cfg(test)]
mod tests {
    use super::line;

    #[test]
    fn an_example_is_named_by_its_line() {
        let text = "[[rule]]\nid = \"a-b\"\nmatch = ['one', \'\'\'\n\ntwo\nthree\'\'\']\nno_match = [\"x\\ny\"]\n";
        assert_eq!(line(text, "a-b", "one"), 3);
        assert_eq!(line(text, "a-b", "\ntwo\nthree"), 5);
        assert_eq!(line(text, "a-b", "x\ny"), 7);
        assert_eq!(line(text, "a-b", "elsewhere"), 2);
    }
}
