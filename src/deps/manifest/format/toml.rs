//! TOML as events, on the lexer and parser beneath the `toml` crate, which give spans and go on behind mistakes.

use std::borrow::Cow;
use std::ops::Range;

use toml_parser::decoder::Encoding;
use toml_parser::lexer::{Token, TokenKind};
use toml_parser::parser::{EventKind, RecursionGuard, parse_document};
use toml_parser::{ParseError, Raw, Source, Span};

use super::tree::{Event, MAX_DEPTH, Text};

/// Reads the text and returns the first mistake: its byte offset and what it is. Works table by table, so that the
/// tokens of a large lock are never all held.
pub fn scan<'a>(text: &'a str, event: &mut impl FnMut(Event<'a>)) -> Option<(usize, &'static str)> {
    scan_segments(text, event, |_, _| None)
}

/// [`scan`] for lock files: the arrays that list archives and dependencies, nine tenths of the text, are passed over.
pub fn scan_lock<'a>(text: &'a str, event: &mut impl FnMut(Event<'a>)) -> Option<(usize, &'static str)> {
    let opening: Vec<_> =
        ["\nwheels = [\n", "\nfiles = [\n", "\ndependencies = [\n"].map(memchr::memmem::Finder::new).into();
    let mut next: Vec<Option<usize>> = vec![Some(0); opening.len()];
    scan_segments(text, event, |text, from| {
        loop {
            for (finder, at) in opening.iter().zip(&mut next) {
                // Each place is looked for once: the nearest is taken, the others wait.
                if at.is_some_and(|at| at < from || at == 0) {
                    *at = finder.find(&text.as_bytes()[from..]).map(|step| from + step);
                }
            }
            let (number, start) =
                next.iter().enumerate().filter_map(|(n, at)| Some((n, (*at)?))).min_by_key(|(_, at)| *at)?;
            let body = start + opening[number].needle().len();
            match array_end(text, body) {
                Some(end) => return Some(start + 1..end),
                // Something else than a tool writes: read in full.
                None => next[number] = opening[number].find(&text.as_bytes()[body..]).map(|step| body + step),
            }
        }
    })
}

/// The offset behind an array of one table or string to a line; `None` where any line is something else, so that what is
/// passed over can hold no table.
fn array_end(text: &str, body: usize) -> Option<usize> {
    let mut at = body;
    loop {
        let rest = &text[at..];
        let end = memchr::memchr(b'\n', rest.as_bytes())?;
        let line = rest[..end].trim_start();
        at += end + 1;
        if line == "]" {
            return Some(at);
        }
        if !line.starts_with(['{', '"']) || !line.ends_with(',') {
            return None;
        }
    }
}

/// Reads the text apart from the ranges that `skip` finds: it gets an offset and returns the next range behind it.
fn scan_segments<'a>(
    text: &'a str,
    event: &mut impl FnMut(Event<'a>),
    mut skip: impl FnMut(&str, usize) -> Option<Range<usize>>,
) -> Option<(usize, &'static str)> {
    let mut tables = Tables {
        text,
        base: 0,
        event,
        open: Vec::new(),
        header: None,
        keys: Vec::new(),
        dotted: Vec::new(),
        depth: 0,
        mistake: None,
    };
    (tables.event)(Event::Map);
    let mut from = 0;
    loop {
        let skipped = skip(text, from);
        let to = skipped.as_ref().map_or(text.len(), |range| range.start);
        tables.text = &text[from..to];
        tables.base = from;
        segment(&mut tables);
        let Some(range) = skipped else { break };
        from = range.end;
    }
    tables.close(0);
    (tables.event)(Event::End);
    tables.mistake
}

/// Reads a part of the text that ends between two entries.
fn segment<'a, E: FnMut(Event<'a>)>(tables: &mut Tables<'a, '_, E>) {
    let text = tables.text;
    let mut tokens: Vec<Token> = Vec::new();
    let mut nesting = 0_usize;
    let mut line_start = true;
    for token in Source::new(text).lex() {
        match token.kind() {
            TokenKind::LeftSquareBracket | TokenKind::LeftCurlyBracket => {
                if line_start && !tokens.is_empty() && (nesting == 0 || is_header(&text[token.span().start()..])) {
                    tables.parse(&tokens);
                    tokens.clear();
                    nesting = 0;
                }
                nesting += 1;
            }
            TokenKind::RightSquareBracket | TokenKind::RightCurlyBracket => nesting = nesting.saturating_sub(1),
            _ => {}
        }
        line_start = token.kind() == TokenKind::Newline;
        tokens.push(token);
    }
    tables.parse(&tokens);
}

/// Whether a bracket at the start of a line opens a table though a value before it is not finished: no value begins with
/// a bare word.
fn is_header(line: &str) -> bool {
    let word = line.trim_start_matches('[');
    let is_value = ["true", "false", "inf", "nan"].iter().any(|value| word.starts_with(value));
    line.len() - word.len() <= 2 && word.starts_with(|c: char| c.is_ascii_alphabetic()) && !is_value
}

struct Tables<'a, 'e, E> {
    /// The segment that is read, and where it begins in the file.
    text: &'a str,
    base: usize,
    event: &'e mut E,
    /// The tables that are open: name, and whether it is an element of an array.
    open: Vec<(Cow<'a, str>, bool)>,
    /// Inside of a header: whether of an array of tables.
    header: Option<bool>,
    /// The keys of a header or of an entry, so far.
    keys: Vec<Text<'a>>,
    /// For each open value: how many dotted keys were opened for it.
    dotted: Vec<usize>,
    /// Inline containers that are open.
    depth: usize,
    mistake: Option<(usize, &'static str)>,
}

impl<'a, E: FnMut(Event<'a>)> Tables<'a, '_, E> {
    fn parse(&mut self, tokens: &[Token]) {
        let start = tokens.first().map_or(0, |token| token.span().start());
        let base = self.base;
        let mut mistake = None;
        let mut error = |error: ParseError| {
            let at = error.unexpected().or(error.context()).map_or(start, |span| span.start());
            mistake = mistake.or(Some((base + at, "this is not TOML")));
        };
        let mut receive =
            |event: toml_parser::parser::Event| self.receive(event.kind(), event.encoding(), event.span());
        let mut guard = RecursionGuard::new(&mut receive, u32::try_from(MAX_DEPTH).unwrap_or(u32::MAX));
        parse_document(tokens, &mut guard, &mut error);
        self.mistake = self.mistake.or(mistake);
        self.end_of_entry();
    }

    fn receive(&mut self, kind: EventKind, encoding: Option<Encoding>, span: Span) {
        match kind {
            EventKind::StdTableOpen | EventKind::ArrayTableOpen => {
                self.end_of_entry();
                self.header = Some(kind == EventKind::ArrayTableOpen);
                self.keys.clear();
            }
            EventKind::StdTableClose | EventKind::ArrayTableClose => self.table(),
            EventKind::SimpleKey => {
                if self.header.is_none() && self.depth == 0 && self.keys.is_empty() {
                    self.end_of_entry();
                }
                let key = self.decode(encoding, span);
                self.keys.push(key);
            }
            EventKind::InlineTableOpen => self.inline(Event::Map),
            EventKind::ArrayOpen => self.inline(Event::List),
            EventKind::InlineTableClose | EventKind::ArrayClose if self.depth > 0 => {
                self.depth -= 1;
                (self.event)(Event::End);
                self.end_of_value();
            }
            EventKind::Scalar => {
                self.value_start();
                let text = self.decode(encoding, span);
                (self.event)(Event::Scalar(text));
                self.end_of_value();
            }
            _ => {}
        }
    }

    fn inline(&mut self, container: Event<'a>) {
        self.value_start();
        (self.event)(container);
        self.depth += 1;
    }

    /// Writes the keys before a value: `a.b = 1` is a table `a` with one entry.
    fn value_start(&mut self) {
        let mut keys = std::mem::take(&mut self.keys).into_iter().take(MAX_DEPTH).peekable();
        let mut opened = 0;
        while let Some(key) = keys.next() {
            (self.event)(Event::Key(key));
            if keys.peek().is_some() {
                (self.event)(Event::Map);
                opened += 1;
            }
        }
        self.dotted.push(opened);
    }

    fn end_of_value(&mut self) {
        for _ in 0..self.dotted.pop().unwrap_or_default() {
            (self.event)(Event::End);
        }
    }

    /// Closes what a mistake left open.
    fn end_of_entry(&mut self) {
        while self.depth > 0 {
            self.depth -= 1;
            (self.event)(Event::End);
            self.end_of_value();
        }
        self.dotted.clear();
        self.keys.clear();
        self.header = None;
    }

    /// A header is complete: closes the tables it does not continue, opens the others.
    fn table(&mut self) {
        let Some(array) = self.header.take() else { return };
        let keys = std::mem::take(&mut self.keys);
        let common = self.open.iter().zip(&keys).take_while(|((open, _), key)| *open == key.text).count();
        let new_item = array && common == keys.len() && self.open.len() >= common;
        let keep = if new_item { common.saturating_sub(1) } else { common };
        self.close(keep);
        let last = keys.len().saturating_sub(1);
        for (number, key) in keys.into_iter().enumerate().skip(keep).take(MAX_DEPTH) {
            let item = array && number == last;
            self.open.push((key.text.clone(), item));
            (self.event)(Event::Key(key));
            if item {
                (self.event)(Event::List);
            }
            (self.event)(Event::Map);
        }
    }

    fn close(&mut self, keep: usize) {
        while self.open.len() > keep {
            if let Some((_, true)) = self.open.pop() {
                (self.event)(Event::End);
            }
            (self.event)(Event::End);
        }
    }

    fn decode(&self, encoding: Option<Encoding>, span: Span) -> Text<'a> {
        let raw = self.text.get(span.start()..span.end()).unwrap_or_default();
        if encoding.is_none() {
            return Text::borrowed(raw, self.base + span.start());
        }
        let mut text = Cow::Borrowed("");
        let _kind = Raw::new_unchecked(raw, encoding, span).decode_scalar(&mut text, &mut ());
        let place = match text {
            Cow::Borrowed(part) if !part.is_empty() => {
                let start = self.base + part.as_ptr().addr() - self.text.as_ptr().addr();
                start..start + part.len()
            }
            _ => self.base + span.start()..self.base + span.end(),
        };
        Text { text, place }
    }
}
