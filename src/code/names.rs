//! Where a file gives values to names: enough of it to know whether a name holds a constant.

use std::collections::HashMap;
use std::ops::Range;

use super::source::Source;
use super::tokens::{Kind, Token, Tokens};

/// A place where a name gets a value.
#[derive(Debug)]
pub(super) struct Definition {
    /// Byte offset of the name.
    pub(super) at: usize,
    /// Where the value begins; `None` for a parameter or a loop variable.
    pub(super) value: Option<usize>,
    /// Whether it is appended to what the name holds.
    pub(super) append: bool,
}

/// All definitions of a file, found in one pass.
#[derive(Debug, Default)]
pub(super) struct Names<'t> {
    definitions: HashMap<&'t [u8], Vec<Definition>>,
    /// Where functions begin, ascending.
    functions: Vec<usize>,
}

/// The most bytes of a parameter list that is read without a word that announces it.
const LONGEST_PARAMETERS: usize = 400;
/// How many appended values in one chain are read.
const MOST_APPENDED: usize = 16;
/// The most bytes of a type, and of the parameters of a block.
const LONGEST_TYPE: usize = 80;

impl<'t> Names<'t> {
    pub(super) fn new(source: &Source<'t>) -> Self {
        let mut scan = Scan { source, names: Self::default(), open: Vec::new(), declared: None, binds: false };
        for (piece, segment) in source.map.within(0..source.text.len()) {
            if segment.scope.is_code() {
                scan.piece(piece);
            }
        }
        let mut names = scan.names;
        for definitions in names.definitions.values_mut() {
            definitions.sort_by_key(|definition| definition.at);
        }
        names.functions.sort_unstable();
        names
    }

    /// The definitions of a name, ascending.
    pub(super) fn of(&self, name: &[u8]) -> &[Definition] {
        self.definitions.get(name).map_or(&[], Vec::as_slice)
    }

    /// Where the function around `at` begins, as far as can be told; 0 outside one.
    pub(super) fn function(&self, at: usize) -> usize {
        let index = self.functions.partition_point(|&start| start < at);
        index.checked_sub(1).and_then(|index| self.functions.get(index)).copied().unwrap_or(0)
    }
}

/// The bytes of the value that begins at `start`: to the end of the statement.
pub(super) fn value(source: &Source, start: usize) -> Range<usize> {
    let limit = (start + super::source::LONGEST).min(source.text.len());
    let mut last: Option<Token> = None;
    for token in Tokens::new(source, start..limit) {
        match token.kind {
            Kind::Op(b';' | b',') => break,
            Kind::Op(b'\n') => {
                let before = last.as_ref().is_none_or(|last| matches!(last.kind, Kind::Op(_)));
                let behind = source.text[token.span.end..limit].iter().find(|byte| !byte.is_ascii_whitespace());
                if !before && !behind.is_some_and(|byte| b"+.?:|&%".contains(byte)) {
                    break;
                }
            }
            _ => last = Some(token),
        }
    }
    start..last.map_or(start, |last| last.span.end)
}

struct Scan<'s, 't> {
    source: &'s Source<'t>,
    names: Names<'t>,
    /// The brackets that are open.
    open: Vec<(usize, u8)>,
    /// How many brackets were open at the word that declares a function, while its header is read.
    declared: Option<usize>,
    /// Whether the words of this line are bound by a word such as `for`.
    binds: bool,
}

impl Scan<'_, '_> {
    fn piece(&mut self, piece: Range<usize>) {
        let mut at = piece.start;
        while at < piece.end {
            let byte = self.source.text[at];
            if self.source.language.is_word(byte) {
                let rest = &self.source.text[at..piece.end];
                let length = rest.iter().take_while(|&&byte| self.source.language.is_word(byte)).count();
                self.word(at..at + length);
                at += length;
                continue;
            }
            match byte {
                b'(' | b'[' | b'{' => {
                    self.open.push((at, byte));
                    if byte == b'{' {
                        (self.declared, self.binds) = (None, false);
                    }
                }
                b')' | b']' | b'}' => {
                    let opened = self.open.pop();
                    if byte == b')' {
                        self.parameters(opened.map_or(at, |(start, _)| start)..at);
                    }
                }
                b'\n' | b';' => {
                    self.binds = false;
                    self.header_ends();
                }
                b':' => self.header_ends(),
                b'<' if self.source.language.calls.arrow_assigns && self.source.text.get(at + 1) == Some(&b'-') => {
                    let name = path(self.source, self.source.trim_back(at, piece.start), piece.start);
                    self.define_if_word(name, Some(at + 2), false);
                    at += 1;
                }
                b'|' if self.source.language.calls.block_parameters => self.block_parameters(at, piece.clone()),
                b'=' => {
                    self.assignment(at, piece.start);
                    at += usize::from(matches!(self.source.text.get(at + 1), Some(b'=' | b'>')));
                }
                _ => {}
            }
            at += 1;
        }
    }

    fn header_ends(&mut self) {
        self.declared = self.declared.filter(|depth| *depth < self.open.len());
    }

    fn word(&mut self, word: Range<usize>) {
        let calls = &self.source.language.calls;
        let text = self.source.str(word.clone());
        if matches!(text, "append" | "Append" | "push_str" | "WriteString" | "AppendFormat" | "AppendLine") {
            self.appended(&word);
        }
        if calls.declares.contains(&text) {
            self.declared = Some(self.open.len());
            self.names.functions.push(word.start);
        } else if calls.binders.contains(&text) {
            self.binds = true;
        } else if self.binds {
            self.binds = !matches!(text, "in" | "of");
            self.define(word, None, false);
        } else if self.declared.is_some_and(|depth| self.open.len() > depth) {
            self.define(word, None, false);
        }
    }

    /// `name.append(value)`, behind other calls of the kind too.
    fn appended(&mut self, word: &Range<usize>) {
        let source = self.source;
        if source.text.get(word.end) != Some(&b'(') {
            return;
        }
        let floor = word.start.saturating_sub(super::source::LONGEST);
        let mut at = word.start;
        for _ in 0..MOST_APPENDED {
            let Some(dot) = source.trim_back(at, floor).checked_sub(1).filter(|&dot| source.text[dot] == b'.') else {
                return;
            };
            let end = source.trim_back(dot, floor);
            let open =
                end.checked_sub(1).filter(|&last| source.text[last] == b')').and_then(|last| source.partner(last));
            let Some(open) = open.filter(|&open| open > floor) else {
                let name = path(source, end, floor);
                return self.define_if_word(name, Some(word.end + 1), true);
            };
            at = source.word_before(open, floor).start;
        }
    }

    fn define(&mut self, name: Range<usize>, value: Option<usize>, append: bool) {
        let definition = Definition { at: name.start, value, append };
        self.names.definitions.entry(&self.source.text[name]).or_default().push(definition);
    }

    /// A parenthesis with a brace or an arrow behind it holds parameters, unless a word such as `if` stands before it.
    fn parameters(&mut self, group: Range<usize>) {
        let source = self.source;
        let rest = source.rest(group.end + 1, 40).trim_ascii_start();
        let arrow = rest.starts_with(b"=>") || rest.starts_with(b"->");
        let block = rest.starts_with(b"{") || rest.starts_with(b"throws");
        if !(arrow || block) || group.len() > LONGEST_PARAMETERS {
            return;
        }
        let floor = group.start.saturating_sub(64);
        let before = source.word_before(source.trim_back(group.start, floor), floor);
        let word = source.str(before.clone());
        if !arrow && source.language.calls.controls.contains(&word) {
            return;
        }
        if block && !source.language.calls.blocks {
            self.names.functions.push(before.start);
        }
        for token in Tokens::new(source, group.start + 1..group.end).filter(|token| token.kind == Kind::Word) {
            self.define(token.span, None, false);
        }
    }

    /// The target of the `=` at `at`, if it assigns.
    fn assignment(&mut self, at: usize, floor: usize) {
        let source = self.source;
        let next = source.text.get(at + 1).copied().unwrap_or(b' ');
        let before = at.checked_sub(1).filter(|&before| before >= floor).map_or(b' ', |before| source.text[before]);
        if next == b'>' {
            let name = source.word_before(source.trim_back(at, floor), floor);
            return self.define_if_word(name, None, false);
        }
        let inside = self.open.last().is_some_and(|(_, byte)| *byte != b'{');
        if matches!(next, b'=' | b'~') || matches!(before, b'=' | b'!' | b'<' | b'>' | b'~') || inside {
            return;
        }
        let operator = source.text[floor..at].iter().rev().take_while(|byte| b":+.|?&*/%-^".contains(byte)).count();
        let append = matches!(before, b'+' | b'.');
        let end = source.trim_back(at - operator, floor);
        if operator == 0 && source.text[floor..end].last() == Some(&b'}') {
            return self.destructured(end - 1, at + 1);
        }
        let mut name = path(self.source, end, floor);
        if operator == 0 {
            name = self.before_type(end, floor).unwrap_or(name);
        }
        self.define_if_word(name, Some(at + 1), append);
    }

    /// The name of `name: type = …`, and of `var name type = …` where names stand first; the type ends at `end`.
    fn before_type(&self, end: usize, floor: usize) -> Option<Range<usize>> {
        let source = self.source;
        let written = &source.text[floor.max(end.saturating_sub(LONGEST_TYPE))..end];
        let of_type = |b: &u8| source.language.is_word(*b) || b"<>&'[]*?., \t".contains(b);
        let start = end - written.iter().rev().take_while(|b| of_type(b)).count();
        if source.text[floor..start].last() == Some(&b':') {
            return Some(path(source, source.trim_back(start - 1, floor), floor));
        }
        let words = &source.text[start..end];
        let first = words.iter().position(|b| !b.is_ascii_whitespace())?;
        let mut parts = words[first..].split(u8::is_ascii_whitespace);
        let keyword = std::str::from_utf8(parts.next()?).ok()?;
        let name = parts.next().filter(|name| name.iter().all(|&b| source.language.is_word(b)))?;
        let at = start + first + keyword.len() + 1;
        source.language.calls.names_first.contains(&keyword).then_some(at..at + name.len())
    }

    /// The names in the braces that end at `close` are given parts of the value, whatever each has as its default.
    fn destructured(&mut self, close: usize, value: usize) {
        let Some(open) = self.source.partner(close).filter(|open| close - open < LONGEST_PARAMETERS) else { return };
        let mut groups = vec![open + 1..close];
        while let Some(group) = groups.pop() {
            let mut default = false;
            for token in Tokens::new(self.source, group) {
                default = (default && !token.is(b',')) || token.is(b'=');
                match token.kind {
                    Kind::Word if !default => self.define(token.span, Some(value), false),
                    Kind::Group(_) if !default => groups.push(token.inside(self.source)),
                    _ => {}
                }
            }
        }
    }

    /// Names between pipes behind `do` or a brace: what a block is given.
    fn block_parameters(&mut self, at: usize, piece: Range<usize>) {
        let source = self.source;
        let before = source.trim_back(at, piece.start);
        let word = source.word_before(before, piece.start);
        if source.text[piece.start..before].last() != Some(&b'{') && source.str(word) != "do" {
            return;
        }
        let rest = source.rest(at + 1, LONGEST_TYPE.min(piece.end - at - 1));
        let Some(length) = memchr::memchr(b'|', rest) else { return };
        for token in Tokens::new(source, at + 1..at + 1 + length).filter(|token| token.kind == Kind::Word) {
            self.define(token.span, None, false);
        }
    }

    fn define_if_word(&mut self, name: Range<usize>, value: Option<usize>, append: bool) {
        if !name.is_empty() {
            self.define(name, value, append);
        }
    }
}

/// A name with its receivers that ends at `end`.
pub(super) fn path(source: &Source, end: usize, floor: usize) -> Range<usize> {
    let mut start = source.word_before(end, floor).start;
    while start < end && end - start < 200 {
        let members = source.language.calls.members;
        let behind = &source.text[floor..start];
        let Some(member) = members.iter().find(|member| behind.ends_with(member.as_bytes())) else { break };
        let word = source.word_before(start - member.len(), floor);
        if word.is_empty() {
            break;
        }
        start = word.start;
    }
    start..end
}

/// A name with its members that begins at `start`.
pub(super) fn path_behind(source: &Source, start: usize) -> Range<usize> {
    let rest = source.rest(start, 200);
    let length = rest.iter().take_while(|&&byte| source.language.is_word(byte) || byte == b'.').count();
    start..start + length
}
