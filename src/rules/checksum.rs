//! Checksums that issuers put into their tokens: they prove without a network that a token was issued.

use sha2::{Digest, Sha256};

/// Digits, upper case, lower case: the order in which GitHub and npm write base62.
pub(super) const BASE62: &[u8; 62] = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
/// Digits and lower case.
pub(super) const BASE36: &[u8; 36] = b"0123456789abcdefghijklmnopqrstuvwxyz";
/// The alphabet of base32 (RFC 4648).
pub const BASE32: &[u8; 32] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
/// The alphabet of base58 as Bitcoin writes it.
pub const BASE58: &[u8; 58] = b"123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";
/// The alphabet of bech32 (BIP 173).
pub const BECH32: &[u8; 32] = b"qpzry9x8gf2tvdw0s3jn54khce6mua7l";

/// How many characters [`crc32_base62`] has.
pub const CRC32_LENGTH: usize = 6;

/// The CRC-32 (as in zlib) of a text, in base62, six characters. It ends the tokens of GitHub and npm; see GitHub's post
/// "Behind GitHub's new authentication token formats" (2021).
pub fn crc32_base62(text: &[u8]) -> [u8; CRC32_LENGTH] {
    digits(crc32(text) as usize, BASE62)
}

/// The CRC-32 of a text in base36, seven characters: the end of GitLab's routable tokens. See `RoutableToken` in GitLab.
pub fn crc32_base36(text: &[u8]) -> [u8; 7] {
    digits(crc32(text) as usize, BASE36)
}

fn crc32(text: &[u8]) -> u32 {
    let mut crc = !0u32;
    for &byte in text {
        crc ^= u32::from(byte);
        for _ in 0..8 {
            crc = crc >> 1 ^ if crc & 1 == 1 { 0xedb8_8320 } else { 0 };
        }
    }
    !crc
}

/// A number in the base of an alphabet, filled up with its first character.
fn digits<const LENGTH: usize>(mut number: usize, alphabet: &[u8]) -> [u8; LENGTH] {
    let mut out = [b'0'; LENGTH];
    for digit in out.iter_mut().rev() {
        *digit = alphabet[number % alphabet.len()];
        number /= alphabet.len();
    }
    out
}

/// CRC-16/XMODEM: the end of the keys of NATS (nkeys) and Stellar (`StrKey`), low byte first.
pub fn crc16(bytes: &[u8]) -> u16 {
    let mut crc = 0u16;
    for &byte in bytes {
        crc ^= u16::from(byte) << 8;
        for _ in 0..8 {
            crc = crc << 1 ^ if crc & 0x8000 == 0 { 0 } else { 0x1021 };
        }
    }
    crc
}

/// The first four bytes of SHA-256 applied twice: the end of what Bitcoin writes in base58 (WIF keys, `xprv`).
pub fn base58_checksum(bytes: &[u8]) -> [u8; 4] {
    let digest = Sha256::digest(Sha256::digest(bytes));
    std::array::from_fn(|at| digest[at])
}

/// The checksum of bech32 (BIP 173) over groups of five bits. `prefix` is in lower case.
pub fn bech32_checksum(prefix: &[u8], data: &[u8]) -> [u8; 6] {
    const GENERATOR: [u32; 5] = [0x3b6a_57b2, 0x2650_8e6d, 0x1ea1_19fa, 0x3d42_33dd, 0x2a14_62b3];
    let high = prefix.iter().map(|byte| byte >> 5);
    let low = prefix.iter().map(|byte| byte & 31);
    let mut sum = 1u32;
    for value in high.chain([0]).chain(low).chain(data.iter().copied()).chain([0; 6]) {
        let top = sum >> 25;
        sum = (sum & 0x01ff_ffff) << 5 ^ u32::from(value);
        for (bit, generator) in GENERATOR.iter().enumerate() {
            sum ^= if top >> bit & 1 == 1 { *generator } else { 0 };
        }
    }
    std::array::from_fn(|place| ((sum ^ 1) >> (5 * (5 - place)) & 31) as u8)
}

/// The first eight characters of a text's SHA-256 in base32 (RFC 4648). GitHub's fine-grained tokens hold it; worked out
/// from published examples.
pub fn sha256_base32(text: &[u8]) -> [u8; 8] {
    let digest = Sha256::digest(text);
    let first = digest.iter().take(5).fold(0usize, |number, &byte| number << 8 | usize::from(byte));
    let mut out = [0; 8];
    for (place, digit) in out.iter_mut().rev().enumerate() {
        *digit = BASE32[first >> (5 * place) & 31];
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
        // CRC-16/XMODEM of "123456789" is 31c3.
        assert_eq!(crc16(b"123456789"), 0x31c3);
        // The shortest text that BIP 173 lists as valid: `A12UEL5L`, without data.
        assert_eq!(bech32_checksum(b"a", &[]).map(|value| BECH32[usize::from(value)]), *b"2uel5l");
        // SHA-256 of SHA-256 of "hello", as the Bitcoin wiki gives it.
        assert_eq!(base58_checksum(b"hello"), [0x95, 0x95, 0xc9, 0xdf]);
    }
}
