//! Values without quotes: where a bare word is a literal.

use super::super::literal::{is_quote, quoted, run};
use super::super::place::Form;
use super::{Found, Site, Tie, fallback, literal};

/// A value without quotes.
pub(super) fn bare(site: &Site, tie: Tie, tight: bool, start: usize) -> Option<Found> {
    let (text, before) = (site.text, site.before);
    let first = *text.get(start)?;
    if first.is_ascii_whitespace() || b"$`{[<(|>&*!%,;)}\"'".contains(&first) {
        return None;
    }
    let found = |end: usize, weak: bool| (end > start).then(|| Found::bare(start..end, weak));
    let fields = matches!(site.left(), Some(b';' | b'&' | b'?'));
    let within = inside(text, before);
    let token = run(text, start, |byte| byte.is_ascii_graphic() && !b"\"'`;&<>,\\)".contains(&byte));
    let token = token - usize::from(token > start && text[token - 1] == b')');
    if site.name.option && tie == Tie::Assign && tight {
        return found(token, site.place.form == Form::Prose);
    }
    if (fields || within.is_some()) && tie == Tie::Assign && !site.named {
        // `Server=…;Password=…;` and `…?password=…&…`: the value ends with the field or with the string.
        let ends = match text.get(token) {
            Some(b';' | b'&') => true,
            Some(byte) if is_quote(*byte) => within == Some(*byte),
            Some(b'\\') => text.get(token + 1).is_some_and(|byte| is_quote(*byte) || matches!(byte, b'n' | b'r')),
            Some(b' ') => tight && within.is_some(),
            Some(b'\n' | b'\r') | None => fields && within.is_none(),
            _ => false,
        };
        return (ends && (tight || fields)).then(|| found(token, false)).flatten();
    }
    let line = run(text, start, |byte| byte != b'\n' && byte != b'\r');
    let whole = without_comment(&text[start..line]);
    match site.place.form {
        Form::Settings => single(whole).then(|| found(start + whole.len(), false)).flatten(),
        Form::Yaml => {
            let flow = whole.iter().position(|byte| matches!(byte, b',' | b'}')).unwrap_or(whole.len());
            let opened = memchr::memrchr(b'{', &text[line_start(text, before)..before]).is_some();
            let whole = if opened { whole[..flow].trim_ascii_end() } else { whole };
            (tie == Tie::Colon || tight).then_some(())?;
            single(whole).then(|| found(start + whole.len(), false)).flatten()
        }
        Form::Shell if tie == Tie::Assign && tight => found(token, false),
        // `PASSWORD := …` of a makefile.
        Form::Shell => {
            let alone = tie == Tie::Assign && text[line_start(text, before)..before].trim_ascii().is_empty();
            (alone && single(whole)).then(|| found(start + whole.len(), false)).flatten()
        }
        Form::Prose => {
            let word = whole[..run(whole, 0, |byte| !byte.is_ascii_whitespace())].trim_ascii_end();
            let end = word.iter().rposition(|byte| !b").,;:]}".contains(byte)).map_or(0, |last| last + 1);
            found(start + end, !single(whole))
        }
        Form::Code | Form::Quoted => None,
    }
}

/// One word, and not the end of a sentence.
pub(super) fn single(value: &[u8]) -> bool {
    !value.is_empty() && !value.iter().any(u8::is_ascii_whitespace)
}

/// A line of settings without the comment behind its value.
pub(super) fn without_comment(line: &[u8]) -> &[u8] {
    let comment = [&b" #"[..], b" ;", b" //", b"\t#"].iter().filter_map(|mark| memchr::memmem::find(line, mark)).min();
    line[..comment.unwrap_or(line.len())].trim_ascii_end()
}

fn line_start(text: &[u8], at: usize) -> usize {
    let from = at.saturating_sub(400);
    memchr::memrchr(b'\n', &text[from..at]).map_or(from, |end| from + end + 1)
}

/// The quote of the string in which `at` stands, as far as its line tells.
fn inside(text: &[u8], at: usize) -> Option<u8> {
    let mut open = None;
    let line = &text[line_start(text, at)..at];
    let mut bytes = line.iter();
    while let Some(&byte) = bytes.next() {
        match (byte, open) {
            (b'\\', Some(_)) => {
                bytes.next();
            }
            (byte, None) if is_quote(byte) => open = Some(byte),
            (byte, Some(quote)) if byte == quote => open = None,
            _ => {}
        }
    }
    open
}

/// Words before a name that is given its value by white space: `ENV`, `#define`, `set`.
const GIVERS: [&[u8]; 8] = [b"define", b"env", b"arg", b"setx", b"setenv", b"set", b"const", b"export"];

/// A value behind nothing but white space.
pub(super) fn spaced(site: &Site, at: usize) -> Option<Found> {
    let (text, before, place) = (site.text, site.before, site.place);
    let first = *text.get(at)?;
    let token = run(text, at, |byte| byte.is_ascii_graphic() && !b"\"'`;<>,\\)|".contains(&byte));
    if site.name.option {
        if let Some(found) = quoted(text, at) {
            return Some(Found::quoted(found.inside, false));
        }
        let plain = token > at && !b"-$<[{(|&=/".contains(&first);
        return plain.then_some(Found::bare(at..token, place.form == Form::Prose));
    }
    // To pass something is a verb of prose.
    if place.form == Form::Prose && text[site.name.span.clone()].eq_ignore_ascii_case(b"pass") {
        return None;
    }
    // `var password string = "…"`.
    if place.form == Form::Code
        && let Some(found) = fallback::typed(text, at)
    {
        return Some(found);
    }
    let line = &text[line_start(text, before)..before];
    let front = line.trim_ascii();
    let giver = front.rsplit(|byte| !byte.is_ascii_alphabetic()).next().unwrap_or_default().to_ascii_lowercase();
    let given = GIVERS.contains(&giver.as_slice());
    if let Some(found) = literal(text, at, !given && place.form != Form::Code) {
        return Some(found);
    }
    let end = run(text, at, |byte| byte != b'\n' && byte != b'\r');
    let whole = without_comment(&text[at..end]);
    let shell = given && matches!(place.form, Form::Shell | Form::Settings | Form::Prose);
    let setting = front.is_empty() && place.form == Form::Settings;
    let plain = single(whole) && first.is_ascii_alphanumeric();
    ((shell || setting) && plain).then(|| Found::bare(at..at + whole.len(), !given))
}
