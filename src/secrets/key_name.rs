//! Whether the name in front of a value is that of a credential: `acme_api_key` is, `acme_cache_key` is not.

/// Words that make a key or token something that opens nothing.
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

/// Whether no identifier of a text that leads up to a value names a key and says that it opens nothing.
pub(super) fn is_key_name(before: &[u8]) -> bool {
    let identifiers = before.split(|byte| !byte.is_ascii_alphanumeric() && !matches!(byte, b'_' | b'-' | b'.'));
    !identifiers.into_iter().any(|identifier| {
        let is_key = |word: &[u8]| matches!(word, b"key" | b"apikey" | b"token" | b"secret" | b"auth");
        let words: Vec<Vec<u8>> = words(identifier).collect();
        words.iter().any(|word| is_key(word)) && words.iter().any(|word| HARMLESS.contains(&word.as_slice()))
    })
}

/// The words of an identifier in lower case: `acmeCacheKey`, `ACME_CACHE-KEY` and `acme.cache.key` have the same three.
fn words(identifier: &[u8]) -> impl Iterator<Item = Vec<u8>> + '_ {
    let parts = identifier.split(|byte| !byte.is_ascii_alphanumeric());
    let humps = parts.flat_map(|part| part.chunk_by(|a, b| !(a.is_ascii_lowercase() && b.is_ascii_uppercase())));
    humps.map(<[u8]>::to_ascii_lowercase)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_that_opens_nothing_is_told_by_its_name() {
        for name in
            ["acme_api_key = '", "ACME_TOKEN=", "https://acme.example/public/v1?api_key=", "hashicorp.token: ", ""]
        {
            assert!(is_key_name(name.as_bytes()), "{name}");
        }
        for name in
            ["acme_public_key = '", "acmeCacheKey: \"", "ACME_KEY_HASH_PREFIX=", "acme.next.token", "acme-key-sha256 "]
        {
            assert!(!is_key_name(name.as_bytes()), "{name}");
        }
    }
}
