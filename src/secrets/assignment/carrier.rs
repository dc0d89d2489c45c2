//! Carriers: how a value is tied to the name before it.

use std::ops::Range;

use super::literal::{is_quote, quoted, run};
use super::name::Name;
use super::place::{Form, Place};

/// A literal that a name is tied to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Found {
    /// The literal without its quotes.
    pub span: Range<usize>,
    /// It stands without quotes.
    pub bare: bool,
    /// The tie is loose: only a value that speaks for itself counts.
    pub weak: bool,
}

/// What stands between a name and its value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Tie {
    /// `=`, `:=`, `=>`, `<-`.
    Assign,
    /// `:`.
    Colon,
    /// `==`, `!=`.
    Compare,
    /// `,`: an argument behind a quoted name.
    Comma,
    /// `(`: a setter.
    Call,
    /// `>`: the content of an element.
    Element,
    /// Nothing but white space.
    Space,
}

/// The most white space before and behind an operator: columns of settings.
const WIDEST: usize = 48;

/// The literal that belongs to a name.
pub(super) fn value(text: &[u8], name: &Name, place: Place) -> Option<Found> {
    let before = opening(text, name.span.start);
    let quote = before.checked_sub(1).map(|at| text[at]).filter(|byte| is_quote(*byte));
    let mut at = name.span.end;
    let closed = quote.and_then(|quote| closing(text, at, quote));
    if let Some(end) = closed {
        at = end;
        if let Some(found) = pair(text, before, at) {
            return Some(found);
        }
    } else if let Some(found) = entry_below(text, at, place) {
        return Some(found);
    }
    let named = closed.is_some();
    at = brackets(text, at, named);
    let operator = spaces(text, at);
    let markup = named || before.checked_sub(1).is_some_and(|at| matches!(text[at], b'<' | b':'));
    let (tie, end) = tie(text, operator, operator > at, named, markup)?;
    let start = spaces(text, end);
    match tie {
        Tie::Assign | Tie::Colon => assigned(text, name, place, tie, named, before, operator > at, end, start),
        Tie::Compare => literal(text, start, false),
        Tie::Comma => {
            let found = literal(text, line_break(text, start), true)?;
            let behind = text.get(spaces(text, found.span.end + 1));
            (behind != Some(&b':')).then(|| Found { weak: behind != Some(&b')') && !name.option, ..found })
        }
        Tie::Call => {
            let found = literal(text, start, false)?;
            let behind = text.get(spaces(text, found.span.end + 1));
            matches!(behind, Some(b')' | b',' | b'.')).then_some(found)
        }
        Tie::Element => element(text, end),
        Tie::Space => spaced(text, name, place, before, end),
    }
}

/// Where sigils and dashes before a name begin: `$password`, `--password`, `:password`.
fn opening(text: &[u8], start: usize) -> usize {
    let sigils = text[start.saturating_sub(2)..start].iter().rev().take_while(|byte| b"-$@".contains(byte)).count();
    start - sigils
}

/// Behind the quote that closes a quoted name.
fn closing(text: &[u8], at: usize, quote: u8) -> Option<usize> {
    let escaped = text.get(at) == Some(&b'\\');
    let at = at + usize::from(escaped);
    (text.get(at) == Some(&quote)).then_some(at + 1)
}

/// Behind `]` of an index, `[]` and `[32]` of a declaration, `?` and `!` of a type.
fn brackets(text: &[u8], mut at: usize, named: bool) -> usize {
    while let Some(byte) = text.get(at) {
        match byte {
            b']' if named => at += 1,
            b'?' | b'!' if !named && matches!(text.get(at + 1), Some(b':')) => at += 1,
            b'[' if !named => {
                let end = run(text, at + 1, |byte| byte.is_ascii_alphanumeric() || byte == b'_');
                if text.get(end) != Some(&b']') {
                    return at;
                }
                at = end + 1;
            }
            // `**password**: …` and `<b>Password:</b> …` of documents are left alone, `*` apart.
            b'*' if !named && text.get(at + 1) == Some(&b'*') => at += 2,
            _ => break,
        }
    }
    at
}

fn spaces(text: &[u8], at: usize) -> usize {
    text.get(at..).map_or(at, |rest| at + rest.iter().take(WIDEST).take_while(|b| matches!(b, b' ' | b'\t')).count())
}

/// The first byte of the next line that is no space, where nothing else stands on this one.
fn line_break(text: &[u8], at: usize) -> usize {
    let end = at + usize::from(text.get(at) == Some(&b'\r'));
    if text.get(end) == Some(&b'\n') { spaces(text, end + 1) } else { at }
}

fn tie(text: &[u8], at: usize, spaced: bool, named: bool, markup: bool) -> Option<(Tie, usize)> {
    const TIES: [(&[u8], Tie); 14] = [
        (b"===", Tie::Compare),
        (b"!==", Tie::Compare),
        (b"==", Tie::Compare),
        (b"!=", Tie::Compare),
        (b"=>", Tie::Assign),
        (b"=~", Tie::Compare),
        (b":=", Tie::Assign),
        (b"?=", Tie::Assign),
        (b"||=", Tie::Assign),
        (b"??=", Tie::Assign),
        (b"<-", Tie::Assign),
        (b"->", Tie::Compare),
        (b"=", Tie::Assign),
        (b":", Tie::Colon),
    ];
    let rest = text.get(at..)?;
    if rest.starts_with(b"::") && !rest.starts_with(b"::=") {
        return None;
    }
    if let Some((sign, tie)) = TIES.iter().find(|(sign, _)| rest.starts_with(sign)) {
        return Some((*tie, at + sign.len()));
    }
    match rest.first()? {
        b',' if named => Some((Tie::Comma, at + 1)),
        b'(' if !named && !spaced => Some((Tie::Call, at + 1)),
        b'>' if markup && !spaced => Some((Tie::Element, at + 1)),
        _ if spaced && !named => Some((Tie::Space, at)),
        _ => None,
    }
}

/// A literal in quotes that is not a part of something longer.
fn literal(text: &[u8], at: usize, weak: bool) -> Option<Found> {
    let found = quoted(text, at)?;
    (!is_part(text, found.end)).then_some(Found { span: found.inside, bare: false, weak })
}

/// Whether a value is made of the literal before `at` and more: joined, formatted, cut.
fn is_part(text: &[u8], at: usize) -> bool {
    /// Methods whose result still is the secret.
    const KEEP: [&[u8]; 12] = [
        b"encode",
        b"tochararray",
        b"getbytes",
        b"to_owned",
        b"to_string",
        b"into",
        b"as_bytes",
        b"trim",
        b"freeze",
        b"strip",
        b"tostring",
        b"equals",
    ];
    let next = spaces(text, at);
    match text.get(next) {
        Some(b'+' | b'%' | b'[') => true,
        Some(b'.') => {
            let end = run(text, next + 1, |byte| byte.is_ascii_alphanumeric() || byte == b'_');
            let method = text[next + 1..end].to_ascii_lowercase();
            !(KEEP.contains(&method.as_slice())
                || method.is_empty() && matches!(text.get(end), None | Some(b'\n' | b'\r')))
        }
        _ => false,
    }
}

#[allow(clippy::too_many_arguments, reason = "what was read so far, each once")]
fn assigned(
    text: &[u8],
    name: &Name,
    place: Place,
    tie: Tie,
    named: bool,
    before: usize,
    spaced: bool,
    end: usize,
    start: usize,
) -> Option<Found> {
    let at = match place.form {
        Form::Code | Form::Quoted => line_break(text, start),
        _ => start,
    };
    if quoted(text, at).is_some() {
        return literal(text, at, false).or_else(|| joined_setting(text, at, place));
    }
    if tie == Tie::Colon
        && !named
        && let Some(found) = typed(text, start)
    {
        return Some(found);
    }
    if let Some(found) = fallback(text, start) {
        return Some(found);
    }
    let tight = !spaced && start == end;
    bare(text, name, place, tie, named, before, tight, start)
}

/// In settings and scripts `+`, `%` and `.` behind a quote join nothing.
fn joined_setting(text: &[u8], at: usize, place: Place) -> Option<Found> {
    let found = quoted(text, at)?;
    let plain = matches!(place.form, Form::Settings | Form::Yaml | Form::Prose);
    plain.then_some(Found { span: found.inside, bare: false, weak: true })
}

/// `password: str = "…"`: a literal behind a type.
fn typed(text: &[u8], at: usize) -> Option<Found> {
    let end = run(text, at, |byte| byte.is_ascii_alphanumeric() || b"_&'.<>[]?|: ".contains(&byte));
    if end == at || end - at > 40 || text.get(end) != Some(&b'=') || matches!(text.get(end + 1), Some(b'=' | b'>')) {
        return None;
    }
    literal(text, spaces(text, end + 1), false)
}

/// What stands in for a value that is not set, and wrappers: `os.getenv("PASSWORD", "…")`, `process.env.TOKEN || "…"`,
/// `SecretStr("…")`, `${PASSWORD:-…}`.
fn fallback(text: &[u8], at: usize) -> Option<Found> {
    const LOOKUPS: [&[u8]; 11] = [
        b"process.env",
        b"os.environ",
        b"os.getenv",
        b"getenv",
        b"env(",
        b"env.",
        b"ENV",
        b"System.get",
        b"config(",
        b"environ.get",
        b"env[",
    ];
    const WRAPPERS: [&[u8]; 12] = [
        b"new String(",
        b"String(",
        b"SecretStr(",
        b"Secret(",
        b"SecureString(",
        b"Some(",
        b"str(",
        b"bytes(",
        b"String::from(",
        b"NSString(",
        b"std::string(",
        b"Object.freeze(",
    ];
    let rest = text.get(at..)?;
    if let Some(wrapper) = WRAPPERS.iter().find(|wrapper| rest.starts_with(wrapper)) {
        return literal(text, at + wrapper.len(), false);
    }
    if rest.starts_with(b"${") || rest.starts_with(b"\"${") {
        return default_of_variable(text, at);
    }
    if !LOOKUPS.iter().any(|lookup| rest.starts_with(lookup)) {
        return None;
    }
    let end = run(text, at, |byte| byte != b'\n' && byte != b';');
    let line = &text[at..end];
    const JOINTS: [&[u8]; 7] = [b", ", b" || ", b" ?? ", b" or ", b" ?: ", b"default=", b"||"];
    let joint =
        JOINTS.iter().filter_map(|joint| memchr::memmem::find(line, joint).map(|place| place + joint.len())).min()?;
    let found = quoted(text, at + joint)?;
    Some(Found { span: found.inside, bare: false, weak: false })
}

/// `${NAME:-default}` of shells and compose files, `${name:default}` of Spring.
fn default_of_variable(text: &[u8], at: usize) -> Option<Found> {
    let open = at + usize::from(text.get(at) == Some(&b'"')) + 2;
    let name = run(text, open, |byte| byte.is_ascii_alphanumeric() || b"_.-".contains(&byte) && byte != b':');
    let mut start = name + usize::from(text.get(name) == Some(&b':'));
    if start == name {
        return None;
    }
    start += usize::from(matches!(text.get(start), Some(b'-' | b'=')));
    let end = run(text, start, |byte| byte.is_ascii_graphic() && !b"}\"'`{$".contains(&byte));
    (text.get(end) == Some(&b'}')).then_some(Found { span: start..end, bare: true, weak: false })
}

#[allow(clippy::too_many_arguments, reason = "what was read so far, each once")]
fn bare(
    text: &[u8],
    name: &Name,
    place: Place,
    tie: Tie,
    named: bool,
    before: usize,
    tight: bool,
    start: usize,
) -> Option<Found> {
    let first = *text.get(start)?;
    if first.is_ascii_whitespace() || b"$`{[<(|>&*!%,;)}\"'".contains(&first) {
        return None;
    }
    let found = |end: usize, weak: bool| (end > start).then_some(Found { span: start..end, bare: true, weak });
    let fields = before.checked_sub(1).is_some_and(|at| matches!(text[at], b';' | b'&' | b'?'));
    let within = inside(text, before);
    let token = run(text, start, |byte| byte.is_ascii_graphic() && !b"\"'`;&<>,\\)".contains(&byte));
    let token = token - usize::from(token > start && text[token - 1] == b')');
    if name.option && tie == Tie::Assign && tight {
        return found(token, place.form == Form::Prose);
    }
    if (fields || within.is_some()) && tie == Tie::Assign && !named {
        // `Server=…;Password=…;` and `…?password=…&…`: the value ends with the field or with the string.
        let ends = match text.get(token) {
            Some(b';' | b'&') => true,
            Some(byte) if is_quote(*byte) => within == Some(*byte),
            Some(b'\\') => text.get(token + 1).is_some_and(|byte| is_quote(*byte)),
            Some(b' ') => tight && within.is_some(),
            Some(b'\n' | b'\r') | None => fields && within.is_none(),
            _ => false,
        };
        return (ends && (tight || fields)).then(|| found(token, false)).flatten();
    }
    let line = run(text, start, |byte| byte != b'\n' && byte != b'\r');
    let whole = without_comment(&text[start..line]);
    match place.form {
        Form::Settings => single(whole).then(|| found(start + whole.len(), false)).flatten(),
        Form::Yaml => {
            let flow = whole.iter().position(|byte| matches!(byte, b',' | b'}')).unwrap_or(whole.len());
            let opened = memchr::memrchr(b'{', &text[line_start(text, before)..before]).is_some();
            let whole = if opened { whole[..flow].trim_ascii_end() } else { whole };
            (tie == Tie::Colon || tight).then_some(())?;
            single(whole).then(|| found(start + whole.len(), false)).flatten()
        }
        Form::Shell => (tie == Tie::Assign && tight).then(|| found(token, false)).flatten(),
        Form::Prose => found(start + run(whole, 0, |byte| !byte.is_ascii_whitespace()), !single(whole)),
        Form::Code | Form::Quoted => None,
    }
}

/// One word, and not the end of a sentence.
fn single(value: &[u8]) -> bool {
    !value.is_empty() && !value.iter().any(u8::is_ascii_whitespace)
}

/// A line of settings without the comment behind its value.
fn without_comment(line: &[u8]) -> &[u8] {
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

/// `<password>…</password>`.
fn element(text: &[u8], at: usize) -> Option<Found> {
    let at = run(text, at, |byte| byte.is_ascii_whitespace());
    let end = run(text, at, |byte| byte.is_ascii_graphic() && byte != b'<');
    let close = run(text, end, |byte| byte.is_ascii_whitespace());
    (text.get(close..)?.starts_with(b"</") && end > at).then_some(Found { span: at..end, bare: true, weak: false })
}

/// The most bytes between a quoted name and the word `value`: other attributes.
const NEAR: usize = 160;

/// `name="password" value="…"`, `"name": "password", "value": "…"`: what the name is the value of comes first.
fn pair(text: &[u8], before: usize, at: usize) -> Option<Found> {
    let outside = text[..before.checked_sub(1)?].trim_ascii_end();
    if !matches!(outside.last(), Some(b'=' | b':')) {
        return None;
    }
    let rest = &text[at..text.len().min(at + NEAR)];
    let stop = rest.iter().position(|byte| matches!(byte, b'>' | b'}' | b'{')).unwrap_or(rest.len());
    let rest = &rest[..stop];
    let word = memchr::memmem::find_iter(rest, b"alue").find_map(|found| {
        let first = found.checked_sub(1).filter(|&first| matches!(rest[first], b'v' | b'V'))?;
        let edge = first.checked_sub(1).map(|before| rest[before])?;
        (edge.is_ascii_whitespace() || is_quote(edge) || edge == b',').then_some(found + 4)
    })?;
    let mut next = at + word;
    next += usize::from(text.get(next).is_some_and(|byte| is_quote(*byte)));
    next = spaces(text, next);
    matches!(text.get(next), Some(b'=' | b':')).then_some(())?;
    literal(text, spaces(text, next + 1), false)
}

/// `name: PASSWORD` and `value: …` on the next line, as containers get their variables.
fn entry_below(text: &[u8], at: usize, place: Place) -> Option<Found> {
    let next = line_break(text, at);
    if place.form != Form::Yaml || next == at || !text[next..].starts_with(b"value:") {
        return None;
    }
    let start = spaces(text, next + 6);
    if let Some(found) = literal(text, start, false) {
        return Some(found);
    }
    let end = run(text, start, |byte| byte != b'\n' && byte != b'\r');
    let whole = without_comment(&text[start..end]);
    single(whole).then(|| Found { span: start..start + whole.len(), bare: true, weak: false })
}

/// Words before a name that is given its value by white space: `ENV`, `#define`, `set`.
const GIVERS: [&[u8]; 8] = [b"define", b"env", b"arg", b"setx", b"setenv", b"set", b"const", b"export"];

/// A value behind nothing but white space.
fn spaced(text: &[u8], name: &Name, place: Place, before: usize, at: usize) -> Option<Found> {
    let first = *text.get(at)?;
    let token = run(text, at, |byte| byte.is_ascii_graphic() && !b"\"'`;<>,\\)|".contains(&byte));
    if name.option {
        if let Some(found) = quoted(text, at) {
            return Some(Found { span: found.inside, bare: false, weak: false });
        }
        let plain = token > at && !b"-$<[{(|&=/".contains(&first);
        return plain.then_some(Found { span: at..token, bare: true, weak: place.form == Form::Prose });
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
    ((shell || setting) && plain).then(|| Found { span: at..at + whole.len(), bare: true, weak: !given })
}
