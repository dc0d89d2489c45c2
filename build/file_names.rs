//! Which rules a name of a file belongs to, as a static table: see `src/rules/name_key.rs`.

use std::collections::BTreeMap;
use std::error::Error;

use crate::filter::starts;
use crate::name_key::key;
use crate::spec::RuleSpec;

/// Source text of `NAMES`: the keys in order, each with the indexes of its rules.
pub fn emit(rules: &[RuleSpec]) -> Result<String, Box<dyn Error>> {
    let mut owners: BTreeMap<(u8, &str), Vec<u16>> = BTreeMap::new();
    for (index, rule) in rules.iter().enumerate() {
        for pattern in rule.file.iter().flat_map(|file| &file.names) {
            let (kind, text) = key(pattern)?;
            let rules = owners.entry((kind as u8, text)).or_default();
            let index = u16::try_from(index)?;
            if !rules.contains(&index) {
                rules.push(index);
            }
        }
    }
    let texts: Vec<u8> = owners.keys().flat_map(|(_, text)| text.bytes()).collect();
    Ok(format!(
        "pub static NAMES: Names = Names {{ kinds: &{:?}, texts: &{texts:?}, text_starts: &{:?}, rules: &{:?}, \
         rule_starts: &{:?} }};\n",
        owners.keys().map(|(kind, _)| *kind).collect::<Vec<_>>(),
        starts(owners.keys().map(|(_, text)| text.len()))?,
        owners.values().flatten().collect::<Vec<_>>(),
        starts(owners.values().map(Vec::len))?,
    ))
}
