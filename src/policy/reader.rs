//! Reads typed values out of a TOML document and collects what is wrong with them, each with its line.

use std::fmt;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::suggest::did_you_mean;
use crate::text::{needs_escape, printable, printable_str};

/// One thing that is wrong with a policy file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ConfigError {
    /// The file, as it was named.
    pub file: String,
    /// 1-based.
    pub line: usize,
    /// What is wrong. What it quotes is printable.
    pub message: String,
}

impl fmt::Display for ConfigError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}: {}", printable_str(&self.file), self.line, self.message)
    }
}

impl std::error::Error for ConfigError {}

/// A value and the line it stands in, from 1.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct At<T> {
    /// The value.
    pub value: T,
    /// Its line.
    pub line: usize,
}

/// A file and the problems found so far.
pub(super) struct Reader<'t> {
    file: &'t str,
    text: &'t str,
    pub(super) errors: Vec<ConfigError>,
}

/// A key of the file with its value.
pub(super) type Entry<'v, 't> = (&'v str, &'v Spanned<DeValue<'t>>);

impl<'t> Reader<'t> {
    pub(super) fn new(file: &'t str, text: &'t str) -> Self {
        Self { file, text, errors: Vec::new() }
    }

    /// Parses the document. What is no TOML is among the errors.
    pub(super) fn document(&mut self) -> DeTable<'t> {
        let (table, errors) = DeTable::parse_recoverable(self.text);
        for error in errors {
            let message = printable_str(error.message()).into_owned();
            self.error_at(error.span().map_or(0, |span| span.start), message);
        }
        table.into_inner()
    }

    /// The 1-based line of a byte offset.
    pub(super) fn line(&self, offset: usize) -> usize {
        self.text.as_bytes()[..offset.min(self.text.len())].iter().filter(|&&b| b == b'\n').count() + 1
    }

    pub(super) fn error_at(&mut self, offset: usize, message: String) {
        let line = self.line(offset);
        self.errors.push(ConfigError { file: self.file.to_owned(), line, message });
    }

    pub(super) fn error(&mut self, value: &Spanned<DeValue>, message: String) {
        self.error_at(value.span().start, message);
    }

    fn at<T>(&self, from: &Spanned<DeValue>, value: T) -> At<T> {
        At { value, line: self.line(from.span().start) }
    }

    /// The entries of a table whose keys are known; the others are errors with a suggestion. `table` is empty for the top.
    pub(super) fn known<'v>(&mut self, table: &str, found: &'v DeTable<'t>, known: &[&str]) -> Vec<Entry<'v, 't>> {
        let (mut entries, place) =
            (Vec::new(), if table.is_empty() { String::new() } else { format!(" in `[{table}]`") });
        for (key, value) in found {
            let name: &str = key.get_ref();
            if known.contains(&name) {
                entries.push((name, value));
            } else {
                let suggestion = did_you_mean(name, known);
                let message = format!("unknown key `{}`{place}{suggestion}", printable_str(name));
                self.error_at(key.span().start, message);
            }
        }
        entries
    }

    fn wrong_type(&mut self, key: &str, value: &Spanned<DeValue>, expected: &str) {
        let article = |word: &str| if word.starts_with(['a', 'i', 'o']) { "an" } else { "a" };
        let (expected_article, found) = (article(expected), value.get_ref().type_str());
        self.error(value, format!("`{key}` must be {expected_article} {expected}, not {} {found}", article(found)));
    }

    pub(super) fn table<'v>(&mut self, key: &str, value: &'v Spanned<DeValue<'t>>) -> Option<&'v DeTable<'t>> {
        let table = value.get_ref().as_table();
        if table.is_none() {
            self.wrong_type(key, value, "table");
        }
        table
    }

    pub(super) fn array<'v>(&mut self, key: &str, value: &'v Spanned<DeValue<'t>>) -> &'v [Spanned<DeValue<'t>>] {
        if let DeValue::Array(items) = value.get_ref() {
            return items;
        }
        self.wrong_type(key, value, "array");
        &[]
    }

    /// A text without invisible characters, which could show a reader something else than what is in force.
    pub(super) fn text<'v>(&mut self, key: &str, value: &'v Spanned<DeValue<'t>>) -> Option<At<&'v str>> {
        let Some(text) = value.get_ref().as_str() else {
            self.wrong_type(key, value, "string");
            return None;
        };
        if let Some(hidden) = text.chars().find(|&c| needs_escape(c)) {
            let code = u32::from(hidden);
            self.error(value, format!("`{key}` holds the invisible or control character U+{code:04X}"));
            return None;
        }
        Some(self.at(value, text))
    }

    /// A list of texts, each of which `check` must accept.
    pub(super) fn texts(
        &mut self,
        key: &str,
        value: &Spanned<DeValue<'t>>,
        check: impl Fn(&str) -> Result<(), String>,
    ) -> Vec<At<String>> {
        let mut texts = Vec::new();
        for item in self.array(key, value) {
            let Some(text) = self.text(key, item) else { continue };
            match check(text.value) {
                Ok(()) => texts.push(At { value: text.value.to_owned(), line: text.line }),
                Err(problem) => self.error(item, format!("`{}` in `{key}`: {problem}", text.value)),
            }
        }
        texts
    }

    /// One of a few words.
    pub(super) fn word<T: Copy>(
        &mut self,
        key: &str,
        value: &Spanned<DeValue<'t>>,
        words: &[(&str, T)],
    ) -> Option<At<T>> {
        let text = self.text(key, value)?;
        if let Some((_, meaning)) = words.iter().find(|(word, _)| *word == text.value) {
            return Some(At { value: *meaning, line: text.line });
        }
        let known: Vec<&str> = words.iter().map(|(word, _)| *word).collect();
        let suggestion = did_you_mean(text.value, &known);
        self.error(value, format!("`{key}` is `{}`, which is none of {}{suggestion}", text.value, known.join(", ")));
        None
    }

    /// A whole number from 1 up.
    pub(super) fn number<T: TryFrom<u64>>(&mut self, key: &str, value: &Spanned<DeValue<'t>>) -> Option<At<T>> {
        let Some(integer) = value.get_ref().as_integer() else {
            self.wrong_type(key, value, "integer");
            return None;
        };
        let number = u64::from_str_radix(integer.as_str(), integer.radix()).ok().filter(|&number| number > 0);
        let number = number.and_then(|number| T::try_from(number).ok());
        if number.is_none() {
            self.error(value, format!("`{key}` is `{integer}`, which is out of range: it must be 1 or more"));
        }
        number.map(|number| self.at(value, number))
    }
}

/// The text of a policy file.
///
/// # Errors
/// It is not UTF-8.
pub(super) fn utf8<'t>(file: &str, bytes: &'t [u8]) -> Result<&'t str, ConfigError> {
    std::str::from_utf8(bytes).map_err(|error| {
        let (before, rest) = bytes.split_at(error.valid_up_to());
        let line = before.iter().filter(|&&b| b == b'\n').count() + 1;
        let bad = printable(&rest[..rest.len().min(1)]).into_owned();
        ConfigError { file: file.to_owned(), line, message: format!("the file is not UTF-8: byte `{bad}`") }
    })
}
