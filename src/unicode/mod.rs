//! Characters that hide what a text does: they reorder it, are invisible, or look like others. Looked for in source code
//! and in the files from which AI assistants take their orders; in other texts only where nothing but deceit explains them.

mod instructions;
mod lookalikes;
mod runs;

use std::borrow::Cow;
use std::ops::Range;

use crate::change::Change;
use crate::engine::{Check, Hit, Sink};
use crate::lexer::Language;
use crate::rules::{Candidate, builtin_rule};
use runs::Kind;

/// The check.
#[derive(Clone, Copy, Debug, Default)]
pub struct Unicode;

impl Check for Unicode {
    fn check(&self, change: &Change, _: &[Candidate], sink: &mut Sink) {
        let text = change.text();
        if text.is_ascii() {
            return;
        }
        let instructions = instructions::is_instruction_file(change.path());
        let code = change.language().is_some_and(is_program);
        for run in runs::runs(text) {
            let bad = match run.kind {
                Kind::Tag | Kind::Selector => true,
                Kind::Bidi => (code || instructions) && !is_paired(text, &run.at),
                Kind::Invisible => (instructions || in_code(change, &run.at)) && joins_words(text, &run.at),
            };
            if bad {
                push(sink, run.kind.rule(), run.at.clone(), described(text, &run.at));
            }
        }
        if code {
            for word in lookalikes::mixed_words(text) {
                if in_code(change, &word) {
                    let note = lookalikes::described(text, &word);
                    push(sink, "unicode-lookalike-name", word, note);
                }
            }
        }
    }
}

fn push(sink: &mut Sink, id: &str, at: Range<usize>, note: String) {
    if let Some(rule) = builtin_rule(id) {
        sink.push(Hit { note: Some(Cow::Owned(note)), ..Hit::new(rule, at) });
    }
}

/// Whether a language has functions, unlike data and pages.
fn is_program(language: &Language) -> bool {
    !(language.calls.members.is_empty() && language.calls.declares.is_empty())
}

/// Whether a place is code: outside comments and strings of a language that has calls.
fn in_code(change: &Change, at: &Range<usize>) -> bool {
    change.language().is_some_and(is_program) && change.scopes().is_some_and(|map| map.at(at.start).scope.is_code())
}

/// Whether a run of isolates and embeddings is closed on its own line, as a translation with a name put in is: such a run
/// cannot reorder what stands around it. An override (U+202D, U+202E) never counts as closed: it shows text backwards.
fn is_paired(text: &[u8], at: &Range<usize>) -> bool {
    let start = memchr::memrchr(b'\n', &text[..at.start]).map_or(0, |at| at + 1);
    let end = memchr::memchr(b'\n', &text[at.end..]).map_or(text.len(), |length| at.end + length);
    let mut open = 0_i32;
    for run in runs::runs(&text[start..end]).filter(|run| run.kind == Kind::Bidi) {
        for c in chars(&text[start..end], &run.at) {
            open += match c {
                '\u{202d}' | '\u{202e}' => return false,
                '\u{202c}' | '\u{2069}' => -1,
                _ => 1,
            };
            if open < 0 {
                return false;
            }
        }
    }
    open == 0
}

/// Whether invisible characters stand directly beside an ASCII letter or digit. Between letters of scripts that need joiners,
/// and in emoji, they are ordinary.
fn joins_words(text: &[u8], at: &Range<usize>) -> bool {
    let word = |byte: Option<&u8>| byte.is_some_and(|byte| byte.is_ascii_alphanumeric() || *byte == b'_');
    at.start > 0 && (word(text.get(at.start - 1)) || word(text.get(at.end)))
}

fn chars<'t>(text: &'t [u8], at: &Range<usize>) -> impl Iterator<Item = char> + 't {
    text[at.clone()].utf8_chunks().flat_map(|chunk| chunk.valid().chars())
}

/// The first characters of a run by their numbers.
fn described(text: &[u8], at: &Range<usize>) -> String {
    const SHOWN: usize = 4;
    let count = chars(text, at).count();
    let numbers: Vec<String> = chars(text, at).take(SHOWN).map(|c| format!("U+{:04X}", u32::from(c))).collect();
    let more = if count > SHOWN { format!(" and {} more", count - SHOWN) } else { String::new() };
    format!("It is {}{more}.", numbers.join(" "))
}

#[cfg(test)]
mod tests;
