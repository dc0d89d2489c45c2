//! The function around a place, by brackets or by indentation.

use std::ops::Range;

use super::source::Source;
use crate::lexer::Scope;

/// How many brackets around a place are looked at.
const MOST_LEVELS: usize = 64;
/// The most bytes of the header of a function.
const LONGEST_HEADER: usize = 800;
/// A function in a function counts as part of the outer one if that is no longer than this, in lines: a callback.
const LINES: usize = 100;
/// How much of a function counts, in bytes on each side of the place.
const REACH: usize = 16 * 1024;
/// How many lines on each side count where there is no function.
const LINES_AROUND: usize = 40;
/// Languages whose functions end with their indentation.
const INDENTED: [&str; 5] = ["python", "ruby", "elixir", "lua", "visual-basic"];
/// Languages that write decorators or annotations before a function.
const DECORATED: [&str; 8] = ["python", "java", "kotlin", "scala", "groovy", "javascript", "typescript", "dart"];
/// Words that declare something other than a function.
const TYPES: [&str; 16] = [
    "class",
    "interface",
    "enum",
    "record",
    "struct",
    "impl",
    "trait",
    "mod",
    "namespace",
    "object",
    "module",
    "extension",
    "protocol",
    "union",
    "package",
    "defmodule",
];
/// Words that take parentheses and a block, in whatever language.
const CONTROLS: [&str; 22] = [
    "if",
    "for",
    "foreach",
    "while",
    "switch",
    "catch",
    "with",
    "using",
    "lock",
    "synchronized",
    "try",
    "match",
    "elseif",
    "unless",
    "until",
    "else",
    "do",
    "when",
    "guard",
    "fixed",
    "select",
    "loop",
];

/// The bytes of the function around `at`: with what is written before its name, and within reach. Outside a function, the
/// lines around.
pub(super) fn around(source: &Source, at: usize) -> Range<usize> {
    if source.effort() == 0 {
        return at.saturating_sub(LONGEST_HEADER)..(at + LONGEST_HEADER).min(source.text.len());
    }
    let indented = source.language.is_one_of(&INDENTED);
    // What is written before a function belongs to it.
    let inside = annotated(source, at, indented);
    let (first, at) = (at, inside.unwrap_or(at));
    let found = if indented { by_indentation(source, at) } else { by_brackets(source, at) };
    let found = found.map(|range| range.start.min(first)..range.end);
    let range = found.unwrap_or_else(|| lines_around(source, at));
    range.start.max(at.saturating_sub(REACH))..range.end.min(at + REACH)
}

/// Where the body begins of the function whose decorators or attributes hold `at`.
fn annotated(source: &Source, at: usize, indented: bool) -> Option<usize> {
    const MOST: usize = 12;
    let text = source.text;
    let marks = |line: usize| {
        let rest = text[line + indent(text, line)?..].get(..2)?;
        Some(match rest[0] {
            b'@' => source.language.is_one_of(&DECORATED),
            b'[' => source.language.name == "csharp",
            _ => rest == b"#[" && source.language.name == "rust",
        })
    };
    let mut line = line_start(text, at);
    if marks(line) != Some(true) {
        return None;
    }
    for _ in 0..MOST {
        line = line_end(text, line) + 1;
        if line >= text.len() || marks(line)? {
            continue;
        }
        if indented {
            let body = line_end(text, line) + 1;
            return indent(text, body).map(|here| body + here);
        }
        let header = &text[line..text.len().min(line + LONGEST_HEADER)];
        return memchr::memchr(b'{', header).map(|brace| line + brace + 1);
    }
    None
}

fn lines_around(source: &Source, at: usize) -> Range<usize> {
    let text = source.text;
    let (first, last) = (at.saturating_sub(REACH), text.len().min(at + REACH));
    let mut before = memchr::memrchr_iter(b'\n', &text[first..at]);
    let mut behind = memchr::memchr_iter(b'\n', &text[at..last]);
    let start = before.nth(LINES_AROUND).map_or(first, |line_end| first + line_end + 1);
    let end = behind.nth(LINES_AROUND).map_or(last, |length| at + length);
    source.spend(end - start);
    start..end
}

/// Of the functions around a place, from the inside out, the largest that is not too large.
fn largest(source: &Source, found: impl Iterator<Item = Range<usize>>) -> Option<Range<usize>> {
    let small = |range: &Range<usize>| {
        source.spend(range.len().min(REACH));
        range.len() <= REACH && memchr::memchr_iter(b'\n', &source.text[range.clone()]).count() <= LINES
    };
    let mut best: Option<Range<usize>> = None;
    for range in found {
        if best.is_some() && !small(&range) {
            break;
        }
        best = Some(range);
    }
    best
}

fn by_brackets(source: &Source, at: usize) -> Option<Range<usize>> {
    let groups = source.enclosing(at).take(MOST_LEVELS).filter(|&open| source.text[open] == b'{');
    let functions = groups.filter_map(|open| {
        let end = source.partner(open).map_or(source.text.len(), |close| close + 1);
        header(source, open).map(|start| start..end)
    });
    largest(source, functions)
}

/// [`read_header`], read once for each bracket.
fn header(source: &Source, open: usize) -> Option<usize> {
    if let Some(&known) = source.headers.borrow().get(&open) {
        return known;
    }
    let found = read_header(source, open);
    source.headers.borrow_mut().insert(open, found);
    found
}

/// Where the header of the function begins whose body opens at `open`; `None` if it is no function.
fn read_header(source: &Source, open: usize) -> Option<usize> {
    let calls = &source.language.calls;
    source.spend(LONGEST_HEADER / 4);
    let floor = open.saturating_sub(LONGEST_HEADER);
    let mut start = open;
    let mut parameters = None;
    let mut piece = open..open;
    while start > floor {
        let before = start - 1;
        if before < piece.start || piece.is_empty() {
            let (range, segment) = source.map.piece(before);
            if !segment.scope.is_code() {
                start = range.start.max(floor);
                piece = start..start;
                continue;
            }
            piece = range;
        }
        match source.text[before] {
            b';' | b'{' | b'}' | b'(' | b'[' => break,
            close @ (b')' | b']') => {
                let Some(opening) = source.partner(before).filter(|&opening| opening >= floor) else { break };
                if close == b')' && parameters.is_none() {
                    parameters = Some(opening);
                }
                start = opening;
                continue;
            }
            _ => {}
        }
        start -= 1;
    }
    let is_code = |range: &Range<usize>| source.map.at(range.start).scope.is_code();
    let words: Vec<&str> = words(source, start..open).filter(is_code).map(|word| source.str(word)).collect();
    let first = words.iter().find(|word| !matches!(**word, "else" | "label"));
    if first.is_some_and(|word| CONTROLS.contains(word)) {
        return None;
    }
    let body = source.trim_back(open, floor);
    let arrow = source.text[floor..body].ends_with(b"=>") && !calls.controls.contains(&"match");
    if arrow || words.iter().any(|word| calls.declares.contains(word) && !TYPES.contains(word)) {
        return Some(start);
    }
    if calls.blocks || words.iter().any(|word| TYPES.contains(word)) {
        return None;
    }
    let name = source.word_before(source.trim_back(parameters?, floor), floor);
    (!name.is_empty() && !CONTROLS.contains(&source.str(name))).then_some(start)
}

fn words<'s>(source: &'s Source, range: Range<usize>) -> impl Iterator<Item = Range<usize>> + 's {
    let mut at = range.start;
    std::iter::from_fn(move || {
        at += source.text[at..range.end].iter().take_while(|&&byte| !source.language.is_word(byte)).count();
        let length = source.text[at..range.end].iter().take_while(|&&byte| source.language.is_word(byte)).count();
        at += length;
        (length > 0).then(|| at - length..at)
    })
}

fn by_indentation(source: &Source, at: usize) -> Option<Range<usize>> {
    let text = source.text;
    let floor = at.saturating_sub(REACH);
    source.spend(REACH / 8);
    let mut functions = Vec::new();
    let mut line = line_start(text, at);
    let mut least = indent(text, line).unwrap_or(usize::MAX);
    while line > floor && functions.len() < MOST_LEVELS && least > 0 {
        line = line_start(text, line - 1);
        let Some(here) = indent(text, line).filter(|here| *here < least) else { continue };
        // The end of a header in several lines, or of an expression.
        let closes = matches!(text[line + here], b')' | b']' | b'}');
        if closes || !source.map.at(line + here).scope.is_code() {
            continue;
        }
        least = here;
        let head: Vec<&str> = words(source, line..line_end(text, line)).map(|word| source.str(word)).take(3).collect();
        let declares = |word: &&&str| source.language.calls.declares.contains(word);
        if head.iter().find(declares).is_some_and(|word| !TYPES.contains(word)) {
            functions.push(decorated(text, line, here)..end_of(source, line, here));
        }
    }
    largest(source, functions.into_iter())
}

/// Where the decorators above a function begin.
fn decorated(text: &[u8], mut line: usize, column: usize) -> usize {
    while line > 0 {
        let above = line_start(text, line - 1);
        if indent(text, above) != Some(column) || text.get(above + column) != Some(&b'@') {
            break;
        }
        line = above;
    }
    line
}

/// Where the function ends whose header stands at `column`: before the next line that is indented no more and is no closing
/// bracket of the header.
fn end_of(source: &Source, line: usize, column: usize) -> usize {
    let text = source.text;
    let limit = text.len().min(line + 2 * REACH);
    let mut at = line_end(text, line);
    while at < limit {
        let start = at + 1;
        let end = line_end(text, start.min(text.len()));
        let ends = indent(text, start).is_some_and(|here| {
            here <= column
                && !matches!(text[start + here], b')' | b']')
                && !matches!(source.map.at(start + here).scope, Scope::String(_) | Scope::Comment)
        });
        if ends {
            return start;
        }
        at = end.max(start);
    }
    limit
}

/// Where the line begins, as far as that is within reach.
fn line_start(text: &[u8], at: usize) -> usize {
    let at = at.min(text.len());
    let floor = at.saturating_sub(REACH);
    memchr::memrchr(b'\n', &text[floor..at]).map_or(floor, |line_end| floor + line_end + 1)
}

/// Where the line ends, as far as that is within reach.
fn line_end(text: &[u8], at: usize) -> usize {
    let limit = text.len().min(at + REACH);
    memchr::memchr(b'\n', &text[at.min(limit)..limit]).map_or(limit, |length| at + length)
}

/// How far the line at `line` is indented, in bytes; `None` for an empty one.
fn indent(text: &[u8], line: usize) -> Option<usize> {
    let rest = text.get(line..)?;
    let spaces = rest.iter().take_while(|byte| matches!(byte, b' ' | b'\t')).count();
    rest.get(spaces).filter(|byte| !matches!(byte, b'\n' | b'\r')).map(|_| spaces)
}
