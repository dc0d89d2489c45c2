//! Languages and their surface: which bytes of a file are code, comment or string.

mod opening;
mod scan;
mod scope;
mod string;
mod syntax;

#[cfg(test)]
mod tests;

use crate::pattern::Pattern;
use crate::text::RepoPath;

pub use scan::lex;
pub use scope::{Scope, ScopeMap, Segment};
pub use syntax::{BlockComment, CallSyntax, Heredoc, Interpolation, Island, Quote, StringKind, Syntax, ValueSyntax};

/// A language, as `config/languages` describes it.
#[derive(Debug)]
pub struct Language {
    /// Its name in rules.
    pub name: &'static str,
    /// File name extensions, lower case, without the dot.
    pub extensions: &'static [&'static str],
    /// Whole file names.
    pub file_names: &'static [&'static str],
    /// Programs of a `#!` line.
    pub interpreters: &'static [&'static str],
    /// Comments and strings.
    pub syntax: Syntax,
    /// Calls and imports.
    pub calls: CallSyntax,
    /// Values.
    pub values: ValueSyntax,
}

include!(concat!(env!("OUT_DIR"), "/languages.rs"));

impl Language {
    /// Whether a byte may stand in a word.
    #[inline]
    pub fn is_word(&self, byte: u8) -> bool {
        self.syntax.words[usize::from(byte)]
    }
}

/// Every language.
pub fn languages() -> impl Iterator<Item = &'static Language> {
    LANGUAGES.iter()
}

/// The language of a file, by its name, its extension or its first line.
pub fn detect(path: &RepoPath, text: &[u8]) -> Option<&'static Language> {
    let name = path.file_name();
    let extension = path.extension().map(<[u8]>::to_ascii_lowercase);
    let by_name = LANGUAGES.iter().find(|language| {
        language.file_names.iter().any(|known| known.as_bytes() == name)
            || extension.as_ref().is_some_and(|ext| language.extensions.iter().any(|known| known.as_bytes() == ext))
    });
    by_name.or_else(|| {
        let line = text.strip_prefix(b"#!")?.split(|&b| b == b'\n').next()?;
        let words = line.split(|b| b.is_ascii_whitespace() || *b == b'/');
        let words: Vec<&[u8]> = words.collect();
        LANGUAGES.iter().find(|language| {
            language.interpreters.iter().any(|known| words.iter().any(|word| word.starts_with(known.as_bytes())))
        })
    })
}
