//! What must or must not surround a hit.

use super::sink::Hit;
use crate::change::Change;

/// Whether the surroundings of a hit allow it.
pub(super) fn holds(hit: &Hit, change: &Change) -> bool {
    let context = &hit.rule.context;
    if !context.requires.iter().all(|pattern| pattern.is_match(change.text())) {
        return false;
    }
    if context.near.is_empty() && context.unless_near.is_empty() {
        return true;
    }
    let around = surroundings(hit, change);
    let near = context.near.is_empty() || context.near.iter().any(|pattern| pattern.is_match(around));
    near && !context.unless_near.iter().any(|pattern| pattern.is_match(around))
}

/// The most bytes on each side that count as near: a bound for files of one long line.
const MOST: usize = 2048;

fn surroundings<'t>(hit: &Hit, change: &'t Change) -> &'t [u8] {
    let (text, lines) = (change.text(), change.lines());
    let own = lines.lines_of(&hit.span);
    let margin = usize::from(hit.rule.context.near_lines);
    let first = lines.range(text, own.start.saturating_sub(margin)).start;
    let last = lines.range(text, (own.end - 1 + margin).min(lines.len().saturating_sub(1))).end;
    let from = first.max(hit.span.start.saturating_sub(MOST));
    let to = last.min(hit.span.end + MOST).max(from);
    &text[from..to]
}
