//! Whether a literal is what people and machines make secrets of.
//!
//! A value that is a word, a name, a path, a type, a message or a reference is no secret, however secret its name. What is
//! left is judged by how little of it is words ([`super::lexicon`]), by the chance of its letters standing side by side in
//! text ([`super::super::randomness`]), and by its classes of characters.

use super::super::placeholder::{is_placeholder, is_repetition, is_typed, is_variable};
use super::super::randomness::{evidence, is_random};
use super::forms::is_something_else;
use super::lexicon::coverage;
use super::name::Kind;
use crate::finding::Confidence;
use crate::secrets::structure::begins_with_uuid;

/// The fewest and the most bytes of a value.
const LENGTH: std::ops::RangeInclusive<usize> = 4..=256;

/// Signs that people put into passwords and programmers seldom into names, paths and formats.
const SIGNS: &[u8] = b"!@#$%^&*?~+=";

/// Judges a literal by the kind of its name. `bare` says that it stands without quotes. `None` means it is no secret.
pub(super) fn judge(kind: Kind, value: &[u8], bare: bool) -> Option<Confidence> {
    if !LENGTH.contains(&value.len()) || is_something_else(value) {
        return None;
    }
    if begins_with_uuid(value) {
        // Identifiers have the same form; only some services make secrets of it.
        return (kind == Kind::Secret && value.len() == 36).then_some(Confidence::Low);
    }
    let random = is_random(value) && value.len() >= 12;
    if kind == Kind::Key {
        let mixed = value.iter().any(u8::is_ascii_digit) && value.len() >= 20;
        return (random && mixed && !is_placeholder(value)).then_some(Confidence::Low);
    }
    if random && value.len() >= 16 {
        return (!is_placeholder(value)).then_some(length_of_hash(kind, value));
    }
    if is_placeholder(value) && !spared(value) {
        return (kind == Kind::Password && is_weak_password(value)).then_some(Confidence::Low);
    }
    let shape = Shape::of(value);
    if shape.separators > 0 {
        return separated(kind, value, &shape);
    }
    match kind {
        Kind::Password => password(value, &shape, bare),
        Kind::Secret => secret(value, &shape),
        Kind::Token | Kind::Key | Kind::Login => token(value, &shape),
    }
}

/// Whether a value is a password that a person made up or a machine made.
pub(in crate::secrets) fn is_password(value: &[u8]) -> Option<Confidence> {
    judge(Kind::Password, value, false)
}

/// Under the name of a password, 32, 40 or 64 hexadecimal digits are what a server stores in place of it.
fn length_of_hash(kind: Kind, value: &[u8]) -> Confidence {
    let hex = value.iter().all(u8::is_ascii_hexdigit) && matches!(value.len(), 32 | 40 | 56 | 64 | 96 | 128);
    if hex && kind == Kind::Password { Confidence::Low } else { Confidence::Medium }
}

/// A short value has few letters beside its words because it has few letters: `a7b92x`.
fn spared(value: &[u8]) -> bool {
    let letters = value.iter().filter(|byte| byte.is_ascii_alphabetic()).count();
    value.len() >= 6 && letters <= 5 && !is_variable(value) && !is_repetition(value) && !is_typed(value) && {
        let (letters, covered) = coverage(value);
        covered * 2 < letters.max(1)
    }
}

/// What people choose where a rule asks for digits or signs: `P@ssw0rd4711`, `letmein42`, `root#77`. None of what examples
/// show: `Password123!`, `Testing123!`, `admin1234`.
fn is_weak_password(value: &[u8]) -> bool {
    const TYPED: [&[u8]; 9] =
        [b"p@ssw0rd", b"passw0rd", b"pa$$w0rd", b"p@55w0rd", b"p@ssword", b"p@55word", b"qwerty", b"letmein", b"asdf"];
    const NAMES: [&[u8]; 6] = [b"admin", b"root", b"welcome", b"test", b"abc", b"tiger"];
    let digits = value.iter().filter(|byte| byte.is_ascii_digit()).count();
    let signs = value.iter().any(|byte| SIGNS.contains(byte));
    let ends = value.last().is_some_and(|byte| byte.is_ascii_digit() || SIGNS.contains(byte));
    let typed = is_word_of(value, &TYPED);
    let named = is_word_of(value, &NAMES) && !counts(value) && (signs || digits >= 3);
    ends && (typed || named) && value.len() >= 6 && digits >= 2 && !is_variable(value)
}

/// Whether a value begins with one of some words, whatever the case.
fn is_word_of(value: &[u8], words: &[&[u8]]) -> bool {
    words.iter().any(|word| value.get(..word.len()).is_some_and(|front| front.eq_ignore_ascii_case(word)))
}

/// Whether the digits of a value count up or down or repeat: `test1234`, `admin321`, `root000`.
fn counts(value: &[u8]) -> bool {
    let digits: Vec<u8> = value.iter().copied().filter(u8::is_ascii_digit).collect();
    digits.array_windows().all(|[a, b]| a.abs_diff(*b) <= 1 || (*a, *b) == (b'9', b'0'))
}

/// The classes of characters of a value.
struct Shape {
    letters: usize,
    digits: usize,
    signs: usize,
    /// `-`, `_`, `.`, `/`, `:` and what else joins words.
    separators: usize,
    lower: bool,
    upper: bool,
    /// Letters that belong to words.
    covered: usize,
}

impl Shape {
    fn of(value: &[u8]) -> Self {
        let count = |is: &dyn Fn(u8) -> bool| value.iter().filter(|byte| is(**byte)).count();
        let (letters, covered) = coverage(value);
        let digits = count(&|b| b.is_ascii_digit());
        let signs = count(&|b| SIGNS.contains(&b));
        Self {
            letters,
            digits,
            signs,
            separators: value.len() - letters - digits - signs,
            lower: value.iter().any(u8::is_ascii_lowercase),
            upper: value.iter().any(u8::is_ascii_uppercase),
            covered,
        }
    }

    /// Whether half of the letters or more belong to words.
    fn wordy(&self) -> bool {
        self.covered * 2 >= self.letters && self.letters > 0
    }
}

fn password(value: &[u8], shape: &Shape, bare: bool) -> Option<Confidence> {
    use Confidence::{Low, Medium};
    let length = value.len();
    if shape.letters == 0 {
        // A number is as often a port, a time or a size.
        let least = if bare { 6 } else { 5 };
        return (shape.digits == length && (least..=12).contains(&length)).then_some(Low);
    }
    if shape.digits > 0 && shape.signs > 0 {
        if shape.wordy() && names_itself(value) {
            return None;
        }
        let strong = length >= 8 || !shape.wordy() && length >= 6;
        return Some(if strong { Medium } else { Low });
    }
    if shape.wordy() {
        // `dragon84`, and none of `utf8`, `sha256`, `user1`.
        let made_up = shape.digits >= 2 && shape.letters >= 5 && length >= 7 && value[length - 2].is_ascii_digit();
        return (made_up && !is_technical(value) || is_weak_password(value)).then_some(Low);
    }
    if shape.digits > 0 {
        return Some(if length >= 6 { Medium } else { Low });
    }
    letters(value, shape)
}

/// `WrongPassword@123`: words for a password, and digits in a row.
fn names_itself(value: &[u8]) -> bool {
    let lower = value.to_ascii_lowercase();
    let named = [&b"password"[..], b"passwd", b"secret", b"invalid", b"wrong", b"example", b"test"];
    named.iter().any(|word| memchr::memmem::find(&lower, word).is_some()) && counts(value)
}

/// A value of letters, perhaps with signs: it must not read like a word or a name that the list does not hold.
fn letters(value: &[u8], shape: &Shape) -> Option<Confidence> {
    let bits = if is_capitalised(value) { evidence(&value.to_ascii_lowercase()) } else { evidence(value) };
    let mixed = shape.lower && shape.upper && !is_capitalised(value);
    if shape.upper && !shape.lower && value.len() < 6 {
        return None;
    }
    let enough = if mixed { 4.0 } else { 2.0 };
    // One capital in front is how a word of another language begins.
    if value.len() >= 6 && bits > enough && !is_capitalised(value) {
        return Some(Confidence::Medium);
    }
    (bits > 0.5).then_some(Confidence::Low)
}

fn secret(value: &[u8], shape: &Shape) -> Option<Confidence> {
    if shape.letters == 0 {
        return None;
    }
    if shape.wordy() {
        // `!Ranger*991`, and none of `secret-2!`.
        let typed = shape.digits >= 2 && shape.signs > 0 && value.len() >= 8 && !names_itself(value);
        return typed.then_some(Confidence::Low);
    }
    if shape.digits > 0 && value.len() >= 6 {
        return Some(if value.len() >= 8 { Confidence::Medium } else { Confidence::Low });
    }
    letters(value, shape).map(|confidence| if value.len() >= 8 { confidence } else { Confidence::Low })
}

fn token(value: &[u8], shape: &Shape) -> Option<Confidence> {
    let mixed = shape.letters > 0 && shape.digits >= 2 && !shape.wordy();
    if value.len() < 8 || !mixed && evidence(value) < 6.0 || shape.wordy() || shape.letters == 0 {
        return None;
    }
    Some(if is_random(value) && value.len() >= 12 { Confidence::Medium } else { Confidence::Low })
}

/// Words, numbers and versions with separators between them are names; what is left may be a secret.
fn separated(kind: Kind, value: &[u8], shape: &Shape) -> Option<Confidence> {
    let parts = value.split(|byte| !byte.is_ascii_alphanumeric() && !SIGNS.contains(byte));
    let plain = |part: &&[u8]| {
        let (letters, covered) = coverage(part);
        part.len() <= 2
            || letters == 0
            || covered * 2 >= letters
            || part.iter().all(u8::is_ascii_alphabetic) && evidence(part) < 2.0
    };
    if kind == Kind::Password && (is_word_and_number(value) || is_phrase(value)) {
        return Some(Confidence::Low);
    }
    if parts.clone().all(|part| plain(&part)) || shape.covered * 3 >= shape.letters || value.len() < 8 {
        return None;
    }
    if is_random(value) {
        return Some(Confidence::Medium);
    }
    if kind != Kind::Token && shape.covered * 4 < shape.letters && evidence(value) > 4.0 {
        return Some(Confidence::Low);
    }
    (shape.digits > 0 && parts.count() <= 3).then_some(Confidence::Low)
}

/// `Winter_3917`.
fn is_word_and_number(value: &[u8]) -> bool {
    let word = value.iter().take_while(|byte| byte.is_ascii_alphabetic()).count();
    let (front, rest) = value.split_at(word);
    let digits = rest.iter().skip(1).filter(|byte| byte.is_ascii_digit()).count();
    is_capitalised(front) && word >= 4 && (3..=6).contains(&digits) && digits + 1 == rest.len() && !is_technical(front)
}

/// `correct-horse-battery-staple`, `falcon-tiger85`: words that people pick, none of them of the trade, four or more or
/// with digits at the end.
fn is_phrase(value: &[u8]) -> bool {
    const TRADE: [&[u8]; 34] = [
        b"password",
        b"secret",
        b"login",
        b"user",
        b"form",
        b"field",
        b"input",
        b"page",
        b"key",
        b"token",
        b"reset",
        b"name",
        b"file",
        b"type",
        b"value",
        b"error",
        b"label",
        b"button",
        b"change",
        b"current",
        b"required",
        b"not",
        b"with",
        b"for",
        b"test",
        b"app",
        b"version",
        b"release",
        b"server",
        b"service",
        b"client",
        b"database",
        b"admin",
        b"root",
    ];
    let words = value;
    let digits = words.iter().rev().take_while(|byte| byte.is_ascii_digit()).count();
    let words = &words[..words.len() - digits];
    let separator = words.iter().copied().find(|byte| !byte.is_ascii_alphabetic());
    let Some(separator @ (b'-' | b'_' | b'.')) = separator else { return false };
    let mut parts = 0;
    let chosen = words.split(|&byte| byte == separator).all(|part| {
        parts += 1;
        let (letters, covered) = coverage(part);
        (3..=10).contains(&part.len())
            && part.iter().all(u8::is_ascii_lowercase)
            && covered * 3 >= letters * 2
            && !TRADE.contains(&part)
    });
    chosen && (parts >= 4 || parts == 2 && (2..=4).contains(&digits))
}

/// One capital, in front.
fn is_capitalised(value: &[u8]) -> bool {
    value.iter().filter(|byte| byte.is_ascii_uppercase()).count() == 1
        && value.first().is_some_and(u8::is_ascii_uppercase)
}

/// Algorithms, encodings and sizes, `sha256`, `base64`, `varchar100`; and names of fields, `user1`, `testuser12`.
fn is_technical(value: &[u8]) -> bool {
    const EXACT: [&[u8]; 18] = [
        b"sha",
        b"md",
        b"aes",
        b"rsa",
        b"hmac",
        b"pbkdf",
        b"base",
        b"utf",
        b"varchar",
        b"char",
        b"int",
        b"uint",
        b"oauth",
        b"http",
        b"blowfish",
        b"version",
        b"bytes",
        b"float",
    ];
    const FRONTS: [&[u8]; 8] = [b"string", b"test", b"user", b"pass", b"key", b"token", b"secret", b"value"];
    let value = value.to_ascii_lowercase();
    let letters = value.iter().take_while(|byte| byte.is_ascii_alphabetic()).count();
    EXACT.contains(&&value[..letters]) || FRONTS.iter().any(|front| value.starts_with(front))
}

#[cfg(test)]
#[path = "likeness_tests.rs"]
mod tests;
