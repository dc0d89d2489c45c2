//! Texts made to hurt: nothing panics, and nothing takes more than linear time.

use proptest::prelude::*;

use crate::change::Change;
use crate::code::Code;
use crate::engine::{Check, Scanner};
use crate::lexer::languages;
use crate::rules::RuleSet;
use crate::text::RepoPath;

fn scan(extension: &str, text: Vec<u8>) -> usize {
    let rules = RuleSet::default();
    let checks: [&dyn Check; 1] = [&Code];
    let mut change = Change::whole(RepoPath::from(format!("a.{extension}").as_str()), text);
    Scanner::new(&rules, &checks).scan(&mut change).len()
}

#[track_caller]
fn is_read_to_its_end(times: usize, cases: &[(&str, &str, &str)]) {
    for (extension, open, close) in cases {
        let text = open.repeat(times) + &close.repeat(times);
        scan(extension, text.into_bytes());
    }
}

#[test]
fn a_hundred_thousand_brackets_are_read_to_their_end() {
    is_read_to_its_end(
        100_000,
        &[("py", "eval(", ")"), ("py", "eval(", ""), ("js", "eval(`${", "}`)"), ("php", "<?php eval(", ")")],
    );
}

/// Each of these once took quadratic time, or would in a careless reader.
#[test]
fn nothing_takes_more_than_linear_time() {
    is_read_to_its_end(
        20_000,
        &[
            ("py", "eval([x, ", "])"),
            ("py", "a.execute(f'select {", "}')"),
            ("js", "db.query('x' + (a ? ", " : b))"),
            ("rb", "eval \"#{", "}\""),
            ("py", "a().execute", "(x)"),
            ("py", "a.execute().", "(x)"),
            ("py", "x = x + 'a'\neval(x)\n", ""),
            ("js", "(function(x) {eval(x)\n", "})"),
            ("js", "a.innerHTML = (", ")"),
            ("js", "a.innerHTML = b[", "]"),
            ("py", "if a.digest() == (", ")"),
            ("java", "sb.append(", ")"),
            ("java", "DocumentBuilderFactory.newInstance().", "x"),
            ("yaml", "- privileged: [", "]"),
            ("yaml", "privileged:\n - ", ""),
        ],
    );
}

/// Pieces of calls, strings and imports: far likelier than chance to reach the corners.
fn sources() -> impl Strategy<Value = Vec<u8>> {
    const PIECES: [&str; 48] = [
        "eval",
        "execute",
        ".execute",
        "subprocess",
        "query",
        "import ",
        "from ",
        " as ",
        "require(",
        "new ",
        "def ",
        "function ",
        "(",
        ")",
        "[",
        "]",
        "{",
        "}",
        ",",
        "=",
        "+=",
        "=>",
        ":",
        ".",
        "?.",
        "->",
        "::",
        "\\",
        "\"",
        "'",
        "`",
        "f'{",
        "${",
        "#{",
        "<?php ",
        "?>",
        "<",
        ">",
        "#",
        "//",
        "/*",
        "*/",
        "\n",
        " ",
        "x",
        "SELECT a FROM b",
        "é",
        "%",
    ];
    let piece = prop_oneof![
        9 => proptest::sample::select(PIECES.to_vec()).prop_map(|piece| piece.as_bytes().to_vec()),
        1 => proptest::collection::vec(any::<u8>(), 1..4),
    ];
    proptest::collection::vec(piece, 0..80).prop_map(|pieces| pieces.concat())
}

proptest! {
    #[test]
    fn no_text_in_any_language_makes_it_panic(text in sources()) {
        for extension in languages().filter_map(|language| language.extensions.first()) {
            scan(extension, text.clone());
        }
    }
}
