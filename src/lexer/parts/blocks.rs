//! Pieces that are found line by line: fenced blocks of Markdown, commands of a Dockerfile, recipes of a makefile.

use std::ops::Range;

use super::Inner;
use crate::lexer::detect::named;
use crate::lexer::scope::{Scope, ScopeMap};

/// The lines of a text, without their ends.
pub(super) fn lines(text: &[u8]) -> impl Iterator<Item = Range<usize>> {
    let ends = memchr::memchr_iter(b'\n', text).chain([text.len()]);
    let mut start = 0;
    ends.map(move |end| {
        let line = start..end - usize::from(end > start && text[end - 1] == b'\r');
        start = end + 1;
        line
    })
}

/// What each byte of a document is, and its fenced blocks whose language is known.
pub(in crate::lexer) fn markdown(text: &[u8]) -> (ScopeMap, Vec<Inner>) {
    let mut map = ScopeMap::empty();
    map.push(0, Scope::Markup, 0);
    let mut inner = Vec::new();
    let mut open: Option<(u8, usize, Option<&'static str>, usize)> = None;
    for line in lines(text) {
        let words = text[line.clone()].trim_ascii();
        let mark = words.first().copied().filter(|b| matches!(b, b'`' | b'~'));
        let length = mark.map_or(0, |mark| words.iter().take_while(|b| **b == mark).count());
        match (&open, mark) {
            (None, Some(mark)) if length >= 3 => {
                let info = words[length..].trim_ascii();
                let is_name = |b: &&u8| b.is_ascii_alphanumeric() || b"+#-_".contains(b);
                let word = &info[..info.iter().take_while(is_name).count()];
                let language = std::str::from_utf8(word).ok().and_then(named).map(|language| language.name);
                open = Some((mark, length, language, (line.end + 1).min(text.len())));
            }
            (Some((opened, least, language, start)), Some(mark))
                if mark == *opened && length >= *least && words.len() == length =>
            {
                inner.extend(language.map(|language| Inner { language, range: *start..line.start.max(*start) }));
                open = None;
            }
            _ => {}
        }
    }
    if let Some((_, _, Some(language), start)) = open {
        inner.push(Inner { language, range: start..text.len() });
    }
    (map.finish(text.len()), inner)
}

/// The commands of a Dockerfile: those of instructions in shell form, and the text of their heredocs.
pub(super) fn dockerfile(text: &[u8]) -> Vec<Inner> {
    let mut inner = Vec::new();
    let mut shell = "shell";
    let mut lines = lines(text);
    while let Some(line) = lines.next() {
        let words = text[line.clone()].trim_ascii_start();
        let start = line.end - words.len();
        let length = words.iter().take_while(|b| b.is_ascii_alphabetic()).count();
        let instruction = words[..length].to_ascii_uppercase();
        let rest = words[length..].trim_ascii();
        match instruction.as_slice() {
            b"SHELL" => {
                let has = |name: &[u8]| memchr::memmem::find(&rest.to_ascii_lowercase(), name).is_some();
                shell = if has(b"powershell") || has(b"pwsh") { "powershell" } else { "shell" };
            }
            b"RUN" | b"CMD" | b"ENTRYPOINT" => {
                let mut end = line.end;
                if let Some(tag) = rest.strip_prefix(b"<<") {
                    let tag: Vec<u8> =
                        tag.iter().copied().filter(|b| b.is_ascii_alphanumeric() || *b == b'_').collect();
                    let from = (line.end + 1).min(text.len());
                    let last = lines.find(|line| text[line.clone()].trim_ascii() == tag);
                    let range = from..last.map_or(text.len(), |last| last.start).max(from);
                    inner.push(Inner { language: shell, range });
                    continue;
                }
                let goes_on =
                    |line: &[u8]| line.trim_ascii_end().ends_with(b"\\") || line.trim_ascii_start().starts_with(b"#");
                let mut current = line.clone();
                while goes_on(&text[current.clone()]) {
                    let Some(next) = lines.next() else { break };
                    end = next.end;
                    current = next;
                }
                if !rest.starts_with(b"[") {
                    inner.push(Inner { language: shell, range: start + length..end });
                }
            }
            _ => {}
        }
    }
    inner
}

/// The recipes of a makefile.
pub(super) fn makefile(text: &[u8]) -> Vec<Inner> {
    let recipes = lines(text).filter(|line| text.get(line.start) == Some(&b'\t'));
    let mut inner: Vec<Inner> = Vec::new();
    for line in recipes {
        match inner.last_mut() {
            Some(last) if last.range.end + 2 >= line.start => last.range.end = line.end,
            _ => inner.push(Inner { language: "shell", range: line }),
        }
    }
    inner
}
