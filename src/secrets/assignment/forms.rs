//! Literals that are recognised as something else than a secret, by their form alone.

use super::super::placeholder::is_variable;
use super::super::randomness::is_random;

/// Beginnings of values that say where the secret is, what was made of it, or what encrypted it.
#[rustfmt::skip]
const ELSEWHERE: [&[u8]; 43] = [
    b"ENC[", b"ENC(", b"vault:", b"arn:", b"op:", b"file:", b"classpath:", b"env:", b"env.", b"ref:", b"ssm:", b"projects/", b"data:",
    b"urn:", b"secretsmanager:", b"keychain:", b"sha256:", b"sha1:", b"sha512:", b"sha384-", b"sha512-", b"sha256-", b"sha1-", b"md5:",
    b"ssh-rsa", b"ssh-ed25519", b"pbkdf2", b"scrypt:", b"argon2", b"process.", b"os.", b"self.", b"this.", b"config.", b"settings.",
    b"var.", b"local.", b"secrets.", b"params.", b"args.", b"options.", b"module.", b"data.",
];

/// References, paths, addresses, messages, formats, regexes, stored hashes, encrypted values, identifiers of objects.
pub(super) fn is_something_else(value: &[u8]) -> bool {
    let starts = |fronts: &[&[u8]]| fronts.iter().any(|front| value.starts_with(front));
    // What base64 is padded with.
    let padding = value.iter().rev().take(2).take_while(|byte| **byte == b'=').count();
    let core = &value[..value.len() - padding];
    let holds = |parts: &[&[u8]]| parts.iter().any(|part| memchr::memmem::find(core, part).is_some());
    let graphic = value.iter().all(u8::is_ascii_graphic);
    !graphic
        || is_variable(value)
        || holds(&[
            b"://", b"()", b"=>", b"->", b"::", b"%s", b"%d", b"&&", b"||", b"==", b"${", b"..", b"[^", b"(?", b"\\",
            b"\"", b"`",
        ])
        || starts(&[b"/", b"./", b"~/", b"{", b"[", b"<", b"(", b"--", b"|", b",", b";"]) && !is_base64_like(value)
        || starts(&ELSEWHERE)
        || is_hash(value)
        || is_address(value)
        || is_file(value)
        || is_query(value)
        || holds(&[b"(", b")", b"{", b"}", b"<", b">", b"[", b"]"]) && !is_random(value)
}

/// Base64 may begin with a slash.
fn is_base64_like(value: &[u8]) -> bool {
    value.len() >= 24
        && value.first() == Some(&b'/')
        && is_random(value)
        && value.iter().filter(|&&b| b == b'/').count() <= 2
}

/// What a password becomes when it is stored: the modular crypt format, `$2b$12$…`, its relatives, and that of `MySQL`,
/// `*` and 40 hexadecimal digits.
fn is_hash(value: &[u8]) -> bool {
    let mysql = value.strip_prefix(b"*").is_some_and(|hex| hex.len() == 40 && hex.iter().all(u8::is_ascii_hexdigit));
    let md5 = value.strip_prefix(b"md5").is_some_and(|hex| hex.len() == 32 && hex.iter().all(u8::is_ascii_hexdigit));
    // The first is `Salted__` in base64: what OpenSSL encrypts with a passphrase begins so.
    let encrypted = [&b"U2FsdGVkX1"[..], b"$ANSIBLE_VAULT"].iter().any(|front| value.starts_with(front));
    // `Pa$$w0rd`: two of them alone are how people spell.
    let crypt = value.first() == Some(&b'$') || value.len() >= 20;
    mysql || md5 || encrypted || crypt && value.iter().filter(|&&byte| byte == b'$').count() >= 2
}

/// `user@host.example`, `10.0.0.1:80`.
fn is_address(value: &[u8]) -> bool {
    let mail = memchr::memchr(b'@', value).is_some_and(|at| {
        let host = &value[at + 1..];
        at > 0
            && memchr::memchr(b'.', host).is_some_and(|dot| dot > 0 && host.len() - dot > 2)
            && host.iter().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'-'))
    });
    mail || value.iter().all(|byte| byte.is_ascii_digit() || matches!(byte, b'.' | b':' | b'/' | b'-' | b',' | b'_'))
        && value.iter().any(|byte| !byte.is_ascii_digit())
}

/// A name that ends as names of files and hosts do.
fn is_file(value: &[u8]) -> bool {
    const ENDS: [&[u8]; 34] = [
        b"pem",
        b"key",
        b"crt",
        b"cer",
        b"pub",
        b"txt",
        b"json",
        b"yml",
        b"yaml",
        b"xml",
        b"html",
        b"php",
        b"js",
        b"py",
        b"jks",
        b"p12",
        b"pfx",
        b"png",
        b"svg",
        b"com",
        b"net",
        b"org",
        b"io",
        b"local",
        b"conf",
        b"properties",
        b"java",
        b"sh",
        b"enc",
        b"gpg",
        b"token",
        b"password",
        b"secret",
        b"md",
    ];
    memchr::memrchr(b'.', value)
        .is_some_and(|dot| dot > 0 && ENDS.iter().any(|end| value[dot + 1..].eq_ignore_ascii_case(end)))
}

/// `a=1&b=2`, `name=x`.
fn is_query(value: &[u8]) -> bool {
    let middle = value.strip_suffix(b"==").or_else(|| value.strip_suffix(b"=")).unwrap_or(value);
    memchr::memchr(b'=', middle)
        .is_some_and(|at| at >= 2 && middle[..at].iter().all(|b| b.is_ascii_alphabetic() || matches!(b, b'_' | b'-')))
}
