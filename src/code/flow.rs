//! Where values come from: names followed to what they were given shortly above, and the request data they may hold.

use std::ops::Range;

use super::names;
use super::source::{LONGEST, Source};
use super::tokens::{Kind, Tokens};

/// How many lines above a use a name may have been given the value that counts.
const LINES: usize = 20;

/// The value that a name alone was last given, within the lines that count; wherever that is if it is given only one.
pub(super) fn origin(source: &Source, range: &Range<usize>) -> Option<Range<usize>> {
    let definitions = source.names().of(&source.text[range.clone()]);
    let before = definitions.partition_point(|definition| definition.at < range.start);
    let last = definitions[..before].iter().rfind(|definition| !definition.append)?;
    let counts = |_: &usize| definitions.len() == 1 || near(source, last.at, range.start);
    last.value.filter(counts).map(|start| names::value(source, start))
}

/// The text of the heredoc that a string opens: it begins with the next line.
pub(super) fn heredoc(source: &Source, opener: &Range<usize>) -> Option<Range<usize>> {
    let mut kinds = source.language.syntax.heredocs.iter();
    kinds.find(|heredoc| source.text[opener.clone()].starts_with(heredoc.open.as_bytes()))?;
    let line_end = opener.end + memchr::memchr(b'\n', source.rest(opener.end, LONGEST))?;
    let body = Tokens::new(source, line_end + 1..source.text.len()).next()?;
    (body.kind == Kind::Text).then_some(body.span)
}

/// Whether two places are so few lines apart that a value given at one counts at the other.
pub(super) fn near(source: &Source, from: usize, to: usize) -> bool {
    to - from <= 80 * LINES * 4 && memchr::memchr_iter(b'\n', &source.text[from..to]).count() <= LINES
}

/// Whether the code of a range reaches for request data itself.
pub(super) fn names_request(source: &Source, range: &Range<usize>) -> bool {
    let pieces = source.map.within(range.clone()).filter(|(_, segment)| segment.scope.is_code());
    pieces.into_iter().any(|(piece, _)| {
        source.language.values.requests.iter().any(|request| {
            let found = memchr::memmem::find_iter(&source.text[piece.clone()], request.as_bytes());
            let mut places = found.map(|offset| piece.start + offset);
            let last_is_word = request.bytes().last().is_some_and(|byte| source.language.is_word(byte));
            places.any(|at| {
                let whole = !(last_is_word && source.is_word(at + request.len()));
                whole && at.checked_sub(1).is_none_or(|before| !source.is_word(before))
            })
        })
    })
}
