//! Where values come from: names followed to what they were given shortly above, and the request data they may hold.

use std::ops::Range;

use super::names;
use super::shape::PASSING;
use super::source::{LONGEST, Source};
use super::tokens::{Kind, Tokens};

/// How many lines above a use a name may have been given the value that counts.
const LINES: usize = 40;

/// The value that a name alone was last given, within the lines that count; wherever that is if it is given only one.
pub(super) fn origin(source: &Source, range: &Range<usize>) -> Option<Range<usize>> {
    let range = &bare_name(source, range);
    let definitions = source.names().of(&source.text[range.clone()]);
    let before = definitions.partition_point(|definition| definition.at < range.start);
    let last = definitions[..before].iter().rfind(|definition| !definition.append)?;
    let counts = |_: &usize| definitions.len() == 1 || near(source, last.at, range.start);
    last.value.filter(counts).map(|start| names::value(source, start))
}

/// The name in a range: without what takes its address, what hands it on as it is, and a shell's `$`, `"` and braces.
fn bare_name(source: &Source, range: &Range<usize>) -> Range<usize> {
    let text = &source.text[range.clone()];
    let is_shell = source.language.name == "shell";
    let fronts: &[u8] = if is_shell { b"\"${" } else { b"&* " };
    let mut start = text.iter().take_while(|byte| fronts.contains(byte)).count();
    if text[start..].starts_with(b"mut ") {
        start += 4;
    }
    let mut end = text.len();
    if is_shell {
        end = text.iter().rposition(|byte| !b"\"}".contains(byte)).map_or(start, |last| last + 1);
    }
    while let Some(called) = text[start..end.max(start)].strip_suffix(b"()") {
        let Some(dot) = memchr::memrchr(b'.', called) else { break };
        if !std::str::from_utf8(&called[dot + 1..]).is_ok_and(|method| PASSING.contains(&method)) {
            break;
        }
        end = start + dot;
    }
    range.start + start..range.start + end.max(start)
}

/// All values that a name may have been given, with what was appended.
pub(super) fn origins(source: &Source, range: &Range<usize>) -> Vec<Range<usize>> {
    let reaching = source.names().reaching(source, &source.text[range.clone()], range.start);
    let alone = reaching.len() == 1;
    let counts = |at: usize| alone || near(source, at, range.start);
    let values =
        reaching.into_iter().filter(|definition| counts(definition.at)).filter_map(|definition| definition.value);
    values.map(|start| names::value(source, start)).collect()
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
    let values = &source.language.values;
    let pieces = source.map.within(range.clone()).filter(|(_, segment)| segment.scope.is_code());
    pieces.into_iter().any(|(piece, _)| {
        let is_unlike = |at: usize, request: &str| {
            values.unlike_requests.iter().any(|unlike| {
                let start = unlike.find(request).and_then(|offset| at.checked_sub(offset));
                start.is_some_and(|start| source.text[start..].starts_with(unlike.as_bytes()))
            })
        };
        reaches(source, &piece, values.requests, is_unlike)
    })
}

/// Whether the code of a range reaches for the parameters of a function that does not name them.
pub(super) fn names_parameters(source: &Source, range: &Range<usize>) -> bool {
    reaches(source, range, source.language.values.parameters, |_, _| false)
}

/// Whether a text names a stream of request data: `php://input`.
pub(super) fn opens_request(source: &Source, text: &Range<usize>) -> bool {
    let streams = source.language.values.requests.iter().filter(|request| request.contains("://"));
    streams.into_iter().any(|stream| memchr::memmem::find(&source.text[text.clone()], stream.as_bytes()).is_some())
}

/// Whether one of the texts of the language's table stands in a piece of code, not as part of a longer name, and is not one
/// that only looks like it.
fn reaches(source: &Source, piece: &Range<usize>, texts: &[&str], is_unlike: impl Fn(usize, &str) -> bool) -> bool {
    let is_word = |byte: u8| source.language.is_word(byte);
    let whole = |at: usize, text: &str| {
        let end = at + text.len();
        // One that ends with an underscore is the front of names.
        let last = text.bytes().last().is_some_and(|last| is_word(last) && last != b'_');
        let first = text.bytes().next().is_some_and(is_word);
        end <= piece.end
            && text.as_bytes()[0] == source.text[at]
            && source.text[at..].starts_with(text.as_bytes())
            && !(last && source.is_word(end))
            && !(first && at.checked_sub(1).is_some_and(|before| source.is_word(before)))
    };
    // Inside a word only what begins with no word may begin.
    let inside = |at: usize| source.is_word(at) && at.checked_sub(1).is_some_and(|before| source.is_word(before));
    let starts = piece.clone().filter(|&at| source.starts_request(source.text[at]) && !inside(at));
    starts.into_iter().any(|at| texts.iter().any(|text| whole(at, text) && !is_unlike(at, text)))
}

/// The names that a format takes: `{name}`, `{name:?}`.
pub(super) fn names_in_braces<'s>(source: &'s Source, text: &Range<usize>) -> impl Iterator<Item = Range<usize>> + 's {
    let end = text.end;
    memchr::memchr_iter(b'{', &source.text[text.clone()]).filter_map({
        let start = text.start;
        move |brace| {
            let name = start + brace + 1;
            let rest = &source.text[name..end];
            let length = rest.iter().take_while(|&&byte| source.language.is_word(byte)).count();
            (length > 0 && matches!(rest.get(length), Some(b'}' | b':'))).then_some(name..name + length)
        }
    })
}
