//! Names in which letters of another script pose as Latin ones.

use std::ops::Range;

/// Letters that look like an ASCII letter in ordinary fonts, with that letter: from the Unicode Consortium's
/// `confusables.txt`, those of Cyrillic, Greek and Armenian, and the full-width forms. Greek letters that mathematics uses (α, μ, σ …) and that
/// differ from Latin ones at a glance are not among them.
const LETTERS: [(char, char); 50] = [
    ('\u{0430}', 'a'),
    ('\u{0441}', 'c'),
    ('\u{0501}', 'd'),
    ('\u{0435}', 'e'),
    ('\u{04bb}', 'h'),
    ('\u{0456}', 'i'),
    ('\u{0458}', 'j'),
    ('\u{04cf}', 'l'),
    ('\u{043e}', 'o'),
    ('\u{0440}', 'p'),
    ('\u{051b}', 'q'),
    ('\u{0455}', 's'),
    ('\u{051d}', 'w'),
    ('\u{0445}', 'x'),
    ('\u{0443}', 'y'),
    ('\u{0410}', 'A'),
    ('\u{0412}', 'B'),
    ('\u{0421}', 'C'),
    ('\u{0415}', 'E'),
    ('\u{041d}', 'H'),
    ('\u{0406}', 'I'),
    ('\u{0408}', 'J'),
    ('\u{041a}', 'K'),
    ('\u{041c}', 'M'),
    ('\u{041e}', 'O'),
    ('\u{0420}', 'P'),
    ('\u{0405}', 'S'),
    ('\u{0422}', 'T'),
    ('\u{0425}', 'X'),
    ('\u{04ae}', 'Y'),
    ('\u{03bf}', 'o'),
    ('\u{0391}', 'A'),
    ('\u{0392}', 'B'),
    ('\u{0395}', 'E'),
    ('\u{0396}', 'Z'),
    ('\u{0397}', 'H'),
    ('\u{0399}', 'I'),
    ('\u{039a}', 'K'),
    ('\u{039c}', 'M'),
    ('\u{039d}', 'N'),
    ('\u{039f}', 'O'),
    ('\u{03a1}', 'P'),
    ('\u{03a4}', 'T'),
    ('\u{03a7}', 'X'),
    ('\u{03a5}', 'Y'),
    ('\u{0585}', 'o'),
    ('\u{0570}', 'h'),
    ('\u{057d}', 'u'),
    ('\u{0578}', 'n'),
    ('\u{0566}', 'q'),
];

/// What a letter looks like; full-width letters look like those whose forms they are.
fn looks_like(c: char) -> Option<char> {
    if let 'ａ'..='ｚ' | 'Ａ'..='Ｚ' = c {
        return char::from_u32(u32::from(c) - 0xfee0);
    }
    LETTERS.iter().find(|(letter, _)| *letter == c).map(|(_, latin)| *latin)
}

/// Words in which every letter is ASCII or looks as if it were, and both kinds occur: byte ranges.
pub(super) fn mixed_words(text: &[u8]) -> impl Iterator<Item = Range<usize>> + '_ {
    let mut at = 0;
    std::iter::from_fn(move || {
        loop {
            // The lead bytes of U+0370 to U+05BF and of the full-width forms.
            let far = text[at..].iter().position(|byte| matches!(byte, 0xcd..=0xd6 | 0xef))?;
            let word = word_around(text, at + far);
            at = word.end.max(at + far + 1);
            if is_mixed(text, &word) {
                return Some(word);
            }
        }
    })
}

/// The longest word that is not taken for data, in bytes on each side.
const LONGEST: usize = 128;

fn word_around(text: &[u8], at: usize) -> Range<usize> {
    let part = |byte: &u8| byte.is_ascii_alphanumeric() || *byte == b'_' || *byte >= 0x80;
    let before = text[..at].iter().rev().take(LONGEST).take_while(|byte| part(byte)).count();
    let behind = text[at..].iter().take(LONGEST).take_while(|byte| part(byte)).count();
    at - before..at + behind
}

fn is_mixed(text: &[u8], word: &Range<usize>) -> bool {
    let Ok(word) = std::str::from_utf8(&text[word.clone()]) else { return false };
    let (mut latin, mut posing) = (0, 0);
    for c in word.chars().filter(|c| c.is_alphabetic()) {
        match (c.is_ascii(), looks_like(c)) {
            (true, _) => latin += 1,
            (false, Some(_)) => posing += 1,
            (false, None) => return false,
        }
    }
    latin >= 2 && posing >= 1
}

/// Which letters of a word are not what they seem.
pub(super) fn described(text: &[u8], word: &Range<usize>) -> String {
    let word = String::from_utf8_lossy(&text[word.clone()]);
    let posing = word.chars().filter_map(|c| Some((c, looks_like(c)?)));
    let parts: Vec<String> =
        posing.take(3).map(|(c, latin)| format!("U+{:04X} looks like `{latin}`", u32::from(c))).collect();
    format!("{}.", parts.join(", "))
}
