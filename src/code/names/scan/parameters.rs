//! The parameters of functions, as each language writes them.

use std::ops::Range;

use super::{LONGEST_PARAMETERS, LONGEST_TYPE, Scan};
use crate::code::tokens::{Kind, Token, Tokens};

/// How many brackets deep a parameter is taken apart.
const DEEPEST: u8 = 3;

impl Scan<'_, '_> {
    /// The parenthesis of a function that a word announces. Before the name, as in Go, it holds the receiver.
    pub(super) fn header(&mut self, open: usize) {
        let source = self.source;
        let Some(close) = source.partner(open) else { return };
        let behind = source.rest(close + 1, LONGEST_TYPE).trim_ascii_start();
        let named = behind.iter().take_while(|&&byte| source.language.is_word(byte)).count();
        let method =
            source.language.calls.names_first.contains(&"var") && behind.get(named) == Some(&b'(') && named > 0;
        if !method {
            self.declare(open + 1..close, DEEPEST);
            self.declared = None;
        }
    }

    /// `name -> value`, where an arrow is no member operator.
    pub(super) fn arrow(&mut self, at: usize, floor: usize) {
        let source = self.source;
        if !source.language.calls.members.contains(&"->") {
            let name = source.word_before(source.trim_back(at, floor), floor);
            self.define_if_word(name, None, false);
        }
    }

    /// The parameters in a range, which commas separate.
    fn declare(&mut self, group: Range<usize>, deep: u8) {
        let tokens: Vec<Token> = Tokens::new(self.source, group).filter(|token| !token.is(b'\n')).collect();
        for parameter in tokens.split(|token| token.is(b',')) {
            self.parameter(parameter, deep);
        }
    }

    /// One parameter: a name before or behind its type, perhaps with a default, or a pattern that takes it apart.
    fn parameter(&mut self, tokens: &[Token], deep: u8) {
        let source = self.source;
        let Some(deep) = deep.checked_sub(1) else { return };
        let is_pattern = source.language.name == "elixir";
        let end = tokens.iter().position(|token| token.is(b'=') && !is_pattern).unwrap_or(tokens.len());
        let written = &tokens[..end];
        // Two colons belong to a qualified type.
        let single = |at: usize| {
            let joined = |other: Option<&Token>| other.is_some_and(|other| other.is(b':'));
            written[at].is(b':')
                && !joined(written.get(at + 1))
                && !joined(at.checked_sub(1).and_then(|at| written.get(at)))
        };
        let colon = (0..written.len()).find(|&at| single(at));
        let (names, kind) = match colon {
            Some(colon) if !is_pattern => (&written[..colon], &written[colon + 1..]),
            _ => (written, written),
        };
        let words = || names.iter().filter(|token| token.kind == Kind::Word);
        let typed = colon.is_none() && source.language.calls.typed;
        let first = colon.is_none() && source.language.calls.names_first.contains(&"var");
        let number = kind
            .iter()
            .filter(|token| token.kind == Kind::Word)
            .any(|token| source.language.values.numbers.contains(&source.str(token.span.clone())));
        let number = number && (colon.is_some() || words().nth(1).is_some());
        if typed {
            words().next_back().into_iter().for_each(|name| self.given(name.span.clone(), number));
        } else if first {
            words().next().into_iter().for_each(|name| self.given(name.span.clone(), number));
        } else {
            words().for_each(|name| self.given(name.span.clone(), number));
        }
        for token in names {
            match token.kind {
                Kind::Group(b'{') => self.declare(token.inside(source), deep),
                Kind::Group(b'[') if source.language.name != "csharp" => self.declare(token.inside(source), deep),
                Kind::Group(b'(') if colon.is_some() || is_pattern => self.declare(token.inside(source), deep),
                _ => {}
            }
        }
    }

    /// A parenthesis with a brace or an arrow behind it holds parameters, unless a word such as `if` stands before it.
    pub(super) fn parameters(&mut self, group: Range<usize>) {
        let source = self.source;
        if source.language.calls.labels {
            self.label(&group);
        }
        let mut rest = source.rest(group.end + 1, 40).trim_ascii_start();
        for word in [&b"async"[..], b"const", b"noexcept", b"override", b"final"] {
            rest = rest.strip_prefix(word).map_or(rest, |rest| rest.trim_ascii_start());
        }
        if rest.first() == Some(&b':') && source.language.is_one_of(&["javascript", "typescript"]) {
            // The type of what is returned.
            let whole = source.rest(group.end + 1, LONGEST_TYPE);
            let line = &whole[..memchr::memchr2(b'\n', b';', whole).unwrap_or(whole.len())];
            let arrow = memchr::memmem::find(line, b"=>");
            rest = arrow.or_else(|| memchr::memrchr(b'{', line)).map_or(rest, |at| &line[at..]);
        }
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
        if block && source.language.calls.blocks {
            // A block may follow a call: only behind another word is it the name of a function.
            let word =
                source.word_before(source.trim_back(before.start, floor.min(before.start)), floor.min(before.start));
            let word = source.str(word);
            let declares = !word.is_empty()
                && !source.language.calls.controls.contains(&word)
                && (word == "def" || !source.language.syntax.operand_words.contains(&word));
            let lambda = source.text[..group.start].ends_with(b"->");
            if !lambda && (!declares || before.is_empty()) {
                return;
            }
        } else if block {
            self.names.functions.push(before.start);
        }
        self.declare(group.start + 1..group.end, DEEPEST);
    }

    /// `label:(Type)name`: the parameter behind the parenthesis.
    fn label(&mut self, group: &Range<usize>) {
        let source = self.source;
        if source.text[..group.start].trim_ascii_end().last() != Some(&b':') {
            return;
        }
        let spaces = source.rest(group.end + 1, 40).iter().take_while(|byte| byte.is_ascii_whitespace()).count();
        let start = group.end + 1 + spaces;
        let length = source.rest(start, LONGEST_TYPE).iter().take_while(|&&byte| source.language.is_word(byte)).count();
        self.define_if_word(start..start + length, None, false);
    }

    /// The parameters at the start of a block: `{ name, other -> …`.
    pub(super) fn closure(&mut self, block: Range<usize>) {
        let source = self.source;
        let mark = source.language.calls.closure;
        if mark.is_empty() {
            return;
        }
        let head = source.rest(block.start, LONGEST_TYPE.min(block.len()));
        let head = &head[..memchr::memchr3(b'\n', b'{', b';', head).unwrap_or(head.len())];
        let Some(end) = memchr::memmem::find(head, format!(" {mark}").as_bytes()) else { return };
        let plain = head[..end].iter().all(|&byte| source.language.is_word(byte) || b" ,:()<>?_".contains(&byte));
        if plain {
            let mut types = false;
            for token in Tokens::new(source, block.start..block.start + end) {
                types = (types && !token.is(b',')) || token.is(b':');
                let words = match token.kind {
                    Kind::Word if !types => vec![token],
                    Kind::Group(b'(') => {
                        Tokens::new(source, token.inside(source)).filter(|t| t.kind == Kind::Word).collect()
                    }
                    _ => Vec::new(),
                };
                for word in words {
                    self.define(word.span, None, false);
                }
            }
        }
    }

    /// Names between pipes behind `do` or a brace: what a block is given.
    pub(super) fn block_parameters(&mut self, at: usize, piece: Range<usize>) {
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
}
