//! The file with the commit message while it is edited: a report goes in as comments, and comes out again before git makes
//! the commit. Pure functions on its bytes.
//!
//! Git strips comments in one of its five cleanup modes only, and does not tell a hook which one it is in. So the report
//! stands between two marker lines, and the commit-msg hook takes it out by these.

mod comment;

use crate::policy::{OVERRIDE_KEY, is_comment, is_scissors, is_trailer};
use crate::text::printable_str;

pub use comment::comment_string;

const BEGIN: &str = "hunkguard-begin";
const END: &str = "hunkguard-end";

/// What the begin marker says about the line ends that were put in above it, by their count: what is taken out is what was
/// put in, byte for byte.
const ABOVE: [&str; 3] = ["", " (with the empty line above)", " (with both line ends above)"];

/// Puts a report into a message as comments, behind the user's text and above whatever git has written below it. A report
/// that is in already is replaced. Of `block`, lines that begin with the key of an override can be made to count by
/// taking the comment string away.
pub fn insert_template(message: &[u8], comment: &[u8], block: &[impl AsRef<str>]) -> Vec<u8> {
    if comment.is_empty() {
        return message.to_vec();
    }
    let message = remove_template(message, comment);
    let lines = split(&message);
    let eol: &[u8] = if lines.first().is_some_and(|line| line.whole.ends_with(b"\r\n")) { b"\r\n" } else { b"\n" };
    let (above, below) = lines.split_at(end_of_text(&lines, comment).comments);
    let gap = match above.last() {
        None => 1,
        Some(line) if !line.whole.ends_with(b"\n") => 2,
        Some(line) if !line.is_blank() => 1,
        Some(_) => 0,
    };
    let mut out = join(above);
    out.extend(eol.repeat(gap));
    let mut put = |prefix: &str, text: &str| {
        for part in [comment, prefix.as_bytes(), text.as_bytes(), eol] {
            out.extend_from_slice(part);
        }
    };
    put(" ", &format!("{BEGIN}{}", ABOVE[gap]));
    for line in block {
        // A line break in it would end the comment.
        let text = printable_str(line.as_ref());
        match text.trim_end() {
            "" => put("", ""),
            text if text.starts_with(OVERRIDE_KEY) => put(" ", text),
            text => put("  ", text),
        }
    }
    put(" ", END);
    out.extend(join(below));
    out
}

/// The message as far as it will be committed: without the scissors line and the diff below it.
pub fn above_scissors(message: &[u8], comment: &[u8]) -> Vec<u8> {
    let lines = split(message);
    let kept = lines.iter().take_while(|line| !is_scissors(line.text, comment)).count();
    join(&lines[..kept])
}

/// Takes the report out again. Overrides in it that are no comments any more move to the end of the message, as trailers.
/// Other text that the user has written into it stays. Where one of the marker lines is gone, the lines that have the form
/// of the report, from the other marker on, are the report.
pub fn remove_template(message: &[u8], comment: &[u8]) -> Vec<u8> {
    let mut message = message.to_vec();
    while let Some(without) = remove_one(&message, comment) {
        message = without;
    }
    message
}

fn remove_one(message: &[u8], comment: &[u8]) -> Option<Vec<u8>> {
    let lines = split(message);
    let text = lines.iter().take_while(|line| !is_scissors(line.text, comment)).count();
    let (first, last) = find_block(&lines[..text], comment)?;
    let block = &lines[first..=last];
    let kept = block.iter().filter(|line| !is_comment(line.text, comment));
    let (trailers, others): (Vec<&Line>, Vec<&Line>) = kept.partition(|line| is_trailer(line.text));
    let from = others.iter().position(|line| !line.is_blank()).unwrap_or(others.len());
    let to = others.iter().rposition(|line| !line.is_blank()).map_or(from, |last| last + 1);
    let mut below: Vec<u8> = others[from..to].iter().flat_map(|line| line.whole).copied().collect();
    below.extend(join(&lines[last + 1..]));
    let mut above = join(&lines[..first]);
    let gap = ABOVE.iter().position(|note| block[0].is(comment, &format!(" {BEGIN}{note}"))).unwrap_or(0);
    if gap > 0 && first > 0 && lines[first - 1].is_blank() {
        above.truncate(above.len() - lines[first - 1].whole.len());
        let eol = &block[0].whole[block[0].text.len()..];
        if gap == 2 && below.is_empty() && above.ends_with(eol) {
            above.truncate(above.len() - eol.len());
        }
    }
    above.extend(below);
    Some(append_trailers(&above, comment, &trailers))
}

/// The first and the last line of the report.
fn find_block(lines: &[Line], comment: &[u8]) -> Option<(usize, usize)> {
    let is_begin = |line: &Line| ABOVE.iter().any(|note| line.is(comment, &format!(" {BEGIN}{note}")));
    let is_end = |line: &Line| line.is(comment, &format!(" {END}"));
    let first = lines.iter().position(|line| is_begin(line) || is_end(line))?;
    let behind = &lines[first + 1..];
    if is_end(&lines[first]) {
        let own = lines[..first].iter().rev().take_while(|line| line.is_report(comment)).count();
        return Some((first - own, first));
    }
    let own = match behind.iter().position(|line| is_begin(line) || is_end(line)) {
        Some(end) if is_end(&behind[end]) => end + 1,
        _ => behind.iter().take_while(|line| line.is_report(comment)).count(),
    };
    Some((first, first + own))
}

/// Puts trailers at the end of the user's text: into its last paragraph where that is one of trailers already, else into
/// one of their own.
fn append_trailers(message: &[u8], comment: &[u8], trailers: &[&Line]) -> Vec<u8> {
    if trailers.is_empty() {
        return message.to_vec();
    }
    let lines = split(message);
    let (above, below) = lines.split_at(end_of_text(&lines, comment).text);
    let mut out = join(above);
    if !out.is_empty() && !out.ends_with(b"\n") {
        out.push(b'\n');
    }
    if !ends_with_trailers(above, comment) {
        out.push(b'\n');
    }
    for line in trailers {
        out.extend_from_slice(line.text.trim_ascii());
        out.push(b'\n');
    }
    out.extend(join(below));
    out
}

/// Whether the last paragraph is one of trailers. The first one never is: it is the subject.
fn ends_with_trailers(text: &[Line], comment: &[u8]) -> bool {
    let mut text = text.iter().rev().filter(|line| !is_comment(line.text, comment));
    let paragraph: Vec<&Line> = text.by_ref().take_while(|line| !line.is_blank()).collect();
    let has_subject = text.any(|line| !line.is_blank());
    has_subject && !paragraph.is_empty() && paragraph.iter().all(|line| line.has_key())
}

/// Indexes of lines.
struct EndOfText {
    /// The line behind the last one with text of the user's.
    text: usize,
    /// The first of the comments that close the message, or of the scissors.
    comments: usize,
}

fn end_of_text(lines: &[Line], comment: &[u8]) -> EndOfText {
    let cut = lines.iter().position(|line| is_scissors(line.text, comment)).unwrap_or(lines.len());
    let is_text = |line: &Line| !line.is_blank() && !is_comment(line.text, comment);
    let text = lines[..cut].iter().rposition(is_text).map_or(0, |last| last + 1);
    let comments = lines[text..cut].iter().position(|line| is_comment(line.text, comment));
    EndOfText { text, comments: comments.map_or(cut, |first| text + first) }
}

/// A line of the message.
struct Line<'m> {
    /// With its end.
    whole: &'m [u8],
    /// Without.
    text: &'m [u8],
}

impl Line<'_> {
    fn is_blank(&self) -> bool {
        self.text.iter().all(u8::is_ascii_whitespace)
    }

    /// Whether it is the comment string and then this text. An editor may have trimmed or added blanks at its end.
    fn is(&self, comment: &[u8], text: &str) -> bool {
        !comment.is_empty() && self.text.trim_ascii_end().strip_prefix(comment) == Some(text.as_bytes())
    }

    /// Whether it has the form of a line of a report: git's own comments have one space behind the comment string, ours have
    /// two, but for overrides.
    fn is_report(&self, comment: &[u8]) -> bool {
        let Some(rest) = self.text.strip_prefix(comment).filter(|_| !comment.is_empty()) else {
            return is_override(self.text);
        };
        rest.trim_ascii().is_empty() || rest.starts_with(b"  ") || is_override(rest)
    }

    /// Whether it has the form of a trailer of any kind.
    fn has_key(&self) -> bool {
        let key = self.text.iter().take_while(|b| b.is_ascii_alphanumeric() || **b == b'-').count();
        key > 0 && self.text.get(key) == Some(&b':')
    }
}

fn is_override(line: &[u8]) -> bool {
    line.trim_ascii_start().starts_with(OVERRIDE_KEY.as_bytes())
}

fn split(message: &[u8]) -> Vec<Line<'_>> {
    let lines = message.split_inclusive(|&b| b == b'\n').map(|whole| {
        let text = whole.strip_suffix(b"\n").map_or(whole, |text| text.strip_suffix(b"\r").unwrap_or(text));
        Line { whole, text }
    });
    lines.collect()
}

fn join(lines: &[Line]) -> Vec<u8> {
    lines.iter().flat_map(|line| line.whole).copied().collect()
}

#[cfg(test)]
mod tests;
