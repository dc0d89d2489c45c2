//! Examples of secrets are templates, so that no token-like text stands in a rule file: `{{hex:40}}` becomes 40 random
//! hexadecimal digits, always the same ones for the same template.

/// Lower-case and upper-case letters and digits, in the order of base62 as GitHub and npm use it in their checksums.
const BASE62: &str = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

/// A template that cannot be expanded.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
#[error("`{{{{{0}}}}}` is not a known template: write `{{{{kind:length}}}}` with a kind of {kinds}", kinds = kinds())]
pub struct BadTemplate(String);

/// The kinds of random text, each with its alphabet.
const KINDS: [(&str, &str); 10] = [
    ("hex", "0123456789abcdef"),
    ("HEX", "0123456789ABCDEF"),
    ("digits", "0123456789"),
    ("lower", "abcdefghijklmnopqrstuvwxyz"),
    ("upper", "ABCDEFGHIJKLMNOPQRSTUVWXYZ"),
    ("base32", "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"),
    ("base36", "0123456789abcdefghijklmnopqrstuvwxyz"),
    ("base62", BASE62),
    ("base64", "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"),
    ("base64url", "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"),
];

fn kinds() -> String {
    KINDS.map(|(kind, _)| kind).join(", ")
}

/// Expands every `{{kind:length}}` of a template. Each place gets its own text.
///
/// # Errors
/// A kind that is not known, or a length that is not a number from 1 to 4096.
pub fn expand(template: &str) -> Result<String, BadTemplate> {
    let mut out = String::with_capacity(template.len());
    let mut random = Random(0x6875_6e6b_6775_6172);
    let mut rest = template;
    while let Some((before, behind)) = rest.split_once("{{") {
        // A template expression of another language, such as `{{ name }}`, is plain text here.
        let Some((inside, after)) = behind.split_once("}}").filter(|(inside, _)| inside.contains(':')) else {
            out.push_str(before);
            out.push_str("{{");
            rest = behind;
            continue;
        };
        out.push_str(before);
        let (kind, length) = inside.split_once(':').unwrap_or((inside, ""));
        let alphabet = KINDS.iter().find(|(name, _)| *name == kind).map(|(_, alphabet)| alphabet.as_bytes());
        let length = length.parse().ok().filter(|length| (1..=4096).contains(length));
        let (Some(alphabet), Some(length)) = (alphabet, length) else { return Err(BadTemplate(inside.to_owned())) };
        out.extend((0..length).map(|_: usize| char::from(random.pick(alphabet))));
        rest = after;
    }
    out.push_str(rest);
    Ok(out)
}

/// SplitMix64 (Steele, Lea, Flood 2014): small, and the same on every machine.
struct Random(u64);

impl Random {
    fn pick(&mut self, from: &[u8]) -> u8 {
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
        let text = expand("key_{{hex:8}}-{{base62:5}}").unwrap();
        assert_eq!(text, expand("key_{{hex:8}}-{{base62:5}}").unwrap());
        assert_eq!(text.len(), "key_".len() + 8 + 1 + 5);
        assert!(text[4..12].bytes().all(|b| b.is_ascii_hexdigit()));
    }

    #[test]
    fn foreign_braces_stay_and_bad_kinds_are_refused() {
        assert_eq!(expand("{{ name }} {{x}}").unwrap(), "{{ name }} {{x}}");
        for bad in ["{{hax:3}}", "{{hex:}}", "{{hex:0}}", "{{hex:99999}}"] {
            assert!(expand(bad).is_err(), "{bad}");
        }
    }
}
