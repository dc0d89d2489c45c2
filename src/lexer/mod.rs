//! Languages and their surface: which bytes of a file are code, comment or string, and which language each part of it is in.

mod comments;
mod detect;
mod elements;
mod opening;
mod parts;
mod scan;
mod scope;
mod string;
mod syntax;

#[cfg(test)]
mod tests;

use crate::pattern::Pattern;

pub use detect::{detect, languages, named};
pub use parts::{Part, looks_like_sql, parts};
pub use scope::{Scope, ScopeMap, Segment};
pub use syntax::{
    BlockComment, ByteSet, CallSyntax, CommentPlace, Heredoc, Interpolation, Island, Quote, StringKind, Syntax, Tag,
    ValueSyntax, class,
};

/// A language, as `config/languages` describes it.
#[derive(Debug)]
pub struct Language {
    /// Its name in rules.
    pub name: &'static str,
    /// File name extensions, lower case, without the dot.
    pub extensions: &'static [&'static str],
    /// Whole file names; with `*` at the end, how they begin.
    pub file_names: &'static [&'static str],
    /// Programs of a `#!` line.
    pub interpreters: &'static [&'static str],
    /// Languages whose rules hold for its own code: those of Ruby in ERB.
    pub also: &'static [&'static str],
    /// Languages that may stand in its files: JavaScript in HTML. `*` means every language.
    pub hosts: &'static [&'static str],
    /// All whose rules may find something in its files, itself among them: a bit each, in the order of [`languages`].
    pub holds: u64,
    /// How its files are read.
    pub reader: Reader,
    /// What the text of its files holds that is not code, where that is HTML.
    pub markup: Option<Markup>,
    /// Comments and strings.
    pub syntax: Syntax,
    /// Calls and imports.
    pub calls: CallSyntax,
    /// Values.
    pub values: ValueSyntax,
}

/// How files are read whose parts are in several languages.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reader {
    /// By the tables alone.
    Table,
    /// Tags, attributes and scripts.
    Html,
    /// Keys, block scalars, commands of build steps.
    Yaml,
    /// Fenced blocks.
    Markdown,
    /// Code cells in JSON.
    Notebook,
    /// By the tables, with the commands of `RUN`.
    Dockerfile,
    /// By the tables, with recipes.
    Makefile,
}

/// What is code in HTML.
#[derive(Debug)]
pub struct Markup {
    /// Openers and closers of expressions in the text: Vue's `{{ … }}`.
    pub expressions: &'static [(&'static str, &'static str)],
    /// How the names of attributes begin whose value is code.
    pub code_attributes: &'static [&'static str],
    /// Whether there are script elements: not in XML.
    pub scripts: bool,
}

include!(concat!(env!("OUT_DIR"), "/languages.rs"));

impl Language {
    /// Whether a byte may stand in a word.
    #[inline]
    pub fn is_word(&self, byte: u8) -> bool {
        self.syntax.classes[usize::from(byte)] & class::WORD != 0
    }

    /// Whether it has calls: not in languages of data and documents.
    pub fn has_calls(&self) -> bool {
        !self.calls.members.is_empty() || !self.calls.bare.is_empty()
    }

    /// Whether rules for these languages hold for its code.
    pub fn is_one_of(&self, names: &[&str]) -> bool {
        names.iter().any(|name| *name == self.name || self.also.contains(name))
    }

    /// Whether rules for these languages may find something in its files.
    pub fn may_hold(&self, names: &[&str]) -> bool {
        languages().zip(0..).any(|(other, bit)| self.holds >> bit & 1 == 1 && names.contains(&other.name))
    }
}

/// What each byte of a text is.
pub fn lex(language: &'static Language, text: &[u8]) -> ScopeMap {
    match language.reader {
        Reader::Table | Reader::Dockerfile | Reader::Makefile | Reader::Notebook => scan::scan(language, text),
        Reader::Html => parts::html(language, text).0,
        Reader::Yaml => parts::yaml(text).0,
        Reader::Markdown => parts::markdown(text).0,
    }
}
