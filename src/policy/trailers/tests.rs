use proptest::prelude::*;

use super::*;

const LINE: &str = "Hunkguard-Override: 0123456789abcdef github-token revoked in May";

/// Rule ids of the overrides found, and the problems.
fn edited(message: &str) -> (Vec<String>, Vec<String>) {
    told(parse_edited(message.as_bytes(), b"#"))
}

fn stored(message: &str) -> (Vec<String>, Vec<String>) {
    told(parse_stored(message.as_bytes()))
}

fn told(parsed: Parsed) -> (Vec<String>, Vec<String>) {
    let problems = parsed.problems.into_iter().map(|problem| {
        let word = if problem.blocks { "blocks" } else { "warns" };
        format!("{word}: {}", problem.message)
    });
    (parsed.overrides.into_iter().map(|found| found.reason).collect(), problems.collect())
}

fn found(reason: &str) -> (Vec<String>, Vec<String>) {
    (vec![reason.to_owned()], vec![])
}

fn nothing() -> (Vec<String>, Vec<String>) {
    (vec![], vec![])
}

#[test]
fn an_override_names_finding_rule_and_reason() {
    let parsed = parse_edited(format!("Subject\n\nBody.\n\n{LINE}\nReviewed-by: B <b@example.com>\n").as_bytes(), b"#");
    assert_eq!(
        parsed.overrides,
        [Override {
            fingerprint: "0123456789abcdef".parse().unwrap(),
            rule: "github-token".to_owned(),
            reason: "revoked in May".to_owned(),
            line: 5
        }]
    );
    assert_eq!(parsed.reviewers[0].mail, "b@example.com");
    assert_eq!(parsed.problems, []);
}

#[test]
fn the_key_is_read_in_any_case_and_words_may_be_apart() {
    let message = "s\n\nHUNKGUARD-override :   0123456789ABCDEF \t github-token   revoked in May  \n";
    assert_eq!(edited(message), found("revoked in May"));
}

#[test]
fn the_line_that_is_made_is_the_line_that_is_read() {
    let fingerprint = "0123456789abcdef".parse().unwrap();
    assert_eq!(trailer(fingerprint, "github-token", " revoked in May ").unwrap(), LINE);
    assert_eq!(trailer(fingerprint, "github-token", "two\nlines of it"), Err(BadReason::Hidden('\n')));
    let template = trailer_template(fingerprint, "github-token");
    let expected = "blocks: line 1 is a malformed override: the reason is still the placeholder `<reason>`";
    assert_eq!(edited(&template).1, [expected]);
}

#[test]
fn whatever_stands_below_the_scissors_does_not_count() {
    let scissors = "# ------------------------ >8 ------------------------";
    assert_eq!(edited(&format!("s\n\n{scissors}\n{LINE}\n")), nothing());
    assert_eq!(edited(&format!("s\n\n{LINE}\n{scissors}\n{LINE} again\n")), found("revoked in May"));
    assert_eq!(edited(&format!("s\r\n\r\n{scissors}\r\n{LINE}\r\n")), nothing());
    let own = told(parse_edited(format!("s\n\n;;{}\n{LINE}\n", &scissors[1..]).as_bytes(), b";;"));
    assert_eq!(own, nothing());
    assert_eq!(told(parse_edited(format!("s\n\n{scissors}\n{LINE}\n").as_bytes(), b";")), found("revoked in May"));
}

#[test]
fn comments_do_not_count_whatever_the_cleanup_mode() {
    assert_eq!(edited(&format!("s\n\n# {LINE}\n#{LINE}\n")), nothing());
    assert_eq!(told(parse_edited(format!("s\n\n// {LINE}\n").as_bytes(), b"//")), nothing());
    assert_eq!(told(parse_edited(LINE.as_bytes(), b"")), found("revoked in May"));
}

#[test]
fn windows_line_ends_do_not_become_part_of_the_reason() {
    assert_eq!(edited(&format!("s\r\n\r\n{LINE}\r\n")), found("revoked in May"));
    assert_eq!(stored(&format!("s\r\n\r\n{LINE}\r\n")), found("revoked in May"));
}

#[test]
fn a_reason_ends_with_its_line() {
    assert_eq!(edited(&format!("s\n\n{LINE}\n and June\n\tand July\n")), found("revoked in May"));
}

#[test]
fn an_override_in_the_body_counts_with_a_warning() {
    let (reasons, problems) = edited(&format!("s\n\n{LINE}\n\nSigned-off-by: A <a@example.com>\n"));
    assert_eq!(reasons, ["revoked in May"]);
    assert_eq!(
        problems,
        ["warns: line 3: the override is not in the last paragraph: tools that know trailers will not see it"]
    );
    // Comments and blank lines behind it are no paragraph.
    assert_eq!(edited(&format!("s\n\n{LINE}\n\n# Please enter\n#\n\n")), found("revoked in May"));
}

#[test]
fn an_indented_override_counts_only_in_a_stored_message() {
    for wrapped in
        [format!("    {LINE}"), format!("\t{LINE}"), format!("* {LINE}"), format!("  - {LINE}"), format!("> > {LINE}")]
    {
        let message = format!("s\n\n{wrapped}\n\nmore text\n");
        let (reasons, problems) = edited(&message);
        assert_eq!(reasons, [""; 0], "{wrapped}");
        assert_eq!(problems, ["warns: line 3: the override is indented, so it does not count"], "{wrapped}");
        assert_eq!(stored(&message), found("revoked in May"), "{wrapped}");
    }
}

#[test]
fn a_stored_message_may_have_been_squashed() {
    let merge_squash = format!(
        "Squashed commit of the following:\n\ncommit 1\nAuthor: A <a@example.com>\n\n    s\n    \n    {LINE}\n"
    );
    assert_eq!(stored(&merge_squash), found("revoked in May"));
    let hosted =
        format!("Title (#1)\n\n* first\n\n{LINE}\n\n* second\n\n---------\n\nCo-authored-by: C <c@example.com>\n");
    assert_eq!(stored(&hosted), found("revoked in May"));
    assert_eq!(parse_stored(hosted.as_bytes()).co_authors, ["c@example.com"]);
    let picked = format!("s\n\n{LINE}\n(cherry picked from commit 0123)\n");
    assert_eq!(stored(&picked), found("revoked in May"));
    // A comment that a cleanup mode kept is still no override.
    assert_eq!(stored(&format!("s\n\n# {LINE}\n")), nothing());
}

#[test]
fn a_malformed_override_says_what_is_wrong_with_it() {
    for (value, expected) in [
        ("", "it does not begin with a fingerprint of 16 hexadecimal digits"),
        ("0123 github-token revoked in May", "it does not begin with a fingerprint of 16 hexadecimal digits"),
        (
            "0123456789abcdeg github-token revoked in May",
            "it does not begin with a fingerprint of 16 hexadecimal digits",
        ),
        ("0123456789abcdef", "the rule id behind the fingerprint is missing"),
        ("0123456789abcdef Revoked in May", "the rule id behind the fingerprint is missing"),
        ("0123456789abcdef github-token", "the reason is missing"),
        ("0123456789abcdef github-token it is ok", "the reason has 8 characters and needs 10"),
        ("0123456789abcdef github-token <reason>", "the reason is still the placeholder `<reason>`"),
        (
            "0123456789abcdef github-token revoked \u{202e}yaM ni",
            "the reason holds the invisible or control character U+202E",
        ),
        ("0123456789abcdef github-token revoked\tin May", "the reason holds the invisible or control character U+0009"),
        ("0123456789abcdef github-token revoked\0in May", "the reason holds the invisible or control character U+0000"),
    ] {
        let message = format!("s\n\nHunkguard-Override: {value}\n");
        let expected = format!("blocks: line 3 is a malformed override: {expected}");
        assert_eq!(edited(&message), (vec![], vec![expected.clone()]), "{value:?}");
        assert_eq!(stored(&message), (vec![], vec![expected]), "{value:?}");
    }
    let problems =
        parse_edited(b"s\n\nHunkguard-Override: 0123456789abcdef github-token caf\xe9 caf\xe9\n", b"#").problems;
    assert!(problems[0].message.ends_with("it is not UTF-8"), "{problems:?}");
}

#[test]
fn a_mistyped_key_gets_a_suggestion() {
    let value = "0123456789abcdef github-token revoked in May";
    for key in ["Hunkgard-Override:", "Hunkguard-Overide:", "hunkguard override:", "Hungkuard-Override:"] {
        let (reasons, problems) = edited(&format!("s\n\n{key} {value}\n"));
        assert_eq!(reasons, [""; 0], "{key}");
        assert_eq!(
            problems,
            ["warns: line 3: the key is mistyped, so the line is no override; did you mean `Hunkguard-Override`?"]
        );
    }
    let (_, problems) = edited(&format!("s\n\nHunkguard-Override {value}\n"));
    assert_eq!(problems, ["warns: line 3: a colon is missing, so the line is no override"]);
}

#[test]
fn prose_and_foreign_trailers_are_no_slips() {
    for message in [
        "Hunkguard-Override lines are read at last\n",
        "Document how overrides work\n\nHunkguard: see the manual.\nOverride: none\nFixes: #1\n",
        "http://example.com/\n\u{fc}\u{fc}\u{fc}\u{fc}\u{fc}\u{fc}\u{fc}\u{fc}\u{fc}: x\n",
    ] {
        assert_eq!(edited(message), nothing(), "{message}");
        assert_eq!(stored(message), nothing(), "{message}");
    }
}

#[test]
fn everybody_with_a_part_in_the_commit_is_known() {
    let message = b"s\n\nCo-authored-by: C <C@Example.com>\nsigned-off-by: \xe9 <s@example.com>\nReviewed-by: nobody\n";
    for parsed in [parse_edited(message, b"#"), parse_stored(message)] {
        assert_eq!((parsed.co_authors, parsed.signers), (vec!["c@example.com".into()], vec!["s@example.com".into()]));
        assert_eq!(parsed.reviewers, []);
        let bad = &parsed.bad_reviewers[0];
        assert_eq!(bad.message, "line 5: the `Reviewed-by` does not count: it names no mail address in `<` and `>`");
        assert!(!bad.blocks && parsed.problems.is_empty());
    }
}

#[test]
fn a_nul_byte_does_not_end_the_message() {
    assert_eq!(stored(&format!("s\0\n\n{LINE}\n")), found("revoked in May"));
}

proptest! {
    #[test]
    fn no_bytes_make_the_parsers_panic(bytes: Vec<u8>, comment: Vec<u8>) {
        parse_edited(&bytes, &comment);
        parse_stored(&bytes);
    }

    #[test]
    fn no_text_around_the_key_makes_the_parsers_panic(
        text in "([Hh]unkguard-?[Oo]verride|Reviewed-by|[:<>@ \n\t*#-]|[0-9a-f]{16}|\\PC){0,12}",
    ) {
        parse_edited(text.as_bytes(), b"#");
        parse_stored(text.as_bytes());
    }

    /// Being strict means: whatever counts at commit time counts at push time too.
    #[test]
    fn what_the_strict_mode_accepts_the_tolerant_one_accepts(
        lines in prop::collection::vec(prop::sample::select(vec![
            LINE, "", "# c", "text", "  Hunkguard-Override: 0123456789abcdef x-rule indented line",
            "# ------------------------ >8 ------------------------", "Fixes: #1",
        ]), 0..8),
    ) {
        let message = lines.join("\n");
        let (strict, tolerant) = (parse_edited(message.as_bytes(), b"#"), parse_stored(message.as_bytes()));
        prop_assert!(strict.overrides.iter().all(|found| tolerant.overrides.contains(found)));
    }
}
