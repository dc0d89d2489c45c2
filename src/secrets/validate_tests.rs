use super::Opinion::Doubtful;
use super::*;
use crate::rules::{VALIDATORS, expand};

fn subject(text: &str) -> Subject<'_> {
    Subject { text: text.as_bytes(), start: 0, secret: 0..text.len(), body: 0..text.len(), user: None, host: None }
}

#[test]
fn every_name_that_a_rule_may_use_is_known_here() {
    let mut names: Vec<&str> = ALL.iter().map(|(name, _)| *name).collect();
    let mut allowed = VALIDATORS.to_vec();
    names.sort_unstable();
    allowed.sort_unstable();
    assert_eq!(names, allowed);
}

#[test]
fn entropy_is_in_bits_per_byte() {
    assert!(entropy(b"aaaa").abs() < 1e-9);
    assert!((entropy(b"abcd") - 2.0).abs() < 1e-9);
    assert_eq!(ask("entropy>=2.0", &subject("abcd")), Yes);
    assert_eq!(ask("entropy>=2.1", &subject("abcd")), No);
    assert_eq!(ask("entropy>=0.1", &subject("")), No);
}

#[test]
fn a_valid_checksum_proves_and_a_wrong_one_drops_nothing() {
    let token = expand("{{crc32:30}}").unwrap().text;
    assert!(matches!(ask("crc32-base62", &subject(&token)), Proven(_)));
    let other = token[1..].to_owned() + "x";
    assert_eq!(ask("crc32-base62", &subject(&other)), Yes);
    let fine = expand("github_pat_{{github-pat:59}}").unwrap().text;
    assert!(matches!(ask("sha256-base32", &subject(&fine)), Proven(_)));
    assert_eq!(ask("sha256-base32", &subject(&fine.replace("pat_", "pat-"))), Yes);
    assert_eq!(ask("sha256-base32", &subject("short")), Yes);
}

#[test]
fn a_password_in_an_address_counts_by_its_host() {
    let ask = |password: &str, host: &str| {
        let text = format!("app:{password}@{host}");
        let (end, at) = (4 + password.len(), 5 + password.len());
        let subject = Subject {
            text: text.as_bytes(),
            start: 0,
            secret: 4..end,
            body: 4..end,
            user: Some(0..3),
            host: Some(at..text.len()),
        };
        credential::uri_password(&subject)
    };
    assert_eq!(ask("k3Yr9wQpA", "db.acme.io"), Yes);
    assert!(matches!(ask("k3Yr9wQpA", "127.0.0.1"), Doubtful(_)));
    assert_eq!(ask("k3Yrwqpa", "db.example.com"), No);
    assert!(matches!(ask("k3Yr9wQpAzX7bN2", "db.example.com"), Doubtful(_)));
    assert_eq!(ask("APP", "db.acme.io"), No);
    assert_eq!(ask("${PASSWORD}", "db.acme.io"), No);
}

#[test]
fn the_name_before_the_match_tells_what_is_public() {
    let ask = |name: &str| {
        let text = format!("x.{name}Token = ...");
        has_public_name(&Subject { start: text.find("Token").unwrap(), ..subject(&text) })
    };
    assert!(ask("next") && ask("PublicKey") && ask("client-Request-"));
    assert!(!ask("access") && !ask("") && !ask("next.access") && !ask("changed"));
}
