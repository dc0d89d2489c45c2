//! A file as the code check sees it: its text, what each byte is, and which brackets belong together.

use std::borrow::Cow;
use std::cell::{Cell, OnceCell, RefCell};
use std::collections::HashMap;
use std::ops::Range;

use super::guards::Guards;
use super::imports::Aliases;
use super::names::Names;
use crate::lexer::{Language, Part, ScopeMap};

/// How far a call or a value reaches at most, in bytes, where nothing ends it.
pub(super) const LONGEST: usize = 4096;

/// How many bytes are read more than once in a file, at most, to know values and the functions around what is found.
const MOST_EFFORT: usize = 64 * 1024 * 1024;
/// How much of a line is looked at, in bytes.
pub(super) const LONGEST_LINE: usize = 400;
/// What a token that is read again counts for, in bytes.
pub(super) const TOKEN: usize = 8;

/// A lexed file. What costs another pass over it is worked out when first asked for.
pub(super) struct Source<'t> {
    pub(super) text: &'t [u8],
    pub(super) language: &'static Language,
    pub(super) map: Cow<'t, ScopeMap>,
    /// Whether it is the part of a file that is in another language.
    pub(super) is_inner: bool,
    brackets: OnceCell<Brackets>,
    names: OnceCell<Names<'t>>,
    aliases: OnceCell<Aliases>,
    guards: OnceCell<Guards<'t>>,
    effort: Cell<usize>,
    /// For each bracket that was asked about where the header of its function begins, if it is one.
    pub(super) headers: RefCell<HashMap<usize, Option<usize>>>,
    /// For each place at which a value begins its bytes, as far as they were asked for.
    pub(super) values: RefCell<HashMap<usize, Range<usize>>>,
    /// With which bytes the texts begin by which the language reaches for request data.
    request_starts: OnceCell<[bool; 256]>,
}

impl<'t> Source<'t> {
    /// A text that is in one language.
    #[cfg(test)]
    pub(super) fn new(language: &'static Language, text: &'t [u8]) -> Self {
        Self::with(language, text, Cow::Owned(crate::lexer::lex(language, text)), false)
    }

    /// A part of a file.
    pub(super) fn of(part: &'t Part) -> Self {
        Self::with(part.language, &part.text, Cow::Borrowed(&part.map), part.is_inner)
    }

    fn with(language: &'static Language, text: &'t [u8], map: Cow<'t, ScopeMap>, is_inner: bool) -> Self {
        let (brackets, names, aliases, guards, headers, values, request_starts) = Default::default();
        let effort = Cell::new(MOST_EFFORT);
        Self {
            text,
            language,
            map,
            is_inner,
            brackets,
            names,
            aliases,
            guards,
            effort,
            headers,
            values,
            request_starts,
        }
    }

    /// The bracket that belongs to the one at `offset`.
    pub(super) fn partner(&self, offset: usize) -> Option<usize> {
        self.brackets.get_or_init(|| Brackets::new(self.text, &self.map)).partner(offset)
    }

    /// The brackets around `offset`, from the inside out.
    pub(super) fn enclosing(&self, offset: usize) -> impl Iterator<Item = usize> + '_ {
        let brackets = self.brackets.get_or_init(|| Brackets::new(self.text, &self.map));
        let mut index = brackets.opening.partition_point(|pair| pair.0 < offset).checked_sub(1);
        std::iter::from_fn(move || {
            let here = index?;
            index = brackets.parents.get(here).and_then(|&parent| usize::try_from(parent).ok()).filter(|p| *p < here);
            brackets.opening.get(here).copied()
        })
        .take(LONGEST)
        .filter(move |(_, close)| *close > offset)
        .map(|(open, _)| open)
    }

    pub(super) fn names(&self) -> &Names<'t> {
        self.names.get_or_init(|| Names::new(self))
    }

    pub(super) fn aliases(&self) -> &Aliases {
        self.aliases.get_or_init(|| Aliases::new(self))
    }

    /// Whether a text by which the language reaches for request data may begin with a byte.
    pub(super) fn starts_request(&self, byte: u8) -> bool {
        self.request_starts.get_or_init(|| {
            let mut starts = [false; 256];
            let texts = self.language.values.requests.iter().chain(self.language.values.parameters);
            texts.filter_map(|text| text.bytes().next()).for_each(|first| starts[usize::from(first)] = true);
            starts
        })[usize::from(byte)]
    }

    /// How many bytes may still be read once more.
    pub(super) fn effort(&self) -> usize {
        self.effort.get()
    }

    /// Counts bytes that are read once more.
    pub(super) fn spend(&self, bytes: usize) {
        self.effort.set(self.effort.get().saturating_sub(bytes));
    }

    /// Whether a name was checked before `at`.
    pub(super) fn is_guarded(&self, name: &[u8], at: usize) -> bool {
        self.guards.get_or_init(|| Guards::new(self)).holds(self, name, at, false)
    }

    /// Whether a name was checked before `at`, if only by a function whose name says so.
    pub(super) fn is_checked(&self, name: &[u8], at: usize) -> bool {
        self.guards.get_or_init(|| Guards::new(self)).holds(self, name, at, true)
    }

    /// Whether a group is the type, in parentheses, that the value behind it is turned into, and one without text.
    pub(super) fn is_cast(&self, group: &Range<usize>) -> bool {
        let inside = self.str(group.clone()).strip_prefix('(').and_then(|rest| rest.strip_suffix(')'));
        inside.is_some_and(|kind| self.language.values.numbers.contains(&kind.trim()))
    }

    pub(super) fn is_word(&self, offset: usize) -> bool {
        self.text.get(offset).is_some_and(|&byte| self.language.is_word(byte))
    }

    /// The word whose last byte stands before `end`, not reaching before `floor`; empty where there is none.
    pub(super) fn word_before(&self, end: usize, floor: usize) -> Range<usize> {
        let length = self.text[floor..end].iter().rev().take_while(|&&byte| self.language.is_word(byte)).count();
        end - length..end
    }

    /// The text of a range; for words, which are nearly always ASCII.
    pub(super) fn str(&self, range: Range<usize>) -> &'t str {
        self.text.get(range).and_then(|bytes| std::str::from_utf8(bytes).ok()).unwrap_or_default()
    }

    /// The text from `start` on, at most `longest` bytes of it.
    pub(super) fn rest(&self, start: usize, longest: usize) -> &'t [u8] {
        let rest = self.text.get(start..).unwrap_or_default();
        rest.get(..longest).unwrap_or(rest)
    }

    /// The line that holds `at`, up to there; of a long one its end.
    pub(super) fn line_before(&self, at: usize) -> &'t [u8] {
        let text = &self.text[at.saturating_sub(LONGEST_LINE)..at];
        memchr::memrchr(b'\n', text).map_or(text, |line_end| &text[line_end + 1..])
    }

    /// `end` moved back over white space, not before `floor`.
    pub(super) fn trim_back(&self, end: usize, floor: usize) -> usize {
        let spaces = self.text[floor..end].iter().rev().take_while(|byte| byte.is_ascii_whitespace()).count();
        end - spaces
    }
}

/// Which brackets of the code belong together. Found in one pass, so that whoever reads a call can step over what is
/// nested in it: reading all calls of a file takes linear time however deep they nest.
struct Brackets {
    /// Opening brackets with their partners, ascending; [`UNCLOSED`] where there is none.
    opening: Vec<(usize, usize)>,
    /// For each opening bracket the index of the one around it; its own or a higher one where there is none.
    parents: Vec<u32>,
    /// Closing brackets with their partners, ascending.
    closing: Vec<(usize, usize)>,
}

/// Stands for the partner of a bracket that has none.
const UNCLOSED: usize = usize::MAX;
/// How many unclosed brackets a closing one may skip to find its like.
const SKIPPED: usize = 8;

/// For each closing bracket its opening one, for each opening one itself, and 0 for any other byte.
const OPENER: [u8; 256] = {
    let mut table = [0; 256];
    let mut kinds: &[(u8, u8)] = &[(b'(', b')'), (b'[', b']'), (b'{', b'}')];
    while let [(open, close), rest @ ..] = kinds {
        table[*open as usize] = *open;
        table[*close as usize] = *open;
        kinds = rest;
    }
    table
};

impl Brackets {
    fn new(text: &[u8], map: &ScopeMap) -> Self {
        let (mut opening, mut closing, mut parents) = (Vec::new(), Vec::new(), Vec::new());
        // Index into `opening`, kind and depth.
        let mut open: Vec<(usize, u8, u32)> = Vec::new();
        for (piece, segment) in map.within(0..text.len()) {
            while open.last().is_some_and(|(_, _, depth)| *depth > segment.depth) {
                open.pop();
            }
            if !segment.scope.is_code() {
                continue;
            }
            for (at, &byte) in (piece.start..).zip(&text[piece]) {
                let wanted = OPENER[usize::from(byte)];
                if wanted == 0 {
                    continue;
                }
                if wanted == byte {
                    let parent = open.last().and_then(|(index, ..)| u32::try_from(*index).ok());
                    parents.push(parent.unwrap_or(u32::MAX));
                    open.push((opening.len(), byte, segment.depth));
                    opening.push((at, UNCLOSED));
                    continue;
                }
                let same = open.iter().rev().take(SKIPPED).take_while(|(_, _, depth)| *depth == segment.depth);
                if let Some(skipped) = same.into_iter().position(|(_, byte, _)| *byte == wanted) {
                    open.truncate(open.len() - skipped);
                    if let Some(pair) = open.pop().and_then(|(index, ..)| opening.get_mut(index)) {
                        pair.1 = at;
                        closing.push((at, pair.0));
                    }
                }
            }
        }
        Self { opening, parents, closing }
    }

    fn partner(&self, offset: usize) -> Option<usize> {
        let find = |list: &[(usize, usize)]| {
            let index = list.binary_search_by_key(&offset, |pair| pair.0).ok()?;
            list.get(index).map(|pair| pair.1).filter(|partner| *partner != UNCLOSED)
        };
        find(&self.opening).or_else(|| find(&self.closing))
    }
}
