//! Names and mail addresses in trailers.

use crate::text::needs_escape;

/// Somebody who claims to have reviewed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Person {
    /// Name and mail as written.
    pub text: String,
    /// The mail address, normalised.
    pub mail: String,
}

impl Person {
    /// Reads `Name <mail>`.
    ///
    /// # Errors
    /// What is wrong with it, in words.
    pub fn parse(value: &[u8]) -> Result<Self, &'static str> {
        let text = std::str::from_utf8(value).map_err(|_| "it is not UTF-8")?;
        if text.chars().any(needs_escape) {
            return Err("it holds an invisible or control character");
        }
        let parts = text.strip_suffix('>').and_then(|text| text.split_once('<'));
        let (name, mail) = parts.ok_or("it names no mail address in `<` and `>`")?;
        if name.trim().is_empty() {
            return Err("it names nobody");
        }
        let plain = !mail.contains(['<', '>', ',', ';']) && !mail.contains(char::is_whitespace);
        match mail.split_once('@') {
            Some((user, host)) if plain && !user.is_empty() && !host.is_empty() => {
                Ok(Self { text: text.to_owned(), mail: normal_mail(mail) })
            }
            _ => Err("it names no mail address in `<` and `>`"),
        }
    }
}

/// A mail address as it is compared: in lower case, and without characters that nobody sees.
pub(in crate::policy) fn normal_mail(mail: &str) -> String {
    mail.chars().filter(|&c| !needs_escape(c)).collect::<String>().trim().to_lowercase()
}

/// Every mail address in a value, whatever is around it: who has a part in a commit cannot hide it by bad form.
pub(super) fn mails(value: &[u8]) -> Vec<String> {
    let text = String::from_utf8_lossy(value);
    let words = text.split(|c: char| c.is_whitespace() || "<>,;()\"".contains(c));
    words.filter(|word| word.contains('@')).map(normal_mail).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reviewer_is_a_name_with_one_mail_address() {
        let person = Person::parse("Zoë Q <Zoe@Example.COM>".as_bytes()).unwrap();
        assert_eq!((person.text.as_str(), person.mail.as_str()), ("Zoë Q <Zoe@Example.COM>", "zoe@example.com"));
        for bad in [
            "",
            "a@example.com",
            "<a@example.com>",
            "A <a@example.com",
            "A <a@example.com> <b@example.com>",
            "A <a@example.com>, B",
            "A <example.com>",
            "A <@example.com>",
            "A <a@>",
            "A <a b@example.com>",
            "A\u{202e} <a@example.com>",
            "A <a\u{200b}@example.com>",
            "A\t<a@example.com>",
        ] {
            assert!(Person::parse(bad.as_bytes()).is_err(), "{bad:?}");
        }
        assert!(Person::parse(b"A\xff <a@example.com>").is_err());
    }

    #[test]
    fn whoever_has_a_part_is_known_in_any_form() {
        for value in ["A <A@Example.com>", "a@example.com", "a@example.com (A)", "\u{1b}A <a\u{200b}@example.com> #1"] {
            assert_eq!(mails(value.as_bytes()), ["a@example.com"], "{value:?}");
        }
        assert_eq!(mails(b"\xff <a@example.com>, b@example.com"), ["a@example.com", "b@example.com"]);
    }
}
