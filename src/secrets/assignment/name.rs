//! Names: the whole identifier around a keyword, and whether it denotes a secret.

use std::ops::Range;

use super::words::{
    ABOUT, ABOUT_FIRST, BEFORE_KEY, BEFORE_PASS, MADE_UP, METHODS, OPEN_KEYS, PASSWORD, PASSWORD_ENDS, WHICH,
};

/// What kind of secret a name denotes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// Typed by people: short, and often no more than letters.
    Password,
    /// A shared secret: made by machines or people.
    Secret,
    /// A token, key or credential: made by machines.
    Token,
    /// A key of whatever: most open nothing, so only a random value counts, and never blocks.
    Key,
    /// A call that takes a user and a password: nothing by itself.
    Login,
}

/// A name that denotes a secret.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Name {
    /// The identifier, byte offsets: without quotes, sigils and leading dashes.
    pub span: Range<usize>,
    /// What it denotes.
    pub kind: Kind,
    /// It says itself that the value is made up: `fakePassword`.
    pub made_up: bool,
    /// It is the option of a command: `--password`.
    pub option: bool,
}

/// The most bytes of a name. What is longer is data.
const LONGEST: usize = 72;
/// The most words of a name.
const MOST_WORDS: usize = 12;

/// Reads the name around the byte at `at`. `None` where it denotes no secret.
pub(super) fn read(text: &[u8], at: usize) -> Option<Name> {
    let span = around(text, at)?;
    let option = span.start >= 1 && text[span.start - 1] == b'-';
    judge(text, span, option)
}

fn is_word(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == b'_'
}

/// The identifier around a byte: words with `.` and `-` between them.
fn around(text: &[u8], at: usize) -> Option<Range<usize>> {
    let joins = |byte: u8| byte == b'.' || byte == b'-';
    let (mut start, mut end) = (at, at);
    while start > 0 && at - start <= LONGEST {
        let before = text[start - 1];
        let joined = joins(before) && start > 1 && is_word(text[start - 2]);
        if !(is_word(before) || joined) {
            break;
        }
        start -= 1;
    }
    while end < text.len() && end - at <= LONGEST {
        let joined = joins(text[end]) && text.get(end + 1).is_some_and(|&next| is_word(next));
        if !(is_word(text[end]) || joined) {
            break;
        }
        end += 1;
    }
    let foreign = |byte: Option<&u8>| byte.is_some_and(|byte| !byte.is_ascii());
    let outside = foreign(start.checked_sub(1).and_then(|before| text.get(before))) || foreign(text.get(end));
    (end - start <= LONGEST && start < end && !outside).then_some(start..end)
}

/// The words of an identifier, lower case.
struct Words {
    letters: Vec<u8>,
    ends: Vec<usize>,
}

impl Words {
    /// Splits at separators, before a capital behind a small letter, before the last of several capitals when a small
    /// letter follows, and between letters and digits.
    fn of(name: &[u8]) -> Self {
        let mut words = Self { letters: Vec::with_capacity(name.len()), ends: Vec::new() };
        for (index, &byte) in name.iter().enumerate() {
            let before = index.checked_sub(1).map(|before| name[before]);
            let behind = name.get(index + 1);
            let humps = byte.is_ascii_uppercase()
                && (before.is_some_and(|b| b.is_ascii_lowercase())
                    || before.is_some_and(|b| b.is_ascii_uppercase()) && behind.is_some_and(u8::is_ascii_lowercase));
            let digits = before.is_some_and(|b| b.is_ascii_digit() != byte.is_ascii_digit());
            if humps || digits || !byte.is_ascii_alphanumeric() {
                words.close();
            }
            if byte.is_ascii_alphanumeric() {
                words.letters.push(byte.to_ascii_lowercase());
            }
        }
        words.close();
        words
    }

    fn close(&mut self) {
        if self.letters.len() > self.ends.last().copied().unwrap_or(0) {
            self.ends.push(self.letters.len());
        }
    }

    fn get(&self, index: usize) -> &[u8] {
        let start = if index == 0 { 0 } else { self.ends[index - 1] };
        &self.letters[start..self.ends[index]]
    }

    fn len(&self) -> usize {
        self.ends.len()
    }
}

fn one_of(word: &[u8], list: &[&[u8]]) -> bool {
    list.contains(&word)
}

fn judge(text: &[u8], span: Range<usize>, option: bool) -> Option<Name> {
    let whole = &text[span.clone()];
    // A path of names is what its last one says, but for methods of it.
    let mut own = whole;
    if let Some(dot) = memchr::memrchr(b'.', whole)
        && one_of(&whole[dot + 1..].to_ascii_lowercase(), &METHODS)
    {
        own = &whole[..dot];
    }
    let words = Words::of(own);
    if words.len() == 0 || words.len() > MOST_WORDS {
        return None;
    }
    let mut head = words.len() - 1;
    let mut kind = denoted(&words, head);
    while kind.is_none() && head > 0 && is_which(words.get(head)) {
        head -= 1;
        kind = denoted(&words, head);
    }
    let kind = kind?;
    // Of `spring.security.user.password` only the words of the last part speak of the password.
    let last_part = memchr::memrchr(b'.', own).map_or(0, |dot| Words::of(&own[..dot]).len());
    let first = last_part.min(head);
    let mut others = (first..words.len()).filter(|&index| index != head).map(|index| words.get(index));
    if others.any(|word| one_of(word, &ABOUT) && !(kind == Kind::Password && word == b"store")) {
        return None;
    }
    if head > first && one_of(words.get(first), &ABOUT_FIRST) {
        return None;
    }
    let made_up = (0..words.len()).any(|index| one_of(words.get(index), &MADE_UP));
    Some(Name { span, kind, made_up, option })
}

fn is_which(word: &[u8]) -> bool {
    one_of(word, &WHICH) || one_of(word, &MADE_UP) || word.iter().all(u8::is_ascii_digit)
}

/// What the word at `head` denotes, with the words before it.
fn denoted(words: &Words, head: usize) -> Option<Kind> {
    let word = words.get(head);
    let before = head.checked_sub(1).map(|before| words.get(before));
    if word == b"pass" || word == b"pw" {
        let alone = before.is_none_or(|before| one_of(before, &BEFORE_PASS) || before == b"set" || before == b"with");
        return alone.then_some(Kind::Password);
    }
    if let Some(front) = word.strip_suffix(b"pass") {
        return one_of(front, &BEFORE_PASS).then_some(Kind::Password);
    }
    // `csrftoken`, `nexttoken`.
    if [&b"token"[..], b"secret", b"password"]
        .iter()
        .any(|end| word.strip_suffix(*end).is_some_and(|front| one_of(front, &ABOUT) || front == b"xsrf"))
    {
        return None;
    }
    if one_of(word, &PASSWORD) || PASSWORD_ENDS.iter().any(|end| word.ends_with(end)) {
        return Some(Kind::Password);
    }
    if word == b"secret" || word.ends_with(b"secret") && word.len() <= 18 {
        return Some(Kind::Secret);
    }
    if word == b"token" || word.ends_with(b"token") && word.len() <= 18 || one_of(word, &[b"apitoken", b"accesstoken"])
    {
        return Some(Kind::Token);
    }
    // A salt is no key; with what it salts, it is half of one.
    if word == b"salt" {
        return Some(Kind::Key);
    }
    if word == b"key" {
        let Some(before) = before else { return Some(Kind::Key) };
        let secret = before == b"secret" || head >= 2 && words.get(head - 2) == b"secret" && before == b"access";
        return match one_of(before, &BEFORE_KEY) {
            _ if one_of(before, &OPEN_KEYS) => None,
            true if secret => Some(Kind::Secret),
            true => Some(Kind::Token),
            false => Some(Kind::Key),
        };
    }
    if let Some(front) = word.strip_suffix(b"key") {
        return one_of(front, &BEFORE_KEY).then_some(if front == b"secret" { Kind::Secret } else { Kind::Token });
    }
    if one_of(word, &[b"credential", b"credentials", b"creds", b"cred", b"auth", b"basicauth", b"apikeys"]) {
        return Some(Kind::Token);
    }
    one_of(word, &[b"authentication", b"authenticate", b"login"]).then_some(Kind::Login)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kind(name: &str) -> Option<Kind> {
        let at = name.len() / 2;
        read(name.as_bytes(), at).map(|name| name.kind)
    }

    #[test]
    fn the_head_of_a_compound_denotes_the_secret() {
        for name in [
            "password",
            "dbPassword2",
            "DB_PASS",
            "mysql_pwd",
            "userpass",
            "rootpasswd",
            "spring.datasource.password",
            "javax.net.ssl.trustStorePassword",
            "ftp-password",
            "PASSWORD_PROD",
            "keyPassword",
            "newPassword",
            "requirepass",
        ] {
            assert_eq!(kind(name), Some(Kind::Password), "{name}");
        }
        for name in ["secretKey", "client_secret", "SECRET_KEY_BASE", "appsecret", "aws_secret_access_key"] {
            assert_eq!(kind(name), Some(Kind::Secret), "{name}");
        }
        for name in ["apiKey", "auth_token", "X-Api-Key", "GITHUB_TOKEN", "privateKey", "credentials", "consumerkey"] {
            assert_eq!(kind(name), Some(Kind::Token), "{name}");
        }
    }

    #[test]
    fn what_is_about_a_secret_is_none() {
        for name in [
            "passwordField",
            "password_hint",
            "isPassword",
            "passwordPolicy",
            "tokenUrl",
            "token_type",
            "secretName",
            "publicKey",
            "cacheKey",
            "sortKey",
            "nextToken",
            "tokenizer",
            "csrfToken",
            "forgotPassword",
            "hashedPassword",
            "password.length",
            "bypass",
            "first_pass",
            "compass",
            "tokens",
            "passwordResetTokenGenerator",
        ] {
            assert_eq!(kind(name), None, "{name}");
        }
    }

    #[test]
    fn a_name_knows_what_surrounds_it() {
        let read = |text: &str, keyword: &str| read(text.as_bytes(), text.find(keyword).unwrap()).unwrap();
        let option = read("run --db-password x", "password");
        assert_eq!((option.span, option.option), (6..17, true));
        assert_eq!(read("password.equals(", "password").kind, Kind::Password);
        assert!(read("fakeToken = ", "Token").made_up);
        let long = "password".repeat(40);
        assert_eq!(super::read(long.as_bytes(), 100), None);
    }
}
