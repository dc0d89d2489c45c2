//! Elements in code, and the text in them: JSX. Tags count as code, the text between them as markup.

use super::scan::{Around, Frame, Inside, Scan};
use super::scope::Scope;
use super::syntax::Quote;

impl Scan<'_> {
    /// Whether the `<` that stands here opens an element: an operand may stand here, and what follows is no type parameter.
    pub(super) fn element_here(&self) -> bool {
        if !self.language.syntax.elements || !self.operand_here(1) {
            return false;
        }
        let rest = &self.text[self.at + 1..];
        let name = rest.iter().take_while(|b| b.is_ascii_alphanumeric() || b"_.:-$".contains(b)).count();
        let next = rest.get(name).copied();
        match rest.first() {
            Some(b'>') => true,
            Some(first) if first.is_ascii_alphabetic() => match next {
                Some(b'>') => rest.get(name + 1) != Some(&b'('),
                Some(b' ') => !rest[name..].starts_with(b" extends ") && rest.get(name + 1) != Some(&b'='),
                Some(b'/' | b'\n' | b'\r' | b'\t') => true,
                _ => false,
            },
            _ => false,
        }
    }

    /// Reads a tag; `open` elements are open around it.
    pub(super) fn tag(&mut self, open: u32, mut closing: bool) {
        self.mark_code();
        if self.byte(self.at) == Some(b'<') {
            self.at += 1;
            closing = self.byte(self.at) == Some(b'/');
            self.at += usize::from(closing);
        }
        while let Some(length) = self.text[self.at..].iter().position(|b| matches!(b, b'"' | b'\'' | b'{' | b'>')) {
            self.at += length;
            match self.text[self.at] {
                b'>' => {
                    let alone = self.before(self.at) == Some(b'/');
                    let arrow = self.before(self.at) == Some(b'=');
                    self.at += 1;
                    if arrow {
                        continue;
                    }
                    let open = if closing { open.saturating_sub(1) } else { open + u32::from(!alone) };
                    if open > 0 {
                        self.frames.push(Frame::Children(open));
                    }
                    return;
                }
                b'{' => {
                    self.at += 1;
                    self.frames.push(Frame::Tag(open, closing));
                    return self.frames.push(Frame::Code(BRACES));
                }
                quote => {
                    self.mark(Scope::String(Quote::Text));
                    let rest = &self.text[self.at + 1..];
                    let end = memchr::memchr(quote, rest).map_or(self.text.len(), |length| self.at + length + 2);
                    self.at = end;
                    self.mark_code();
                }
            }
        }
        self.at = self.text.len();
    }

    /// Reads the text between tags.
    pub(super) fn children(&mut self, open: u32) {
        self.mark(Scope::Markup);
        let Some(length) = memchr::memchr2(b'<', b'{', &self.text[self.at..]) else {
            self.at = self.text.len();
            return;
        };
        self.at += length;
        if self.text[self.at] == b'<' {
            return self.frames.push(Frame::Tag(open, false));
        }
        self.mark_code();
        self.at += 1;
        self.frames.push(Frame::Children(open));
        self.frames.push(Frame::Code(BRACES));
    }
}

const BRACES: Inside = Inside { close: "}", open: b'{', nested: 0, what: Around::Element };
