//! Values that stand where a secret will be: `your-api-key`, `xxxxxxxx`, `${TOKEN}`, `<password>`.
//!
//! A random value that happens to hold a word is none, so a word counts only where chance would hardly put it: a long one
//! anywhere, a short one between separators, and many words together if they make up nearly the whole value.

use super::randomness::is_random;
use super::structure::{Jwt, jwt};

/// Words that nobody writes into a secret. Long enough that a random value of 64 characters holds one of them about once in
/// a million.
const ANYWHERE: [&str; 17] = [
    "changeme",
    "change-me",
    "change_me",
    "deadbeef",
    "dummy",
    "example",
    "foobar",
    "insert",
    "invalid",
    "notreal",
    "placeholder",
    "redacted",
    "replace",
    "sample",
    "testing",
    "your-",
    "your_",
];

/// Words that make up made-up values.
const WORDS: [&str; 74] = [
    "abc",
    "abcd",
    "access",
    "account",
    "admin",
    "another",
    "api",
    "app",
    "asdf",
    "auth",
    "bar",
    "baz",
    "bearer",
    "client",
    "code",
    "credential",
    "credentials",
    "database",
    "db",
    "default",
    "demo",
    "dev",
    "fake",
    "foo",
    "from",
    "goes",
    "guest",
    "hello",
    "here",
    "hunter",
    "id",
    "ignore",
    "key",
    "local",
    "localhost",
    "login",
    "mock",
    "mongo",
    "must",
    "my",
    "mysql",
    "mysecret",
    "new",
    "none",
    "not",
    "null",
    "old",
    "pass",
    "passwd",
    "passphrase",
    "password",
    "postgres",
    "private",
    "pwd",
    "qwerty",
    "real",
    "redis",
    "root",
    "secret",
    "secure",
    "server",
    "some",
    "string",
    "super",
    "test",
    "the",
    "tiger",
    "todo",
    "token",
    "undefined",
    "user",
    "value",
    "with",
    "your",
];

/// Whether a value is a placeholder, a variable or a pattern rather than a secret.
pub(super) fn is_placeholder(value: &[u8]) -> bool {
    jwt(value) == Jwt::Example
        || is_variable(value)
        || is_repetition(value)
        || is_typed(value)
        || is_made_of_words(value)
}

/// Whether a value that stands where only a password can stand is none. Short ones and numbers count as passwords, unlike in
/// [`is_placeholder`]; words do only if something is added to them.
pub(super) fn is_stand_in(value: &[u8]) -> bool {
    const KNOWN: [&str; 24] = [
        "123", "1234", "12345", "abcd", "android", "changeit", "empty", "false", "filtered", "guest", "hidden",
        "letmein", "nil", "off", "optional", "prompt", "pw", "removed", "required", "s3cret", "true", "void",
        "welcome", "yes",
    ];
    let plain: Vec<u8> = value.iter().map(|&byte| unleet(byte.to_ascii_lowercase())).collect();
    let letters = plain.iter().filter(|byte| byte.is_ascii_alphabetic()).count();
    let rest = without_words(&plain).len();
    let words = rest < letters && (rest < 3 || rest * 4 < value.len());
    let lower = value.to_ascii_lowercase();
    is_variable(value)
        || KNOWN.iter().any(|known| known.as_bytes() == lower)
        || (value.len() >= 4 && is_repetition(value))
        || (value.len() >= 6 && is_typed(value))
        || ANYWHERE.iter().any(|word| memchr::memmem::find(&lower, word.as_bytes()).is_some())
        || words
}

/// A reference that something else will fill in, or a text that is cut short.
pub(super) fn is_variable(value: &[u8]) -> bool {
    const OPENERS: [&[u8]; 10] = [b"${", b"$(", b"{{", b"#{", b"<%", b"%(", b"%{", b"...", b"***", "…".as_bytes()];
    const AROUND: [(&[u8], &[u8]); 7] =
        [(b"<", b">"), (b"{", b"}"), (b"[", b"]"), (b"(", b")"), (b"%", b"%"), (b"__", b"__"), (b"@", b"@")];
    let is_name = |name: &[u8]| name.iter().all(|&byte| byte.is_ascii_alphanumeric() || b"_.:->[]".contains(&byte));
    OPENERS.iter().any(|opener| memchr::memmem::find(value, opener).is_some())
        || AROUND.iter().any(|(open, close)| value.len() > 2 && value.starts_with(open) && value.ends_with(close))
        || value
            .strip_prefix(b"$")
            .is_some_and(|name| name.first().is_some_and(|b| !b.is_ascii_digit()) && is_name(name))
}

/// Few different characters, a long run of one, or a part that is repeated.
pub(super) fn is_repetition(value: &[u8]) -> bool {
    let mut seen = [false; 256];
    for &byte in value {
        seen[usize::from(byte)] = true;
    }
    let distinct = seen.iter().filter(|seen| **seen).count();
    // The base64 of a structure holds zeros in a row, and a long one holds anything.
    let run = value.chunk_by(u8::eq_ignore_ascii_case).any(|run| {
        let least = if matches!(run.first(), Some(b'x' | b'X' | b'*' | b'.' | b'#')) { 4 } else { 6 };
        run.len() >= least && run.len() * 10 >= value.len()
    });
    let periodic = (1..=value.len().min(64) / 2).any(|period| value[period..] == value[..value.len() - period]);
    distinct <= 3 || (value.len() >= 16 && distinct <= 5) || run || periodic
}

/// Neighbours in the alphabet or on the number row, `abcdefgh12345678`, or fingers at rest on the middle row, `asdkjfhasdlf`.
pub(super) fn is_typed(value: &[u8]) -> bool {
    let steps = value.array_windows().filter(|[a, b]| {
        let (a, b) = (a.to_ascii_lowercase(), b.to_ascii_lowercase());
        a.abs_diff(b) <= 1 || (a, b) == (b'9', b'0')
    });
    let middle = value.iter().filter(|byte| b"asdfghjkl;".contains(&byte.to_ascii_lowercase()));
    (value.len() >= 4 && steps.count() * 5 >= (value.len() - 1) * 3)
        || (value.len() >= 12 && middle.count() * 5 >= value.len() * 4)
}

fn is_made_of_words(value: &[u8]) -> bool {
    let plain: Vec<u8> = value.iter().map(u8::to_ascii_lowercase).collect();
    if ANYWHERE.iter().any(|word| memchr::memmem::find(&plain, word.as_bytes()).is_some()) {
        return true;
    }
    let rest = without_words(&plain.iter().map(|&byte| unleet(byte)).collect::<Vec<u8>>());
    if rest.len() < 4 || rest.len() * 4 < value.len() {
        return true;
    }
    let mut parts = plain.split(|byte| !byte.is_ascii_alphanumeric());
    let named = parts.any(|part| part.len() >= 4 && WORDS.iter().any(|word| word.as_bytes() == part));
    named && !(value.len() >= 24 && is_random(value))
}

/// The letter that a digit or sign stands for in `p4ssw0rd`.
fn unleet(byte: u8) -> u8 {
    match byte {
        b'0' => b'o',
        b'1' | b'!' => b'i',
        b'3' => b'e',
        b'4' | b'@' => b'a',
        b'5' | b'$' => b's',
        b'7' => b't',
        other => other,
    }
}

/// The letters that are left when all words of [`WORDS`] are taken out, the longest first at each place.
fn without_words(mut text: &[u8]) -> Vec<u8> {
    let mut rest = Vec::new();
    while let Some((&first, behind)) = text.split_first() {
        let words = WORDS.iter().filter(|word| word.len() >= 3 && text.starts_with(word.as_bytes()));
        if let Some(length) = words.map(|word| word.len()).max() {
            text = &text[length..];
        } else {
            rest.extend(first.is_ascii_alphabetic().then_some(first));
            text = behind;
        }
    }
    rest
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::expand;

    #[test]
    fn placeholders_are_seen() {
        for value in [
            "xxxxxxxxxxxxxxxx",
            "ghp-xxxx-something9",
            "your-api-key-goes-here",
            "YOUR_SECRET_TOKEN",
            "AKIAIOSFODNN7EXAMPLE",
            "changeme123",
            "${DB_PASSWORD}",
            "prefix-$(pass show db)",
            "{{ vault.token }}",
            "<insert token>",
            "%DB_PASSWORD%",
            "$DB_PASSWORD",
            "$env:TOKEN",
            "0000000000000000",
            "0123456789abcdef0123456789abcdef",
            "abcdefghijklmnopqrstuvwxyz",
            "1234567890",
            "aZ8k2LaZ8k2L",
            "my-secret-token-123",
            "SuperSecretPassword123!",
            "sup3rs3cr3t",
            "P@ssw0rd",
            "test-key-abc",
            "abc...xyz",
            "asdlkjWasdflkjhasdflkjT",
        ] {
            assert!(is_placeholder(value.as_bytes()), "{value}");
        }
    }

    #[test]
    fn a_long_body_with_zeros_in_a_row_is_a_secret() {
        let token = expand("{{base64:60}}AAAAAAAA{{base64:60}}xxxx{{base64:60}}").unwrap().text;
        assert!(!is_placeholder(token.as_bytes()), "{token}");
    }

    #[test]
    fn where_a_password_must_stand_few_letters_are_one_and_words_are_none() {
        for password in ["X123", "kq8!", "827364", "zbqf", "tr0ub4dor&3", "winter2019"] {
            assert!(!is_stand_in(password.as_bytes()), "{password}");
        }
        for other in ["password", "PASS", "secret123", "xxxx", "${PASSWORD}", "<password>", "12345678", "your-password"]
        {
            assert!(is_stand_in(other.as_bytes()), "{other}");
        }
    }

    #[test]
    fn a_random_value_that_holds_a_word_is_a_secret() {
        for (front, back) in
            [("", ""), ("hook", ""), ("Q8test", ""), ("", "kEyp"), ("foo", "bar"), ("test-", ""), ("", "Fake")]
        {
            let value = expand(&format!("{front}{{{{base62:24}}}}{back}")).unwrap().text;
            assert!(!is_placeholder(value.as_bytes()), "{value}");
        }
    }

    #[test]
    fn hardly_any_random_value_is_dropped() {
        for (kind, length) in
            [("hex", 32), ("hex", 64), ("base62", 16), ("base62", 40), ("base64url", 64), ("base36", 24)]
        {
            let dropped = (1..=40).flat_map(|salt| {
                let all = expand(&format!("{{{{digits:{salt}}}}}{{{{{kind}:{}}}}}", length * 60))
                    .unwrap()
                    .random
                    .swap_remove(1);
                all.as_bytes().chunks_exact(length).map(is_placeholder).collect::<Vec<bool>>()
            });
            let dropped = dropped.filter(|dropped| *dropped).count();
            assert!(dropped <= 1, "{dropped} of 2,400 {kind}:{length}");
        }
    }
}
