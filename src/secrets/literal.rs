//! Passwords that people make up.

use super::randomness::is_random;

/// Signs that people put into passwords and programmers seldom into names, paths and formats.
const SIGNS: &[u8] = b"!@#$%^&*?~+=";

/// Whether a value is a password: random, or made up by a person. Escapes of source code are neither.
pub(super) fn is_password(value: &[u8]) -> bool {
    !value.contains(&b'\\') && !is_hash(value) && (is_made_up(value) || is_random(value))
}

/// Eight characters or more, letters, a digit and a sign, and nothing that names, paths, addresses and formats are made of.
fn is_made_up(value: &[u8]) -> bool {
    let any = |is: &dyn Fn(u8) -> bool| value.iter().any(|&byte| is(byte));
    let strong = any(&|b| b.is_ascii_alphabetic()) && any(&|b| b.is_ascii_digit()) && any(&|b| SIGNS.contains(&b));
    let foreign = any(&|b| b" /\\:;,()[]{}<>|\"'`".contains(&b) || !b.is_ascii_graphic());
    (8..=64).contains(&value.len()) && strong && !foreign && !is_query(value)
}

/// `a=1&b=2`, `name=%s`, `key==1`.
fn is_query(value: &[u8]) -> bool {
    let middle = value.trim_ascii().strip_suffix(b"=").unwrap_or(value);
    middle.contains(&b'=') && !middle.contains(&b'!')
}

/// What a password becomes when it is stored: the modular crypt format, `$2b$12$…`, its relatives such as
/// `pbkdf2_sha256$…`, and that of `MySQL`, `*` and 40 hexadecimal digits.
fn is_hash(value: &[u8]) -> bool {
    let mysql = value.strip_prefix(b"*").is_some_and(|hex| hex.len() == 40 && hex.iter().all(u8::is_ascii_hexdigit));
    mysql || value.iter().filter(|&&byte| byte == b'$').count() >= 2
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_password_has_letters_digits_and_signs() {
        for password in ["Winter2024!", "tr0ub4dor&3", "#1fanOfCats"] {
            assert!(is_password(password.as_bytes()), "{password}");
        }
    }

    #[test]
    fn names_paths_and_hashes_are_no_passwords() {
        for other in [
            "Password",
            "oauth2AccessToken",
            "/run/secrets/db1!",
            "https://a.example/1?x=!",
            "name=%s&id=1",
            "$2b$12$abcdefghijklmnopqrstuv",
            "*0123456789ABCDEF0123456789ABCDEF01234567",
            "\\xe6\\xa8\\x99!",
            "user@example.com",
            "Enter 1 password!",
            "a1!",
        ] {
            assert!(!is_password(other.as_bytes()), "{other}");
        }
    }
}
