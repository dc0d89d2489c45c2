//! The string that makes a line of a commit message a comment.

/// What git uses where nothing is configured.
const DEFAULT: &[u8] = b"#";

/// The characters that git chooses from for `auto`.
const AUTO: &[u8] = b"#;@!$%^&|:";

/// How lines go on, behind the comment string, that nobody but git and hunkguard writes.
const TELLING: [&[u8]; 3] =
    [b" ------------------------ >8 ------------------------", b" hunkguard-begin", b" hunkguard-end"];

/// The comment string that git uses for a message. `core_comment_string` and `core_comment_char` are the values of
/// `core.commentString` and `core.commentChar`. With `auto` git chooses a character that begins no line of the text and does
/// not say which; it is read off the comments in the message.
pub fn comment_string(core_comment_string: Option<&str>, core_comment_char: Option<&str>, message: &[u8]) -> Vec<u8> {
    match core_comment_string.or(core_comment_char) {
        Some(auto) if auto.eq_ignore_ascii_case("auto") => guess(message).unwrap_or(DEFAULT).to_vec(),
        Some(set) if !set.is_empty() && !set.contains(['\n', '\r']) => set.as_bytes().to_vec(),
        _ => DEFAULT.to_vec(),
    }
}

/// From a line that tells, else from the last paragraph: git puts its comments at the end.
fn guess(message: &[u8]) -> Option<&[u8]> {
    let lines: Vec<&[u8]> = message.split(|&b| b == b'\n').map(<[u8]>::trim_ascii_end).collect();
    let tells = |line: &&&[u8]| {
        let split = line.split_first().filter(|(first, _)| AUTO.contains(first));
        split.is_some_and(|(_, rest)| TELLING.iter().any(|telling| rest.starts_with(telling)))
    };
    if let Some(line) = lines.iter().find(tells) {
        return Some(&line[..1]);
    }
    let last = lines.iter().rposition(|line| !line.is_empty())?;
    let start = lines[..last].iter().rposition(|line| line.is_empty()).map_or(0, |blank| blank + 1);
    let first = &lines[last][..1];
    let is_comment =
        |line: &&[u8]| line.strip_prefix(first).is_some_and(|rest| matches!(rest, [] | [b' ' | b'\t', ..]));
    let all = AUTO.contains(&first[0]) && start < last && lines[start..=last].iter().all(is_comment);
    all.then_some(first)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(string: Option<&str>, char: Option<&str>, message: &str) -> String {
        String::from_utf8(comment_string(string, char, message.as_bytes())).unwrap()
    }

    #[test]
    fn the_newer_key_wins_and_nothing_means_a_hash() {
        assert_eq!(of(None, None, ""), "#");
        assert_eq!(of(None, Some(";"), ""), ";");
        assert_eq!(of(Some("//"), Some(";"), ""), "//");
        assert_eq!(of(Some(""), None, ""), "#");
        assert_eq!(of(Some("a\nb"), None, ""), "#");
    }

    #[test]
    fn an_automatic_one_is_read_off_the_message() {
        let auto = |message: &str| of(None, Some("auto"), message);
        assert_eq!(auto("#12 subject\n\n; Please enter\n;\n;\tmodified:   x\n"), ";");
        assert_eq!(
            auto("#1\n; a\n; ------------------------ >8 ------------------------\n; Do not\ndiff --git\n"),
            ";"
        );
        assert_eq!(auto("#1\n\n@ hunkguard-begin\n@  x\n"), "@");
        assert_eq!(auto("subject\r\n\r\n; Please\r\n;\r\n"), ";");
    }

    #[test]
    fn text_of_the_user_is_not_taken_for_comments() {
        let auto = |message: &str| of(None, Some("auto"), message);
        for message in ["", "\n\n", "subject", "s\n\n@someone\n@other\n", "s\n\n; one line only\n", "s\n\n- a\n- b\n"] {
            assert_eq!(auto(message), "#", "{message:?}");
        }
    }
}
