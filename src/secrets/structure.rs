//! Secrets whose inside can be read: JSON web tokens and private keys.

use super::randomness::is_random;
use crate::base64::{decode, is_base64};

/// Claims that documents of libraries show.
const EXAMPLES: [&[u8]; 5] =
    [b"\"1234567890\"", b"John Doe", b"\"some\":\"payload\"", b"\"foo\":\"bar\"", b"\"hello\":\"world\""];
/// The characters of the shortest signature in use (HS256). A shorter one may be cut, or made up.
const SHORTEST_SIGNATURE: usize = 43;

/// What a JSON web token says of itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Jwt {
    /// The first part is not a JSON object with a member `alg`.
    No,
    /// The claims are those of the examples in documents.
    Example,
    /// It is a token.
    Yes,
}

/// Reads a token of three parts with dots between them.
pub(super) fn jwt(token: &[u8]) -> Jwt {
    let mut parts = token.split(|&byte| byte == b'.').map(decode);
    let header = parts.next().flatten().unwrap_or_default();
    if !(header.starts_with(b"{") && header.ends_with(b"}") && contains(&header, b"\"alg\"")) {
        return Jwt::No;
    }
    let claims = parts.next().flatten().unwrap_or_default();
    let signature = token.rsplit(|&byte| byte == b'.').next().unwrap_or_default();
    if signature.len() < SHORTEST_SIGNATURE && !is_random(signature) {
        return Jwt::No;
    }
    if EXAMPLES.iter().any(|example| contains(&claims, example)) { Jwt::Example } else { Jwt::Yes }
}

/// What the body of a private key is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Key {
    /// Too short, or not base64: a placeholder, or the name of a header in code.
    No,
    /// Useless without its passphrase.
    Encrypted,
    /// Ready to use.
    Plain,
}

/// The fewest base64 characters of a key: an Ed25519 key in PKCS #8 has 64, and one may be cut.
const SHORTEST_KEY: usize = 48;

/// Reads what stands behind the BEGIN line of a key: lines, or one line with `\n` written out, quoted or not.
pub(super) fn key(body: &[u8]) -> Key {
    let (mut letters, mut foreign) = (Vec::with_capacity(body.len()), 0);
    let mut encrypted = false;
    for line in lines(body) {
        // Headers of PEM (RFC 1421) and OpenPGP (RFC 9580).
        if contains(line, b": ") {
            encrypted |= contains(line, b"ENCRYPTED");
            continue;
        }
        for &byte in line {
            match byte {
                // What source code puts around the lines of a key.
                b'"' | b'\'' | b'`' | b',' | b'\\' | b'#' | b'*' | b' ' | b'\t' | b'\r' => {}
                _ if is_base64(byte) => letters.push(byte),
                _ => foreign += 1,
            }
        }
    }
    let distinct = (0..=u8::MAX).filter(|byte| letters.contains(byte)).count();
    if letters.len() < SHORTEST_KEY || foreign * 10 > letters.len() || distinct < 20 {
        return Key::No;
    }
    // The format of OpenSSH names its cipher: see PROTOCOL.key in OpenSSH.
    if let Some(decoded) = letters.get(..64).and_then(decode)
        && let Some(rest) = decoded.strip_prefix(b"openssh-key-v1\0")
    {
        encrypted |= rest.get(4..8) != Some(b"none");
    }
    if encrypted { Key::Encrypted } else { Key::Plain }
}

/// Lines, whether ended by a line feed or by one written as `\n`.
fn lines(body: &[u8]) -> impl Iterator<Item = &[u8]> {
    let mut rest = body;
    std::iter::from_fn(move || {
        if rest.is_empty() {
            return None;
        }
        let end = memchr::memchr2(b'\n', b'\\', rest).unwrap_or(rest.len());
        let line = &rest[..end];
        let skip = if matches!(rest.get(end..end + 2), Some(b"\\n" | b"\\r")) { 2 } else { 1 };
        rest = rest.get(end + skip..).unwrap_or_default();
        Some(line)
    })
}

fn contains(text: &[u8], part: &[u8]) -> bool {
    memchr::memmem::find(text, part).is_some()
}

/// Whether a value begins with a UUID as RFC 9562 writes it.
pub(super) fn begins_with_uuid(value: &[u8]) -> bool {
    value.len() >= 36
        && value[..36].iter().enumerate().all(|(index, byte)| match index {
            8 | 13 | 18 | 23 => *byte == b'-',
            _ => byte.is_ascii_hexdigit(),
        })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::expand;

    fn text(template: &str) -> String {
        expand(template).unwrap().text
    }

    #[test]
    fn a_token_has_a_header_with_an_algorithm() {
        assert_eq!(jwt(text("{{jwt:43}}").as_bytes()), Jwt::Yes);
        assert_eq!(jwt(text("eyJ{{base62:30}}.eyJ{{base62:30}}.{{base62:43}}").as_bytes()), Jwt::No);
        // {"sub":"1234567890"}
        let claims = "eyJzdWIiOiIxMjM0NTY3ODkwIn0";
        let token = text("{{jwt:43}}");
        let parts: Vec<&str> = token.split('.').collect();
        assert_eq!(jwt(format!("{}.{claims}.{}", parts[0], parts[2]).as_bytes()), Jwt::Example);
    }

    #[test]
    fn a_key_is_read_in_lines_in_one_line_and_in_source_code() {
        let lines = text("\n{{pem:300}}\n");
        assert_eq!(key(lines.as_bytes()), Key::Plain);
        assert_eq!(key(lines.replace('\n', "\\n").as_bytes()), Key::Plain);
        assert_eq!(key(lines.replace('\n', "\\n\" +\n  \"").as_bytes()), Key::Plain);
        assert_eq!(key(b"\n...\n"), Key::No);
        assert_eq!(key(b"\nthis is where the key goes, and it would be a long one, of many lines!\n"), Key::No);
        assert_eq!(key(&b"A".repeat(400)), Key::No);
    }

    #[test]
    fn an_encrypted_key_says_so() {
        let headers = text("\nProc-Type: 4,ENCRYPTED\nDEK-Info: AES-128-CBC,{{HEX:32}}\n\n{{pem:300}}\n");
        assert_eq!(key(headers.as_bytes()), Key::Encrypted);
        // `openssh-key-v1`, then the cipher `none` or `aes256-ctr`.
        for (cipher, is) in [("AAAABG5vbmUA", Key::Plain), ("AAAACmFlczI1", Key::Encrypted)] {
            let body = text("{{pem:48}}") + &text("{{base62:200}}");
            assert_eq!(key(format!("b3BlbnNzaC1rZXktdjEA{cipher}{body}").as_bytes()), is);
        }
    }
}
