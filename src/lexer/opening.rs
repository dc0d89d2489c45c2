//! What opens a string: quotes with prefixes, delimiters of the writer's choice, heredocs, and the slash that is not a
//! division.

use super::scan::{Body, Close, Scan};
use super::scope::Scope;
use super::syntax::{ByteSet, Heredoc, Interpolation, Quote, StringKind};

static NO_INTERPOLATION: Interpolation = Interpolation { brackets: &[], doubled: false, sigil: None, specials: "" };

static LINE_ENDS: ByteSet = ByteSet::of(b"\r\n");

/// The longest prefix of a string, in bytes.
const LONGEST_PREFIX: usize = 16;
/// The longest word of [`super::Syntax::operand_words`] that is recognised, in bytes.
const LONGEST_WORD: usize = 16;
/// The longest tag that a writer may choose, in bytes.
const LONGEST_TAG: usize = 64;
/// How far the closer of a string that must end in its line is looked for, in bytes.
const LONGEST_SHORT: usize = 256;

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
        if syntax.character_mark.is_some() && self.before(self.at) == syntax.character_mark {
            let word = self.before(self.at - 1).is_some_and(|b| self.language.is_word(b) || b == b')' || b == b']');
            if !word {
                return None;
            }
        }
        let (start, end, body) = syntax.strings.iter().find_map(|kind| self.string_here(kind))?;
        self.at = end;
        Some((start, body))
    }

    /// A string of a kind that opens here: where it begins, where its inside does, and what ends it.
    fn string_here(&self, kind: &'static StringKind) -> Option<(usize, usize, Body)> {
        if !self.starts(self.at, kind.open) {
            return None;
        }
        let fence = kind.fence.map_or(0, |fence| self.run_before(fence));
        let start = self.at - fence;
        let prefix = kind.prefixes.iter().find_map(|prefix| self.prefix(prefix, start))?;
        let mut end = self.at + kind.open.len();
        if kind.operand_only && !self.operand_here(kind.open.len()) || kind.single && !self.single(end) {
            return None;
        }
        if kind.word && !self.word_opener_here(start) {
            return None;
        }
        let mut body = body(kind, start..self.at);
        if kind.delimited {
            if kind.word {
                end += self.text[end..].iter().take_while(|b| b.is_ascii_whitespace()).count();
            }
            let open = self.byte(end).filter(|b| delimits(*b, kind.word, end > self.at + kind.open.len()))?;
            let close = counterpart(open);
            body.stops.insert(open);
            body.stops.insert(close);
            body.close = Close::Delimiter { open, close, nested: 0 };
            end += 1;
        } else if let Some(tag) = &kind.tag {
            let allowed =
                |b: &&u8| (tag.words && (b.is_ascii_alphanumeric() || **b == b'_')) || tag.bytes.as_bytes().contains(b);
            let length = self.text[end..].iter().take(LONGEST_TAG).take_while(allowed).count();
            if !self.starts(end + length, tag.open_end) {
                return None;
            }
            body.close = Close::Tagged(kind.close, end..end + length, tag.close_end);
            end += length + tag.open_end.len();
        } else if fence > 0 {
            body.close = Close::Tagged(kind.close, start..self.at, "");
        } else if kind.close_at_line_start {
            if !self.byte(end).is_none_or(|b| b.is_ascii_whitespace()) {
                return None;
            }
            body.close = Close::LineStart(kind.close);
        }
        (!kind.same_line || self.closes_in_line(&body, end)).then_some((start - prefix, end, body))
    }

    /// How many bytes of `prefix` stand before `end`; none where it does not fit.
    fn prefix(&self, prefix: &str, end: usize) -> Option<usize> {
        if prefix.is_empty() {
            return Some(0);
        }
        let word = self.word_before(end, LONGEST_PREFIX);
        if prefix == "*" {
            return (!word.is_empty() && !word[0].is_ascii_digit()).then_some(word.len());
        }
        if prefix.bytes().all(|byte| self.language.is_word(byte)) {
            return prefix.as_bytes().eq_ignore_ascii_case(word).then_some(word.len());
        }
        let floor = self.out.last_start().min(end);
        let before = &self.text[floor..end];
        let fits = before.len() >= prefix.len();
        (fits && before[before.len() - prefix.len()..].eq_ignore_ascii_case(prefix.as_bytes())).then_some(prefix.len())
    }

    fn run_before(&self, byte: u8) -> usize {
        let floor = self.out.last_start().max(self.at.saturating_sub(LONGEST_TAG)).min(self.at);
        self.text[floor..self.at].iter().rev().take_while(|b| **b == byte).count()
    }

    /// Whether one character and its closer follow.
    fn single(&self, from: usize) -> bool {
        let rest = self.text[from..].get(..16).unwrap_or(&self.text[from..]);
        match rest.first() {
            Some(b'\\') => rest.get(2..).is_some_and(|rest| rest.contains(&b'\'')),
            Some(b'\n' | b'\r' | b'\'') | None => false,
            Some(first) => {
                let width = match first {
                    0xc0..=0xdf => 2,
                    0xe0..=0xef => 3,
                    0xf0..=0xff => 4,
                    _ => 1,
                };
                rest.get(width) == Some(&b'\'')
            }
        }
    }

    /// Whether a word that opens a string may stand here, and is no part of a longer one, a variable or a key.
    fn word_opener_here(&self, at: usize) -> bool {
        let before = self.before(at);
        let method = before == Some(b'>') && self.before(at - 1) == Some(b'-');
        !method && !before.is_some_and(|b| self.language.is_word(b) || b"%&-.".contains(&b))
    }

    fn closes_in_line(&self, body: &Body, from: usize) -> bool {
        let (close, tag, end) = match &body.close {
            Close::Text(close) => (*close, 0..0, ""),
            Close::Tagged(close, tag, end) => (*close, tag.clone(), *end),
            _ => return true,
        };
        let line = self.text[from..].get(..LONGEST_SHORT).unwrap_or(&self.text[from..]);
        let line = memchr::memchr(b'\n', line).map_or(line, |length| &line[..length]);
        let wanted = [close.as_bytes(), &self.text[tag], end.as_bytes()].concat();
        memchr::memmem::find(line, &wanted).is_some()
    }

    /// The word that ends before `at`, as far as it stands in this segment and is at most `longest` bytes long.
    fn word_before(&self, at: usize, longest: usize) -> &'t [u8] {
        let floor = self.out.last_start().max(at.saturating_sub(longest + 1)).min(at);
        let length = self.text[floor..at].iter().rev().take_while(|&&b| self.language.is_word(b)).count();
        if length > longest { b"" } else { &self.text[at - length..at] }
    }

    /// Whether an operand may begin here, rather than an operator of `width` bytes.
    pub(super) fn operand_here(&self, width: usize) -> bool {
        let floor = self.out.last_start().min(self.at);
        let spaces = self.text[floor..self.at].iter().rev().take_while(|b| b.is_ascii_whitespace()).count();
        let before = self.at - spaces;
        let lines = self.language.syntax.line_operands;
        if lines && self.text[before..self.at].contains(&b'\n') {
            return true;
        }
        if before == floor {
            let previous = self.out.last().1;
            return previous.is_none_or(|segment| !matches!(segment.scope, Scope::String(_)));
        }
        match self.text[before - 1] {
            byte if self.language.is_word(byte) => {
                let word = self.word_before(before, LONGEST_WORD);
                let bare = self.language.calls.bare.contains(&"*") && spaces > 0;
                let operator = self.byte(self.at + width).is_none_or(|b| b.is_ascii_whitespace() || b == b'=');
                self.language.syntax.operand_words.iter().any(|known| known.as_bytes() == word) || (bare && !operator)
            }
            b'>' => self.before(before - 1) == Some(b'='),
            byte => b"(,=:[!&|?{;+-*%~^".contains(&byte),
        }
    }

    fn heredoc(&self, heredoc: &'static Heredoc) -> Option<(Body, usize)> {
        if !self.starts(self.at, heredoc.open) || self.before(self.at) == heredoc.open.bytes().next() {
            return None;
        }
        let mut at = self.at + heredoc.open.len();
        let marked = self.byte(at).is_some_and(|b| heredoc.marks.as_bytes().contains(&b));
        at += usize::from(marked);
        if heredoc.spaced {
            at += self.text[at..].iter().take(LONGEST_TAG).take_while(|b| matches!(b, b' ' | b'\t')).count();
        }
        let escaped = heredoc.spaced && self.byte(at) == Some(b'\\');
        at += usize::from(escaped);
        let quote = self.byte(at).filter(|b| heredoc.quotes.as_bytes().contains(b));
        at += usize::from(quote.is_some());
        let rest = &self.text[at..];
        let length = rest.iter().take(LONGEST_TAG).take_while(|b| b.is_ascii_alphanumeric() || **b == b'_').count();
        let tag = at..at + length;
        let first = rest.first().filter(|_| length > 0)?;
        let upper = heredoc.upper && quote.is_none() && !marked && !escaped;
        if first.is_ascii_digit() || (upper && !first.is_ascii_uppercase()) {
            return None;
        }
        if quote.is_some() && self.text.get(tag.end) != quote.as_ref() {
            return None;
        }
        let raw = escaped || quote.is_some_and(|quote| heredoc.raw.as_bytes().contains(&quote));
        let end = tag.end + usize::from(quote.is_some());
        let body = Body {
            close: Close::Line { tag, indented: heredoc.indented || marked || self.indented },
            escape: heredoc.escape.filter(|_| !raw),
            multiline: true,
            doubled: false,
            interpolation: if raw { &NO_INTERPOLATION } else { &heredoc.interpolation },
            quote: if quote == Some(b'`') { Quote::Command } else { Quote::Text },
            pieces: 1,
            fence: 0..0,
            stops: if raw { LINE_ENDS } else { heredoc.stops },
        };
        Some((body, end))
    }
}

fn body(kind: &'static StringKind, fence: std::ops::Range<usize>) -> Body {
    Body {
        close: Close::Text(kind.close),
        escape: kind.escape,
        multiline: kind.multiline,
        doubled: kind.doubled,
        interpolation: &kind.interpolation,
        quote: kind.quote,
        pieces: kind.pieces,
        fence,
        stops: kind.stops,
    }
}

/// Whether a byte may delimit a string: behind a word, it must not look like the end of an expression.
fn delimits(byte: u8, word: bool, spaced: bool) -> bool {
    if word {
        b"/{([<|!'\"~^".contains(&byte) || (!spaced && b"#,:%@+".contains(&byte))
    } else {
        byte.is_ascii_punctuation()
    }
}

pub(super) fn counterpart(open: u8) -> u8 {
    match open {
        b'(' => b')',
        b'[' => b']',
        b'{' => b'}',
        b'<' => b'>',
        other => other,
    }
}
