//! Carriers: how a value is tied to the name before it.

mod bare;
mod fallback;
mod pair;

use std::ops::Range;

use super::literal::{is_quote, quoted, run};
use super::name::{Kind, Name};
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
    /// It is the second argument of a call, behind the name of a user: a password, whatever the call is named.
    pub login: bool,
}

impl Found {
    fn quoted(span: Range<usize>, weak: bool) -> Self {
        Self { span, bare: false, weak, login: false }
    }

    fn bare(span: Range<usize>, weak: bool) -> Self {
        Self { span, bare: true, weak, login: false }
    }
}

/// A name and what stands right around it.
struct Site<'t> {
    text: &'t [u8],
    name: &'t Name,
    place: Place,
    /// Where the name begins, with its sigils: `$password`, `--password`.
    before: usize,
    /// The name stands in quotes of its own.
    named: bool,
}

impl Site<'_> {
    /// The byte before the name.
    fn left(&self) -> Option<u8> {
        self.before.checked_sub(1).map(|at| self.text[at])
    }
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
    /// `,`: an argument behind a quoted name, or behind the target of a copy.
    Comma,
    /// `(`: a setter.
    Call,
    /// `>`: the content of an element.
    Element,
    /// `|`: the next cell of a table.
    Cell,
    /// Nothing but white space.
    Space,
}

/// The most white space before and behind an operator: columns of settings.
const WIDEST: usize = 48;

/// The literal that belongs to a name.
pub(super) fn value(text: &[u8], name: &Name, place: Place) -> Option<Found> {
    let before = opening(text, name.span.start);
    let quote = before.checked_sub(1).map(|at| text[at]).filter(|byte| is_quote(*byte));
    let closed = quote.and_then(|quote| closing(text, name.span.end, quote));
    let site = Site { text, name, place, before, named: closed.is_some() };
    let mut at = closed.unwrap_or(name.span.end);
    if let Some(found) = pair::beside(&site, at) {
        return Some(found);
    }
    at = brackets(&site, at);
    let operator = spaces(text, at);
    let (tie, end) = tie(&site, operator, operator > at)?;
    let start = spaces(text, end);
    match tie {
        Tie::Assign | Tie::Colon => assigned(&site, tie, operator == at && start == end, start),
        Tie::Compare => literal(text, start, false),
        Tie::Comma => {
            let Some(found) = literal(text, line_break(text, start), true) else {
                // `add_argument("--password", default="…")`.
                return if name.option { pair::member(text, start - 1, b"default") } else { None };
            };
            let behind = text.get(spaces(text, found.span.end + 1));
            let last = behind == Some(&b')') && site.named;
            (behind != Some(&b':')).then_some(Found { weak: !last && !name.option, ..found })
        }
        Tie::Call => {
            let first = line_break(text, start);
            login(text, first).or_else(|| {
                let found = literal(text, first, false)?;
                let behind = text.get(spaces(text, found.span.end + 1));
                matches!(behind, Some(b')' | b',' | b'.')).then_some(found)
            })
        }
        Tie::Element => pair::element(text, end),
        Tie::Cell => {
            let end = run(text, start, |byte| byte.is_ascii_graphic() && byte != b'|');
            (text.get(spaces(text, end)) == Some(&b'|')).then(|| Found::bare(start..end, true))
        }
        Tie::Space => bare::spaced(&site, end),
    }
}

/// The second of two literals that are all the arguments of a call: `Credentials("user", "…")`.
fn login(text: &[u8], at: usize) -> Option<Found> {
    let user = quoted(text, at)?;
    let comma = spaces(text, user.end);
    (text.get(comma) == Some(&b',')).then_some(())?;
    let found = quoted(text, spaces(text, comma + 1))?;
    let short = user.inside.len() <= 64 && found.inside != user.inside;
    let last = matches!(text.get(spaces(text, found.end)), Some(b')' | b']' | b'}'));
    (short && last).then_some(Found { login: true, ..Found::quoted(found.inside, false) })
}

/// Where sigils and dashes before a name begin: `$password`, `--password`, `#password`.
fn opening(text: &[u8], start: usize) -> usize {
    let sigils = text[start.saturating_sub(2)..start].iter().rev().take_while(|byte| b"-$@#".contains(byte)).count();
    start - sigils
}

/// Behind the quote that closes a quoted name.
fn closing(text: &[u8], at: usize, quote: u8) -> Option<usize> {
    let escaped = text.get(at) == Some(&b'\\');
    let at = at + usize::from(escaped);
    (text.get(at) == Some(&quote)).then_some(at + 1)
}

/// Behind `]` of an index, `}` of a key, `[]` and `[32]` of a declaration, `?` and `!` of a type, `**` of bold text.
fn brackets(site: &Site, mut at: usize) -> usize {
    let text = site.text;
    while let Some(byte) = text.get(at) {
        match byte {
            b']' if site.named => at += 1,
            b'}' if site.named && matches!(text.get(spaces(text, at + 1)), Some(b'=' | b',')) => at += 1,
            b'}' if site.left() == Some(b'{') => at += 1,
            b'?' | b'!' if !site.named && matches!(text.get(at + 1), Some(b':')) => at += 1,
            b'*' if !site.named && text.get(at + 1) == Some(&b'*') => at += 2,
            b'[' if !site.named => {
                let end = run(text, at + 1, |byte| byte.is_ascii_alphanumeric() || byte == b'_');
                if text.get(end) != Some(&b']') {
                    return at;
                }
                at = end + 1;
            }
            _ => break,
        }
    }
    accessor(text, at)
}

/// Behind the accessors of a property with an initial value: `Password { get; set; } = "…"`.
fn accessor(text: &[u8], at: usize) -> usize {
    let open = spaces(text, at);
    if !text[open.min(text.len())..].starts_with(b"{ get;") {
        return at;
    }
    let close = run(text, open, |byte| !matches!(byte, b'}' | b'\n'));
    if text.get(close) == Some(&b'}') { close + 1 } else { at }
}

fn spaces(text: &[u8], at: usize) -> usize {
    text.get(at..).map_or(at, |rest| at + rest.iter().take(WIDEST).take_while(|b| matches!(b, b' ' | b'\t')).count())
}

/// The first byte of the next line that is no space, where nothing else stands on this one.
fn line_break(text: &[u8], at: usize) -> usize {
    let end = at + usize::from(text.get(at) == Some(&b'\r'));
    if text.get(end) == Some(&b'\n') { spaces(text, end + 1) } else { at }
}

/// The operator at `at` and where it ends.
fn tie(site: &Site, at: usize, spaced: bool) -> Option<(Tie, usize)> {
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
    let (text, named) = (site.text, site.named);
    let rest = text.get(at..)?;
    let markup = named || matches!(site.left(), Some(b'<' | b':'));
    if rest.starts_with(b"::") && !rest.starts_with(b"::=") {
        return None;
    }
    if let Some((sign, tie)) = TIES.iter().find(|(sign, _)| rest.starts_with(sign)) {
        return Some((*tie, at + sign.len()));
    }
    // `"password" to "…"`, a pair of Kotlin.
    if named && spaced && rest.starts_with(b"to ") {
        return Some((Tie::Assign, at + 2));
    }
    match rest.first()? {
        b',' if named || is_target(site) => Some((Tie::Comma, at + 1)),
        b'|' if spaced && site.place.form == Form::Prose => Some((Tie::Cell, at + 1)),
        b'(' if !named && !spaced => Some((Tie::Call, at + 1)),
        b'>' if markup && !spaced => Some((Tie::Element, at + 1)),
        _ if spaced && !named => Some((Tie::Space, at)),
        _ => None,
    }
}

/// Whether the name is the first argument of a function that copies or compares: `strcpy(password, "…")`.
fn is_target(site: &Site) -> bool {
    const FUNCTIONS: [&[u8]; 8] =
        [b"strcpy(", b"strcmp(", b"strncmp(", b"strncpy(", b"strcasecmp(", b"snprintf(", b"memcpy(", b"strlcpy("];
    FUNCTIONS.iter().any(|function| site.text[..site.before].ends_with(function))
}

/// A literal in quotes that is not a part of something longer.
fn literal(text: &[u8], at: usize, weak: bool) -> Option<Found> {
    let found = quoted(text, at)?;
    (!is_part(text, found.end)).then_some(Found::quoted(found.inside, weak))
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

fn assigned(site: &Site, tie: Tie, tight: bool, start: usize) -> Option<Found> {
    let text = site.text;
    let at = match site.place.form {
        Form::Code | Form::Quoted => line_break(text, start),
        _ => start,
    };
    if let Some(found) = quoted(text, at) {
        // In settings `+`, `%` and `.` behind a quote join nothing.
        let plain = matches!(site.place.form, Form::Settings | Form::Yaml | Form::Prose);
        return literal(text, at, false).or_else(|| plain.then(|| Found::quoted(found.inside, true)));
    }
    if tie == Tie::Colon
        && !site.named
        && let Some(found) = fallback::typed(text, start)
    {
        return Some(found);
    }
    if text.get(start) == Some(&b'(')
        && let Some(found) = literal(text, line_break(text, spaces(text, start + 1)), false)
        && text.get(line_break(text, spaces(text, found.span.end + 1))) == Some(&b')')
    {
        return Some(found);
    }
    if matches!(text.get(start), Some(b'(' | b'[' | b'{')) && matches!(site.name.kind, Kind::Token | Kind::Login) {
        return login(text, line_break(text, spaces(text, start + 1)));
    }
    fallback::fallback(site, tie, tight, start).or_else(|| bare::bare(site, tie, tight, start))
}
