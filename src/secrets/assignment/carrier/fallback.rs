//! Values that are not there at once: behind a type, in a wrapper, as the default of a variable.

use super::super::literal::{quoted, run};
use super::{Found, Site, Tie, literal, spaces};

/// `password: str = "…"`: a literal behind a type.
pub(super) fn typed(text: &[u8], at: usize) -> Option<Found> {
    let end = run(text, at, |byte| byte.is_ascii_alphanumeric() || b"_&'.<>[]?|: ".contains(&byte));
    if end == at || end - at > 40 || text.get(end) != Some(&b'=') || matches!(text.get(end + 1), Some(b'=' | b'>')) {
        return None;
    }
    literal(text, spaces(text, end + 1), false)
}

/// What stands in for a value that is not set, and wrappers: `os.getenv("PASSWORD", "…")`, `process.env.TOKEN || "…"`,
/// `SecretStr("…")`, `${PASSWORD:-…}`.
pub(super) fn fallback(site: &Site, tie: Tie, tight: bool, at: usize) -> Option<Found> {
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
    const JOINTS: [&[u8]; 7] = [b", ", b" || ", b" ?? ", b" or ", b" ?: ", b"default=", b"||"];
    let text = site.text;
    let rest = text.get(at..)?;
    if tight && tie == Tie::Colon && text[..site.before].ends_with(b"${") {
        // The name is that of the variable.
        let start = at + usize::from(matches!(rest.first(), Some(b'-' | b'=')));
        return until_brace(text, start);
    }
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
    let joint =
        JOINTS.iter().filter_map(|joint| memchr::memmem::find(line, joint).map(|place| place + joint.len())).min()?;
    let found = quoted(text, spaces(text, at + joint))?;
    Some(Found::quoted(found.inside, false))
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
    until_brace(text, start)
}

fn until_brace(text: &[u8], start: usize) -> Option<Found> {
    let end = run(text, start, |byte| byte.is_ascii_graphic() && !b"}\"'`{$".contains(&byte));
    (text.get(end) == Some(&b'}')).then(|| Found::bare(start..end, false))
}
