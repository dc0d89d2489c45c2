//! The value of a call, by its name and its arguments.

use std::ops::Range;

use super::{BUILDERS, PASSING, Reader, is_constant_name};
use crate::code::source::Source;
use crate::code::tokens::{Kind, Token, Tokens};
use crate::code::value::{TEXT, Value};
use crate::code::{args, flow};

/// Functions that yield their argument in another form.
const PASSED: [&str; 12] = [
    "GetBytes",
    "GetString",
    "FromBase64String",
    "from",
    "bytes",
    "str",
    "b64decode",
    "unhexlify",
    "fromhex",
    "String",
    "byte",
    "encodeToByteArray",
];

impl Reader<'_, '_> {
    pub(super) fn called(
        &self,
        name: &str,
        word: &str,
        receiver: Option<Range<usize>>,
        group: &Token,
        deep: u8,
    ) -> Value {
        let method = format!("*.{word}");
        let resolved = self.source.aliases().resolve(name);
        if self.is_harmless(&resolved)
            || with_text(self.source, &resolved, group).is_some_and(|written| self.is_harmless(&written))
            || (receiver.is_some() && self.is_harmless(&method))
        {
            return Value::Literal { text: false };
        }
        let values = &self.source.language.values;
        if PASSED.contains(&word) && group.span.len() > 2 {
            let value = self.all(group, deep);
            if value != Value::Other {
                return value;
            }
        }
        if BUILDERS.contains(&name) {
            return if group.span.len() <= 2 { TEXT } else { self.all(group, deep).join(TEXT) };
        }
        if let Some(receiver) = receiver.clone().filter(|_| group.span.len() <= 2 && PASSING.contains(&word)) {
            return self.value(&receiver, deep);
        }
        if let Some(receiver) = receiver.clone().filter(|_| matches!(word, "get" | "fetch" | "getOrDefault")) {
            let value = self.value(&receiver, deep);
            let list = value == Value::Literal { text: false }
                || (value == TEXT && is_constant_name(self.source.str(receiver.clone())));
            let defaults = self.args(group).iter().skip(1).all(|arg| self.value(arg, deep).is_literal());
            if list && defaults && !flow::names_request(self.source, &receiver) {
                return Value::Literal { text: false };
            }
        }
        if values.formats.contains(&name) {
            if name.ends_with("printf") && self.args(group).first().is_some_and(|format| self.takes_numbers(format)) {
                return Value::Literal { text: false };
            }
            if values.formats.contains(&"format!") && flow::names_in_braces(self.source, &group.span).next().is_some() {
                return Value::Built;
            }
            // What is written to comes first.
            let fills = values.fills.iter().any(|(name, _)| *name == word);
            let args = || self.args(group).into_iter().skip(usize::from(fills));
            return match args().fold(TEXT, |before, arg| before.either(self.value(&arg, deep))) {
                Value::Other if args().any(|arg| self.value(&arg, deep) == TEXT) => Value::Built,
                other => other,
            };
        }
        if values.fills.iter().any(|(name, _)| *name == word) {
            // What is copied into the first argument.
            let copied = self.args(group).into_iter().skip(1).map(|arg| self.value(&arg, deep));
            return copied.reduce(Value::either).unwrap_or(Value::Other);
        }
        match receiver {
            Some(receiver) if self.is_format(&method) && self.value(&receiver, deep) == TEXT => {
                if self.all(group, deep).is_literal() { TEXT } else { Value::Built }
            }
            _ => Value::Other,
        }
    }

    /// Whether a format takes nothing but numbers: `%d`.
    pub(super) fn takes_numbers(&self, format: &Range<usize>) -> bool {
        let Some(&quote @ (b'"' | b'\'')) = self.source.text.get(format.start) else { return false };
        let text = &self.source.text[format.clone()];
        if text.last() != Some(&quote) {
            return false;
        }
        let mut directives = text.split(|byte| *byte == b'%').skip(1).peekable();
        directives.peek().is_some()
            && directives.all(|rest| {
                let kind = rest.iter().find(|byte| byte.is_ascii_alphabetic());
                kind.is_some_and(|kind| b"duxXfFeEgGcb".contains(kind)) && !rest.starts_with(b"$")
            })
    }

    pub(super) fn is_format(&self, method: &str) -> bool {
        self.source.language.values.formats.contains(&method)
    }

    pub(super) fn is_harmless(&self, name: &str) -> bool {
        self.source.language.values.harmless.contains(&name) || self.safe.contains(&name)
    }

    fn args(&self, group: &Token) -> Vec<Range<usize>> {
        args::split(self.source, group.inside(self.source)).into_iter().map(|arg| arg.value).collect()
    }

    /// All arguments of a call together: literal if each of them is.
    pub(super) fn all(&self, group: &Token, deep: u8) -> Value {
        self.args(group).iter().fold(TEXT, |before, arg| before.either(self.value(arg, deep)))
    }

    /// A list or an object: constant if each of its values is.
    pub(super) fn list(&self, group: &Token, deep: u8) -> Value {
        if self.all(group, deep).is_literal() { Value::Literal { text: false } } else { Value::Other }
    }
}

/// A call as the language's table writes one that its first argument decides about: `array_map('intval'`.
pub(in crate::code) fn with_text(source: &Source, name: &str, group: &Token) -> Option<String> {
    let first = Tokens::new(source, group.inside(source)).next().filter(|first| first.kind == Kind::Text)?;
    Some(format!("{name}({}", source.str(first.span)))
}
