//! Examples of secrets are templates, so that no token-like text stands in a rule file: `{{hex:40}}` becomes 40 random
//! hexadecimal digits, always the same ones for the same template. `{{char:202e}}` becomes that Unicode character.

use super::checksum::{BASE32, BASE36, BASE62};
use super::shape;

/// A template that cannot be expanded.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
#[error("`{{{{{0}}}}}` is not a known template: write `{{{{kind:length}}}}` with a kind of {kinds}", kinds = kinds())]
pub struct BadTemplate(String);

/// The kinds of random text, each with its alphabet.
const ALPHABETS: [(&str, &[u8]); 10] = [
    ("hex", b"0123456789abcdef"),
    ("HEX", b"0123456789ABCDEF"),
    ("digits", b"0123456789"),
    ("lower", b"abcdefghijklmnopqrstuvwxyz"),
    ("upper", b"ABCDEFGHIJKLMNOPQRSTUVWXYZ"),
    ("base32", BASE32),
    ("base36", BASE36),
    ("base62", BASE62),
    ("base64", BASE64),
    ("base64url", b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"),
];
pub(super) const BASE64: &[u8] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

fn kinds() -> String {
    let names = ALPHABETS.iter().map(|(kind, _)| *kind).chain(shape::KINDS.iter().map(|(kind, _)| *kind));
    names.chain(["char"]).collect::<Vec<_>>().join(", ")
}

/// An example, expanded.
#[derive(Clone, PartialEq, Eq)]
pub struct Example {
    /// The file it stands in, where the template begins with `{{path:…}}`.
    pub path: Option<String>,
    /// The content of the file.
    pub text: String,
    /// What was put in for each template: the parts that are secret in an example that must be found.
    pub random: Vec<String>,
}

/// Expands every `{{kind:length}}` of a template. Each place gets its own text.
///
/// # Errors
/// A kind that is not known, or a length that is not a number from 1 to 4096.
pub fn expand(template: &str) -> Result<Example, BadTemplate> {
    let mut out = Example { path: None, text: String::with_capacity(template.len()), random: Vec::new() };
    let mut random = Random(0x6875_6e6b_6775_6172);
    let mut rest = template;
    if let Some((path, text)) = rest.strip_prefix("{{path:").and_then(|rest| rest.split_once("}}")) {
        (out.path, rest) = (Some(path.to_owned()), text);
    }
    while let Some((before, behind)) = rest.split_once("{{") {
        // A template expression of another language, such as `{{ name }}`, is plain text here.
        let Some((inside, after)) = behind.split_once("}}").filter(|(inside, _)| is_ours(inside)) else {
            out.text.push_str(before);
            out.text.push_str("{{");
            rest = behind;
            continue;
        };
        out.text.push_str(before);
        let made = make(inside, &mut random).ok_or_else(|| BadTemplate(inside.to_owned()))?;
        out.text.push_str(&made);
        if !inside.starts_with("char:") {
            out.random.push(made);
        }
        rest = after;
    }
    out.text.push_str(rest);
    Ok(out)
}

/// Whether braces hold `word:something` without a space.
fn is_ours(inside: &str) -> bool {
    inside.contains(':') && !inside.contains(char::is_whitespace)
}

fn make(inside: &str, random: &mut Random) -> Option<String> {
    let (kind, length) = inside.split_once(':')?;
    if kind == "char" {
        return u32::from_str_radix(length, 16).ok().and_then(char::from_u32).map(String::from);
    }
    let length = length.parse().ok().filter(|length| (1..=4096).contains(length))?;
    if let Some((_, alphabet)) = ALPHABETS.iter().find(|(name, _)| *name == kind) {
        return Some(random.text(alphabet, length));
    }
    let (_, make) = shape::KINDS.iter().find(|(name, _)| *name == kind)?;
    Some(make(random, length)).filter(|made| !made.is_empty())
}

/// The generator `SplitMix64` (Steele, Lea, Flood 2014): small, and the same on every machine.
pub(super) struct Random(u64);

impl Random {
    /// As many characters of an alphabet.
    pub(super) fn text(&mut self, alphabet: &[u8], length: usize) -> String {
        (0..length).map(|_| char::from(self.pick(alphabet))).collect()
    }

    /// One of some bytes.
    pub(super) fn pick(&mut self, from: &[u8]) -> u8 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ z >> 30).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ z >> 27).wrapping_mul(0x94d0_49bb_1331_11eb);
        let index = (z ^ z >> 31) % from.len() as u64;
        usize::try_from(index).ok().and_then(|index| from.get(index)).copied().unwrap_or(b'0')
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn templates_expand_to_the_same_text_each_time() {
        let text = expand("key_{{hex:8}}-{{base62:5}}").unwrap().text;
        assert_eq!(text, expand("key_{{hex:8}}-{{base62:5}}").unwrap().text);
        assert_eq!(text.len(), "key_".len() + 8 + 1 + 5);
        assert!(text[4..12].bytes().all(|b| b.is_ascii_hexdigit()));
    }

    #[test]
    fn foreign_braces_stay_and_bad_kinds_are_refused() {
        assert_eq!(expand("{{ name }} {{x}} {{ a: b }}").unwrap().text, "{{ name }} {{x}} {{ a: b }}");
        for bad in ["{{hax:3}}", "{{hex:}}", "{{hex:0}}", "{{hex:99999}}", "x{{path:a}}"] {
            assert!(expand(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn a_character_is_named_by_its_number_and_is_no_secret() {
        let example = expand("a{{char:202e}}b").unwrap();
        assert_eq!((example.text.as_str(), example.random.len()), ("a\u{202e}b", 0));
        assert!(expand("{{char:d800}}").is_err(), "a surrogate is no character");
    }

    #[test]
    fn an_example_may_name_its_path_and_tells_what_was_put_in() {
        let example = expand("{{path:deploy/.env}}A={{hex:4}}\nB={{pem:70}}").unwrap();
        assert_eq!(example.path.as_deref(), Some("deploy/.env"));
        assert_eq!(example.text, format!("A={}\nB={}", example.random[0], example.random[1]));
        assert_eq!(example.random[1].lines().map(str::len).collect::<Vec<_>>(), [64, 6]);
    }

    #[test]
    fn a_token_with_a_checksum_has_its_real_length() {
        assert_eq!(expand("{{crc32:30}}").unwrap().text.len(), 36);
        assert_eq!(expand("{{github-pat:59}}").unwrap().text.len(), 82);
    }
}
