use super::*;
use crate::rules::expand;

/// Of 200 values of a shape: how many in a hundred are found, and how many block.
fn found(kind: Kind, shape: &str) -> (usize, usize) {
    // One template holds all values: each place of one gets its own text.
    let values = expand(&format!("{shape}\n").repeat(200)).unwrap().text;
    let judged: Vec<Confidence> = values.lines().filter_map(|value| judge(kind, value.as_bytes(), false)).collect();
    (judged.len() / 2, judged.iter().filter(|confidence| **confidence > Confidence::Low).count() / 2)
}

#[test]
fn most_of_what_is_no_word_is_found_however_short() {
    for (kind, shape, least) in [
        (Kind::Password, "{{lower:4}}", 60),
        (Kind::Password, "{{lower:6}}", 85),
        (Kind::Password, "{{lower:8}}", 90),
        (Kind::Password, "{{upper:1}}{{lower:7}}", 80),
        (Kind::Password, "{{lower:4}}{{digits:4}}", 95),
        (Kind::Password, "{{lower:5}}@{{lower:5}}", 90),
        (Kind::Password, "{{lower:4}}_{{lower:6}}", 60),
        (Kind::Password, "{{base62:8}}", 95),
        (Kind::Secret, "{{lower:6}}", 85),
        (Kind::Secret, "{{base62:12}}", 95),
        (Kind::Token, "{{base62:16}}", 95),
        (Kind::Token, "{{hex:32}}", 100),
        (Kind::Token, "{{base64:40}}", 99),
    ] {
        let (all, _) = found(kind, shape);
        assert!(all >= least, "{kind:?} {shape}: {all}");
    }
}

#[test]
fn what_may_be_a_word_or_a_stored_hash_does_not_block() {
    for (kind, shape) in [
        (Kind::Password, "{{lower:4}}"),
        (Kind::Password, "{{hex:32}}"),
        (Kind::Password, "{{digits:8}}"),
        (Kind::Secret, "{{lower:5}}"),
        (Kind::Token, "{{lower:8}}"),
        (Kind::Token, "{{base36:10}}"),
    ] {
        assert_eq!(found(kind, shape).1, 0, "{kind:?} {shape}");
    }
}

#[test]
fn a_password_has_letters_digits_and_signs() {
    for password in ["Winter2024!", "tr0ub4dor&3", "#1fanOfCats"] {
        assert_eq!(judge(Kind::Password, password.as_bytes(), false), Some(Confidence::Medium), "{password}");
    }
}

#[test]
fn words_names_paths_and_hashes_are_no_secrets() {
    for kind in [Kind::Password, Kind::Secret, Kind::Token] {
        for other in [
            "Password",
            "oauth2AccessToken",
            "rabbitmq",
            "com.acme.app",
            "/run/secrets/db1!",
            "https://a.example/1?x=!",
            "name=%s&id=1",
            "$2b$12$abcdefghijklmnopqrstuv",
            "*0123456789ABCDEF0123456789ABCDEF01234567",
            "\\xe6\\xa8\\x99!",
            "user@example.com",
            "Enter 1 password!",
            "a1!",
            "utf8",
            "sha256",
            "id_rsa.pem",
            "getToken()",
            "12:30:00",
            "ENC(abcdefgh12345678)",
            "some-kebab-name",
            "SOME_CONSTANT_2",
        ] {
            assert_eq!(judge(kind, other.as_bytes(), false), None, "{kind:?} {other}");
        }
    }
}
