//! Rules as one piece of bytes without pointers: nothing of it is touched at start-up. `src/rules/builtin.rs` reads it.

use std::error::Error;

use crate::spec::RuleSpec;

/// The rules one behind the other, each in postcard, and the source text of the tables that say where each begins, and which
/// of `languages` it is for: a bit each, none for every file.
pub fn emit(rules: &[RuleSpec], languages: &[&str]) -> Result<(Vec<u8>, String), Box<dyn Error>> {
    let (mut bytes, mut starts) = (Vec::new(), vec![0u32]);
    for rule in rules {
        bytes.extend(postcard::to_allocvec(rule)?);
        starts.push(u32::try_from(bytes.len())?);
    }
    let wanted = rules.iter().map(|rule| wanted(rule, languages)).collect::<Vec<u64>>();
    let table = format!(
        "pub const COUNT: usize = {};\npub static STARTS: [u32; COUNT + 1] = {starts:?};\n\
         pub static LANGUAGES: [u64; COUNT] = {wanted:?};\n",
        rules.len()
    );
    Ok((bytes, table))
}

/// The languages that a rule is for; none means every file.
pub fn wanted(rule: &RuleSpec, languages: &[&str]) -> u64 {
    bits(languages, |language| rule.languages.iter().any(|name| name == language))
}

/// One bit for each language, in their order: whether it is one of some.
pub fn bits(languages: &[&str], is_one: impl Fn(&str) -> bool) -> u64 {
    languages.iter().enumerate().filter(|(_, name)| is_one(name)).map(|(index, _)| 1 << index).sum()
}
