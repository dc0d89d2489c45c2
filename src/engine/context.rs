//! What must or must not surround a hit.

use std::collections::HashMap;
use std::ops::Range;

use super::sink::Hit;
use crate::change::Change;

/// The surroundings of the hits of one file. What a rule requires of the file as a whole is looked for once.
#[derive(Default)]
pub(super) struct Surroundings {
    required: HashMap<&'static str, bool>,
}

impl Surroundings {
    /// Whether what surrounds a hit allows it.
    pub(super) fn allow(&mut self, hit: &Hit, change: &Change) -> bool {
        let requires = hit.rule.context.requires;
        let required = requires.is_empty()
            || *self
                .required
                .entry(hit.rule.id)
                .or_insert_with(|| requires.iter().all(|pattern| pattern.is_match(change.text())));
        required && near(hit, change)
    }
}

fn near(hit: &Hit, change: &Change) -> bool {
    let context = &hit.rule.context;
    if context.near.is_empty() && context.unless_near.is_empty() {
        return true;
    }
    let around = &change.text()[around(&hit.span, usize::from(context.near_lines), change)];
    let near = context.near.is_empty() || context.near.iter().any(|pattern| pattern.is_match(around));
    near && !context.unless_near.iter().any(|pattern| pattern.is_match(around))
}

/// The most bytes on each side that count as near: a bound for files of one long line.
const MOST: usize = 2048;

/// So many lines above and below a place, and the place: a byte range.
pub(super) fn around(span: &Range<usize>, margin: usize, change: &Change) -> Range<usize> {
    let (text, lines) = (change.text(), change.lines());
    let own = lines.lines_of(span);
    let first = lines.range(text, own.start.saturating_sub(margin)).start;
    let last = lines.range(text, (own.end - 1 + margin).min(lines.len().saturating_sub(1))).end;
    let from = first.max(span.start.saturating_sub(MOST));
    from..last.min(span.end + MOST).max(from)
}
