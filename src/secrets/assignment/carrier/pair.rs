//! Names that are values themselves, with their secret beside them, below them or around them.

use super::super::literal::{is_quote, run};
use super::super::place::Form;
use super::bare::{single, without_comment};
use super::{Found, Site, line_break, literal, spaces};

/// The most bytes between a quoted name and the word `value`: other attributes.
const NEAR: usize = 160;

/// The value beside a name that is a value itself, or an element: `name="password" value="…"`, `"name": "password",
/// "value": "…"`, `<password value="…"/>`, and in YAML the line below.
pub(super) fn beside(site: &Site, at: usize) -> Option<Found> {
    let text = site.text;
    if !site.named {
        return below(site, at).or_else(|| next_element(site, at)).or_else(|| {
            let tag = site.left() == Some(b'<') && matches!(text.get(at), Some(b' ' | b'\n' | b'\t'));
            tag.then(|| attribute(text, at)).flatten()
        });
    }
    if let Some(found) = described(text, at) {
        return Some(found);
    }
    let outside = text[..site.before.checked_sub(1)?].trim_ascii_end();
    matches!(outside.last(), Some(b'=' | b':')).then(|| attribute(text, at)).flatten()
}

/// The attribute or member `value` within the same tag or object.
fn attribute(text: &[u8], at: usize) -> Option<Found> {
    [&b"value"[..], b"Value", b"content"].iter().find_map(|word| member(text, at, word))
}

/// What a description of a variable gives as its default: `variable "password" { default = "…" }` of Terraform,
/// `"password": { "default": "…" }` of a schema.
fn described(text: &[u8], at: usize) -> Option<Found> {
    let mut open = spaces(text, at);
    if text.get(open) == Some(&b':') {
        open = spaces(text, open + 1);
    }
    (text.get(open) == Some(&b'{')).then(|| member(text, open + 1, b"default")).flatten()
}

/// The literal that a word is given, before the tag or the object ends.
pub(super) fn member(text: &[u8], at: usize, word: &[u8]) -> Option<Found> {
    let rest = &text[at..text.len().min(at + NEAR)];
    let stop = rest.iter().position(|byte| matches!(byte, b'>' | b'}' | b'{' | b';' | b')')).unwrap_or(rest.len());
    let rest = &rest[..stop];
    let behind = memchr::memmem::find_iter(rest, word).find_map(|found| {
        let edge = found.checked_sub(1).map(|before| rest[before])?;
        (edge.is_ascii_whitespace() || is_quote(edge) || edge == b',').then_some(found + word.len())
    })?;
    let mut next = at + behind;
    next += usize::from(text.get(next).is_some_and(|byte| is_quote(*byte)));
    next = spaces(text, next);
    matches!(text.get(next), Some(b'=' | b':')).then_some(())?;
    literal(text, spaces(text, next + 1), false)
}

/// `<key>Password</key>` and `<string>…</string>` behind it, as property lists have them.
fn next_element(site: &Site, at: usize) -> Option<Found> {
    (site.left() == Some(b'>') && site.text.get(at..)?.starts_with(b"</key>")).then_some(())?;
    let next = run(site.text, at + b"</key>".len(), |byte| byte.is_ascii_whitespace());
    let opening = b"<string>";
    site.text[next..].starts_with(opening).then(|| element(site.text, next + opening.len())).flatten()
}

/// `name: PASSWORD` and `value: …` on the next line, as containers get their variables.
fn below(site: &Site, at: usize) -> Option<Found> {
    let text = site.text;
    let next = line_break(text, at);
    if site.place.form != Form::Yaml || next == at || !text[next..].starts_with(b"value:") {
        return None;
    }
    let start = spaces(text, next + 6);
    if let Some(found) = literal(text, start, false) {
        return Some(found);
    }
    let end = run(text, start, |byte| byte != b'\n' && byte != b'\r');
    let whole = without_comment(&text[start..end]);
    single(whole).then(|| Found::bare(start..start + whole.len(), false))
}

/// `<password>…</password>`.
pub(super) fn element(text: &[u8], at: usize) -> Option<Found> {
    let at = run(text, at, |byte| byte.is_ascii_whitespace());
    let end = run(text, at, |byte| byte.is_ascii_graphic() && byte != b'<');
    let close = run(text, end, |byte| byte.is_ascii_whitespace());
    (text.get(close..)?.starts_with(b"</") && end > at).then(|| Found::bare(at..end, false))
}
