//! The lexer: one pass over the text, driven by the tables of a language, with a stack of its own in place of recursion.
//! It never fails: a string of one line ends with the line, every other one at the end of the text.

use std::collections::VecDeque;
use std::ops::Range;

use super::Language;
use super::scope::{Scope, ScopeMap, Segment};
use super::syntax::{BlockComment, Interpolation, Quote};

/// What each byte of a text is.
pub fn lex(language: &'static Language, text: &[u8]) -> ScopeMap {
    let mut scan = Scan::new(language, text);
    scan.run();
    ScopeMap::new(scan.segments, text.len())
}

/// A string or an interpolation that is open.
pub(super) enum Frame {
    String(Body),
    /// Code inside a string: the bracket that closes it, its counterpart, and how many of these are open.
    Code {
        close: &'static str,
        open: u8,
        nested: u32,
    },
}

/// The inside of a string.
pub(super) struct Body {
    pub(super) close: Close,
    pub(super) escape: Option<u8>,
    pub(super) multiline: bool,
    pub(super) doubled: bool,
    pub(super) interpolation: &'static Interpolation,
    pub(super) quote: Quote,
}

/// What ends a string.
pub(super) enum Close {
    Text(&'static str),
    /// A delimiter that the writer chose; brackets nest.
    Delimiter {
        open: u8,
        close: u8,
        nested: u32,
    },
    /// A line with a tag, given as its place in the text.
    Tag {
        tag: Range<usize>,
        indented: bool,
    },
}

pub(super) struct Scan<'t> {
    pub(super) language: &'static Language,
    pub(super) text: &'t [u8],
    pub(super) at: usize,
    pub(super) segments: Vec<Segment>,
    pub(super) frames: Vec<Frame>,
    /// How many frames are interpolations.
    pub(super) depth: u32,
    /// How many frames are strings that end with their line.
    pub(super) one_line: usize,
    /// Heredocs whose opener was read and whose text begins with the next line.
    pub(super) pending: VecDeque<Body>,
    /// Bytes at which code may end.
    stops: [bool; 256],
}

impl<'t> Scan<'t> {
    fn new(language: &'static Language, text: &'t [u8]) -> Self {
        let syntax = &language.syntax;
        let comments = syntax.block_comments.iter().map(|comment| comment.open);
        let openers = syntax.strings.iter().map(|string| string.open).chain(syntax.heredocs.iter().map(|h| h.open));
        let openers = openers.chain(comments).chain(syntax.line_comments.iter().copied());
        let mut stops = [false; 256];
        for opener in openers.chain(syntax.island.iter().map(|island| island.close)).chain(["\n", "\r"]) {
            stops[usize::from(opener.as_bytes().first().copied().unwrap_or(0))] = true;
        }
        let (segments, frames, pending) = (Vec::new(), Vec::new(), VecDeque::new());
        Self { language, text, at: 0, segments, frames, depth: 0, one_line: 0, pending, stops }
    }

    fn run(&mut self) {
        if self.text.starts_with(b"#!") {
            self.mark(Scope::Comment);
            self.at = self.line_end(0);
        }
        if self.language.syntax.island.is_some() {
            self.markup();
        } else {
            self.mark(Scope::Code);
        }
        while self.at < self.text.len() {
            match self.frames.pop() {
                Some(Frame::String(body)) => self.string(body),
                Some(Frame::Code { close, open, nested }) => self.code(Some((close, open)), nested),
                None => self.code(None, 0),
            }
        }
    }

    /// Begins a segment here, at the depth that is in force.
    pub(super) fn mark(&mut self, scope: Scope) {
        self.mark_at(self.at, scope, self.depth);
    }

    pub(super) fn mark_at(&mut self, start: usize, scope: Scope, depth: u32) {
        while self.segments.last().is_some_and(|last| last.start >= start) {
            self.segments.pop();
        }
        if self.segments.last().is_none_or(|last| (last.scope, last.depth) != (scope, depth)) {
            self.segments.push(Segment { start, scope, depth });
        }
    }

    pub(super) fn mark_code(&mut self) {
        self.mark(if self.depth == 0 { Scope::Code } else { Scope::Interpolation });
    }

    pub(super) fn starts(&self, at: usize, with: &str) -> bool {
        self.text[at..].starts_with(with.as_bytes())
    }

    /// Where the line of `from` ends: at its line feed, or carriage return without one, or the end of the text.
    fn line_end(&self, from: usize) -> usize {
        memchr::memchr2(b'\n', b'\r', &self.text[from..]).map_or(self.text.len(), |length| from + length)
    }

    pub(super) fn line_start(&self, at: usize) -> bool {
        at.checked_sub(1).and_then(|before| self.text.get(before)).is_none_or(|&b| is_line_end(b))
    }

    /// Reads text up to the next island of code.
    fn markup(&mut self) {
        self.mark(Scope::Markup);
        let Some(island) = &self.language.syntax.island else { return };
        let first = island.open.first().and_then(|open| open.bytes().next()).unwrap_or(0);
        for start in memchr::memchr_iter(first, &self.text[self.at..]).map(|offset| self.at + offset) {
            if let Some(open) = island.open.iter().find(|open| self.starts(start, open)) {
                self.at = start + open.len();
                return self.mark_code();
            }
        }
        self.at = self.text.len();
    }

    /// Reads code until something else begins. `interpolation` is the bracket that ends it and its counterpart.
    fn code(&mut self, interpolation: Option<(&'static str, u8)>, mut nested: u32) {
        let island = self.language.syntax.island.as_ref();
        let (open, close) = interpolation.map_or((None, None), |(close, open)| (Some(open), close.bytes().next()));
        let back = |scan: &mut Self, nested| {
            scan.frames.extend(interpolation.map(|(close, open)| Frame::Code { close, open, nested }));
        };
        while let Some(&byte) = self.text.get(self.at) {
            if Some(byte) == open {
                nested += 1;
            } else if Some(byte) == close {
                if nested == 0 {
                    // The closer belongs to the string around, whose frame is the next one.
                    self.depth -= 1;
                    self.mark(Scope::String(self.quote_below()));
                    self.at += interpolation.map_or(1, |(close, _)| close.len());
                    return;
                }
                nested -= 1;
            } else if self.stops[usize::from(byte)] {
                if is_line_end(byte) {
                    if self.one_line > 0 {
                        back(self, nested);
                        return self.end_of_line();
                    }
                    let crlf = byte == b'\r' && self.text.get(self.at + 1) == Some(&b'\n');
                    if !self.pending.is_empty() && !crlf {
                        back(self, nested);
                        return self.heredoc_text();
                    }
                } else if island.is_some_and(|island| self.starts(self.at, island.close)) {
                    self.leave_island();
                    self.mark(Scope::Markup);
                    self.at += island.map_or(0, |island| island.close.len());
                    return self.markup();
                } else if self.comment() {
                    continue;
                } else if let Some((start, body)) = self.opener() {
                    back(self, nested);
                    self.mark_at(start, Scope::String(body.quote), self.depth);
                    return self.enter(body);
                }
            }
            self.at += 1;
        }
        back(self, nested);
    }

    fn quote_below(&self) -> Quote {
        match self.frames.last() {
            Some(Frame::String(body)) => body.quote,
            _ => Quote::Text,
        }
    }

    fn enter(&mut self, body: Body) {
        self.one_line += usize::from(!body.multiline);
        self.frames.push(Frame::String(body));
    }

    /// A line ends in the interpolation of a string that may not span lines: the string ends here.
    fn end_of_line(&mut self) {
        while self.one_line > 0 {
            match self.frames.pop() {
                Some(Frame::String(body)) => self.one_line -= usize::from(!body.multiline),
                Some(Frame::Code { .. }) => self.depth -= 1,
                None => break,
            }
        }
        self.pending.clear();
        self.mark_code();
    }

    fn leave_island(&mut self) {
        self.frames.clear();
        self.pending.clear();
        (self.depth, self.one_line) = (0, 0);
    }

    /// Reads a comment that begins here.
    fn comment(&mut self) -> bool {
        let syntax = &self.language.syntax;
        let block = |comment: &&BlockComment| {
            self.starts(self.at, comment.open) && (!comment.line_start || self.line_start(self.at))
        };
        let start = self.at;
        let end = if let Some(comment) = syntax.block_comments.iter().find(block) {
            self.block_end(comment)
        } else if syntax.line_comments.iter().any(|open| self.starts(start, open)) {
            let line = self.line_end(start);
            let island =
                syntax.island.as_ref().and_then(|i| memchr::memmem::find(&self.text[start..line], i.close.as_bytes()));
            island.map_or(line, |length| start + length)
        } else {
            return false;
        };
        self.mark(Scope::Comment);
        self.at = end;
        self.mark_code();
        true
    }

    fn block_end(&self, comment: &BlockComment) -> usize {
        let mut at = self.at + comment.open.len();
        let mut nested = 0;
        let (open, close) = (comment.open.as_bytes().first(), comment.close.as_bytes().first());
        let (Some(&open), Some(&close)) = (open, close) else { return self.text.len() };
        while let Some(length) = memchr::memchr2(open, close, &self.text[at..]) {
            at += length;
            if self.starts(at, comment.close) && (!comment.line_start || self.line_start(at)) {
                at += comment.close.len();
                if nested == 0 {
                    return at;
                }
                nested -= 1;
            } else if comment.nested && self.starts(at, comment.open) {
                at += comment.open.len();
                nested += 1;
            } else {
                at += 1;
            }
        }
        self.text.len()
    }

    /// The text of the first pending heredoc begins behind this line end.
    fn heredoc_text(&mut self) {
        self.at += 1;
        if let Some(body) = self.pending.pop_front() {
            self.mark(Scope::String(body.quote));
            self.enter(body);
        }
    }
}

pub(super) fn is_line_end(byte: u8) -> bool {
    matches!(byte, b'\n' | b'\r')
}
