//! The examples of every built-in rule, as tests named after the rule: `cargo test --test rules github-token`.

#[path = "rules/leaks.rs"]
mod leaks;

use hunkguard::checks;
use hunkguard::rules::{Rule, RuleSet, builtin_rules};
use hunkguard::selftest::{self, Failure, Kind};
use libtest_mimic::{Arguments, Failed, Trial};

fn main() {
    // For the whole process: what is printed without colours is searched as well.
    colored::control::set_override(true);
    let trials = builtin_rules().iter().flat_map(|rule| {
        [
            Trial::test(format!("{}::match", rule.id), || examples(rule, Kind::Match)),
            Trial::test(format!("{}::no_match", rule.id), || examples(rule, Kind::NoMatch)),
            Trial::test(format!("{}::shows_no_secret", rule.id), || leaks::shows_no_secret(rule)),
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
