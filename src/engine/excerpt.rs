//! The line of a finding, with every secret in it masked.

use std::ops::Range;

use crate::finding::{Excerpt, Redacted};
use crate::text::printable;

/// How many bytes of the line are shown before and behind the match.
const MARGIN: usize = 160;
/// How many bytes of the match are shown.
const LONGEST_MATCH: usize = 240;

/// The part of the line that the match takes, as far as it is shown.
fn marked(line: &Range<usize>, span: &Range<usize>) -> Range<usize> {
    let start = span.start.clamp(line.start, line.end);
    start..span.end.clamp(start, line.end).min(start + LONGEST_MATCH)
}

/// The bytes that an excerpt shows, masked or not.
pub(super) fn shown(line: &Range<usize>, span: &Range<usize>) -> Range<usize> {
    let Range { start, end } = marked(line, span);
    line.start.max(start.saturating_sub(MARGIN))..line.end.min(end + MARGIN)
}

/// Cuts the excerpt out of the line of the first byte of `span`. `secrets` are byte ranges in `text`, sorted by start: all
/// that overlap what is shown.
pub(super) fn excerpt(text: &[u8], line: &Range<usize>, span: &Range<usize>, secrets: &[Range<usize>]) -> Excerpt {
    let Range { start, end } = marked(line, span);
    let Range { start: from, end: to } = shown(line, span);
    let mut before = masked(text, from..start, secrets);
    if from == line.start {
        before.drain(..before.len() - before.trim_start().len());
    }
    Excerpt {
        before,
        marked: masked(text, start..end, secrets),
        after: masked(text, end..to, secrets).trim_end().to_owned(),
    }
}

/// The bytes of `range` as printable text, with whatever belongs to a secret masked. A secret that begins before the range
/// shows nothing but stars.
fn masked(text: &[u8], range: Range<usize>, secrets: &[Range<usize>]) -> String {
    let mut out = String::new();
    let mut at = range.start;
    for secret in secrets.iter().filter(|secret| secret.start < range.end && secret.end > range.start) {
        let (from, to) = (secret.start.max(at), secret.end.min(range.end));
        if from >= to {
            continue;
        }
        out.push_str(&printable(whole_characters(&text[at..from])));
        let stars = if from == secret.start {
            Redacted::new(&text[secret.clone()]).mask()
        } else {
            "*".repeat((to - from).min(40))
        };
        let shown = String::from_utf8_lossy(&text[from..to]).chars().count();
        out.extend(stars.chars().take(shown));
        at = to;
    }
    out.push_str(&printable(whole_characters(&text[at.min(range.end)..range.end])));
    out
}

/// Without the parts of a UTF-8 character that a cut left at the ends.
fn whole_characters(bytes: &[u8]) -> &[u8] {
    let continuation = |byte: &u8| byte & 0xc0 == 0x80;
    let skip = bytes.iter().take(3).take_while(|byte| continuation(byte)).count();
    let bytes = if std::str::from_utf8(bytes).is_ok() { bytes } else { &bytes[skip..] };
    match std::str::from_utf8(bytes) {
        Err(error) if error.error_len().is_none() => &bytes[..error.valid_up_to()],
        _ => bytes,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cut(text: &str, span: Range<usize>, secrets: &[Range<usize>]) -> Excerpt {
        excerpt(text.as_bytes(), &(0..text.len()), &span, secrets)
    }

    #[test]
    fn every_secret_of_the_line_is_masked() {
        let text = "  a = 'first'; b = 'second'";
        let shown = cut(text, 7..12, &[7..12, 20..26]);
        assert_eq!((shown.before.as_str(), shown.marked.as_str()), ("a = '", "*****"));
        assert_eq!(shown.after, "'; b = '******'");
    }

    #[test]
    fn a_long_line_is_cut_around_the_match() {
        let text = format!("{}SECRET{}", "é".repeat(500), "ü".repeat(500));
        let shown = cut(&text, 1000..1006, std::slice::from_ref(&(1000..1006)));
        assert_eq!(shown.marked, "******");
        assert!(shown.before.chars().all(|c| c == 'é') && shown.before.len() <= MARGIN);
        assert!(shown.after.chars().all(|c| c == 'ü') && shown.after.len() <= MARGIN);
    }

    #[test]
    fn a_secret_cut_by_the_window_shows_only_stars() {
        let text = "x".repeat(600);
        let shown = cut(&text, 300..310, std::slice::from_ref(&(0..600)));
        assert!(shown.text().chars().all(|c| c == '*'), "{shown:?}");
    }
}
