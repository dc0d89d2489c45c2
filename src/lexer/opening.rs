//! What opens a string: quotes with prefixes, delimiters of the writer's choice, heredocs, and the slash that is not a
//! division.

use super::scan::{Body, Close, Scan};
use super::scope::Scope;
use super::syntax::{Heredoc, Interpolation, Quote, StringKind};

static NO_INTERPOLATION: Interpolation = Interpolation { brackets: &[], doubled: false, sigil: None };

/// The longest prefix of a string, in bytes.
const LONGEST_PREFIX: usize = 4;
/// The longest word of [`super::Syntax::operand_words`] that is recognised, in bytes.
const LONGEST_WORD: usize = 16;

impl<'t> Scan<'t> {
    /// The string or heredoc that opens here: where it begins, prefix included. The position moves behind the opener; the text of
    /// a heredoc waits for its line.
    pub(super) fn opener(&mut self) -> Option<(usize, Body)> {
        let syntax = &self.language.syntax;
        if let Some((body, end)) = syntax.heredocs.iter().find_map(|heredoc| self.heredoc(heredoc)) {
            let quote = body.quote;
            self.mark(Scope::String(quote));
            self.at = end;
            self.mark_code();
            self.pending.push_back(body);
            // The opener was read; the loop in `code` steps over one more byte, so it stays one behind.
            self.at -= 1;
            return None;
        }
        let word = self.word_before(self.at, LONGEST_PREFIX);
        let (kind, prefix) = syntax.strings.iter().find_map(|kind| {
            if !self.starts(self.at, kind.open) || (kind.operand_only && !self.operand_here(kind.open.len())) {
                return None;
            }
            let prefix = kind.prefixes.iter().find(|prefix| prefix.as_bytes().eq_ignore_ascii_case(word));
            let prefix = prefix.or_else(|| kind.prefixes.iter().find(|prefix| prefix.is_empty()))?;
            Some((kind, prefix.len()))
        })?;
        let start = self.at - prefix;
        let mut end = self.at + kind.open.len();
        let close = if kind.delimited {
            let open = self.text.get(end).copied().filter(u8::is_ascii_punctuation)?;
            end += 1;
            Close::Delimiter { open, close: counterpart(open), nested: 0 }
        } else {
            Close::Text(kind.close)
        };
        self.at = end;
        Some((start, body(kind, close)))
    }

    /// The word that ends before `at`, as far as it stands in this segment and is at most `longest` bytes long.
    fn word_before(&self, at: usize, longest: usize) -> &'t [u8] {
        let floor = self.segments.last().map_or(0, |last| last.start).max(at.saturating_sub(longest + 1));
        let length = self.text[floor..at].iter().rev().take_while(|&&b| self.language.is_word(b)).count();
        if length > longest { b"" } else { &self.text[at - length..at] }
    }

    /// Whether an operand may begin here, rather than an operator of `width` bytes.
    fn operand_here(&self, width: usize) -> bool {
        let floor = self.segments.last().map_or(0, |last| last.start);
        let spaces = self.text[floor..self.at].iter().rev().take_while(|b| b.is_ascii_whitespace()).count();
        let before = self.at - spaces;
        if before == floor {
            let previous = self.segments.len().checked_sub(2).and_then(|index| self.segments.get(index));
            return previous.is_none_or(|segment| !matches!(segment.scope, Scope::String(_)));
        }
        match self.text[before - 1] {
            byte if self.language.is_word(byte) => {
                let word = self.word_before(before, LONGEST_WORD);
                let bare = self.language.calls.bare.contains(&"*") && spaces > 0;
                let operator = self.text.get(self.at + width).is_none_or(|b| b.is_ascii_whitespace() || *b == b'=');
                self.language.syntax.operand_words.iter().any(|known| known.as_bytes() == word) || (bare && !operator)
            }
            byte => b"(,=:[!&|?{;+-*%~^".contains(&byte),
        }
    }

    fn heredoc(&self, heredoc: &'static Heredoc) -> Option<(Body, usize)> {
        if !self.starts(self.at, heredoc.open) {
            return None;
        }
        let mut at = self.at + heredoc.open.len();
        let marked = self.text.get(at).is_some_and(|b| heredoc.marks.as_bytes().contains(b));
        at += usize::from(marked);
        let quote = self.text.get(at).copied().filter(|b| heredoc.quotes.as_bytes().contains(b));
        at += usize::from(quote.is_some());
        let rest = &self.text[at..];
        let length = rest.iter().take_while(|b| b.is_ascii_alphanumeric() || **b == b'_').count();
        let tag = at..at + length;
        let first = rest.first().filter(|_| length > 0)?;
        let upper = heredoc.upper && quote.is_none() && !marked;
        if first.is_ascii_digit() || (upper && !first.is_ascii_uppercase()) {
            return None;
        }
        if quote.is_some() && self.text.get(tag.end) != quote.as_ref() {
            return None;
        }
        let raw = quote.is_some() && quote == heredoc.raw;
        let end = tag.end + usize::from(quote.is_some());
        let body = Body {
            close: Close::Tag { tag, indented: heredoc.indented || marked },
            escape: (!raw).then_some(b'\\'),
            multiline: true,
            doubled: false,
            interpolation: if raw { &NO_INTERPOLATION } else { &heredoc.interpolation },
            quote: Quote::Text,
        };
        Some((body, end))
    }
}

fn body(kind: &'static StringKind, close: Close) -> Body {
    Body {
        close,
        escape: kind.escape,
        multiline: kind.multiline,
        doubled: kind.doubled,
        interpolation: &kind.interpolation,
        quote: kind.quote,
    }
}

fn counterpart(open: u8) -> u8 {
    match open {
        b'(' => b')',
        b'[' => b']',
        b'{' => b'}',
        b'<' => b'>',
        other => other,
    }
}
