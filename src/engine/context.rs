//! What must or must not surround a hit.

use std::collections::HashMap;

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
