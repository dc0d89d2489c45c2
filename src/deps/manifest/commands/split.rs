//! A line of shell cut into statements and words. Quotes, lists of arguments in JSON and continued lines are seen
//! through; nothing is expanded.

use crate::deps::manifest::python;

/// The statements of a line, each as its words; words are parts of the line.
pub fn statements(line: &str) -> Vec<Vec<&str>> {
    let bytes = line.as_bytes();
    let mut statements = Vec::new();
    let mut words: Vec<&str> = Vec::new();
    let mut at = 0;
    while let Some(&byte) = bytes.get(at) {
        match byte {
            // The line feed of a notebook, which is JSON.
            b'\\' if bytes.get(at + 1) == Some(&b'n') => {
                statements.push(std::mem::take(&mut words));
                at += 2;
            }
            // Only a continued line has a line feed inside.
            b' ' | b'\t' | b'\r' | b'\n' | b'\\' | b'[' | b']' | b',' | b'{' | b'}' => at += 1,
            b';' | b'|' | b'&' | b'(' | b')' | b'`' => {
                statements.push(std::mem::take(&mut words));
                at += 1;
            }
            b'#' if at == 0 || bytes[at - 1].is_ascii_whitespace() => {
                at = memchr::memchr(b'\n', &bytes[at..]).map_or(bytes.len(), |step| at + step);
            }
            b'"' | b'\'' => match quoted(line, at) {
                Some(word) => {
                    words.push(word);
                    at += word.len() + 2;
                }
                None => at += 1,
            },
            _ => {
                let end = word_end(bytes, at);
                words.push(line[at..end].trim_end_matches(['"', '\'', ',']));
                at = end;
            }
        }
    }
    statements.push(words);
    statements.retain(|words| words.len() > 1);
    statements
}

/// The end of a bare word; the quotes of `--version="1.0"` are inside.
fn word_end(bytes: &[u8], start: usize) -> usize {
    let mut at = start;
    let mut braces = false;
    while let Some(&byte) = bytes.get(at) {
        match byte {
            // `--version="1.0"` goes on; any other quote ends a string around the command.
            b'"' | b'\'' if bytes[at - 1] != b'=' => break,
            b'"' | b'\'' => {
                let rest = &bytes[at + 1..];
                at += memchr::memchr(byte, &rest[..rest.len().min(300)]).map_or(0, |end| end + 1);
            }
            b'{' => braces = true,
            b'}' => braces = false,
            b';' | b'|' | b'&' | b'(' | b')' | b'`' | b'\\' | b'\n' => break,
            b' ' | b'\t' | b'\r' if !braces => break,
            _ => {}
        }
        at += 1;
    }
    at
}

/// What stands in quotes, when it is one argument: no space in it, or a requirement with spaces.
fn quoted(line: &str, at: usize) -> Option<&str> {
    let quote = line.as_bytes()[at];
    // Arguments are short: a longer string is a script.
    let rest = &line.as_bytes()[at + 1..];
    let end = memchr::memchr(quote, &rest[..rest.len().min(300)])?;
    let inner = line.get(at + 1..at + 1 + end)?;
    let one = !inner.contains([' ', '\t', '\\', ';', '&'])
        || python::split(inner).is_some_and(|parts| !parts.specifier.is_empty())
        || inner.split_once(' ').is_some_and(|(name, version)| {
            name.contains('/') && version.starts_with(|c: char| c.is_ascii_digit() || "^~<>=*".contains(c))
        });
    (one && !inner.is_empty()).then_some(inner)
}
