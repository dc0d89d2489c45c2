//! The inside of a string: escapes, code, and the end.

use super::scan::{Body, Close, Frame, Scan, is_line_end};
use super::scope::Scope;
use super::syntax::Quote;

impl Scan<'_> {
    /// Reads a string to its end or to code inside it.
    pub(super) fn string(&mut self, mut body: Body) {
        let mut class = false;
        while let Some(&byte) = self.text.get(self.at) {
            if let Some((open, close)) = body.interpolation.brackets.iter().find(|(open, _)| self.starts(self.at, open))
            {
                if body.interpolation.doubled && self.starts(self.at + open.len(), open) {
                    self.at += 2 * open.len();
                    continue;
                }
                let names = open.bytes().rev().take_while(|&b| self.language.is_word(b)).count();
                self.at += open.len() - names;
                self.frames.push(Frame::String(body));
                self.depth += 1;
                self.mark(Scope::Interpolation);
                let open = open.as_bytes()[..open.len() - names].last().copied().unwrap_or(b'{');
                return self.frames.push(Frame::Code { close, open, nested: 0 });
            }
            if Some(byte) == body.escape {
                let crlf = self.text[self.at + 1..].starts_with(b"\r\n");
                self.at += 2 + usize::from(crlf);
                continue;
            }
            if Some(byte) == body.interpolation.sigil {
                self.name(body.quote);
                continue;
            }
            class = body.quote == Quote::Regex && (byte == b'[' || (class && byte != b']'));
            let closed = if class { None } else { self.closed(&mut body, byte) };
            if let Some(length) = closed {
                self.at += length;
                if body.doubled && self.text[self.at..].starts_with(&self.text[self.at - length..self.at]) {
                    self.at += length;
                    continue;
                }
                self.one_line -= usize::from(!body.multiline);
                return self.mark_code();
            }
            if !body.multiline && is_line_end(byte) {
                self.one_line -= 1;
                return self.mark_code();
            }
            self.at += 1;
        }
        self.at = self.text.len();
        self.frames.push(Frame::String(body));
    }

    /// How many bytes end the string here.
    fn closed(&self, body: &mut Body, byte: u8) -> Option<usize> {
        match &mut body.close {
            Close::Text(close) => self.starts(self.at, close).then_some(close.len()),
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
            Close::Tag { tag, indented } => {
                if !self.line_start(self.at) {
                    return None;
                }
                let rest = &self.text[self.at..];
                let indent = if *indented { rest.iter().take_while(|b| matches!(b, b' ' | b'\t')).count() } else { 0 };
                let behind = rest[indent..].strip_prefix(&self.text[tag.clone()])?;
                let ends = behind.first().is_none_or(|&b| !(b.is_ascii_alphanumeric() || b == b'_'));
                ends.then_some(indent + tag.len())
            }
        }
    }

    /// Reads a sigil, and the name behind it as code.
    fn name(&mut self, quote: Quote) {
        let rest = &self.text[self.at + 1..];
        let length = rest.iter().take_while(|b| b.is_ascii_alphanumeric() || **b == b'_' || **b >= 0x80).count();
        if length > 0 && !rest[0].is_ascii_digit() {
            let own = self.language.is_word(self.text[self.at]);
            self.mark_at(self.at + usize::from(!own), Scope::Interpolation, self.depth + 1);
            self.at += length;
            self.mark_at(self.at + 1, Scope::String(quote), self.depth);
        }
        self.at += 1;
    }
}
