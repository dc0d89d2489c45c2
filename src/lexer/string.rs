//! The inside of a string: escapes, code, and the end.

use super::scan::{Around, Body, Close, Frame, Inside, Scan, is_line_end};
use super::scope::Scope;
use super::syntax::Quote;

impl Scan<'_> {
    /// Reads a string to its end or to code inside it.
    pub(super) fn string(&mut self, mut body: Body) {
        let mut class = false;
        if let Some(length) = self.closing_line(&body, self.at) {
            return self.leave(&body, length);
        }
        while let Some(length) = self.text[self.at..].iter().position(|&byte| body.stops.has(byte)) {
            self.at += length;
            let byte = self.text[self.at];
            if let Some((open, close, length)) = self.bracket_here(&body) {
                if body.interpolation.doubled && self.starts(self.at + length, open) {
                    self.at += 2 * length;
                    continue;
                }
                let names = open.bytes().rev().take_while(|&b| self.language.is_word(b)).count();
                // Nothing but the name: `$name` is read by its sigil.
                if names < open.len() {
                    self.at += length - names;
                    self.frames.push(Frame::String(body));
                    self.depth += 1;
                    self.mark(Scope::Interpolation);
                    let open = open.as_bytes()[..open.len() - names].last().copied().unwrap_or(b'{');
                    let inside = Inside { close, open, nested: 0, what: Around::String };
                    return self.frames.push(Frame::Code(inside));
                }
            }
            if Some(byte) == body.escape && self.fenced(&body) {
                let behind = self.at + 1 + body.fence.len();
                let crlf = self.starts(behind, "\r\n");
                self.at = (behind + 1 + usize::from(crlf)).min(self.text.len());
                // An escaped line end is a line end none the less where lines count.
                if let Some(length) = self.closing_line(&body, self.at) {
                    return self.leave(&body, length);
                }
                continue;
            }
            if Some(byte) == body.interpolation.sigil && self.name(&body) {
                continue;
            }
            class = body.quote == Quote::Regex && (byte == b'[' || (class && byte != b']'));
            let closed = if class { None } else { self.closed(&mut body, byte) };
            if let Some(length) = closed {
                if body.doubled && self.doubled(length) {
                    self.at += 2 * length;
                    continue;
                }
                if body.pieces > 1 && self.next_piece(&mut body) {
                    continue;
                }
                return self.leave(&body, length);
            }
            if is_line_end(byte) {
                if !body.multiline {
                    return self.leave(&body, 0);
                }
                if let Some(length) = self.closing_line(&body, self.at + 1) {
                    self.at += 1;
                    return self.leave(&body, length);
                }
            }
            self.at += 1;
        }
        self.at = self.text.len();
        self.frames.push(Frame::String(body));
    }

    fn leave(&mut self, body: &Body, length: usize) {
        self.at += length;
        self.one_line -= usize::from(!body.multiline);
        self.mark_code();
    }

    /// Whether the closer of `length` bytes that stands here does so twice.
    fn doubled(&self, length: usize) -> bool {
        let close = &self.text[self.at..self.at + length];
        self.text[self.at + length..].starts_with(close)
    }

    /// The bracket of an interpolation that opens here, its counterpart, and its length with the fence.
    fn bracket_here(&self, body: &Body) -> Option<(&'static str, &'static str, usize)> {
        body.interpolation.brackets.iter().find_map(|&(open, close)| {
            if body.fence.is_empty() {
                return self.starts(self.at, open).then_some((open, close, open.len()));
            }
            let opens = open.len() > 1 && self.starts(self.at, &open[..1]) && self.fenced(body);
            (opens && self.starts(self.at + 1 + body.fence.len(), &open[1..])).then_some((
                open,
                close,
                open.len() + body.fence.len(),
            ))
        })
    }

    /// Whether the fence of the string follows the byte that stands here.
    fn fenced(&self, body: &Body) -> bool {
        body.fence.is_empty() || self.text[self.at + 1..].starts_with(&self.text[body.fence.clone()])
    }

    /// How many bytes end the string here.
    fn closed(&self, body: &mut Body, byte: u8) -> Option<usize> {
        match &mut body.close {
            Close::Text(close) => self.starts(self.at, close).then_some(close.len()),
            Close::LineStart(close) => (self.starts(self.at, close) && self.line_start(self.at)).then_some(close.len()),
            Close::Tagged(close, tag, end) => {
                let tag = &self.text[tag.clone()];
                let rest = self.text[self.at..].strip_prefix(close.as_bytes())?.strip_prefix(tag)?;
                rest.starts_with(end.as_bytes()).then_some(close.len() + tag.len() + end.len())
            }
            Close::Delimiter { open, close, nested } => {
                if byte == *close {
                    if *nested == 0 {
                        return Some(1);
                    }
                    *nested -= 1;
                } else if byte == *open {
                    *nested += 1;
                }
                None
            }
            Close::Line { .. } => None,
        }
    }

    /// The length of the line that ends a heredoc, if it begins at `at`.
    fn closing_line(&self, body: &Body, at: usize) -> Option<usize> {
        let Close::Line { tag, indented } = &body.close else { return None };
        if !self.line_start(at) {
            return None;
        }
        let rest = self.text.get(at..)?;
        let indent = if *indented { rest.iter().take_while(|b| matches!(b, b' ' | b'\t')).count() } else { 0 };
        let behind = rest[indent..].strip_prefix(&self.text[tag.clone()])?;
        let ends = behind.first().is_none_or(|&b| !(b.is_ascii_alphanumeric() || b == b'_'));
        ends.then_some(indent + tag.len())
    }

    /// Goes on with the next piece of a string such as `s{a}{b}`, whose delimiter closes here.
    fn next_piece(&mut self, body: &mut Body) -> bool {
        let Close::Delimiter { open, close, nested } = &mut body.close else { return false };
        body.pieces -= 1;
        *nested = 0;
        if open == close {
            self.at += 1;
            return true;
        }
        let spaces = self.text[self.at + 1..].iter().take_while(|b| b.is_ascii_whitespace()).count();
        let Some(next) = self.byte(self.at + 1 + spaces).filter(|b| b"({[</".contains(b)) else { return false };
        (*open, *close) = (next, super::opening::counterpart(next));
        body.stops.insert(*open);
        body.stops.insert(*close);
        self.at += 2 + spaces;
        true
    }

    /// Reads a sigil, and the name behind it as code.
    fn name(&mut self, body: &Body) -> bool {
        let rest = &self.text[self.at + 1..];
        let special = rest.first().is_some_and(|b| body.interpolation.specials.as_bytes().contains(b));
        let length = rest.iter().take_while(|b| b.is_ascii_alphanumeric() || **b == b'_' || **b >= 0x80).count();
        if length > 0 && !rest[0].is_ascii_digit() {
            let own = self.language.is_word(self.text[self.at]);
            self.out.push(self.at + usize::from(!own), Scope::Interpolation, self.depth + 1);
            self.at += 1 + length;
        } else if special {
            self.out.push(self.at, Scope::Interpolation, self.depth + 1);
            self.at += 2;
        } else {
            return false;
        }
        self.mark(Scope::String(body.quote));
        true
    }
}
