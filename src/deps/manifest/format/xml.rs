//! XML as events: an element is a map of its attributes (`@Name`), its elements, and its text (`$text`).

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event as Xml};

use super::tree::{Event, Text};

/// Reads the text and returns the first mistake: its byte offset and what it is.
pub fn scan<'a>(text: &'a str, event: &mut impl FnMut(Event<'a>)) -> Option<(usize, &'static str)> {
    let mut reader = Reader::from_str(text);
    let config = reader.config_mut();
    config.check_end_names = false;
    config.allow_unmatched_ends = true;
    config.allow_dangling_amp = true;
    let mut mistake = None;
    let mut open: Vec<&'a str> = Vec::new();
    event(Event::Map);
    loop {
        let before = usize::try_from(reader.buffer_position()).unwrap_or(usize::MAX);
        match reader.read_event() {
            Ok(Xml::Start(tag)) => {
                open.push(start(text, &tag, before, event));
            }
            Ok(Xml::Empty(tag)) => {
                start(text, &tag, before, event);
                event(Event::End);
            }
            Ok(Xml::End(tag)) => {
                // Closes up to the element of that name; an end without a start closes nothing.
                let name = tag.local_name();
                let name: &str = name.as_ref();
                let near = open.iter().rev().take(8).position(|open| *open == name);
                match near {
                    Some(distance) => {
                        for _ in 0..=distance {
                            open.pop();
                            event(Event::End);
                        }
                        if distance > 0 {
                            mistake = mistake.or(Some((before, "an element is closed before those in it")));
                        }
                    }
                    None => mistake = mistake.or(Some((before, "an element is closed that was not opened"))),
                }
            }
            Ok(Xml::Text(_)) => {
                let after = usize::try_from(reader.buffer_position()).unwrap_or(usize::MAX);
                let raw = text.get(before..after).unwrap_or_default();
                let trimmed = raw.trim();
                if !trimmed.is_empty() {
                    let at = before + (raw.len() - raw.trim_start().len());
                    event(Event::Key(Text::borrowed("$text", 0)));
                    event(Event::Scalar(Text::borrowed(trimmed, at)));
                }
            }
            Ok(Xml::Eof) => break,
            Ok(_) => {}
            Err(_) => {
                mistake = mistake.or(Some((before, "this is not XML")));
                break;
            }
        }
    }
    if let (None, Some(_)) = (mistake, open.last()) {
        mistake = Some((text.len(), "the file ends before the last element is closed"));
    }
    for _ in open {
        event(Event::End);
    }
    event(Event::End);
    mistake
}

/// An element and its attributes; returns its name without a prefix.
fn start<'a>(text: &'a str, tag: &BytesStart<'_>, before: usize, event: &mut impl FnMut(Event<'a>)) -> &'a str {
    let name = part(text, tag.local_name().as_ref());
    event(Event::Key(Text::borrowed(name, before + 1)));
    event(Event::Map);
    for attribute in tag.html_attributes().with_checks(false).flatten() {
        let key = part(text, attribute.key.local_name().as_ref());
        let value = part(text, &attribute.value);
        let at = value.as_ptr().addr().saturating_sub(text.as_ptr().addr());
        let at_key = key.as_ptr().addr().saturating_sub(text.as_ptr().addr());
        event(Event::Key(Text { text: format!("@{key}").into(), place: at_key..at_key + key.len() }));
        event(Event::Scalar(Text::borrowed(value, at)));
    }
    name
}

/// The same bytes, as part of the text they were read from.
fn part<'a>(text: &'a str, part: &str) -> &'a str {
    let start = part.as_ptr().addr().wrapping_sub(text.as_ptr().addr());
    text.get(start..start.saturating_add(part.len())).unwrap_or_default()
}
