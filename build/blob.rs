//! Rules as one piece of bytes without pointers: nothing of it is touched at start-up. `src/rules/builtin.rs` reads it.

use std::error::Error;

use crate::spec::RuleSpec;

/// The rules one behind the other, each in postcard, and the source text of the table that says where each begins.
pub fn emit(rules: &[RuleSpec]) -> Result<(Vec<u8>, String), Box<dyn Error>> {
    let (mut bytes, mut starts) = (Vec::new(), vec![0u32]);
    for rule in rules {
        bytes.extend(postcard::to_allocvec(rule)?);
        starts.push(u32::try_from(bytes.len())?);
    }
    let table =
        format!("pub const COUNT: usize = {};\npub static STARTS: [u32; COUNT + 1] = {starts:?};\n", rules.len());
    Ok((bytes, table))
}
