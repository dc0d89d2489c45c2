//! Any bytes in any language, through the rules for code.
#![no_main]

use std::sync::LazyLock;

use hunkguard::change::Change;
use hunkguard::code::Code;
use hunkguard::engine::{Check, Scanner};
use hunkguard::lexer::languages;
use hunkguard::rules::RuleSet;
use hunkguard::text::RepoPath;
use libfuzzer_sys::fuzz_target;

static RULES: LazyLock<RuleSet> = LazyLock::new(RuleSet::default);

fuzz_target!(|data: &[u8]| {
    let Some((first, text)) = data.split_first() else { return };
    let extensions: Vec<&str> = languages().filter_map(|language| language.extensions.first().copied()).collect();
    let extension = extensions[usize::from(*first) % extensions.len()];
    let checks: [&dyn Check; 1] = [&Code];
    let path = RepoPath::from(format!("a.{extension}").as_str());
    Scanner::new(&RULES, &checks).scan(&mut Change::whole(path, text.to_vec()));
});
