//! The tokens of an expression, with everything in brackets as one token.

use std::ops::Range;

use super::source::{LONGEST, Source};
use crate::lexer::Scope;

/// What a token is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// A name or keyword.
    Word,
    /// A word that begins with a digit.
    Number,
    /// A string literal, with the code inside it.
    Text,
    /// Brackets with their content: the opening one.
    Group(u8),
    /// One byte of anything else; a line feed for a line end.
    Op(u8),
}

/// A token and where it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Token {
    pub(super) kind: Kind,
    pub(super) span: Range<usize>,
}

impl Token {
    pub(super) fn is(&self, op: u8) -> bool {
        self.kind == Kind::Op(op)
    }

    /// What stands between the brackets of a group.
    pub(super) fn inside(&self, source: &Source) -> Range<usize> {
        let closed = source.partner(self.span.start).is_some_and(|close| close < self.span.end);
        self.span.start + 1..(self.span.end - usize::from(closed)).max(self.span.start + 1)
    }
}

/// Reads tokens up to a closing bracket without an opening one, the end of the interpolation, or the end of the range.
pub(super) struct Tokens<'s, 't> {
    source: &'s Source<'t>,
    at: usize,
    end: usize,
    depth: u32,
}

impl<'s, 't> Tokens<'s, 't> {
    pub(super) fn new(source: &'s Source<'t>, range: Range<usize>) -> Self {
        let depth = source.map.at(range.start).depth;
        Self { source, at: range.start, end: range.end.min(source.text.len()), depth }
    }

    fn token(&mut self, kind: Kind, end: usize) -> Token {
        let start = std::mem::replace(&mut self.at, end);
        Token { kind, span: start..end }
    }

    /// The end of the string that begins here: where the code around it goes on.
    fn text_end(&self) -> usize {
        let pieces = self.source.map.within(self.at..self.end);
        let mut inside = pieces.take_while(|(_, segment)| {
            segment.depth > self.depth || (segment.depth == self.depth && matches!(segment.scope, Scope::String(_)))
        });
        let first = inside.next().map_or(self.at + 1, |(piece, _)| piece.end);
        inside.last().map_or(first, |(piece, _)| piece.end)
    }
}

impl Iterator for Tokens<'_, '_> {
    type Item = Token;

    fn next(&mut self) -> Option<Token> {
        while self.at < self.end {
            let (piece, segment) = self.source.map.piece(self.at);
            if segment.depth < self.depth {
                break;
            }
            match segment.scope {
                Scope::Markup => break,
                // Nothing is known of a value that a template puts here, as of a name that nobody defines.
                Scope::Hole => return Some(self.token(Kind::Word, piece.end.min(self.end))),
                Scope::Comment => {
                    self.at = piece.end;
                    continue;
                }
                Scope::String(_) => {
                    let end = self.text_end();
                    return Some(self.token(Kind::Text, end));
                }
                Scope::Code | Scope::Interpolation => {}
            }
            let piece_end = piece.end.min(self.end);
            match self.source.text[self.at] {
                byte @ (b'(' | b'[' | b'{') => {
                    let close = self.source.partner(self.at).map_or(self.at + LONGEST, |close| close + 1);
                    return Some(self.token(Kind::Group(byte), close.min(self.end)));
                }
                b')' | b']' | b'}' => break,
                b'\r' if self.source.text.get(self.at + 1) == Some(&b'\n') => self.at += 1,
                b'\n' | b'\r' => return Some(self.token(Kind::Op(b'\n'), self.at + 1)),
                byte if byte.is_ascii_whitespace() => self.at += 1,
                byte if self.source.language.is_word(byte) => {
                    let rest = &self.source.text[self.at..piece_end];
                    let length = rest.iter().take_while(|&&byte| self.source.language.is_word(byte)).count();
                    let kind = if byte.is_ascii_digit() { Kind::Number } else { Kind::Word };
                    return Some(self.token(kind, self.at + length));
                }
                byte => return Some(self.token(Kind::Op(byte), self.at + 1)),
            }
        }
        self.at = self.end;
        None
    }
}
