//! JSON as events. Comments and trailing commas are read as well, for `bun.lock` and `deno.jsonc`.

use std::borrow::Cow;

use super::tree::{Event, Text};

/// Reads the text and returns the first mistake: its byte offset and what it is. No recursion, one pass.
pub fn scan<'a>(text: &'a str, event: &mut impl FnMut(Event<'a>)) -> Option<(usize, &'static str)> {
    Scan { text, at: 0, open: Vec::new(), expects_key: false, mistake: None }.run(event)
}

struct Scan<'a> {
    text: &'a str,
    at: usize,
    /// For each open container: whether it is a map.
    open: Vec<bool>,
    expects_key: bool,
    mistake: Option<(usize, &'static str)>,
}

impl<'a> Scan<'a> {
    fn run(mut self, event: &mut impl FnMut(Event<'a>)) -> Option<(usize, &'static str)> {
        let bytes = self.text.as_bytes();
        let mut roots = 0;
        while let Some(&byte) = bytes.get(self.at) {
            match byte {
                b' ' | b'\t' | b'\r' | b'\n' | b',' | b':' => self.at += 1,
                b'{' | b'[' => {
                    if self.open.is_empty() {
                        roots += 1;
                    }
                    if self.expects_key || roots > 1 {
                        self.wrong("a value stands where a name should");
                    }
                    event(if byte == b'{' { Event::Map } else { Event::List });
                    self.open.push(byte == b'{');
                    self.expects_key = byte == b'{';
                    self.at += 1;
                }
                b'}' | b']' => {
                    if self.open.last() == Some(&(byte == b'}')) {
                        self.open.pop();
                        event(Event::End);
                    } else {
                        self.wrong("a bracket closes what was not opened");
                    }
                    self.after_value();
                    self.at += 1;
                }
                b'"' => {
                    let text = self.string();
                    self.value(text, event);
                }
                b'/' => self.comment(),
                _ => {
                    let start = self.at;
                    let end = bytes[start..].iter().position(|b| b" \t\r\n,:{}[]\"/".contains(b));
                    self.at = end.map_or(bytes.len(), |end| start + end);
                    let word = &self.text[start..self.at];
                    if !matches!(word, "true" | "false" | "null")
                        && !word.starts_with(|c: char| c.is_ascii_digit() || c == '-')
                    {
                        self.mistake = self.mistake.or(Some((start, "a word stands outside of quotes")));
                    }
                    self.value(Text::borrowed(word, start), event);
                }
            }
        }
        if !self.open.is_empty() {
            self.wrong("the file ends before the last bracket is closed");
        } else if roots == 0 {
            self.wrong("there is no `{`");
        }
        self.mistake
    }

    fn wrong(&mut self, what: &'static str) {
        self.mistake = self.mistake.or(Some((self.at, what)));
    }

    fn after_value(&mut self) {
        self.expects_key = self.open.last() == Some(&true);
    }

    fn value(&mut self, text: Text<'a>, event: &mut impl FnMut(Event<'a>)) {
        if self.expects_key {
            event(Event::Key(text));
            self.expects_key = false;
        } else {
            event(Event::Scalar(text));
            self.after_value();
        }
    }

    /// A string; one that the line does not finish ends with the line.
    fn string(&mut self) -> Text<'a> {
        let bytes = self.text.as_bytes();
        let start = self.at + 1;
        let mut end = start;
        let mut escaped = false;
        loop {
            match memchr::memchr3(b'"', b'\\', b'\n', &bytes[end..]) {
                Some(step) if bytes[end + step] == b'\\' => {
                    escaped = true;
                    end = (end + step + 2).min(bytes.len());
                }
                Some(step) if bytes[end + step] == b'"' => {
                    end += step;
                    self.at = end + 1;
                    break;
                }
                step => {
                    end = step.map_or(bytes.len(), |step| end + step);
                    self.wrong("a string is not closed");
                    self.at = end;
                    break;
                }
            }
        }
        // Quotes, backslashes and line feeds are ASCII; the one byte that an escape skips may begin a character.
        let raw = self.text.get(start..end).unwrap_or_default();
        let text = if escaped { Cow::Owned(unescape(raw)) } else { Cow::Borrowed(raw) };
        Text { text, place: start..end }
    }

    fn comment(&mut self) {
        let rest = &self.text.as_bytes()[self.at..];
        self.at += match rest.get(1) {
            Some(b'/') => memchr::memchr(b'\n', rest).unwrap_or(rest.len()),
            Some(b'*') => memchr::memmem::find(&rest[2..], b"*/").map_or(rest.len(), |end| end + 4),
            _ => {
                self.wrong("a `/` stands outside of quotes");
                1
            }
        };
    }
}

fn unescape(raw: &str) -> String {
    let mut out = String::with_capacity(raw.len());
    let mut rest = raw;
    while let Some(at) = rest.find('\\') {
        out.push_str(&rest[..at]);
        rest = &rest[at + 1..];
        let Some(c) = rest.chars().next() else { break };
        rest = &rest[c.len_utf8()..];
        match c {
            'n' => out.push('\n'),
            't' => out.push('\t'),
            'r' => out.push('\r'),
            'b' => out.push('\u{8}'),
            'f' => out.push('\u{c}'),
            'u' => {
                let unit = |text: &str| text.get(..4).and_then(|hex| u16::from_str_radix(hex, 16).ok());
                let Some(first) = unit(rest) else { continue };
                rest = &rest[4..];
                let second = rest.strip_prefix("\\u").and_then(unit).filter(|_| (0xd800..0xdc00).contains(&first));
                if second.is_some() {
                    rest = &rest[6..];
                }
                let units = std::iter::once(first).chain(second);
                out.extend(char::decode_utf16(units).map(|c| c.unwrap_or(char::REPLACEMENT_CHARACTER)));
            }
            other => out.push(other),
        }
    }
    out.push_str(rest);
    out
}
