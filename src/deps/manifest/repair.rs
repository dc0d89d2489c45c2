//! The text of a manifest made readable without moving a byte: a byte order mark, bytes that are not UTF-8 and the lines
//! of a merge conflict become spaces, so that both sides of the conflict are read.

use std::borrow::Cow;

use super::found::{Found, Trouble};

/// The text, of the same length as the bytes.
pub fn readable<'a>(bytes: &'a [u8], found: &mut Found) -> Cow<'a, str> {
    let mut text = match std::str::from_utf8(bytes) {
        Ok(text) => Cow::Borrowed(text),
        Err(error) => {
            found.trouble(error.valid_up_to(), Trouble::NotUtf8);
            Cow::Owned(only_utf8(bytes))
        }
    };
    if text.starts_with('\u{feff}') {
        text.to_mut().replace_range(..3, "   ");
    }
    if let Some(first) = conflict(&text) {
        found.trouble(first, Trouble::Conflict);
        text = Cow::Owned(without_markers(&text));
    }
    text
}

fn only_utf8(bytes: &[u8]) -> String {
    let mut out = String::with_capacity(bytes.len());
    for chunk in bytes.utf8_chunks() {
        out.push_str(chunk.valid());
        out.extend(chunk.invalid().iter().map(|_| ' '));
    }
    out
}

/// The first line that opens a conflict which also closes.
fn conflict(text: &str) -> Option<usize> {
    let at_line = |at: usize| at == 0 || text.as_bytes()[at - 1] == b'\n';
    let open = memchr::memmem::find_iter(text.as_bytes(), "<<<<<<< ").find(|at| at_line(*at))?;
    memchr::memmem::find_iter(&text.as_bytes()[open..], ">>>>>>>").any(|at| at_line(open + at)).then_some(open)
}

fn without_markers(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for line in text.split_inclusive('\n') {
        let marker = ["<<<<<<< ", "||||||| ", ">>>>>>> "].iter().any(|mark| line.starts_with(mark))
            || line.trim_end() == "=======";
        if marker {
            let body = line.trim_end_matches('\n');
            out.extend(std::iter::repeat_n(' ', body.len()));
            out.push_str(&line[body.len()..]);
        } else {
            out.push_str(line);
        }
    }
    out
}
