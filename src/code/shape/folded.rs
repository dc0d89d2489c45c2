//! Constants that are joined.

use std::ops::Range;

use crate::code::flow;
use crate::code::source::Source;
use crate::code::tokens::{Kind, Tokens};

/// The text that constants joined make, in double quotes; `None` where something else is among them, or where there is
/// only one.
pub(in crate::code) fn folded(source: &Source, range: &Range<usize>) -> Option<Vec<u8>> {
    const MOST: usize = 16;
    let joins = source.language.values.joins.as_bytes();
    let mut text = vec![b'"'];
    let mut operands = 0;
    for token in Tokens::new(source, range.clone()).take(2 * MOST) {
        let value = match token.kind {
            Kind::Op(op) if op == b'\n' || joins.contains(&op) => continue,
            Kind::Text => token.span,
            Kind::Word => flow::origin(source, &token.span)?,
            _ => return None,
        };
        let quotes: &[char] = &['"', '\'', '`'];
        let quoted = source.str(value).trim_ascii();
        text.extend_from_slice(quoted.strip_prefix(quotes)?.strip_suffix(quotes)?.as_bytes());
        operands += 1;
    }
    text.push(b'"');
    (operands > 1 && operands < MOST).then_some(text)
}
