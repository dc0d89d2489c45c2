//! Kinds of templates that are more than characters of an alphabet: what an issuer or a program would have made.

use super::checksum::{self, BASE32, BASE58, BASE62, BECH32};
use super::template::{BASE64, Random};

/// Makes a text of a length; an empty one if there is none of that length.
pub(super) type Shape = fn(&mut Random, usize) -> String;

/// Every kind, by the name that templates use.
pub(super) const KINDS: [(&str, Shape); 15] = [
    ("crc32", crc32),
    ("github-pat", github_pat),
    ("gitlab-routable", gitlab_routable),
    ("jwt", jwt),
    ("pem", pem),
    ("encoded", encoded),
    ("login", login),
    ("encoded-pem", encoded_pem),
    ("rsa", rsa),
    ("age", age),
    ("wif", wif),
    ("xprv", xprv),
    ("nkey", nkey),
    ("stellar", stellar),
    ("words", words),
];

fn ascii(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

/// As many base62 characters, and the six of their checksum.
fn crc32(random: &mut Random, length: usize) -> String {
    let body = random.text(BASE62, length);
    let checksum = ascii(&checksum::crc32_base62(body.as_bytes()));
    body + &checksum
}

/// What follows `github_pat_`; the length is that of its last part and must be 59.
fn github_pat(random: &mut Random, length: usize) -> String {
    let front = random.text(BASE62, 22) + "_" + &random.text(BASE62, length.saturating_sub(16));
    let checksum = ascii(&checksum::sha256_base32(format!("github_pat_{front}").as_bytes()));
    front + &checksum + &random.text(BASE62, 8)
}

/// A routable token of GitLab, with its prefix; the length is that of its payload and must be below 36.
fn gitlab_routable(random: &mut Random, length: usize) -> String {
    let digit = u32::try_from(length).ok().and_then(|length| char::from_digit(length, 36)).unwrap_or_default();
    let front = format!("glpat-{}.01.0{digit}", random.text(BASE62, length));
    let checksum = ascii(&checksum::crc32_base36(front.as_bytes()));
    front + &checksum
}

/// A JSON web token with a signature of this length: `{"alg":"HS256","typ":"JWT"}` and `{"sub":"…`.
fn jwt(random: &mut Random, length: usize) -> String {
    let (payload, signature) = (random.text(BASE62, 40), random.text(BASE62, length));
    format!("eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJzdWIiOiI{payload}.{signature}")
}

/// As many base64 characters in lines of 64.
fn pem(random: &mut Random, length: usize) -> String {
    let body = random.text(BASE64, length);
    let lines: Vec<String> = body.as_bytes().chunks(64).map(ascii).collect();
    lines.join("\n")
}

/// The base64 of as many random characters.
fn encoded(random: &mut Random, length: usize) -> String {
    base64(random.text(BASE62, length).as_bytes())
}

/// The base64 of a user name and a password with as many characters.
fn login(random: &mut Random, length: usize) -> String {
    base64(format!("deploy:{}", random.text(BASE62, length)).as_bytes())
}

/// The base64 of a private key in PEM with as many characters.
fn encoded_pem(random: &mut Random, length: usize) -> String {
    let body = pem(random, length);
    base64(format!("-----BEGIN PRIVATE KEY-----\n{body}\n-----END PRIVATE KEY-----\n").as_bytes())
}

/// The base64 of an RSA private key (RFC 8017, appendix A.1.2) with random numbers and a modulus of as many bytes.
fn rsa(random: &mut Random, length: usize) -> String {
    let mut numbers = [length, length, length / 2, length / 2, length / 2, length / 2, length / 2]
        .map(|size| integer(random.text(BASE62, size).as_bytes()))
        .to_vec();
    numbers.insert(0, integer(&[0]));
    numbers.insert(2, integer(&[1, 0, 1]));
    base64(&der(0x30, &numbers.concat()))
}

fn integer(bytes: &[u8]) -> Vec<u8> {
    der(2, bytes)
}

/// A tag, a length and a value (X.690).
fn der(tag: u8, value: &[u8]) -> Vec<u8> {
    let length = value.len().to_be_bytes();
    let length: Vec<u8> = length.iter().copied().skip_while(|&byte| byte == 0).collect();
    let mut out = vec![tag];
    if value.len() >= 0x80 {
        out.push(0x80 | u8::try_from(length.len()).unwrap_or(0));
    }
    out.extend(length);
    out.extend(value);
    out
}

/// An age key; the length is that of its body without the checksum and must be 52.
fn age(random: &mut Random, length: usize) -> String {
    let values: Vec<u8> = (0..length).map(|_| number(random, 32)).collect();
    let checksum = checksum::bech32_checksum(b"age-secret-key-", &values);
    let body: String = values.iter().chain(&checksum).map(|&value| char::from(BECH32[usize::from(value)])).collect();
    format!("AGE-SECRET-KEY-1{}", body.to_ascii_uppercase())
}

/// A Bitcoin key in the wallet import format, for a compressed public key; the length is that of the key and must be 32.
fn wif(random: &mut Random, length: usize) -> String {
    let key = (0..length).map(|_| number(random, 255));
    base58(&[0x80].into_iter().chain(key).chain([1]).collect::<Vec<u8>>())
}

/// An extended private key (BIP 32); the length is that of what follows its version and must be 74.
fn xprv(random: &mut Random, length: usize) -> String {
    let rest = (0..length).map(|_| number(random, 255));
    base58(&[0x04, 0x88, 0xad, 0xe4].into_iter().chain(rest).collect::<Vec<u8>>())
}

/// A seed of a NATS user: two bytes that say so, as many random ones (32), and the checksum.
fn nkey(random: &mut Random, length: usize) -> String {
    let seed = (0..length).map(|_| number(random, 255));
    base32(&with_crc16([0x95, 0x00].into_iter().chain(seed).collect()))
}

/// A seed of a Stellar account: a byte that says so, as many random ones (32), and the checksum.
fn stellar(random: &mut Random, length: usize) -> String {
    let seed = (0..length).map(|_| number(random, 255));
    base32(&with_crc16([0x90].into_iter().chain(seed).collect()))
}

/// A phrase of as many words that opens a wallet (BIP 39).
fn words(random: &mut Random, length: usize) -> String {
    let entropy: Vec<u8> = (0..length / 3 * 4).map(|_| number(random, 255)).collect();
    let phrase = bip39::Mnemonic::from_entropy(&entropy);
    phrase.map(|phrase| phrase.words().collect::<Vec<_>>().join(" ")).unwrap_or_default()
}

fn with_crc16(mut bytes: Vec<u8>) -> Vec<u8> {
    let checksum = checksum::crc16(&bytes);
    bytes.extend(checksum.to_le_bytes());
    bytes
}

/// A number below `below`, which is at most 255.
fn number(random: &mut Random, below: u8) -> u8 {
    let all: Vec<u8> = (0..below).collect();
    random.pick(&all)
}

fn base64(bytes: &[u8]) -> String {
    let mut out = String::new();
    for group in bytes.chunks(3) {
        let bits = group.iter().chain(&[0, 0]).take(3).fold(0usize, |bits, &byte| bits << 8 | usize::from(byte));
        for place in 0..4 {
            let digit = char::from(BASE64[bits >> (18 - 6 * place) & 63]);
            out.push(if place > group.len() { '=' } else { digit });
        }
    }
    out
}

fn base32(bytes: &[u8]) -> String {
    let bits = |at: usize| bytes.get(at / 8).map_or(0, |byte| byte >> (7 - at % 8) & 1);
    let digit = |start: usize| (start..start + 5).fold(0, |value, at| value << 1 | usize::from(bits(at)));
    (0..bytes.len() * 8).step_by(5).map(|start| char::from(BASE32[digit(start)])).collect()
}

/// With the checksum. No leading zeros: none of ours has one.
fn base58(bytes: &[u8]) -> String {
    let mut rest = [bytes, &checksum::base58_checksum(bytes)].concat();
    let mut out = Vec::new();
    while rest.iter().any(|&byte| byte != 0) {
        let mut carry = 0usize;
        for byte in &mut rest {
            carry = carry << 8 | usize::from(*byte);
            *byte = u8::try_from(carry / 58).unwrap_or(0);
            carry %= 58;
        }
        out.push(char::from(BASE58[carry]));
    }
    out.iter().rev().collect()
}
