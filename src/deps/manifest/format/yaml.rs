//! The YAML that tools and people write in manifests, as events: block maps and lists, flow collections, quoted and plain
//! scalars on one line. Block scalars are passed over; anchors, tags and multi-line plain scalars are not followed.

use super::tree::{Event, Text};

/// Reads the text and returns the first mistake: its byte offset and what it is. One pass, no recursion.
pub fn scan<'a>(text: &'a str, event: &mut impl FnMut(Event<'a>)) -> Option<(usize, &'static str)> {
    let mut scan = Scan { text, open: Vec::new(), pending: false, mistake: None };
    let mut block: Option<usize> = None;
    let mut at = 0;
    while at < text.len() {
        let end = memchr::memchr(b'\n', &text.as_bytes()[at..]).map_or(text.len(), |step| at + step);
        let line = &text[at..end];
        let content = line.trim_start_matches(' ');
        let indent = line.len() - content.len();
        let trimmed = content.trim();
        if trimmed.is_empty() || block.is_some_and(|parent| indent > parent) {
            at = end + 1;
            continue;
        }
        block = None;
        if trimmed.starts_with('#') || matches!(trimmed, "---" | "...") || trimmed.starts_with('%') {
            at = end + 1;
            continue;
        }
        let outcome = scan.line(at, indent, at + line.trim_end().len(), event);
        if outcome.block {
            block = Some(indent);
        }
        at = outcome.next.max(end + 1);
    }
    for _ in scan.open.drain(..) {
        event(Event::End);
    }
    scan.mistake
}

struct Scan<'a> {
    text: &'a str,
    /// Open block containers: their column, and whether it is a list.
    open: Vec<(usize, bool)>,
    /// Whether a key waits for its value.
    pending: bool,
    mistake: Option<(usize, &'static str)>,
}

struct Outcome {
    next: usize,
    block: bool,
}

impl<'a> Scan<'a> {
    fn line(&mut self, start: usize, indent: usize, end: usize, event: &mut impl FnMut(Event<'a>)) -> Outcome {
        let mut column = indent;
        loop {
            let at = start + column;
            let rest = &self.text[at..end];
            if rest.trim_end() == "-" || rest.starts_with("- ") {
                self.item(column, event);
                let behind = rest[1..].trim_start_matches(' ');
                if behind.trim_end().is_empty() {
                    return Outcome { next: end, block: false };
                }
                column += rest.len() - behind.len();
                continue;
            }
            if let Some((key, behind)) = key(rest, at) {
                self.key(column, key, event);
                return self.value(at + behind, end, event);
            }
            return if self.pending || self.open.last().is_some_and(|(_, list)| *list) {
                self.value(at, end, event)
            } else {
                if rest.starts_with(['{', '[']) {
                    return self.value(at, end, event);
                }
                Outcome { next: end, block: false }
            };
        }
    }

    fn close(&mut self, event: &mut impl FnMut(Event<'a>)) {
        self.open.pop();
        event(Event::End);
        self.pending = false;
    }

    fn item(&mut self, column: usize, event: &mut impl FnMut(Event<'a>)) {
        while self.open.last().is_some_and(|(open, _)| *open > column) {
            self.close(event);
        }
        if self.open.last() != Some(&(column, true)) {
            event(Event::List);
            self.open.push((column, true));
        }
        self.pending = false;
    }

    fn key(&mut self, column: usize, key: Text<'a>, event: &mut impl FnMut(Event<'a>)) {
        while self.open.last().is_some_and(|(open, list)| *open > column || (*open == column && *list)) {
            self.close(event);
        }
        if self.open.last() != Some(&(column, false)) {
            event(Event::Map);
            self.open.push((column, false));
        }
        event(Event::Key(key));
        self.pending = true;
    }

    fn value(&mut self, at: usize, end: usize, event: &mut impl FnMut(Event<'a>)) -> Outcome {
        let rest = &self.text[at..end];
        let value = rest.trim_start_matches([' ', '\t']);
        let at = at + rest.len() - value.len();
        let trimmed = value.trim_end();
        let done = |next, block| Outcome { next, block };
        if trimmed.is_empty() || trimmed.starts_with('#') || (trimmed.starts_with('&') && !trimmed.contains(' ')) {
            return done(end, false);
        }
        self.pending = false;
        match trimmed.as_bytes()[0] {
            b'|' | b'>' => {
                event(Event::Scalar(Text::borrowed("", at)));
                done(end, true)
            }
            b'{' | b'[' => done(self.flow(at, event), false),
            _ => {
                event(Event::Scalar(scalar(trimmed, at)));
                done(end, false)
            }
        }
    }

    /// A flow collection, over as many lines as it takes; returns the offset behind it.
    fn flow(&mut self, start: usize, event: &mut impl FnMut(Event<'a>)) -> usize {
        let bytes = self.text.as_bytes();
        let mut open: Vec<bool> = Vec::new();
        let mut expects_key = false;
        let mut at = start;
        while let Some(&byte) = bytes.get(at) {
            match byte {
                b'{' | b'[' => {
                    event(if byte == b'{' { Event::Map } else { Event::List });
                    open.push(byte == b'{');
                    expects_key = byte == b'{';
                    at += 1;
                }
                b'}' | b']' => {
                    open.pop();
                    event(Event::End);
                    at += 1;
                    if open.is_empty() {
                        return at;
                    }
                    expects_key = false;
                }
                b',' => {
                    expects_key = open.last() == Some(&true);
                    at += 1;
                }
                b' ' | b'\t' | b'\r' | b'\n' | b':' => at += 1,
                b'#' => at = memchr::memchr(b'\n', &bytes[at..]).map_or(bytes.len(), |step| at + step),
                _ => {
                    let rest = &self.text[at..];
                    let length = flow_word(rest);
                    let word = rest[..length].trim_end();
                    let text = scalar(word, at);
                    at += length;
                    if expects_key {
                        event(Event::Key(text));
                        expects_key = false;
                    } else {
                        event(Event::Scalar(text));
                    }
                }
            }
        }
        self.mistake = self.mistake.or(Some((start, "a bracket is not closed")));
        for _ in open {
            event(Event::End);
        }
        at
    }
}

/// The length of a scalar inside of a flow collection.
fn flow_word(rest: &str) -> usize {
    let bytes = rest.as_bytes();
    if let quote @ (b'"' | b'\'') = bytes[0] {
        return quoted(rest, quote).map_or(1, |end| end + 1);
    }
    let stop = |at: &usize| match bytes[*at] {
        b',' | b'{' | b'}' | b'[' | b']' | b'\n' => true,
        b':' => bytes.get(at + 1).is_none_or(u8::is_ascii_whitespace),
        _ => false,
    };
    (1..bytes.len()).find(stop).unwrap_or(bytes.len())
}

/// The offset of the closing quote, on the same line.
fn quoted(text: &str, quote: u8) -> Option<usize> {
    let bytes = text.as_bytes();
    let mut at = 1;
    loop {
        match *bytes.get(at)? {
            b'\n' => return None,
            b'\\' if quote == b'"' => at += 2,
            byte if byte == quote => {
                if quote == b'\'' && bytes.get(at + 1) == Some(&quote) {
                    at += 2;
                    continue;
                }
                return Some(at);
            }
            _ => at += 1,
        }
    }
}

/// A key at the start of a text, and the offset behind its colon.
fn key(text: &str, at: usize) -> Option<(Text<'_>, usize)> {
    let bytes = text.as_bytes();
    match *bytes.first()? {
        quote @ (b'"' | b'\'') => {
            let end = quoted(text, quote)?;
            let behind = text[end + 1..].trim_start_matches(' ');
            behind.strip_prefix(':').filter(|rest| rest.is_empty() || rest.starts_with([' ', '\t', '\r']))?;
            Some((Text::borrowed(&text[1..end], at + 1), text.len() - behind.len() + 1))
        }
        b'{' | b'[' | b'#' | b'&' | b'*' | b'!' | b'|' | b'>' => None,
        _ => {
            let colon = memchr::memchr_iter(b':', bytes)
                .find(|colon| bytes.get(colon + 1).is_none_or(u8::is_ascii_whitespace))?;
            let key = text[..colon].trim_end();
            (!key.contains(" #")).then(|| (Text::borrowed(key, at), colon + 1))
        }
    }
}

/// A scalar without its quotes, anchor or comment.
fn scalar(text: &str, at: usize) -> Text<'_> {
    let (text, at) = match text.split_once(' ') {
        Some((anchor, rest)) if anchor.starts_with('&') => (rest, at + anchor.len() + 1),
        _ => (text, at),
    };
    let bytes = text.as_bytes();
    if let Some(quote @ (b'"' | b'\'')) = bytes.first().copied() {
        return match quoted(text, quote) {
            Some(end) => Text::borrowed(&text[1..end], at + 1),
            None => Text::borrowed(&text[1..], at + 1),
        };
    }
    let end = text.find(" #").unwrap_or(text.len());
    Text::borrowed(text[..end].trim_end(), at)
}
