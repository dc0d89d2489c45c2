//! Names of files as rules write them: `id_rsa`, `*.pem`, `.env.*`, `.aws/credentials`, `.claude/projects/**`. A pattern has
//! one key, and a path few that a pattern for it can have (`names`), so that no list of patterns is walked. `build.rs` makes
//! the table of the built-in ones with this file.

/// How a key stands for a pattern.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[repr(u8)]
pub enum Kind {
    /// The name of the file.
    Name,
    /// The end of the name, from a separator on: `.pem` of `*.pem`.
    End,
    /// The beginning of the name, with a separator behind it: `.env.` of `.env.*`.
    Beginning,
    /// A folder on the way that begins with a dot: `.claude` of `.claude/projects/**`.
    Folder,
}

/// What separates the parts of a name.
pub const SEPARATORS: &[u8] = b"._-";

/// The key of a pattern.
///
/// # Errors
/// What is wrong with it, in words.
pub fn key(pattern: &str) -> Result<(Kind, &str), String> {
    let bad = |what: &str| Err(format!("name `{pattern}` {what}"));
    if pattern.bytes().any(|byte| byte.is_ascii_uppercase()) {
        return bad("is not in lower case: case does not count");
    }
    let separates = |byte: Option<&u8>| byte.is_some_and(|byte| SEPARATORS.contains(byte));
    let (folders, name) = pattern.rsplit_once('/').unwrap_or(("", pattern));
    if folders.contains('*') || folders.split('/').skip(1).any(str::is_empty) {
        return bad("has a folder without a name");
    }
    if name == "**" {
        let first = folders.split('/').next().unwrap_or_default();
        return if first.starts_with('.') { Ok((Kind::Folder, first)) } else { bad("begins with an ordinary folder") };
    }
    match name.split_once('*') {
        None if name.is_empty() => bad("is empty"),
        None => Ok((Kind::Name, name)),
        Some((_, end)) if end.contains('*') => bad("has two stars"),
        Some(("", end)) if separates(end.as_bytes().first()) => Ok((Kind::End, end)),
        Some((beginning, _)) if separates(beginning.as_bytes().last()) => Ok((Kind::Beginning, beginning)),
        Some(_) => bad("has a star that does not stand beside a dot, a hyphen or an underscore"),
    }
}
