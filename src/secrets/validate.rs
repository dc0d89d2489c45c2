//! Validators: what a rule may ask about a secret beyond its regex. A rule names them; all must accept.

use std::ops::Range;

use super::base64::decode;
use super::key_name::{holds_key_word, is_key_name};
use super::literal::is_password;
use super::placeholder::is_placeholder;
use super::randomness::is_random;
use super::structure::{Jwt, Key, jwt, key};
use crate::rules::{CRC32_LENGTH, crc32_base62, sha256_base32};

/// A match.
pub(super) struct Subject<'t> {
    /// The text of the file.
    pub text: &'t [u8],
    /// Where the match begins.
    pub start: usize,
    /// The secret: a byte range of `text`.
    pub secret: Range<usize>,
    /// The part of the secret that is not a fixed prefix: the group named `body`, or all of it.
    pub body: Range<usize>,
    /// The group named `user`: the account that a password belongs to.
    pub user: Option<Range<usize>>,
    /// The group named `host`: where a password is used.
    pub host: Option<Range<usize>>,
}

impl<'t> Subject<'t> {
    fn secret(&self) -> &'t [u8] {
        &self.text[self.secret.clone()]
    }

    fn body(&self) -> &'t [u8] {
        &self.text[self.body.clone()]
    }
}

/// What a validator says. The notes are shown to people.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Opinion {
    /// It is no secret.
    No,
    /// It may well be one.
    Yes,
    /// It is one beyond doubt.
    Proven(&'static str),
    /// It is one, but may do no harm: it must not block.
    Doubtful(&'static str),
}

use Opinion::{Doubtful, No, Proven, Yes};

/// A validator; the second argument is what stands behind `>=` in its name.
type Validator = fn(&Subject, f64) -> Opinion;

/// Every validator, by the name that rules use; the same names as in `rules::VALIDATORS`.
const ALL: [(&str, Validator); 16] = [
    ("entropy>=", |subject, least| when(entropy(subject.body()) >= least)),
    ("random", |subject, _| when(is_random(subject.body()))),
    ("short", |subject, _| when(is_short(subject.body()))),
    ("password", |subject, _| when(is_password(subject.body()))),
    ("not-placeholder", |subject, _| when(!is_placeholder(subject.body()))),
    ("mixed", |subject, _| when(is_mixed(subject.body()))),
    ("secret-name", |subject, _| when(!has_public_name(subject))),
    ("key-name", |subject, _| when(is_key_name(&subject.text[subject.start..subject.secret.start]))),
    ("key-word", |subject, _| when(holds_key_word(&subject.text[subject.start..subject.secret.start]))),
    ("authorization", |subject, _| when(opens(subject))),
    ("jwt", |subject, _| json_web_token(subject.body())),
    ("pem", |subject, _| private_key(subject, Key::Plain)),
    ("pem-encrypted", |subject, _| private_key(subject, Key::Encrypted)),
    ("uri-password", |subject, _| uri_password(subject)),
    ("crc32-base62", |subject, _| crc32(subject.body())),
    ("sha256-base32", |subject, _| fine_grained(subject.secret())),
];

/// Asks the validator with this name. A name that is not known cannot stand in a rule: see `rules::spec`.
pub(super) fn ask(name: &str, subject: &Subject) -> Opinion {
    let (name, argument) = match name.find(">=") {
        Some(at) => (&name[..at + 2], name[at + 2..].parse().unwrap_or(0.0)),
        None => (name, 0.0),
    };
    let found = ALL.iter().find(|(known, _)| *known == name);
    found.map_or(Yes, |(_, validator)| validator(subject, argument))
}

fn when(yes: bool) -> Opinion {
    if yes { Yes } else { No }
}

/// Shannon entropy in bits per byte.
fn entropy(bytes: &[u8]) -> f64 {
    let mut counts = [0u32; 256];
    let mut total = 0u32;
    for &byte in bytes {
        counts[usize::from(byte)] += 1;
        total += 1;
    }
    let total = f64::from(total);
    let shares = counts.iter().filter(|count| **count > 0).map(|&count| f64::from(count) / total);
    -shares.map(|share| share * share.log2()).sum::<f64>()
}

/// The most bytes of a value without prefix that is taken for a credential. A bound in the regex instead would make it a
/// hundred times as large to build.
const LONGEST_VALUE: usize = 256;

fn is_short(bytes: &[u8]) -> bool {
    bytes.len() <= LONGEST_VALUE
}

fn is_mixed(bytes: &[u8]) -> bool {
    bytes.iter().any(u8::is_ascii_digit) && bytes.iter().any(u8::is_ascii_alphabetic)
}

/// Words in front of `token` or `key` that make it something that opens nothing: the next page of a list, the name of a
/// request, a public key.
const PUBLIC: [&[u8]; 15] = [
    b"public",
    b"publickey",
    b"publishable",
    b"next",
    b"page",
    b"pagination",
    b"continuation",
    b"continue",
    b"request",
    b"idempotency",
    b"cursor",
    b"marker",
    b"cancellation",
    b"change",
    b"action",
];
/// How many bytes before a match are read: more than the longest of these words.
const LONGEST_WORD: usize = 16;

/// Whether the name to which the match assigns a value is that of something public.
fn has_public_name(subject: &Subject) -> bool {
    let before = &subject.text[subject.start.saturating_sub(LONGEST_WORD)..subject.start];
    let is_sign = |byte: &&u8| matches!(byte, b'_' | b'-' | b'.');
    let signs = before.iter().rev().take_while(is_sign).count();
    let name = before[..before.len() - signs].to_ascii_lowercase();
    PUBLIC.iter().any(|word| name.ends_with(word))
}

/// Whether the credential of an Authorization header is one: random, or for the scheme Basic (RFC 7617) the base64 of a
/// user and a password that is no placeholder.
fn opens(subject: &Subject) -> bool {
    let scheme = subject.text[subject.start..subject.secret.start].trim_ascii_end();
    let basic = scheme.last_chunk().is_some_and(|end: &[u8; 5]| end.eq_ignore_ascii_case(b"basic"));
    if !basic {
        return is_random(subject.secret()) && !is_placeholder(subject.secret());
    }
    let decoded = decode(subject.secret()).unwrap_or_default();
    let Some(colon) = memchr::memchr(b':', &decoded) else { return is_random(subject.secret()) };
    let (user, password) = (&decoded[..colon], &decoded[colon + 1..]);
    password != user && !is_placeholder(password)
}

fn json_web_token(token: &[u8]) -> Opinion {
    match jwt(token) {
        Jwt::No | Jwt::Example => No,
        Jwt::Yes => Yes,
    }
}

/// `-----BEGIN ENCRYPTED PRIVATE KEY-----` and what source code puts behind it.
const LONGEST_HEADER: usize = 64;

fn private_key(subject: &Subject, wanted: Key) -> Opinion {
    let start = subject.secret.start;
    let before = &subject.text[start.saturating_sub(LONGEST_HEADER)..start];
    let encrypted = memchr::memmem::rfind(before, b"BEGIN ENCRYPTED ").is_some();
    let found = match key(subject.body()) {
        Key::Plain if encrypted => Key::Encrypted,
        other => other,
    };
    when(found == wanted)
}

/// The last six characters of GitHub's and npm's tokens are a checksum of the others. One that fails drops nothing: tokens
/// of other servers with the same prefix carry none.
fn crc32(body: &[u8]) -> Opinion {
    let Some((random, checksum)) = body.split_last_chunk::<CRC32_LENGTH>() else { return Yes };
    proven(crc32_base62(random) == *checksum)
}

/// In `github_pat_`, two parts and `_` between them, the 8 characters before the last 8 are a checksum of all before them.
fn fine_grained(secret: &[u8]) -> Opinion {
    let Some((front, checksum)) = secret.len().checked_sub(8).and_then(|end| secret[..end].split_last_chunk::<8>())
    else {
        return Yes;
    };
    proven(sha256_base32(front) == *checksum)
}

fn proven(valid: bool) -> Opinion {
    if valid { Proven("Its checksum is valid: it was issued as a token.") } else { Yes }
}

/// A password in an address: no placeholder, not the user's name again, and not only for the machine it runs on.
fn uri_password(subject: &Subject) -> Opinion {
    let (password, get) =
        (subject.secret(), |range: &Option<Range<usize>>| range.clone().map(|range| &subject.text[range]));
    let same_as_user = get(&subject.user).is_some_and(|user| user.eq_ignore_ascii_case(password));
    if same_as_user || !is_short(password) || is_placeholder(password) {
        return No;
    }
    let host = get(&subject.host).unwrap_or_default().to_ascii_lowercase();
    if is_documentation(&host) {
        return No;
    }
    if is_local(&host) { Doubtful("It is used on the local machine only.") } else { Yes }
}

/// Names that RFC 2606 and RFC 6761 keep for documents and tests, and what people write instead.
fn is_documentation(host: &[u8]) -> bool {
    const NAMES: [&[u8]; 8] =
        [b"example", b"example.com", b"example.net", b"example.org", b"host", b"hostname", b"server", b"domain.com"];
    const ENDS: [&[u8]; 6] = [b".example", b".example.com", b".example.net", b".example.org", b".test", b".invalid"];
    NAMES.contains(&host) || ENDS.iter().any(|end| host.ends_with(end))
}

fn is_local(host: &[u8]) -> bool {
    host == b"localhost" || host.starts_with(b"127.") || host == b"[::1]" || host == b"0.0.0.0" || host.is_empty()
}

#[cfg(test)]
#[path = "validate_tests.rs"]
mod tests;
