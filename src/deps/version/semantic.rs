//! Semantic versions as people write them: `v1.2`, `1.02.3`, Go's `+incompatible` and its own releases `1.21rc2`.

use std::fmt::Write as _;

use semver::Version;

/// Reads a semantic version. A leading `v` or `=`, missing parts and leading zeros are mended; a fourth number is not.
pub(super) fn parse(text: &str) -> Option<Version> {
    let text = text.trim_start_matches(['v', 'V', '=', ' ']);
    let end = text.find(['-', '+']).unwrap_or(text.len());
    let (numbers, rest) = text.split_at(end);
    let mut parts = [0_u64; 3];
    for (place, part) in numbers.split('.').enumerate() {
        if part.is_empty() || !part.bytes().all(|byte| byte.is_ascii_digit()) {
            return None;
        }
        *parts.get_mut(place)? = part.parse().ok()?;
    }
    let mut version = Version::new(parts[0], parts[1], parts[2]);
    // Build metadata is no part of the order.
    let prerelease = rest.split('+').next().unwrap_or_default();
    if let Some(prerelease) = prerelease.strip_prefix('-') {
        version.pre = prerelease_of(prerelease)?;
    }
    Some(version)
}

/// Reads a prerelease; a numeric part with leading zeros, which semver forbids, counts as its number.
fn prerelease_of(text: &str) -> Option<semver::Prerelease> {
    semver::Prerelease::new(text).ok().or_else(|| {
        let parts = text.split('.').map(|part| {
            let number = part.bytes().all(|byte| byte.is_ascii_digit());
            let short = part.trim_start_matches('0');
            if number { if short.is_empty() { "0" } else { short } } else { part }
        });
        semver::Prerelease::new(&parts.collect::<Vec<_>>().join(".")).ok()
    })
}

/// Reads a Go version: of a module, or of the language as in the directive `go 1.21rc2`.
pub(super) fn parse_go(text: &str) -> Option<Version> {
    let text = text.strip_prefix("go").unwrap_or(text);
    if let Some(version) = parse(text) {
        return Some(version);
    }
    let end = text.find(|c: char| c.is_ascii_alphabetic())?;
    let (numbers, label) = text.split_at(end);
    let digits = label.find(|c: char| c.is_ascii_digit())?;
    let mut mended = numbers.to_owned();
    let _ = write!(mended, "-{}.{}", &label[..digits], &label[digits..]);
    parse(&mended)
}
