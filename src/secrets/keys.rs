//! Private keys by their structure: DER (X.690) without its PEM header, PEM inside base64, JSON web keys.

use super::randomness::is_random;
use super::validate::Opinion::{self, No, Proven, Told};
use crate::base64::{decode, is_base64};

/// The most base64 characters of a key that are decoded: RSA with 16,384 bits has fewer.
const LONGEST: usize = 16 << 10;

/// The base64 characters of a text in lines, whether quoted, or ended by `\n` in words.
fn letters(text: &[u8]) -> Vec<u8> {
    let mut escaped = false;
    let mut kept = Vec::with_capacity(text.len().min(LONGEST));
    for &byte in text {
        let ends_line = escaped && matches!(byte, b'n' | b'r');
        escaped = byte == b'\\';
        if is_base64(byte) && !ends_line && kept.len() < LONGEST {
            kept.push(byte);
        }
    }
    kept
}

/// The outermost value of a text in DER.
struct Outermost {
    bytes: Vec<u8>,
    /// How many bytes its tag and length take.
    header: usize,
    /// How many bytes it has by its own words, header included.
    stated: usize,
}

fn outermost(text: &[u8]) -> Option<Outermost> {
    const SEQUENCE: u8 = 0x30;
    let bytes = decode(&letters(text))?;
    let (header, length) = match *bytes.get(..2)? {
        [SEQUENCE, length @ ..=0x7f] => (2, usize::from(length)),
        [SEQUENCE, size @ 0x81..=0x83] => {
            let size = usize::from(size & 0x7f);
            let length = bytes.get(2..2 + size)?;
            (2 + size, length.iter().fold(0, |length, &byte| length << 8 | usize::from(byte)))
        }
        _ => return None,
    };
    Some(Outermost { bytes, header, stated: header + length })
}

/// Whether the body of a PEM key is as long as its outermost value says.
pub(super) fn is_complete(body: &[u8]) -> bool {
    outermost(body).is_some_and(|value| value.bytes.len() == value.stated)
}

/// A private key in base64 without its header: its first member is the version, 0 or 1, which a certificate or a public key
/// does not have there. (RFC 5208, RFC 5915, RFC 5958, RFC 8017.)
pub(super) fn der_key(text: &[u8]) -> Opinion {
    let bytes = decode(&letters(text)).unwrap_or_default();
    let distinct = (0..=u8::MAX).filter(|byte| bytes.contains(byte)).count();
    if distinct < 20 {
        return No;
    }
    // The format of OpenSSH names its cipher: see PROTOCOL.key in OpenSSH.
    if let Some(rest) = bytes.strip_prefix(b"openssh-key-v1\0") {
        let open = rest.get(4..8) == Some(b"none");
        return Told(if open { "No passphrase protects it." } else { "A passphrase protects it." }.into());
    }
    let Some(Outermost { bytes, header, stated }) = outermost(text) else { return No };
    if !matches!(bytes.get(header..header + 3), Some([2, 1, 0 | 1])) {
        return No;
    }
    if bytes.len() >= stated {
        return Proven("It is complete: it has the length that it states.".into());
    }
    Told("It is cut: it is shorter than it states.".into())
}

/// Whether base64 hides a private key in PEM.
pub(super) fn holds_pem(encoded: &[u8]) -> bool {
    decode(encoded).is_some_and(|text| memchr::memmem::find(&text, b"PRIVATE KEY-----").is_some())
}

/// Whether a JSON web key (RFC 7517) is private: it has a member `d` (RSA, EC, OKP), or is symmetric and has `k`.
pub(super) fn is_private_jwk(object: &[u8]) -> bool {
    let has = |name: &[u8]| member(object, name).is_some_and(|value| value.len() >= 16 && is_random(value));
    has(b"d") || (member(object, b"kty") == Some(b"oct") && has(b"k"))
}

/// The text of a member of an object in JSON, in JavaScript or in JSON inside a string.
fn member<'t>(object: &'t [u8], name: &[u8]) -> Option<&'t [u8]> {
    let filler = |byte: &u8| matches!(byte, b'"' | b'\'' | b'\\') || byte.is_ascii_whitespace();
    memchr::memmem::find_iter(object, name).find_map(|at| {
        let begins = object[..at].last().is_none_or(|byte| filler(byte) || matches!(byte, b'{' | b','));
        let behind = &object[at + name.len()..];
        let colon = behind.iter().take(16).position(|byte| !filler(byte))?;
        let rest = behind[colon..].strip_prefix(b":").filter(|_| begins)?;
        let (before, rest) = rest.split_at(rest.iter().position(|byte| !filler(byte))?);
        // A literal, no name of code.
        before.iter().find(|byte| matches!(byte, b'"' | b'\''))?;
        let end = rest.iter().position(|&byte| !(byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_'))?;
        Some(&rest[..end])
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::expand;

    fn made(template: &str) -> String {
        expand(template).unwrap().text
    }

    #[test]
    fn a_key_without_its_header_is_known_by_its_version() {
        let key = made("{{rsa:256}}");
        assert!(matches!(der_key(key.as_bytes()), Proven(_)));
        assert!(matches!(der_key(&key.as_bytes()[..800]), Told(_)));
        assert!(is_complete(key.as_bytes()) && !is_complete(&key.as_bytes()[..800]));
        let lines: Vec<&str> = key.as_bytes().chunks(64).map(|line| std::str::from_utf8(line).unwrap()).collect();
        assert!(is_complete(lines.join("\\n").as_bytes()));
        // The outermost value of a certificate begins with another one.
        assert_eq!(der_key(b"MIIDdzCCAl+gAwIBAgIEAgAAuTANBgkqhkiG9w0BAQUFADBa"), No);
        assert_eq!((der_key(b""), der_key(b"MII"), der_key(b"MIIB")), (No, No, No));
    }

    #[test]
    fn a_json_web_key_is_private_if_it_has_the_private_number() {
        let ask = |template: &str| is_private_jwk(made(template).as_bytes());
        assert!(ask(r#"{"kty":"EC","x":"{{base64url:43}}","d":"{{base64url:43}}"}"#));
        assert!(ask(r#"{\"kty\": \"oct\", \"k\": \"{{base64url:43}}\"}"#));
        assert!(ask("{kty: 'OKP', d: '{{base64url:43}}'}"));
        assert!(!ask(r#"{"kty":"RSA","n":"{{base64url:342}}","e":"AQAB","kid":"{{base64url:43}}"}"#));
        assert!(!ask(r#"{"kty":"EC","k":"{{base64url:43}}","d":""}"#));
    }
}
