//! Checksums that issuers put into their tokens: they prove without a network that a token was issued.

use sha2::{Digest, Sha256};

/// Digits, upper case, lower case: the order in which GitHub and npm write base62.
pub(super) const BASE62: &[u8; 62] = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

/// How many characters [`crc32_base62`] has.
pub const CRC32_LENGTH: usize = 6;

/// The CRC-32 (as in zlib) of a text, in base62, six characters. It ends the tokens of GitHub and npm; see GitHub's post
/// "Behind GitHub's new authentication token formats" (2021).
pub fn crc32_base62(text: &[u8]) -> [u8; CRC32_LENGTH] {
    let mut crc = !0u32;
    for &byte in text {
        crc ^= u32::from(byte);
        for _ in 0..8 {
            crc = crc >> 1 ^ if crc & 1 == 1 { 0xedb8_8320 } else { 0 };
        }
    }
    let mut rest = !crc as usize;
    let mut out = [b'0'; CRC32_LENGTH];
    for digit in out.iter_mut().rev() {
        *digit = BASE62[rest % 62];
        rest /= 62;
    }
    out
}

/// The first eight characters of a text's SHA-256 in base32 (RFC 4648). GitHub's fine-grained tokens hold it; worked out
/// from published examples.
pub fn sha256_base32(text: &[u8]) -> [u8; 8] {
    let digest = Sha256::digest(text);
    let first = digest.iter().take(5).fold(0usize, |number, &byte| number << 8 | usize::from(byte));
    let mut out = [0; 8];
    for (place, digit) in out.iter_mut().rev().enumerate() {
        *digit = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"[first >> (5 * place) & 31];
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn check_values_of_the_standards() {
        // CRC-32 of "123456789" is cbf43926; SHA-256 of nothing begins with e3b0c44298.
        let mut number = 0;
        for digit in crc32_base62(b"123456789") {
            number = number * 62 + BASE62.iter().position(|&known| known == digit).unwrap();
        }
        assert_eq!(number, 0xcbf4_3926);
        assert_eq!(crc32_base62(b""), *b"000000");
        assert_eq!(sha256_base32(b""), *b"4OYMIQUY");
    }
}
