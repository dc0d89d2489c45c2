//! Texts in a scope, looked for around the keywords of their rule.

use std::ops::Range;

use super::source::Source;
use crate::change::Lines;
use crate::lexer::Scope;
use crate::rules::{PatternScope, ScopedPattern};

/// How many lines above and below a keyword a match may begin and end in.
const LINES: usize = 3;
/// How many bytes before and behind a keyword, for files of one long line.
const BYTES: usize = 1024;

/// The matches around the places in `at`, ascending, of a pattern that may match anywhere, in a text of no known language.
pub(super) fn find_anywhere(text: &[u8], lines: &Lines, pattern: &ScopedPattern, at: &[usize]) -> Vec<Range<usize>> {
    let mut found: Vec<Range<usize>> = Vec::new();
    for window in at.iter().map(|&keyword| window(text, lines, keyword)) {
        let mut from = window.start.max(found.last().map_or(0, |last| last.end));
        while let Some(hit) = pattern.regex.find_at(&text[..window.end], from).filter(|_| from < window.end) {
            from = hit.end.max(hit.start + 1);
            found.push(hit);
        }
    }
    found
}

/// The matches of a pattern around the places in `at`, ascending.
pub(super) fn find(source: &Source, lines: &Lines, pattern: &ScopedPattern, at: &[usize]) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut done = 0;
    for &keyword in at {
        let window = window(source.text, lines, keyword);
        let mut from = window.start.max(done);
        while from < window.end {
            let Some(hit) = pattern.regex.find_at(&source.text[..window.end], from) else { break };
            let (piece, segment) = source.map.piece(hit.start);
            if allows(pattern.scope, segment.scope) && !(source.is_inner && segment.scope == Scope::Markup) {
                from = hit.end.max(hit.start + 1);
                done = from;
                found.push(hit);
            } else {
                from = piece.end;
            }
        }
    }
    found
}

fn window(text: &[u8], lines: &Lines, at: usize) -> Range<usize> {
    let line = lines.line_of(at);
    let first = lines.range(text, line.saturating_sub(LINES)).start;
    let last = lines.range(text, (line + LINES).min(lines.len().saturating_sub(1))).end;
    first.max(at.saturating_sub(BYTES))..last.min(at + BYTES)
}

fn allows(wanted: PatternScope, scope: Scope) -> bool {
    match wanted {
        PatternScope::Code => scope.is_code(),
        PatternScope::String => matches!(scope, Scope::String(_)),
        PatternScope::Comment => scope == Scope::Comment,
        PatternScope::Any => true,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lexer::languages;
    use crate::pattern::Pattern;

    static SETTING: ScopedPattern =
        ScopedPattern { regex: Pattern::new(r"\ba\s*=[^;]{0,20}1"), scope: PatternScope::Code };

    fn found(text: &str) -> Vec<&str> {
        let language = languages().find(|language| language.name == "python").unwrap();
        let source = Source::new(language, text.as_bytes());
        let at: Vec<usize> = memchr::memmem::find_iter(text.as_bytes(), "a").collect();
        find(&source, &Lines::new(text.as_bytes()), &SETTING, &at).into_iter().map(|span| &text[span]).collect()
    }

    #[test]
    fn a_match_begins_in_its_scope() {
        assert_eq!(found("a = 1;\nx = 'a = 1;' # a = 1"), ["a = 1"]);
        assert_eq!(found("f'{a = 1}'"), ["a = 1"]);
    }

    /// The regex alone would match from the comment to the end of the setting behind it.
    #[test]
    fn a_match_that_begins_in_a_comment_hides_none_behind_it() {
        assert_eq!(found("# a = \na = 1"), ["a = 1"]);
    }

    #[test]
    fn keywords_near_each_other_find_a_match_once() {
        assert_eq!(found("a = 1; a = 1"), ["a = 1", "a = 1"]);
    }
}
