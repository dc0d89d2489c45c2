use proptest::prelude::*;

use super::*;
use crate::policy::parse_edited;

const HELP: &str =
    "# Please enter the commit message for your changes. Lines starting\n# with '#' will be ignored.\n#\n";
const SCISSORS: &str = "# ------------------------ >8 ------------------------\n# Do not modify or remove the line above.\ndiff --git a/x b/x\n+# hunkguard-begin\n";
const LINE: &str = "Hunkguard-Override: 0123456789abcdef github-token <reason>";
const FILLED: &str = "Hunkguard-Override: 0123456789abcdef github-token revoked in May";

fn insert(message: &str) -> String {
    String::from_utf8(insert_template(message.as_bytes(), b"#", &["a.py:1  GitHub token", "", LINE])).unwrap()
}

fn remove(message: &str) -> String {
    String::from_utf8(remove_template(message.as_bytes(), b"#")).unwrap()
}

/// The report as it stands in the message.
fn report(above: &str) -> String {
    format!("# hunkguard-begin{above}\n#  a.py:1  GitHub token\n#\n# {LINE}\n# hunkguard-end\n")
}

#[test]
fn the_report_goes_below_the_text_and_above_what_git_wrote() {
    let (plain, one, two) = (report(""), report(ABOVE[1]), report(ABOVE[2]));
    for (message, expected) in [
        (format!("\n{HELP}"), format!("\n{plain}{HELP}")),
        (format!("s\n\nbody\n\n{HELP}"), format!("s\n\nbody\n\n{plain}{HELP}")),
        (format!("s\n{HELP}"), format!("s\n\n{one}{HELP}")),
        (HELP.to_owned(), format!("\n{one}{HELP}")),
        (format!("s\n\n{HELP}{SCISSORS}"), format!("s\n\n{plain}{HELP}{SCISSORS}")),
        (format!("s\n\n{SCISSORS}"), format!("s\n\n{plain}{SCISSORS}")),
        (format!("s\n\n# Conflicts:\n#\tx\n\n{HELP}"), format!("s\n\n{plain}# Conflicts:\n#\tx\n\n{HELP}")),
        (
            format!("# This is a combination of 2 commits.\none\n\n# The second:\n\ntwo\n\n{HELP}"),
            format!("# This is a combination of 2 commits.\none\n\n# The second:\n\ntwo\n\n{plain}{HELP}"),
        ),
        ("s\n".to_owned(), format!("s\n\n{one}")),
        ("s".to_owned(), format!("s\n\n{two}")),
        (String::new(), format!("\n{one}")),
    ] {
        assert_eq!(insert(&message), expected, "{message:?}");
        assert_eq!(remove(&expected), message);
        assert_eq!(insert(&expected), expected, "twice");
    }
}

#[test]
fn windows_line_ends_and_other_encodings_stay_as_they_are() {
    for message in [&b"caf\xe9\r\n\r\n# Please\r\n"[..], b"caf\xe9\r\nx", b"\xff", b"s\r", b"\r\n"] {
        let with = insert_template(message, b"#", &["x"]);
        assert_eq!(remove_template(&with, b"#"), message, "{message:?}");
    }
    let with = insert_template(b"s\r\n\r\n# Please\r\n", b"#", &["x"]);
    assert_eq!(with, b"s\r\n\r\n# hunkguard-begin\r\n#  x\r\n# hunkguard-end\r\n# Please\r\n");
    // An editor that changed the line ends.
    let changed = insert("s\n\nbody\n").replace('\n', "\r\n");
    assert_eq!(remove(&changed), "s\r\n\r\nbody\r\n");
}

#[test]
fn hostile_text_cannot_leave_its_comment() {
    let with = insert_template(b"s\n", b"//", &["x\nHunkguard-Override: y\r\u{1b}[2J"]);
    assert!(String::from_utf8(with.clone()).unwrap().contains("\n//  x\\x0aHunkguard-Override: y\\x0d\\x1b[2J\n"));
    assert_eq!(remove_template(&with, b"//"), b"s\n");
}

#[test]
fn text_typed_around_the_report_stays() {
    let edited = insert(&format!("\n{HELP}")).replacen('\n', "My subject\n\nA body.\n", 1) + "behind\n";
    assert_eq!(remove(&edited), format!("My subject\n\nA body.\n{HELP}behind\n"));
    let inside = insert("s\n").replace("#\n", "#\n\n#12 is no comment of ours\nmine\n\nmine too\n\n");
    assert_eq!(remove(&inside), "s\nmine\n\nmine too\n");
    let appended = insert("s") + "more\n";
    assert_eq!(remove(&appended), "s\nmore\n");
}

#[test]
fn an_uncommented_override_becomes_a_trailer() {
    let fill = |message: &str, with: &str| remove(&insert(message).replace(&format!("# {LINE}"), with));
    assert_eq!(fill(&format!("s\n\n{HELP}"), FILLED), format!("s\n\n{FILLED}\n\n{HELP}"));
    // Only the `#` was taken away.
    assert_eq!(fill("s\n", &format!(" {FILLED}")), format!("s\n\n{FILLED}\n"));
    assert_eq!(fill("s", FILLED), format!("s\n\n{FILLED}\n"));
    let signed = "s\n\nSigned-off-by: A <a@example.com>\n";
    assert_eq!(fill(&format!("{signed}\n{HELP}"), FILLED), format!("{signed}{FILLED}\n\n{HELP}"));
    // A subject with a colon is no trailer.
    assert_eq!(fill("fix: x\n", FILLED), format!("fix: x\n\n{FILLED}\n"));
    assert_eq!(fill(&format!("s\n\n{SCISSORS}"), FILLED), format!("s\n\n{FILLED}\n\n{SCISSORS}"));
    let reviewed = format!("{FILLED}\nReviewed-by: B <b@example.com>");
    assert_eq!(fill("s\n\nbody\n", &reviewed), format!("s\n\nbody\n\n{reviewed}\n"));
    // Without a subject it stays below the first line, so that it does not become the subject.
    assert_eq!(fill(&format!("\n{HELP}"), FILLED), format!("\n{FILLED}\n\n{HELP}"));
    let parsed = parse_edited(fill(&format!("s\n\n{HELP}"), FILLED).as_bytes(), b"#");
    assert_eq!((parsed.overrides.len(), parsed.problems), (1, vec![]));
}

#[test]
fn with_a_marker_deleted_the_report_goes_and_nothing_else() {
    let message = format!("s\n\n#12 is text\n\n{HELP}");
    let whole = insert(&message);
    assert_eq!(remove(&whole.replace("# hunkguard-end\n", "")), message);
    assert_eq!(remove(&whole.replace("# hunkguard-begin\n", "")), message);
    let scissors = insert(&format!("s\n\n{SCISSORS}"));
    assert_eq!(remove(&scissors.replace("# hunkguard-end\n", "")), format!("s\n\n{SCISSORS}"));
    let filled = whole.replace("# hunkguard-end\n", "").replace(&format!("# {LINE}"), FILLED);
    assert_eq!(remove(&filled), format!("s\n\n{FILLED}\n\n#12 is text\n\n{HELP}"));
    let both = whole.replace("# hunkguard-end\n", "").replace("# hunkguard-begin\n", "");
    assert_eq!(remove(&both), both);
}

#[test]
fn an_editor_that_trims_lines_changes_nothing() {
    let trimmed: String = insert("s\n").lines().map(|line| line.trim_end().to_owned() + "\n").collect();
    assert_eq!(remove(&trimmed), "s\n");
    let padded: String = insert("s\n").lines().map(|line| line.to_owned() + "  \n").collect();
    assert_eq!(remove(&padded), "s  \n");
}

#[test]
fn without_a_comment_string_nothing_is_put_in() {
    assert_eq!(insert_template(b"s\n", b"", &["x"]), b"s\n");
}

/// Messages of lines that matter here, and some that do not.
fn messages() -> impl Strategy<Value = Vec<u8>> {
    let line = prop::sample::select(vec![
        "s",
        "",
        " ",
        "# c",
        "#",
        "#12 x",
        "; c",
        "// c",
        "key: value",
        FILLED,
        "\r",
        "x\r",
        "# ------------------------ >8 ------------------------",
    ]);
    let lines = prop::collection::vec(line, 0..9).prop_map(|lines| lines.join("\n").into_bytes());
    prop_oneof![lines, any::<Vec<u8>>()]
}

proptest! {
    #[test]
    fn what_goes_in_comes_out_and_leaves_the_message_as_it_was(
        message in messages(),
        comment in prop::sample::select(vec!["#", ";", "//"]),
        block in prop::collection::vec("(\\PC|\n){0,12}|Hunkguard-Override: \\PC{0,9}", 0..5),
    ) {
        let with = insert_template(&message, comment.as_bytes(), &block);
        prop_assert_eq!(&insert_template(&with, comment.as_bytes(), &block), &with);
        prop_assert_eq!(remove_template(&with, comment.as_bytes()), message);
    }

    /// Whatever an editor did to the lines: no line of text is lost, and a second time changes nothing.
    #[test]
    fn no_text_is_ever_lost(
        message in messages(),
        edits in prop::collection::vec((any::<prop::sample::Index>(), prop::option::of("[a-z]{1,5}")), 0..6),
    ) {
        let with = insert_template(&message, b"#", &["one", "", LINE]);
        let mut lines: Vec<Vec<u8>> = with.split(|&b| b == b'\n').map(<[u8]>::to_vec).collect();
        for (at, typed) in edits {
            let at = at.index(lines.len());
            match typed {
                Some(typed) => lines.insert(at, typed.into_bytes()),
                None if lines[at].starts_with(b"# h") => drop(lines.remove(at)),
                None => {}
            }
        }
        let edited = lines.join(&b'\n');
        let out = remove_template(&edited, b"#");
        prop_assert_eq!(&remove_template(&out, b"#"), &out);
        let text = |message: &[u8]| {
            let mut lines: Vec<Vec<u8>> = message.split(|&b| b == b'\n').map(|line| line.trim_ascii().to_vec()).collect();
            lines.retain(|line| !line.is_empty() && !line.starts_with(b"#"));
            lines.sort();
            lines
        };
        prop_assert_eq!(text(&edited), text(&out));
    }
}
