//! HTML and what is written like it: tags, comments, scripts, attributes that hold code, expressions in the text.

use std::ops::Range;

use super::Inner;
use crate::lexer::scope::{Scope, ScopeMap};
use crate::lexer::syntax::Quote;
use crate::lexer::{Language, Markup};

/// The most bytes of an expression in the text.
const LONGEST_EXPRESSION: usize = 4096;

/// What each byte of a page is, and what it holds in other languages.
pub(in crate::lexer) fn html(language: &'static Language, text: &[u8]) -> (ScopeMap, Vec<Inner>) {
    static PLAIN: Markup = Markup { expressions: &[], code_attributes: &[], scripts: false };
    read(language.markup.as_ref().unwrap_or(&PLAIN), text)
}

pub(super) fn read(markup: &'static Markup, text: &[u8]) -> (ScopeMap, Vec<Inner>) {
    let mut page = Page { markup, text, at: 0, map: ScopeMap::empty(), inner: Vec::new() };
    page.mark(Scope::Markup);
    page.run();
    (page.map.finish(text.len()), page.inner)
}

struct Page<'t> {
    markup: &'static Markup,
    text: &'t [u8],
    at: usize,
    map: ScopeMap,
    inner: Vec<Inner>,
}

/// What a script element says of its language.
#[derive(Default)]
struct Script {
    typescript: bool,
    /// Data or a template, nothing that runs.
    inert: bool,
}

impl Page<'_> {
    fn mark(&mut self, scope: Scope) {
        self.map.push(self.at, scope, 0);
    }

    fn rest(&self) -> &[u8] {
        &self.text[self.at..]
    }

    /// Moves behind the next `end`, or to the end of the text.
    fn skip_past(&mut self, end: &str) {
        let found = memchr::memmem::find(self.rest(), end.as_bytes());
        self.at = found.map_or(self.text.len(), |length| self.at + length + end.len());
    }

    fn run(&mut self) {
        let brace = if self.markup.expressions.is_empty() { b'<' } else { b'{' };
        while let Some(length) = memchr::memchr2(b'<', brace, self.rest()) {
            self.at += length;
            let rest = self.rest();
            let next = rest.get(1).copied().unwrap_or(b' ');
            if rest.starts_with(b"<!--") {
                self.mark(Scope::Comment);
                self.skip_past("-->");
                self.mark(Scope::Markup);
            } else if rest.starts_with(b"<![CDATA[") {
                self.skip_past("]]>");
            } else if rest.starts_with(b"<") && (next.is_ascii_alphabetic() || matches!(next, b'/' | b'!' | b'?')) {
                self.tag();
            } else if rest.starts_with(b"{") && self.expression() {
                self.mark(Scope::Markup);
            } else {
                self.at += 1;
            }
        }
        self.at = self.text.len();
    }

    fn tag(&mut self) {
        self.mark(Scope::Code);
        let rest = self.rest();
        let length = rest[1..].iter().take_while(|b| b.is_ascii_alphanumeric() || **b == b'-').count();
        let name = rest[1..=length].to_ascii_lowercase();
        self.at += 1 + length;
        let mut script = Script::default();
        self.attributes(&mut script);
        self.mark(Scope::Markup);
        let raw = self.markup.scripts && (name == b"script" || name == b"style");
        if raw && !self.text[..self.at].ends_with(b"/>") {
            self.raw(&name, &script);
        }
    }

    /// Reads up to the end of a tag.
    fn attributes(&mut self, script: &mut Script) {
        while let Some(byte) = self.text.get(self.at).copied() {
            match byte {
                b'>' => {
                    self.at += 1;
                    return;
                }
                // The tag was never closed.
                b'<' => return,
                b'"' | b'\'' => {
                    self.mark(Scope::String(Quote::Text));
                    self.at += 1;
                    let end = memchr::memchr(byte, self.rest());
                    self.at = end.map_or(self.text.len(), |length| self.at + length + 1);
                    self.mark(Scope::Code);
                }
                b'{' if !self.markup.expressions.is_empty() && self.expression() => self.mark(Scope::Code),
                _ if byte.is_ascii_whitespace() || matches!(byte, b'/' | b'=' | b'{') => self.at += 1,
                _ => self.attribute(script),
            }
        }
    }

    fn attribute(&mut self, script: &mut Script) {
        let rest = self.rest();
        let ends = |b: &u8| b.is_ascii_whitespace() || b"=>\"'<{".contains(b);
        let length = rest.iter().position(ends).unwrap_or(rest.len()).max(1);
        let name = rest[..length].to_ascii_lowercase();
        self.at += length;
        let Some(b'=') = self.text.get(self.at) else { return };
        self.at += 1;
        let Some(value) = self.value() else { return };
        let text = self.text[value.clone()].trim_ascii();
        match name.as_slice() {
            b"type" | b"lang" => {
                let has = |word: &str| memchr::memmem::find(&text.to_ascii_lowercase(), word.as_bytes()).is_some();
                script.inert |= has("json") || has("template") || has("handlebars") || has("shader") || has("map");
                script.typescript |= has("typescript") || text == b"ts" || text == b"tsx";
            }
            b"href" | b"src" | b"action" | b"formaction" => {
                if text.get(..11).is_some_and(|start| start.eq_ignore_ascii_case(b"javascript:")) {
                    self.inner.push(Inner { language: "javascript", range: value.end - text.len() + 11..value.end });
                }
            }
            name => {
                let code = |start: &&str| name.starts_with(start.as_bytes()) && name.len() > start.len();
                if self.markup.code_attributes.iter().any(code) {
                    self.inner.push(Inner { language: "javascript", range: value });
                }
            }
        }
    }

    /// The value of an attribute, without its quotes.
    fn value(&mut self) -> Option<Range<usize>> {
        let quote = self.text.get(self.at).copied()?;
        if quote == b'{' {
            return None;
        }
        self.mark(Scope::String(Quote::Text));
        let range = if matches!(quote, b'"' | b'\'') {
            let start = self.at + 1;
            let end = memchr::memchr(quote, &self.text[start..]).map_or(self.text.len(), |length| start + length);
            self.at = (end + 1).min(self.text.len());
            start..end
        } else {
            let ends = |b: &u8| b.is_ascii_whitespace() || *b == b'>';
            let length = self.rest().iter().position(ends).unwrap_or(self.rest().len());
            self.at += length;
            self.at - length..self.at
        };
        self.mark(Scope::Code);
        Some(range)
    }

    /// Reads the content of a script or style, up to its closing tag.
    fn raw(&mut self, name: &[u8], script: &Script) {
        let start = self.at;
        let closes = |at: &usize| {
            let rest = &self.text[at + 1..];
            rest.first() == Some(&b'/') && rest.get(1..=name.len()).is_some_and(|word| word.eq_ignore_ascii_case(name))
        };
        let end = memchr::memchr_iter(b'<', self.rest()).map(|length| start + length).find(closes);
        self.at = end.unwrap_or(self.text.len());
        if name == b"script" && !script.inert {
            let language = if script.typescript { "typescript" } else { "javascript" };
            self.inner.push(Inner { language, range: start..self.at });
        }
    }

    /// Reads an expression in the text.
    fn expression(&mut self) -> bool {
        let open = self.markup.expressions.iter().find(|(open, _)| self.rest().starts_with(open.as_bytes()));
        let Some((open, close)) = open else { return false };
        let window = self.rest().get(..LONGEST_EXPRESSION).unwrap_or(self.rest());
        let mut nested = 0_u32;
        let end = (open.len()..window.len()).find(|&at| {
            if nested == 0 && window[at..].starts_with(close.as_bytes()) {
                return true;
            }
            nested = match window[at] {
                b'{' => nested + 1,
                b'}' => nested.saturating_sub(1),
                _ => nested,
            };
            false
        });
        let Some(end) = end else { return false };
        let inside = &window[open.len()..end];
        // Svelte's `{#if x}`, `{@html x}`.
        let block = inside.first().is_some_and(|b| b"#@:/".contains(b));
        let skipped = if block { inside.iter().position(u8::is_ascii_whitespace).unwrap_or(inside.len()) } else { 0 };
        let range = self.at + open.len() + skipped..self.at + end;
        self.inner.push(Inner { language: "javascript", range: range.clone() });
        self.mark(Scope::Code);
        self.at = range.end + close.len();
        true
    }
}
