//! Text in a given width. All widths are terminal columns: a wide character (CJK, most emoji) takes two, a combining mark
//! none.

use std::borrow::Cow;

use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

use crate::text::printable_str;

/// Stands where something was cut off.
const ELLIPSIS: char = '…';

/// How many columns a text takes.
pub fn columns(text: &str) -> usize {
    text.width()
}

/// Text from rules, messages and policies on one line and printable: a line break becomes a space.
pub fn one_line(text: &str) -> String {
    let words: Vec<&str> = text.split_ascii_whitespace().collect();
    printable_str(&words.join(" ")).into_owned()
}

/// Breaks text at spaces into lines of at most `width` columns. What stands in backticks stays whole and so does a long
/// word, such as a link or a path: they may overflow, so that they can be copied.
pub fn wrap(text: &str, width: usize) -> Vec<String> {
    fill(&whole_words(text), width)
}

/// Breaks text that somebody else wrote: as [`wrap`], but nothing overflows.
pub fn wrap_strict(text: &str, width: usize) -> Vec<String> {
    let mut words = Vec::new();
    for mut word in text.split(' ').filter(|word| !word.is_empty()) {
        while columns(word) > width {
            // At least one character, so that it ends: a dash may be three columns wide.
            let first = word.chars().next().map_or(1, char::len_utf8);
            let (head, tail) = word.split_at(fitting(word, width).max(first));
            words.push(head);
            word = tail;
        }
        words.push(word);
    }
    fill(&words, width)
}

/// The words of a text; a span in backticks is part of one word, with its spaces.
fn whole_words(text: &str) -> Vec<&str> {
    let mut words = Vec::new();
    let (mut start, mut quoted) = (0, false);
    for (at, c) in text.char_indices() {
        match c {
            // A backtick without a partner quotes nothing.
            '`' => quoted = !quoted && text[at + 1..].contains('`'),
            ' ' if !quoted => {
                words.push(&text[start..at]);
                start = at + 1;
            }
            _ => {}
        }
    }
    words.push(&text[start..]);
    words.retain(|word| !word.is_empty());
    words
}

fn fill(words: &[&str], width: usize) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for word in words {
        match lines.last_mut() {
            Some(line) if columns(line) + 1 + columns(word) <= width => {
                line.push(' ');
                line.push_str(word);
            }
            _ => lines.push((*word).to_owned()),
        }
    }
    lines
}

/// How many bytes of the text fit into a width; whole characters, with the marks that combine with them.
fn fitting(text: &str, width: usize) -> usize {
    let mut used = 0;
    let mut wider = text.char_indices().skip_while(|(_, c)| {
        used += c.width().unwrap_or(0);
        used <= width
    });
    wider.next().map_or(text.len(), |(at, _)| at)
}

/// The beginning of a text, with `…` at its end if not all of it fits.
pub fn cut_end(text: &str, width: usize) -> Cow<'_, str> {
    if columns(text) <= width {
        return Cow::Borrowed(text);
    }
    match width.checked_sub(1) {
        None => Cow::Borrowed(""),
        Some(room) => Cow::Owned(format!("{}{ELLIPSIS}", &text[..fitting(text, room)])),
    }
}

/// The end of a text, with `…` in front of it if not all of it fits.
pub fn cut_start(text: &str, width: usize) -> Cow<'_, str> {
    if columns(text) <= width {
        return Cow::Borrowed(text);
    }
    let Some(room) = width.checked_sub(1) else { return Cow::Borrowed("") };
    let mut used = 0;
    let from = text.char_indices().rev().take_while(|(_, c)| {
        used += c.width().unwrap_or(0);
        used <= room
    });
    let start = from.last().map_or(text.len(), |(at, _)| at);
    // A mark whose letter was cut off would combine with the ellipsis.
    let rest = text[start..].trim_start_matches(|c: char| c.width() == Some(0));
    Cow::Owned(format!("{ELLIPSIS}{rest}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_breaks_at_spaces_and_commands_and_links_stay_whole() {
        let text = "Run `git commit --amend` or read https://example.com/a/long/link now";
        assert_eq!(
            wrap(text, 16),
            ["Run", "`git commit --amend`", "or read", "https://example.com/a/long/link", "now"]
        );
        assert_eq!(wrap("one ` two three", 6), ["one `", "two", "three"]);
        assert!(wrap("", 10).is_empty());
    }

    #[test]
    fn text_of_others_never_overflows() {
        let lines = wrap_strict(&format!("`a {} 世界世界世界世界", "x".repeat(25)), 7);
        assert!(lines.iter().all(|line| columns(line) <= 7), "{lines:?}");
        assert_eq!(lines.concat().replace(' ', "").chars().count(), 2 + 25 + 8);
    }

    #[test]
    fn a_wide_character_counts_twice_and_is_never_halved() {
        assert_eq!(columns("a世🦀e\u{301}"), 6);
        assert_eq!(cut_end("世界世界", 6), "世界…");
        assert_eq!(cut_end("世界世界", 4), "世…");
        assert_eq!(cut_start("世界世界", 6), "…世界");
        assert_eq!(cut_start("abce\u{301}f", 2), "…f");
        assert_eq!((cut_end("abc", 3), cut_start("abc", 0)), ("abc".into(), "".into()));
    }

    #[test]
    fn a_line_break_in_a_message_cannot_forge_a_line_of_the_report() {
        assert_eq!(one_line("x\n\r\npassed\u{1b}[2J\ty"), "x passed\\x1b[2J y");
    }
}
