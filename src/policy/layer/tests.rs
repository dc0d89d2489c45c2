use super::*;

const FULL: &str = r#"block = "medium"
[review]
mode = "off"
reviewers = [
  "alice@example.com",
  "bob@example.com",
]
[paths]
exclude = ["vendor/**"]
[rules]
disable = ["weak-hash"]
extra = ["security/*.toml"]
severity = { open-redirect = "critical" }
[[allow]]
fingerprint = "0123456789ABCDEF"
reason = "a published test value"
expires = 2030-12-31
[[allow]]
fingerprint = "fedcba9876543210"
reason = "revoked long ago"
[limits]
file_bytes = 1_000_000
history_commits = 0x10
"#;

/// Line and message of every problem.
fn problems(text: &str) -> Vec<String> {
    let errors = Layer::parse("p.toml", text.as_bytes()).expect_err(text);
    errors.iter().map(ToString::to_string).collect()
}

#[test]
fn every_key_is_read_with_its_line() {
    let layer = Layer::parse("p.toml", FULL.as_bytes()).unwrap();
    assert_eq!(layer.block, Some(At { value: Severity::Medium, line: 1 }));
    assert_eq!(layer.mode, Some(At { value: ReviewMode::Off, line: 3 }));
    assert_eq!(layer.reviewers[1], At { value: "bob@example.com".to_owned(), line: 6 });
    assert_eq!(layer.exclude, [At { value: "vendor/**".to_owned(), line: 9 }]);
    assert_eq!(layer.disable, [At { value: "weak-hash".to_owned(), line: 11 }]);
    assert_eq!(layer.extra, [At { value: "security/*.toml".to_owned(), line: 12 }]);
    assert_eq!(layer.severity["open-redirect"], At { value: Severity::Critical, line: 13 });
    assert_eq!(layer.allow.iter().map(|allow| allow.line).collect::<Vec<_>>(), [14, 18]);
    assert_eq!(layer.allow[0].value.fingerprint.to_string(), "0123456789abcdef");
    assert_eq!(layer.allow[0].value.expires.map(|date| date.to_string()).as_deref(), Some("2030-12-31"));
    assert_eq!(layer.allow[1].value.expires, None);
    assert_eq!(layer.file_bytes, Some(At { value: 1_000_000, line: 22 }));
    assert_eq!(layer.history_commits, Some(At { value: 16, line: 23 }));
}

#[test]
fn a_mistyped_key_gets_a_suggestion_in_every_table() {
    for (text, expected) in [
        ("\n[paths]\nexlude = []", "p.toml:3: unknown key `exlude` in `[paths]`; did you mean `exclude`?"),
        ("blok = \"high\"", "p.toml:1: unknown key `blok`; did you mean `block`?"),
        ("[revue]", "p.toml:1: unknown key `revue`; did you mean `review`?"),
        ("[review]\nreviewer = []", "p.toml:2: unknown key `reviewer` in `[review]`; did you mean `reviewers`?"),
        ("[rules]\ndisabled = []", "p.toml:2: unknown key `disabled` in `[rules]`; did you mean `disable`?"),
        (
            "[[dependencies.ignore]]\npackages = 3\nid = \"CVE-1\"\nreason = \"never called here\"",
            "p.toml:2: unknown key `packages` in `[[dependencies.ignore]]`; did you mean `package`?",
        ),
        ("[limits]\nseconds = 3", "p.toml:2: unknown key `seconds` in `[limits]`"),
        (
            "[[allow]]\nfingerprint = \"0123456789abcdef\"\nreason = \"long enough\"\nexpire = 2030-01-01",
            "p.toml:4: unknown key `expire` in `[[allow]]`; did you mean `expires`?",
        ),
        ("\"\\u001b[2J\" = 1", "p.toml:1: unknown key `\\x1b[2J`"),
    ] {
        assert_eq!(problems(text), [expected]);
    }
}

#[test]
fn a_wrong_value_says_what_would_be_right() {
    for (text, expected) in [
        ("block = 1", "p.toml:1: `block` must be a string, not an integer"),
        (
            "block = \"hihg\"",
            "p.toml:1: `block` is `hihg`, which is none of low, medium, high, critical; did you mean `high`?",
        ),
        ("[review]\nmode = \"signed\"", "p.toml:2: `mode` is `signed`, which is none of simple, off"),
        ("review = \"off\"", "p.toml:1: `review` must be a table, not a string"),
        ("[paths]\nexclude = \"x\"", "p.toml:2: `exclude` must be an array, not a string"),
        ("[paths]\nexclude = [\n\"ok\",\n3]", "p.toml:4: `exclude` must be a string, not an integer"),
        ("[paths]\nexclude = [\"a[\"]", "p.toml:2: `a[` in `exclude`: unclosed character class; missing ']'"),
        (
            "[paths]\nexclude = [\"**\"]",
            "p.toml:2: `**` in `exclude`: it names every file, and so would switch the gate off",
        ),
        (
            "[rules]\ndisable = [\"*\"]",
            "p.toml:2: `*` in `disable`: it is not the id of a rule: those are in kebab case",
        ),
        ("[rules.severity]\nx-y = \"bad\"", "p.toml:2: `x-y` is `bad`, which is none of low, medium, high, critical"),
        (
            "[review]\nreviewers = [\"Bob\"]",
            "p.toml:2: `Bob` in `reviewers`: it is not a mail address, such as `alice@example.com`",
        ),
        ("[limits]\nfile_bytes = 0", "p.toml:2: `file_bytes` is `0`, which is out of range: it must be 1 or more"),
        (
            "[limits]\nhistory_commits = 9999999999",
            "p.toml:2: `history_commits` is `9999999999`, which is out of range: it must be 1 or more",
        ),
        ("allow = 3", "p.toml:1: `allow` must be an array, not an integer"),
    ] {
        assert_eq!(problems(text), [expected]);
    }
}

#[test]
fn an_allowance_must_name_a_finding_give_a_reason_and_end_on_a_real_day() {
    let entry = |more: &str| format!("[[allow]]\nfingerprint = \"0123456789abcdef\"\nreason = \"long enough\"\n{more}");
    assert!(Layer::parse("p.toml", entry("expires = \"2030-12-31\"").as_bytes()).is_ok());
    for bad in ["\"soon\"", "2030-12-31T10:00:00Z", "\"2030-02-31\"", "20301231", "\"\""] {
        let text = entry(&format!("expires = {bad}"));
        assert_eq!(problems(&text), ["p.toml:4: `expires` must be a day, such as 2030-12-31"], "{bad}");
    }
    assert_eq!(
        problems("[[allow]]\nfingerprint = \"0123\"\nreason = \"short\"\n"),
        [
            "p.toml:2: bad `fingerprint`: a fingerprint is 16 hexadecimal digits, as the report prints it",
            "p.toml:3: bad `reason`: the reason has 5 characters and needs 10",
        ]
    );
    assert_eq!(
        problems("[[allow]]\n"),
        [
            "p.toml:1: an entry of `[[allow]]` needs a `fingerprint`",
            "p.toml:1: an entry of `[[allow]]` needs a `reason`"
        ]
    );
}

#[test]
fn all_problems_are_told_at_once_in_the_order_of_the_file() {
    let found = problems("[paths]\nexclude = 1\n[limits]\nfile_bytes = -1\n[review]\nmode = true\n");
    let lines: Vec<&str> = found.iter().filter_map(|problem| problem.split(':').nth(1)).collect();
    assert_eq!(lines, ["2", "4", "6"]);
}

#[test]
fn what_is_no_toml_or_no_text_is_refused_with_its_line() {
    assert!(problems("block = \"high\"\n[paths\n")[0].starts_with("p.toml:2: "));
    assert!(problems("block = \"high\"\nblock = \"low\"\n")[0].starts_with("p.toml:2: duplicate key"));
    let errors = Layer::parse("p.toml", b"block = \"high\"\n# \xff\n").unwrap_err();
    assert_eq!(errors[0].to_string(), "p.toml:2: the file is not UTF-8: byte `\\xff`");
}

#[test]
fn a_value_that_hides_what_it_says_is_refused() {
    let found = problems("[paths]\nexclude = [\"a\u{202e}b\"]\n");
    assert_eq!(found, ["p.toml:2: `exclude` holds the invisible or control character U+202E"]);
}

#[test]
fn windows_line_ends_and_a_byte_order_mark_are_no_problem() {
    let layer =
        Layer::parse("p.toml", "\u{feff}block = \"low\"\r\n[paths]\r\nexclude = [\"a/\"]\r\n".as_bytes()).unwrap();
    assert_eq!((layer.block.unwrap().value, layer.exclude[0].line), (Severity::Low, 3));
}

proptest::proptest! {
    #[test]
    fn no_bytes_make_the_parser_panic(bytes: Vec<u8>, cut in 0..FULL.len(), noise in "[\\[\\]=\"a-z\\n. ]{0,8}") {
        let _ = Layer::parse("p.toml", &bytes);
        let mut text = FULL.to_owned();
        text.insert_str(cut, &noise);
        let _ = Layer::parse("p.toml", text.as_bytes());
    }
}
