//! One pass over the code of a file for what gives a value to a name.

mod parameters;

use std::ops::Range;

use super::{Definition, Names, path};
use crate::code::source::{LONGEST, Source};
use crate::code::tokens::{Kind, Token, Tokens};

/// The most bytes of a parameter list.
const LONGEST_PARAMETERS: usize = 1500;
/// How many appended values in one chain are read.
const MOST_APPENDED: usize = 16;
/// The most bytes of a type, and of the parameters of a block.
const LONGEST_TYPE: usize = 80;
/// How many names one statement gives values to, and how many tokens of their values are read.
const MOST_LISTED: usize = 8;
const MOST_TOKENS: usize = 64;
/// Methods that append to what they are called on.
const APPENDS: [&str; 6] = ["append", "Append", "push_str", "WriteString", "AppendFormat", "AppendLine"];
/// How many brackets around an assignment are looked at.
const MOST_NESTED: usize = 4;
/// Words whose parentheses may hold an assignment.
const CONDITIONS: [&str; 10] = ["if", "while", "for", "try", "using", "elseif", "elsif", "with", "switch", "return"];

/// What the code of a file gives to names, in the order of the pass.
pub(super) fn scan<'t>(source: &Source<'t>) -> Names<'t> {
    let (calls, values) = (&source.language.calls, &source.language.values);
    let mut notable = [false; 256];
    let fills = values.fills.iter().map(|(name, _)| name);
    notable[usize::from(b'o')] = source.language.name == "csharp";
    for word in calls.declares.iter().chain(calls.binders).chain(&APPENDS).chain(fills) {
        if let Some(first) = word.bytes().next() {
            notable[usize::from(first)] = true;
        }
    }
    let mut scan = Scan { source, names: Names::default(), open: Vec::new(), declared: None, binds: false, notable };
    for (piece, segment) in source.map.within(0..source.text.len()) {
        if segment.scope.is_code() {
            scan.piece(piece);
        }
    }
    scan.names
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
    /// With which bytes the words begin that mean something.
    notable: [bool; 256],
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
                    if byte == b'(' && self.declared == Some(self.open.len()) {
                        self.header(at);
                    }
                    self.open.push((at, byte));
                    if byte == b'{' {
                        // A brace among the parameters takes one apart.
                        self.declared = self.declared.filter(|depth| self.open.len() > depth + 1);
                        self.binds = false;
                        self.closure(at + 1..piece.end);
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
                b'-' if self.source.text.get(at + 1) == Some(&b'>') => self.arrow(at, piece.start),
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
        if !self.binds && !self.notable[usize::from(self.source.text[word.start])] {
            return;
        }
        let calls = &self.source.language.calls;
        let text = self.source.str(word.clone());
        if APPENDS.contains(&text) {
            self.appended(&word);
        } else if let Some(&(_, append)) = self.source.language.values.fills.iter().find(|(name, _)| *name == text) {
            self.filled(&word, append);
        }
        if text == "out" && self.source.language.name == "csharp" {
            return self.out(&word);
        }
        if calls.declares.contains(&text) && self.declares(&word, text) {
            self.declared = Some(self.open.len());
            self.names.functions.push(word.start);
        } else if calls.binders.contains(&text) {
            self.binds = true;
        } else if self.binds {
            self.binds = !matches!(text, "in" | "of");
            self.define(word, None, false);
        }
    }

    /// `TryParse(text, out var name)`: what is read of a text by its type holds none.
    fn out(&mut self, word: &Range<usize>) {
        let source = self.source;
        let tokens: Vec<Token> = Tokens::new(source, word.end..word.end + LONGEST_TYPE).take(MOST_LISTED).collect();
        let names = tokens.iter().take_while(|token| matches!(token.kind, Kind::Word | Kind::Op(b'.' | b'?')));
        let Some(name) = names.last() else { return };
        let open = self.open.last().map_or(0, |(open, _)| *open);
        let called = source.word_before(open, open.saturating_sub(LONGEST_TYPE));
        let number = source.str(called) == "TryParse";
        self.given(name.span.clone(), number);
    }

    /// Whether a word that may announce a function does: it is no member, and only some words need no name behind them.
    fn declares(&self, word: &Range<usize>, text: &str) -> bool {
        const NAMELESS: [&str; 9] = ["function", "func", "fun", "fn", "sub", "constructor", "init", "lambda", "param"];
        let member = word.start.checked_sub(1).is_some_and(|before| matches!(self.source.text[before], b'.' | b'>'));
        !member && (self.source.text.get(word.end) != Some(&b'(') || NAMELESS.contains(&text))
    }

    /// `name.append(value)`, behind other calls of the kind too.
    fn appended(&mut self, word: &Range<usize>) {
        let source = self.source;
        if source.text.get(word.end) != Some(&b'(') {
            return;
        }
        let floor = word.start.saturating_sub(LONGEST);
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

    /// A call that gives its first arguments a value: `scanf("%s", name)`, `json.Unmarshal(body, &name)`.
    fn filled(&mut self, word: &Range<usize>, append: bool) {
        let source = self.source;
        let Some((span, Some(args))) = crate::code::args::arguments(source, word) else { return };
        let start = path(source, word.end, span.start.saturating_sub(LONGEST_TYPE)).start;
        // The statement from its start: what a decoder was made of stands before.
        let start = source.text[start.saturating_sub(LONGEST_TYPE)..start]
            .iter()
            .rposition(|byte| b"\n;={}".contains(byte))
            .map_or(start, |before| start.saturating_sub(LONGEST_TYPE) + before + 1);
        let tokens: Vec<Token> = Tokens::new(source, args).take(MOST_TOKENS).collect();
        for arg in tokens.split(|token| token.is(b',')).take(MOST_LISTED) {
            let name = match arg {
                [and, name] if and.is(b'&') => name,
                [name] => name,
                _ => continue,
            };
            if name.kind == Kind::Word {
                self.define(name.span.clone(), Some(start), append);
            }
        }
    }

    fn define(&mut self, name: Range<usize>, value: Option<usize>, append: bool) {
        self.note(name.clone(), Definition { at: name.start, value, append, number: false });
    }

    /// A name that comes from outside: a number by its type, or any text.
    fn given(&mut self, name: Range<usize>, number: bool) {
        self.note(name.clone(), Definition { at: name.start, value: None, append: false, number });
    }

    fn note(&mut self, name: Range<usize>, definition: Definition) {
        self.names.definitions.entry(&self.source.text[name]).or_default().push(definition);
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
        let inside = self.open.last().is_some_and(|(_, byte)| *byte != b'{') && !self.in_condition();
        if matches!(next, b'=' | b'~') || matches!(before, b'=' | b'!' | b'<' | b'>' | b'~') || inside {
            return;
        }
        let operator = source.text[floor..at].iter().rev().take_while(|byte| b":+.|?&*/%-^".contains(byte)).count();
        let append = matches!(before, b'+' | b'.');
        let end = source.trim_back(at - operator, floor);
        if operator == 0 && matches!(source.text[floor..end].last(), Some(b'}' | b')' | b']')) {
            return self.destructured(end - 1, at + 1);
        }
        let mut name = path(self.source, end, floor);
        if operator == 0 {
            name = self.before_type(end, floor).unwrap_or(name);
        }
        if source.language.calls.tuples && source.text[floor..source.trim_back(name.start, floor)].last() == Some(&b',')
        {
            return self.listed(name, floor, at + 1);
        }
        self.define_if_word(name, Some(at + 1), append);
    }

    /// Whether the brackets around are those of a word such as `if` or `try`: an assignment in them is one.
    fn in_condition(&self) -> bool {
        let source = self.source;
        for (open, byte) in self.open.iter().rev().take(MOST_NESTED) {
            let before = source.text[..*open].trim_ascii_end();
            if *byte != b'(' || before.last() != Some(&b'(') {
                let word = source.word_before(before.len(), before.len().saturating_sub(LONGEST_TYPE));
                return *byte == b'(' && CONDITIONS.contains(&source.str(word));
            }
        }
        false
    }

    /// `first, last = …`: each name is given its own value, or all are given the parts of one.
    fn listed(&mut self, last: Range<usize>, floor: usize, value: usize) {
        let source = self.source;
        let mut names = vec![last];
        while let Some(name) = names.last().filter(|name| !name.is_empty() && names.len() < MOST_LISTED) {
            let before = source.trim_back(name.start, floor);
            if source.text[floor..before].last() != Some(&b',') {
                break;
            }
            let end = source.trim_back(before - 1, floor);
            names.push(path(source, end, floor));
        }
        names.reverse();
        let line = source.rest(value, LONGEST);
        let line = value..value + memchr::memchr(b'\n', line).unwrap_or(line.len());
        let commas = Tokens::new(source, line).take(MOST_TOKENS).filter(|token| token.is(b','));
        let values: Vec<usize> = std::iter::once(value).chain(commas.map(|comma| comma.span.end)).collect();
        let own = values.len() == names.len();
        for (name, start) in names.into_iter().zip(values.iter().copied().chain(std::iter::repeat(value))) {
            self.define_if_word(name, Some(if own { start } else { value }), false);
        }
    }

    /// The name of `name: type = …`, and of `var name type = …` where names stand first; the type ends at `end`.
    fn before_type(&self, end: usize, floor: usize) -> Option<Range<usize>> {
        let source = self.source;
        let written = &source.text[floor.max(end.saturating_sub(LONGEST_TYPE))..end];
        let of_type = |b: &u8| source.language.is_word(*b) || b"<>&'[]*?., \t".contains(b);
        let start = end - written.iter().rev().take_while(|b| of_type(b)).count();
        let colon = source.text[floor..start].last() == Some(&b':') && !source.text[floor..start].ends_with(b"::");
        // Where the type stands in front, a colon belongs to a label: `case "a": name = …`.
        if colon && !source.language.calls.typed {
            return Some(path(source, source.trim_back(start - 1, floor), floor)).filter(|name| !name.is_empty());
        }
        let words = &source.text[start..end];
        let first = words.iter().position(|b| !b.is_ascii_whitespace())?;
        let mut parts = words[first..].split(u8::is_ascii_whitespace);
        let keyword = std::str::from_utf8(parts.next()?).ok()?;
        let name = parts.next().filter(|name| name.iter().all(|&b| source.language.is_word(b)))?;
        let at = start + first + keyword.len() + 1;
        source.language.calls.names_first.contains(&keyword).then_some(at..at + name.len())
    }

    /// The names in the brackets that end at `close` are given parts of the value, whatever each has as its default.
    fn destructured(&mut self, close: usize, value: usize) {
        let Some(open) = self.source.partner(close).filter(|open| close - open < LONGEST_PARAMETERS) else { return };
        let source = self.source;
        let name = path(source, open, open.saturating_sub(LONGEST_TYPE));
        if source.text[open] != b'{' && !name.is_empty() {
            // Behind a name it is an element or a call, but for `Some(name) =` and `char name[8] =`.
            let capital = source.text[name.start].is_ascii_uppercase();
            let pattern = source.text[open] == b'(' && capital && source.language.is_one_of(&["rust", "scala"]);
            let typed = source.text[..name.start].last() == Some(&b' ') && source.language.calls.typed;
            if typed && source.text[open] == b'[' {
                self.define(name, Some(value), false);
            }
            if !pattern {
                return;
            }
        }
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

    fn define_if_word(&mut self, name: Range<usize>, value: Option<usize>, append: bool) {
        if !name.is_empty() {
            self.define(name, value, append);
        }
    }
}
