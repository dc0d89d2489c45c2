//! The lexer: one pass over the text, driven by the tables of a language, with a stack of its own in place of recursion.
//! It never fails: a string of one line ends with the line, every other one at the end of the text.

use std::collections::VecDeque;
use std::ops::Range;

use super::Language;
use super::scope::{Scope, ScopeMap};
use super::syntax::{ByteSet, Interpolation, Island, Quote, class};

/// What code of a page may begin with, where it is cut out of one.
const CODE: [&[u8]; 20] = [
    b"function",
    b"public",
    b"protected",
    b"private",
    b"static",
    b"abstract",
    b"final",
    b"class",
    b"namespace",
    b"use ",
    b"$",
    b"//",
    b"/*",
    b"#",
    b"if",
    b"return",
    b"@",
    b"trait",
    b"interface",
    b"foreach",
];

/// What each byte of a text is, by the tables of its language.
pub(super) fn scan(language: &'static Language, text: &[u8]) -> ScopeMap {
    pages(language, text).0
}

/// The same, and where the islands of code stand in it, their openers and closers included.
pub(super) fn pages(language: &'static Language, text: &[u8]) -> (ScopeMap, Vec<Range<usize>>) {
    let mut scan = Scan::new(language, text);
    scan.run();
    if let Some(last) = scan.islands.last_mut().filter(|_| scan.island.is_some()) {
        last.end = text.len();
    }
    (scan.out.finish(text.len()), scan.islands)
}

/// The same for text that stands in a file of another language: it may be indented as a whole. `is_code` tells that it is
/// code from its start, though its language is written in pages.
pub(super) fn scan_inner(language: &'static Language, text: &[u8], is_code: bool) -> ScopeMap {
    let mut scan = Scan::new(language, text);
    scan.indented = true;
    if is_code {
        scan.island = language.syntax.islands.first();
        scan.mark(Scope::Code);
        scan.read();
    } else {
        scan.run();
    }
    scan.out.finish(text.len())
}

/// A string, code inside something, or an element that is open.
pub(super) enum Frame {
    String(Body),
    Code(Inside),
    /// The text between tags: how many elements are open.
    Children(u32),
    /// A tag of an element: how many are open, and whether it closes one.
    Tag(u32, bool),
}

/// Code that a bracket closes.
#[derive(Clone, Copy)]
pub(super) struct Inside {
    pub(super) close: &'static str,
    /// The counterpart of the first byte of `close`.
    pub(super) open: u8,
    /// How many of these are open.
    pub(super) nested: u32,
    pub(super) what: Around,
}

/// What stands around code that a bracket closes.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Around {
    String,
    Element,
    Page,
    /// A page, and what is inside are the arguments of a name that stands in it.
    Path,
}

/// The inside of a string.
pub(super) struct Body {
    pub(super) close: Close,
    pub(super) escape: Option<u8>,
    pub(super) multiline: bool,
    pub(super) doubled: bool,
    pub(super) interpolation: &'static Interpolation,
    pub(super) quote: Quote,
    /// How many delimited pieces are still to come, this one included.
    pub(super) pieces: u8,
    /// What must follow the escape byte for it to be one, as a place in the text.
    pub(super) fence: Range<usize>,
    /// The bytes that need a look.
    pub(super) stops: ByteSet,
}

/// What ends a string.
pub(super) enum Close {
    Text(&'static str),
    /// At the start of a line only.
    LineStart(&'static str),
    /// With a tag, given as its place in the text, and what follows that.
    Tagged(&'static str, Range<usize>, &'static str),
    /// A delimiter that the writer chose; brackets nest.
    Delimiter {
        open: u8,
        close: u8,
        nested: u32,
    },
    /// A line with a tag, given as its place in the text.
    Line {
        tag: Range<usize>,
        indented: bool,
    },
}

pub(super) struct Scan<'t> {
    pub(super) language: &'static Language,
    pub(super) text: &'t [u8],
    pub(super) at: usize,
    pub(super) out: ScopeMap,
    pub(super) frames: Vec<Frame>,
    /// How many frames are code in strings.
    pub(super) depth: u32,
    /// How many frames are strings that end with their line.
    pub(super) one_line: usize,
    /// Heredocs whose opener was read and whose text begins with the next line.
    pub(super) pending: VecDeque<Body>,
    /// The island of a page that is being read.
    pub(super) island: Option<&'static Island>,
    /// All islands so far, with what opens and closes them.
    pub(super) islands: Vec<Range<usize>>,
    /// Whether the text as a whole may be indented, and with it the line that ends a heredoc.
    pub(super) indented: bool,
}

impl<'t> Scan<'t> {
    fn new(language: &'static Language, text: &'t [u8]) -> Self {
        let (out, frames, pending) = (ScopeMap::empty(), Vec::new(), VecDeque::new());
        let (island, islands) = (None, Vec::new());
        Self { language, text, at: 0, out, frames, depth: 0, one_line: 0, pending, island, islands, indented: false }
    }

    fn run(&mut self) {
        if self.text.starts_with(b"#!") {
            self.mark(Scope::Comment);
            self.at = self.line_end(0);
        }
        if self.language.syntax.islands.is_empty() {
            self.mark(Scope::Code);
        } else if self.is_code_without_islands() {
            self.island = self.language.syntax.islands.first();
            self.islands.push(0..self.text.len());
            self.mark(Scope::Code);
        } else {
            self.markup();
        }
        self.read();
    }

    /// Whether a file that might be a page is none: nothing opens code in it, and no tag is closed.
    fn is_code_without_islands(&self) -> bool {
        let syntax = &self.language.syntax;
        let stands = |opener: &str| memchr::memmem::find(self.text, opener.as_bytes()).is_some();
        // Code that writes tags in its strings begins as code does.
        let start = self.text.trim_ascii_start();
        let begins = || CODE.iter().any(|word| start.starts_with(word));
        syntax.code_unless_opened
            && (!stands("</") || begins())
            && !syntax.islands.iter().flat_map(|island| island.open).any(|opener| stands(opener))
    }

    fn read(&mut self) {
        while self.at < self.text.len() {
            match self.frames.pop() {
                Some(Frame::String(body)) => self.string(body),
                Some(Frame::Code(inside)) => self.code(Some(inside)),
                Some(Frame::Children(open)) => self.children(open),
                Some(Frame::Tag(open, closing)) => self.tag(open, closing),
                None => self.code(None),
            }
        }
    }

    /// Begins a segment here, at the depth that is in force.
    #[inline]
    pub(super) fn mark(&mut self, scope: Scope) {
        self.out.push(self.at, scope, self.depth);
    }

    #[inline]
    pub(super) fn mark_code(&mut self) {
        self.mark(if self.depth == 0 { Scope::Code } else { Scope::Interpolation });
    }

    #[inline]
    pub(super) fn starts(&self, at: usize, with: &str) -> bool {
        self.text.get(at..).is_some_and(|rest| rest.starts_with(with.as_bytes()))
    }

    pub(super) fn byte(&self, at: usize) -> Option<u8> {
        self.text.get(at).copied()
    }

    /// The byte before `at`.
    pub(super) fn before(&self, at: usize) -> Option<u8> {
        at.checked_sub(1).and_then(|before| self.byte(before))
    }

    /// Where the line of `from` ends: at its line feed, or carriage return without one, or the end of the text.
    pub(super) fn line_end(&self, from: usize) -> usize {
        memchr::memchr2(b'\n', b'\r', &self.text[from..]).map_or(self.text.len(), |length| from + length)
    }

    pub(super) fn line_start(&self, at: usize) -> bool {
        self.before(at).is_none_or(is_line_end)
    }

    /// Reads code until something else begins. `inside` is the bracket that ends it.
    fn code(&mut self, mut inside: Option<Inside>) {
        let classes = &self.language.syntax.classes;
        loop {
            let mut look = class::STOP;
            if inside.is_some() {
                look |= class::BRACKET;
            }
            if self.one_line > 0 || !self.pending.is_empty() {
                look |= class::LINE;
            }
            let rest = &self.text[self.at..];
            let Some(length) = rest.iter().position(|&byte| classes[usize::from(byte)] & look != 0) else { break };
            let byte = rest[length];
            self.at += length;
            if let Some(inside) = &mut inside
                && self.bracket(inside, byte)
            {
                return self.closed_code(*inside);
            }
            let stop = classes[usize::from(byte)] & class::STOP != 0;
            let line = is_line_end(byte) && look & class::LINE != 0;
            if line {
                self.frames.extend(inside.map(Frame::Code));
                if self.one_line > 0 {
                    return self.end_of_line();
                }
                if byte == b'\n' || self.byte(self.at + 1) != Some(b'\n') {
                    return self.heredoc_text();
                }
                inside = self.frames.pop().and_then(|frame| if let Frame::Code(i) = frame { Some(i) } else { None });
            } else if stop && self.leaves_island() {
                return self.markup();
            } else if stop && self.comment() {
                continue;
            } else if stop && Some(byte) == self.language.syntax.code_escape {
                self.at += 1;
            } else if stop && byte == b'<' && self.element_here() {
                self.frames.extend(inside.map(Frame::Code));
                return self.frames.push(Frame::Tag(0, false));
            } else if stop && let Some((start, body)) = self.opener() {
                self.frames.extend(inside.map(Frame::Code));
                self.out.push(start, Scope::String(body.quote), self.depth);
                return self.enter(body);
            }
            self.at = (self.at + 1).min(self.text.len());
        }
        self.at = self.text.len();
        self.frames.extend(inside.map(Frame::Code));
    }

    /// Counts a bracket; whether it is the one that closes the code.
    fn bracket(&self, inside: &mut Inside, byte: u8) -> bool {
        let closes = inside.close.as_bytes().first() == Some(&byte);
        if byte == inside.open && !closes {
            inside.nested += 1;
        } else if closes {
            if inside.nested == 0 {
                return self.starts(self.at, inside.close);
            }
            inside.nested -= 1;
        }
        false
    }

    /// The code ends with the closer that stands here.
    fn closed_code(&mut self, inside: Inside) {
        match inside.what {
            Around::String => {
                // The closer belongs to the string around, whose frame is the next one.
                self.depth -= 1;
                self.mark(Scope::String(self.quote_below()));
                self.at += inside.close.len();
            }
            Around::Element => self.at += inside.close.len(),
            Around::Page => {
                self.leave_island(inside.close.len());
                self.markup();
            }
            Around::Path => {
                self.at += inside.close.len();
                self.path();
            }
        }
    }

    fn quote_below(&self) -> Quote {
        match self.frames.last() {
            Some(Frame::String(body)) => body.quote,
            _ => Quote::Text,
        }
    }

    pub(super) fn enter(&mut self, body: Body) {
        self.one_line += usize::from(!body.multiline);
        self.frames.push(Frame::String(body));
    }

    /// A line ends in the interpolation of a string that may not span lines: the string ends here.
    fn end_of_line(&mut self) {
        while self.one_line > 0 {
            match self.frames.pop() {
                Some(Frame::String(body)) => self.one_line -= usize::from(!body.multiline),
                Some(Frame::Code(Inside { what: Around::String, .. })) => self.depth -= 1,
                Some(_) => {}
                None => break,
            }
        }
        self.pending.clear();
        self.mark_code();
    }

    /// Steps over the closer of an island, `length` bytes.
    pub(super) fn leave_island(&mut self, length: usize) {
        self.frames.clear();
        self.pending.clear();
        self.island = None;
        (self.depth, self.one_line) = (0, 0);
        self.mark(Scope::Markup);
        self.at += length;
        if let Some(island) = self.islands.last_mut() {
            island.end = self.at;
        }
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
