//! Whether the name in front of a value is that of a credential: `acme_api_key` is, `acme_cache_key` is not.

/// Ends of words that make something the name of a key: `secret` and `clientsecret`.
const KEYS: [&[u8]; 10] =
    [b"key", b"token", b"secret", b"auth", b"api", b"password", b"passwd", b"pwd", b"certificate", b"credential"];
/// Whole words that do.
const SHORT_KEYS: [&[u8]; 6] = [b"pass", b"pat", b"client", b"cred", b"creds", b"bearer"];

/// Words beside them, on either side, that make it something that opens nothing.
const HARMLESS: [&[u8]; 24] = [
    b"public",
    b"publishable",
    b"pub",
    b"cache",
    b"cached",
    b"hash",
    b"hashed",
    b"checksum",
    b"digest",
    b"fingerprint",
    b"sha",
    b"sha1",
    b"sha256",
    b"sha512",
    b"md5",
    b"etag",
    b"integrity",
    b"commit",
    b"revision",
    b"idempotency",
    b"partition",
    b"foreign",
    b"next",
    b"cursor",
];

/// Words behind them that make it something about a key.
const ABOUT: [&[u8]; 21] = [
    b"id",
    b"ids",
    b"name",
    b"url",
    b"uri",
    b"host",
    b"endpoint",
    b"path",
    b"file",
    b"dir",
    b"version",
    b"type",
    b"prefix",
    b"header",
    b"length",
    b"size",
    b"count",
    b"expires",
    b"expiry",
    b"ttl",
    b"ref",
];

/// Whether no identifier of a text that leads up to a value names a key and says that it opens nothing.
pub(super) fn is_key_name(before: &[u8]) -> bool {
    let identifiers = before.split(|byte| !byte.is_ascii_alphanumeric() && !matches!(byte, b'_' | b'-' | b'.'));
    !identifiers.into_iter().any(|identifier| {
        let words: Vec<Vec<u8>> = words(identifier).collect();
        let any = |words: &[Vec<u8>], of: &[&[u8]]| words.iter().any(|word| of.contains(&word.as_slice()));
        let is_id = words.iter().any(|word| word.ends_with(b"id"));
        match words.iter().rposition(|word| is_key(word)) {
            Some(key) => any(&words, &HARMLESS) || any(&words[key + 1..], &ABOUT),
            None => is_id && any(&words, &HARMLESS),
        }
    })
}

/// Whether a text that leads up to a value names a key at all (`path` holds `pat` and is none), or calls something with
/// the value alone.
pub(super) fn holds_key_word(before: &[u8]) -> bool {
    let quoted = before.trim_ascii_end().strip_suffix(b"'").or_else(|| before.trim_ascii_end().strip_suffix(b"\""));
    quoted.is_some_and(|before| before.ends_with(b"(")) || words(before).any(|word| is_key(&word))
}

fn is_key(word: &[u8]) -> bool {
    let digits = word.iter().rev().take_while(|byte| byte.is_ascii_digit()).count();
    let word = &word[..word.len() - digits];
    let singular = word.strip_suffix(b"s").unwrap_or(word);
    SHORT_KEYS.contains(&word) || KEYS.iter().any(|end| singular.ends_with(end))
}

/// The words of an identifier in lower case: `acmeCacheKey`, `ACME_CACHE-KEY` and `acme.cache.key` have the same three.
fn words(identifier: &[u8]) -> impl Iterator<Item = Vec<u8>> + '_ {
    let parts = identifier.split(|byte| !byte.is_ascii_alphanumeric());
    let humps = parts.flat_map(|part| part.chunk_by(|a, b| a.is_ascii_uppercase() || !b.is_ascii_uppercase()));
    humps.map(<[u8]>::to_ascii_lowercase)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_that_only_begins_like_one_for_a_key_is_none() {
        for name in ["acme_api = '", "ACME_KEYS1=", "acmeOauth: ", "acmekey=", "Acme('", "key of acme "] {
            assert!(holds_key_word(name.as_bytes()), "{name}");
        }
        for name in ["acme_path = '", "ACME_AUTHOR=", "acme capital ", "acme: '", "passive_acme="] {
            assert!(!holds_key_word(name.as_bytes()), "{name}");
        }
    }

    #[test]
    fn a_key_that_opens_nothing_is_told_by_its_name() {
        for name in [
            "acme_api_key = '",
            "ACME_TOKEN=",
            "https://acme.example/public/v1?api_key=",
            "hashicorp.token: ",
            "key_prod=",
            "acme_app_id=",
            "acme_client_id_secret=",
            "https://id.acme.example/token/name ",
            "",
        ] {
            assert!(is_key_name(name.as_bytes()), "{name}");
        }
        for name in [
            "acme_public_key = '",
            "acmeCacheKey: \"",
            "ACME_KEY_HASH_PREFIX=",
            "acme.next.token",
            "acmeKeyId=",
            "auth0SecretHash=",
            "acmeClientsecretHash=",
            "acme_api_url: '",
            "acme-key-sha256 ",
        ] {
            assert!(!is_key_name(name.as_bytes()), "{name}");
        }
    }
}
