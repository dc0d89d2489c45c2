//! What a secret tells about itself without a network: checksums, owners, dates.
//!
//! A checksum that fails drops nothing where a prefix names the issuer: other servers use the same prefixes, and
//! documentation cuts tokens short. Where there is no prefix, the checksum is what makes it a key at all.

use super::structure::{Jwt, jwt};
use super::validate::Opinion::{self, Doubtful, No, Proven, Told, Weaker, Yes};
use crate::base64::decode;
use crate::rules::{
    BASE32, BASE58, BECH32, CRC32_LENGTH, base58_checksum, bech32_checksum, crc16, crc32_base36, crc32_base62,
    sha256_base32,
};

const VALID: &str = "Its checksum is valid.";

/// For tokens of an issuer.
fn issued(valid: bool) -> Opinion {
    if valid { Proven("Its checksum is valid: it was issued as a token.".into()) } else { Yes }
}

/// The last six characters of GitHub's and npm's tokens are a checksum of the others.
pub(super) fn crc32(body: &[u8]) -> Opinion {
    let Some((random, checksum)) = body.split_last_chunk::<CRC32_LENGTH>() else { return Yes };
    issued(crc32_base62(random) == *checksum)
}

/// In `github_pat_`, two parts and `_` between them, the 8 characters before the last 8 are a checksum of all before them.
pub(super) fn fine_grained(secret: &[u8]) -> Opinion {
    let Some((front, checksum)) = secret.len().checked_sub(8).and_then(|end| secret[..end].split_last_chunk::<8>())
    else {
        return Yes;
    };
    issued(sha256_base32(front) == *checksum)
}

/// A routable token of GitLab ends in the length of its payload, two digits in base36, and seven of the CRC-32 of all before
/// them: see `RoutableToken` in GitLab.
pub(super) fn gitlab_routable(secret: &[u8]) -> Opinion {
    let Some((front, checksum)) = secret.split_last_chunk::<7>() else { return Yes };
    let Some((named, _length)) = front.split_last_chunk::<2>() else { return Yes };
    issued(named.ends_with(b".") && crc32_base36(front) == *checksum)
}

/// The account that an AWS key belongs to stands in its id: of the 80 bits behind the prefix (base32), the first is 1 in ids
/// of today's form, and the next 40 are the number of the account. Worked out and published by several people since 2020.
pub(super) fn aws_account(body: &[u8]) -> Opinion {
    // Ten characters are 50 bits.
    let Some(front) = body.first_chunk::<10>() else { return Yes };
    let bits = front.iter().try_fold(0u64, |bits, &byte| Some(bits << 5 | base32_value(byte)?));
    match bits.filter(|bits| bits >> 49 == 1) {
        Some(bits) => Told(format!("It belongs to the AWS account {:012}.", bits >> 9 & 0xff_ffff_ffff).into()),
        None => Yes,
    }
}

fn base32_value(byte: u8) -> Option<u64> {
    u64::try_from(memchr::memchr(byte, BASE32)?).ok()
}

/// A JSON web token, and until when it is valid.
pub(super) fn json_web_token(token: &[u8]) -> Opinion {
    match jwt(token) {
        Jwt::No | Jwt::Example => return No,
        Jwt::Yes => {}
    }
    let claims = token.split(|&byte| byte == b'.').nth(1).and_then(decode).unwrap_or_default();
    let Ok(serde_json::Value::Object(claims)) = serde_json::from_slice(&claims) else { return Yes };
    let Some(expiry) = claims.get("exp") else {
        return Told("It never expires: it has no claim `exp`.".into());
    };
    let time = expiry.as_i64().and_then(|seconds| time::OffsetDateTime::from_unix_timestamp(seconds).ok());
    time.map_or(Yes, |time| Told(format!("By its own claim it expires on {}.", time.date()).into()))
}

/// Bech32 (BIP 173) in capitals, as age writes its keys.
pub(super) fn bech32(secret: &[u8]) -> Opinion {
    let lower = secret.to_ascii_lowercase();
    let Some(one) = memchr::memrchr(b'1', &lower) else { return Yes };
    let value = |byte: &u8| memchr::memchr(*byte, BECH32).and_then(|value| u8::try_from(value).ok());
    let values: Option<Vec<u8>> = lower[one + 1..].iter().map(value).collect();
    let parts = values.as_deref().and_then(<[u8]>::split_last_chunk::<6>);
    if parts.is_some_and(|(data, checksum)| bech32_checksum(&lower[..one], data) == *checksum) {
        Proven(VALID.into())
    } else {
        Weaker("Its checksum is wrong: it was cut or made up.".into())
    }
}

/// Base58 with a checksum of four bytes. Without a valid one it is any random text.
pub(super) fn base58check(secret: &[u8]) -> Opinion {
    let Some(bytes) = base58(secret) else { return No };
    match bytes.split_last_chunk::<4>() {
        Some((data, checksum)) if base58_checksum(data) == *checksum => Proven(VALID.into()),
        _ => No,
    }
}

/// The most characters that are decoded: the time grows with their square.
const LONGEST_BASE58: usize = 128;

fn base58(text: &[u8]) -> Option<Vec<u8>> {
    let mut out: Vec<u8> = Vec::new();
    if text.len() > LONGEST_BASE58 {
        return None;
    }
    for &byte in text {
        let mut carry = memchr::memchr(byte, BASE58)?;
        for place in &mut out {
            carry += usize::from(*place) * 58;
            *place = carry.to_le_bytes()[0];
            carry >>= 8;
        }
        while carry > 0 {
            out.push(carry.to_le_bytes()[0]);
            carry >>= 8;
        }
    }
    out.reverse();
    Some(out)
}

/// Base32 with a CRC-16 at its end: keys of NATS and Stellar. Without a valid one it is any text in capitals.
pub(super) fn crc16_base32(secret: &[u8]) -> Opinion {
    let (mut bytes, mut bits, mut count) = (Vec::new(), 0u64, 0);
    for &byte in secret {
        let Some(value) = base32_value(byte) else { return No };
        bits = bits << 5 & 0xffff | value;
        count += 5;
        if count >= 8 {
            count -= 8;
            bytes.push((bits >> count).to_le_bytes()[0]);
        }
    }
    match bytes.split_last_chunk::<2>() {
        Some((data, checksum)) if crc16(data).to_le_bytes() == *checksum => Proven(VALID.into()),
        _ => No,
    }
}

/// The words that open a wallet (BIP 39, English list): the last one holds a checksum.
pub(super) fn seed_phrase(secret: &[u8]) -> Opinion {
    let words = secret.split(|byte| !byte.is_ascii_alphabetic()).filter(|word| !word.is_empty());
    let words: Vec<&str> = words.map_while(|word| std::str::from_utf8(word).ok()).collect();
    if bip39::Mnemonic::parse_in_normalized(bip39::Language::English, &words.join(" ")).is_err() {
        return No;
    }
    // `test test … junk` and `abandon … about` open the wallets of every local chain.
    let repeated = words.iter().filter(|word| Some(*word) == words.first()).count();
    if repeated * 2 > words.len() {
        return Doubtful("It is a phrase of documents and tests.".into());
    }
    Proven("Its last word is the right checksum.".into())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::expand;

    fn made(template: &str) -> String {
        expand(template).unwrap().text
    }

    type Ask = fn(&[u8]) -> Opinion;

    fn is_proven(opinion: &Opinion) -> bool {
        matches!(opinion, Proven(_))
    }

    #[test]
    fn checksums_of_issuers_prove_and_wrong_ones_drop_nothing() {
        let token = made("{{gitlab-routable:30}}");
        assert!(is_proven(&gitlab_routable(token.as_bytes())));
        assert_eq!(gitlab_routable(token.replace("glpat-", "glpat_").as_bytes()), Yes);
        assert_eq!(gitlab_routable(b"glpat-"), Yes);
        let age = made("{{age:52}}");
        assert!(is_proven(&bech32(age.as_bytes())), "{age}");
        assert!(matches!(bech32(age.replace("-1", "-1Q").as_bytes()), Weaker(_)));
    }

    #[test]
    fn what_has_no_prefix_needs_its_checksum() {
        let ask: [(&str, Ask); 4] = [
            ("{{wif:32}}", base58check),
            ("{{xprv:74}}", base58check),
            ("{{nkey:32}}", crc16_base32),
            ("{{stellar:32}}", crc16_base32),
        ];
        for (template, ask) in ask {
            let mut key = made(template);
            assert!(is_proven(&ask(key.as_bytes())), "{template}");
            key.replace_range(10..11, if key.as_bytes()[10] == b'A' { "B" } else { "A" });
            assert_eq!(ask(key.as_bytes()), No, "{template}");
        }
        assert_eq!((base58check(b"0"), base58check(b""), crc16_base32(b"1"), crc16_base32(b"")), (No, No, No, No));
        assert_eq!(base58check(&b"2".repeat(5000)), No);
    }

    #[test]
    fn the_account_of_an_aws_key_is_told_where_the_id_is_of_the_new_form() {
        // 1, the number in 40 bits, nine bits of the rest.
        let bits = 1u64 << 49 | 123_456_789_012 << 9;
        let digit = |at: usize| BASE32[usize::try_from(bits >> (45 - 5 * at) & 31).unwrap()];
        let id: Vec<u8> = (0..10).map(digit).chain(*b"ABCDEF").collect();
        assert_eq!(aws_account(&id), Told("It belongs to the AWS account 123456789012.".into()));
        assert_eq!(aws_account(b"IOSFODNN7ABCDEFG"), Yes);
        assert_eq!(aws_account(b"Q"), Yes);
    }

    #[test]
    fn a_token_tells_when_it_expires() {
        let signed = |claims: &str| {
            let whole = made("{{jwt:43}}");
            let parts: Vec<&str> = whole.split('.').collect();
            format!("{}.{claims}.{}", parts[0], parts[2]).into_bytes()
        };
        // {"exp":1614816000} and {"sub":"7"}
        let told = |text: &'static str| Told(text.into());
        let dated = told("By its own claim it expires on 2021-03-04.");
        assert_eq!(json_web_token(&signed("eyJleHAiOjE2MTQ4MTYwMDB9")), dated);
        assert_eq!(json_web_token(&signed("eyJzdWIiOiI3In0")), told("It never expires: it has no claim `exp`."));
        assert_eq!(json_web_token(made("{{jwt:43}}").as_bytes()), Yes);
    }

    #[test]
    fn a_phrase_of_the_word_list_with_its_checksum_is_a_seed() {
        for count in [12, 15, 18, 21, 24] {
            let phrase = made(&format!("{{{{words:{count}}}}}"));
            assert!(is_proven(&seed_phrase(phrase.as_bytes())), "{phrase}");
            assert!(is_proven(&seed_phrase(phrase.replace(' ', "\", \"").as_bytes())));
        }
        assert_eq!(seed_phrase("zoo ".repeat(12).as_bytes()), No);
        assert!(matches!(seed_phrase(("test ".repeat(11) + "junk").as_bytes()), Doubtful(_)));
    }
}
