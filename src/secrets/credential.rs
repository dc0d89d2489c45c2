//! Credentials that people chose: in addresses, in headers, wherever only a password can stand.

use super::placeholder::{is_placeholder, is_stand_in};
use super::randomness::is_random;
use super::structure::begins_with_uuid;
use super::validate::Opinion::{self, Doubtful, No, Yes};
use super::validate::{Subject, is_short, when};
use crate::base64::decode;

/// A literal where only a password can stand. A reference, a stand-in or the user's own name is none.
pub(super) fn password(subject: &Subject) -> Opinion {
    let value = subject.secret();
    let user = subject.user.clone().map(|range| &subject.text[range]);
    if is_weak(value, user) || is_code(value) {
        return No;
    }
    if is_made_name(value) {
        return Doubtful("It reads like a name that was made up for a document or a test.".into());
    }
    match subject.host.clone().map(|range| Host::of(&subject.text[range])) {
        Some(Host::Documentation) if !is_random(value) => No,
        Some(Host::Documentation) => Doubtful("Its host is a name that is kept for documents.".into()),
        Some(Host::Local) => Doubtful("It is used on this machine or in a container beside it only.".into()),
        Some(Host::Other) | None => Yes,
    }
}

/// A password in an address.
pub(super) fn uri_password(subject: &Subject) -> Opinion {
    // `host:8080?a=b@c`: a port, and an `@` further on.
    let value = subject.secret();
    let digits = value.iter().take_while(|byte| byte.is_ascii_digit()).count();
    let is_port = (2..=5).contains(&digits) && matches!(value.get(digits), Some(b'?' | b'#' | b'/' | b','));
    if is_port { No } else { password(subject) }
}

/// A value in the query of an address: under the name of a password what is no stand-in, under another one a random value.
pub(super) fn in_query(subject: &Subject) -> Opinion {
    let name = subject.text[subject.start..subject.secret.start].to_ascii_lowercase();
    let is_password = memchr::memmem::find(&name, b"pass").or_else(|| memchr::memmem::find(&name, b"pwd")).is_some();
    if is_password { password(subject) } else { when(is_api_key(subject.secret()) && !is_id(subject.secret())) }
}

/// In addresses UUIDs are ids.
fn is_id(value: &[u8]) -> bool {
    value.len() == 36 && begins_with_uuid(value)
}

fn is_weak(value: &[u8], user: Option<&[u8]>) -> bool {
    user.is_some_and(|user| user.eq_ignore_ascii_case(value)) || !is_short(value) || is_stand_in(value)
}

/// Small letters that end in a word for a password: `proxy_pass`, `saltpassword`.
fn is_made_name(value: &[u8]) -> bool {
    const ENDS: [&[u8]; 6] = [b"pass", b"password", b"passwd", b"pwd", b"secret", b"token"];
    let plain = value.iter().all(|byte| byte.is_ascii_lowercase() || matches!(byte, b'_' | b'-'));
    plain && ENDS.iter().any(|end| value.ends_with(end))
}

/// A call, a member or a format of source code.
fn is_code(value: &[u8]) -> bool {
    const MEMBER: [&[u8]; 8] =
        [b"process.env", b"os.environ", b"getenv", b"System.", b"self.", b"this.", b"config.", b"settings."];
    let is_word = |part: &[u8]| !part.is_empty() && part.iter().all(|&byte| byte.is_ascii_alphabetic() || byte == b'_');
    let bare = value.strip_suffix(b")").unwrap_or(value);
    let path = bare.contains(&b'.') && bare.split(|&byte| byte == b'.').all(is_word);
    let call = value.ends_with(b")") && value.contains(&b'(');
    let format = value.starts_with(b"%") && value.len() <= 4;
    let escape = memchr::memmem::find(value, b"\\x").is_some();
    path || call || format || escape || value.contains(&b'{') || MEMBER.iter().any(|name| value.starts_with(name))
}

/// Whether text is the base64 of a user and a password (RFC 7617) that is no stand-in.
pub(super) fn is_login(encoded: &[u8]) -> bool {
    let Some(decoded) = decode(encoded) else { return false };
    let Some(colon) = memchr::memchr(b':', &decoded) else { return false };
    let (user, password) = (&decoded[..colon], &decoded[colon + 1..]);
    is_printable(&decoded) && !password.is_empty() && !is_weak(password, Some(user))
}

fn is_printable(text: &[u8]) -> bool {
    text.iter().all(|byte| byte.is_ascii_graphic() || *byte == b' ')
}

/// A key that was made by a machine.
pub(super) fn is_api_key(value: &[u8]) -> bool {
    is_short(value) && is_random(value) && !is_placeholder(value)
}

/// Whether the credential of an Authorization header is one: random, or the base64 of a login that is one.
pub(super) fn authorizes(subject: &Subject) -> bool {
    let decoded = decode(subject.secret()).unwrap_or_default();
    if decoded.contains(&b':') && is_printable(&decoded) {
        return is_login(subject.secret());
    }
    is_random(subject.secret()) && !is_placeholder(subject.secret())
}

/// Where a password is used.
enum Host {
    /// A name that RFC 2606 and RFC 6761 keep for documents and tests, or what people write instead.
    Documentation,
    /// This machine, or a container that is named like the program in it.
    Local,
    /// Any other.
    Other,
}

impl Host {
    fn of(name: &[u8]) -> Self {
        const NAMES: [&[u8]; 10] = [
            b"example",
            b"example.com",
            b"example.net",
            b"example.org",
            b"host",
            b"hostname",
            b"server",
            b"domain.com",
            b"domain",
            b"foo.com",
        ];
        const ENDS: [&[u8]; 6] =
            [b".example", b".example.com", b".example.net", b".example.org", b".test", b".invalid"];
        const LOCAL: [&[u8]; 18] = [
            b"",
            b".",
            b"localhost",
            b"[::1]",
            b"0.0.0.0",
            b"(local)",
            b"host.docker.internal",
            b"db",
            b"database",
            b"postgres",
            b"postgresql",
            b"mysql",
            b"mariadb",
            b"mongo",
            b"mongodb",
            b"redis",
            b"rabbitmq",
            b"mssql",
        ];
        let name = name.trim_ascii().to_ascii_lowercase();
        let name = without_port(&name);
        if NAMES.contains(&name) || ENDS.iter().any(|end| name.ends_with(end)) {
            Self::Documentation
        } else if LOCAL.contains(&name) || name.starts_with(b"127.") || name.starts_with(b"(localdb)") {
            Self::Local
        } else {
            Self::Other
        }
    }
}

/// A host without the port behind its last colon, or comma in ADO strings.
fn without_port(name: &[u8]) -> &[u8] {
    let digits = name.iter().rev().take_while(|byte| byte.is_ascii_digit()).count();
    let host = &name[..name.len() - digits];
    let before = host.strip_suffix(b":").or_else(|| host.strip_suffix(b","));
    before.filter(|_| digits > 0).unwrap_or(name)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::expand;

    #[test]
    fn a_login_is_a_name_and_a_password_in_base64() {
        let made = |template: &str| expand(template).unwrap().text;
        assert!(is_login(made("{{login:12}}").as_bytes()));
        assert!(!is_login(made("{{encoded:20}}").as_bytes()));
        // `user:password` and `user:user`
        assert!(!is_login(b"dXNlcjpwYXNzd29yZA==") && !is_login(b"dXNlcjp1c2Vy"));
    }

    #[test]
    fn what_code_says_is_no_password() {
        for code in
            ["connection.password", "getPassword()", "%s", "{password}", "process.env.PASSWORD", "this.password"]
        {
            assert!(is_code(code.as_bytes()), "{code}");
        }
        assert!(!is_code(b"kz(9q") && !is_code(b"Tr0ub4dor&3"));
    }

    #[test]
    fn a_port_is_no_part_of_a_host() {
        assert!(matches!(Host::of(b"LOCALHOST:5432"), Host::Local));
        assert!(matches!(Host::of(b"127.0.0.1,1433"), Host::Local));
        assert!(matches!(Host::of(b"db1"), Host::Other));
    }
}
