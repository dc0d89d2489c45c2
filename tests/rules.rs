//! The examples of every built-in rule, as tests named after the rule: `cargo test --test rules github-token`.

use hunkguard::checks;
use hunkguard::engine::Scanner;
use hunkguard::rules::{Rule, RuleSet, builtin_rules, expand};
use hunkguard::selftest::{self, Failure, Kind};
use libtest_mimic::{Arguments, Failed, Trial};

fn main() {
    let trials = builtin_rules().iter().flat_map(|rule| {
        [
            Trial::test(format!("{}::match", rule.id), || examples(rule, Kind::Match)),
            Trial::test(format!("{}::no_match", rule.id), || examples(rule, Kind::NoMatch)),
            Trial::test(format!("{}::shows_no_secret", rule.id), || shows_no_secret(rule)),
        ]
    });
    libtest_mimic::run(&Arguments::from_args(), trials.collect()).exit();
}

fn examples(rule: &'static Rule, kind: Kind) -> Result<(), Failed> {
    let failures = selftest::run(rule, &RuleSet::default(), &checks::all());
    let failures: Vec<String> =
        failures.iter().filter(|failure| failure.kind == kind).map(Failure::to_string).collect();
    if failures.is_empty() { Ok(()) } else { Err(failures.join("\n").into()) }
}

/// Nothing of a finding, as it is or as `Debug` prints it, holds eight characters in a row of what a template put into an
/// example. (The first four characters of a long secret may be shown.)
fn shows_no_secret(rule: &'static Rule) -> Result<(), Failed> {
    let (set, checks) = (RuleSet::default(), checks::all());
    let scanner = Scanner::new(&set, &checks);
    for template in rule.matches {
        let example = expand(template)?;
        for finding in selftest::scan(rule, &example, &scanner) {
            let shown = format!("{finding:?}\n{}\n{}", finding.excerpt.text(), finding.notes.join("\n"));
            let secrets = example.random.iter().flat_map(|random| random.lines());
            for secret in secrets.filter(|secret| secret.len() >= 8) {
                let part =
                    secret.as_bytes().windows(8).find(|part| shown.as_bytes().windows(8).any(|text| text == *part));
                if part.is_some() {
                    return Err(format!("`{}` shows a part of the secret in {template}", finding.rule).into());
                }
            }
        }
    }
    Ok(())
}
