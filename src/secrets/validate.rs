//! Validators: what a rule may ask about a secret beyond its regex. A rule names them; all must accept.

use std::borrow::Cow;
use std::ops::Range;

use super::assignment::is_password;
use super::key_name::{holds_key_word, is_key_name};
use super::placeholder::is_placeholder;
use super::randomness::is_random;
use super::structure::{Key, key};
use super::{credential, keys, kubernetes, proof};
use crate::finding::Confidence;

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
    pub(super) fn secret(&self) -> &'t [u8] {
        &self.text[self.secret.clone()]
    }

    pub(super) fn body(&self) -> &'t [u8] {
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
    /// It may well be one, and this is known of it.
    Told(Cow<'static, str>),
    /// It is one beyond doubt.
    Proven(Cow<'static, str>),
    /// A part of it is not as it should be: one step less sure.
    Weaker(Cow<'static, str>),
    /// It is one, but may do no harm: it must not block.
    Doubtful(Cow<'static, str>),
}

use Opinion::{Doubtful, No, Proven, Yes};

/// A validator; the second argument is what stands behind `>=` in its name.
type Validator = fn(&Subject, f64) -> Opinion;

/// Every validator, by the name that rules use; the same names as in `rules::VALIDATORS`.
const ALL: &[(&str, Validator)] = &[
    ("entropy>=", |subject, least| when(entropy(subject.body()) >= least)),
    ("random", |subject, _| when(is_random(subject.body()))),
    ("short", |subject, _| when(is_short(subject.body()))),
    ("password", |subject, _| password(subject.body())),
    ("not-placeholder", |subject, _| when(!is_placeholder(subject.body()))),
    ("mixed", |subject, _| when(is_mixed(subject.body()))),
    ("secret-name", |subject, _| when(!has_public_name(subject))),
    ("key-name", |subject, _| when(is_key_name(&subject.text[subject.start..subject.secret.start]))),
    ("key-word", |subject, _| when(holds_key_word(&subject.text[subject.start..subject.secret.start]))),
    ("authorization", |subject, _| when(credential::authorizes(subject))),
    ("credential", |subject, _| credential::password(subject)),
    ("basic-credentials", |subject, _| when(credential::is_login(subject.secret()))),
    ("api-key", |subject, _| when(credential::is_api_key(subject.body()))),
    ("uri-password", |subject, _| credential::uri_password(subject)),
    ("query-credential", |subject, _| credential::in_query(subject)),
    ("jwt", |subject, _| proof::json_web_token(subject.body())),
    ("pem", |subject, _| private_key(subject, Key::Plain)),
    ("pem-encrypted", |subject, _| private_key(subject, Key::Encrypted)),
    ("der-key", |subject, _| keys::der_key(subject.secret())),
    ("base64-pem", |subject, _| when(keys::holds_pem(subject.secret()))),
    ("jwk", |subject, _| when(keys::is_private_jwk(subject.secret()))),
    ("crc32-base62", |subject, _| proof::crc32(subject.body())),
    ("sha256-base32", |subject, _| proof::fine_grained(subject.secret())),
    ("gitlab-routable", |subject, _| proof::gitlab_routable(subject.secret())),
    ("aws-account", |subject, _| proof::aws_account(subject.body())),
    ("bech32", |subject, _| proof::bech32(subject.secret())),
    ("base58check", |subject, _| proof::base58check(subject.secret())),
    ("crc16-base32", |subject, _| proof::crc16_base32(subject.secret())),
    ("seed-phrase", |subject, _| proof::seed_phrase(subject.secret())),
    ("kubernetes-secret", |subject, _| when(kubernetes::is_secret(subject))),
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

pub(super) fn when(yes: bool) -> Opinion {
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

pub(super) fn is_short(bytes: &[u8]) -> bool {
    bytes.len() <= LONGEST_VALUE
}

fn password(value: &[u8]) -> Opinion {
    match is_password(value) {
        None => No,
        Some(Confidence::Low) => Doubtful("It may be a word or a name rather than a secret.".into()),
        Some(_) => Yes,
    }
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
    if found == wanted && keys::is_complete(subject.body()) {
        return Proven("It is complete: it has the length that it states.".into());
    }
    when(found == wanted)
}

#[cfg(test)]
#[path = "validate_tests.rs"]
mod tests;
