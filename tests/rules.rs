//! The examples of every built-in rule, as tests named after the rule: `cargo test --test rules github-token`.

#[path = "rules/leaks.rs"]
mod leaks;

use hunkguard::checks;
use hunkguard::rules::{Rule, RuleSet, builtin_rules, load_user_rules};
use hunkguard::selftest::{self, Failure, Kind};
use libtest_mimic::{Arguments, Failed, Trial};

/// The page whose rules must work as written.
const PAGE: &str = include_str!("../docs/rules.md");

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
    let page = Trial::test("docs/rules.md", documented);
    libtest_mimic::run(&Arguments::from_args(), trials.chain([page]).collect()).exit();
}

/// Every rule of the page is accepted, and each of its examples does what the page says.
fn documented() -> Result<(), Failed> {
    let mut in_rules = false;
    // Lines stay where they are, so that a problem names the line of the page.
    let lines = PAGE.lines().map(|line| {
        let fence = line.starts_with("```");
        in_rules = if fence { line == "```toml" } else { in_rules };
        if in_rules && !fence { line } else { "" }
    });
    let text = lines.collect::<Vec<_>>().join("\n");
    let rules = load_user_rules("docs/rules.md", &text).map_err(|error| error.to_string())?;
    let set = RuleSet::default().with_extra(rules.clone());
    let checks = checks::all();
    let failures = rules.iter().flat_map(|rule| {
        let failures = selftest::run(rule, &set, &checks);
        failures.into_iter().map(move |failure| format!("{}: {failure}", rule.id))
    });
    let failures: Vec<String> = failures.collect();
    if failures.is_empty() && rules.len() >= 10 { Ok(()) } else { Err(failures.join("\n").into()) }
}

fn examples(rule: &'static Rule, kind: Kind) -> Result<(), Failed> {
    let failures = selftest::run(rule, &RuleSet::default(), &checks::all());
    let failures: Vec<String> =
        failures.iter().filter(|failure| failure.kind == kind).map(Failure::to_string).collect();
    if failures.is_empty() { Ok(()) } else { Err(failures.join("\n").into()) }
}
