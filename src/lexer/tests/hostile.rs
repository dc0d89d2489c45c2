//! Texts made to hurt, in every language: no panic, no byte without a scope, and no more than linear work.

use std::ops::Range;

use proptest::prelude::*;

use super::super::{Language, Segment, detect, languages, lex, parts};
use crate::text::RepoPath;

/// What opens something in one language or another: half a template, a string or a bracket that nothing closes, code in
/// strings in code.
const OPENERS: [&str; 62] = [
    "(",
    "[",
    "{",
    "\"",
    "'",
    "`",
    "\"\"\"",
    "'''",
    "/*",
    "//",
    "#",
    "--[[",
    "<!--",
    "<",
    "<a ",
    "<a b=\"",
    "<script>",
    "</",
    "{{",
    "{%",
    "{#",
    "<%",
    "<?php ",
    "@{",
    "@(",
    "@a(",
    "${",
    "#{",
    "\"${",
    "\"#{",
    "\"$(",
    "`${",
    "f'{",
    "f\"\"\"{",
    "$\"{",
    "$\"\"\"{",
    "\"\\(",
    "r#\"",
    "#\"",
    "R\"a(",
    "[==[",
    "$a$",
    "$$",
    "<<A\n",
    "<<<A\n",
    "<<~A;",
    "cat <<A;",
    "q{",
    "qq(",
    "s{",
    "m/",
    "x = /",
    "~s(",
    "%w(",
    "@\"\n",
    "<p>{",
    "a: |\n",
    "- 'a",
    "a:\n  - b: \"",
    "```python\n",
    "{\"cells\": [{\"source\": [\"",
    "RUN \\\n",
];

/// Reads a text in a language in every way there is.
fn read(language: &'static Language, text: &[u8]) {
    assert_eq!(lex(language, text).len(), text.len());
    for part in parts(language, text, |_| true) {
        assert_eq!(part.map.len(), part.text.len(), "{} in {}", part.language.name, language.name);
    }
}

#[test]
fn a_hundred_thousand_openers_are_read_to_their_end() {
    for language in languages() {
        for opener in OPENERS {
            read(language, opener.repeat(500).as_bytes());
        }
        for opener in ["(", "{", "\"${", "<?php <<<A\n"] {
            read(language, opener.repeat(100_000).as_bytes());
        }
    }
}

#[test]
fn a_file_may_lie_about_its_language() {
    const TEXT: &str = include_str!("hostile.rs");
    for language in languages() {
        read(language, TEXT.as_bytes());
        read(language, TEXT.replace('\n', "\r\n").as_bytes());
        read(language, TEXT.replace('\n', "\r").as_bytes());
        read(language, TEXT.replace("    ", "\t").as_bytes());
        let broken: Vec<u8> = TEXT.bytes().map(|byte| if byte == b'e' { 0xff } else { byte }).collect();
        read(language, &broken);
    }
}

proptest! {
    #[test]
    fn every_byte_of_any_text_has_one_scope(text in sources()) {
        for language in languages() {
            for part in parts(language, &text, |_| true) {
                let pieces: Vec<(Range<usize>, Segment)> = part.map.within(0..part.text.len()).collect();
                let mut at = 0;
                for (piece, segment) in &pieces {
                    prop_assert_eq!(piece.start, at);
                    prop_assert_eq!(part.map.at(piece.end - 1), *segment);
                    at = piece.end;
                    // What is in place stays there; what was decoded comes from the file.
                    let outer = part.outer(piece);
                    prop_assert!(outer.start < outer.end && outer.end <= text.len());
                }
                prop_assert_eq!(at, part.text.len());
                let kind = |segment: &Segment| (segment.scope, segment.depth);
                prop_assert!(pieces.windows(2).all(|pair| kind(&pair[0].1) != kind(&pair[1].1)));
            }
        }
    }

    /// Any name and any first line: detection has no opinion that panics.
    #[test]
    fn any_name_has_a_language_or_none(name in "[a-zA-Z.*/ -]{0,12}", line in "(#!)?[a-z/ .0-9-]{0,20}") {
        let found = detect(&RepoPath::from(name.as_str()), line.as_bytes());
        prop_assert!(found.is_none_or(|found| languages().any(|language| language.name == found.name)));
    }
}

/// Bytes that open, close and escape something in one language or another are far likelier than chance.
fn sources() -> impl Strategy<Value = Vec<u8>> {
    const CLOSERS: [&str; 44] = [
        "\\",
        "\n",
        "\r\n",
        "\r",
        "}",
        ")",
        "]",
        "*/",
        "?>",
        "%>",
        "}}",
        "%}",
        "#}",
        "-->",
        "</script>",
        ">",
        "/>",
        "A",
        "\nA\n",
        "X",
        "EOF",
        "]==]",
        ")a\"",
        "$a$",
        "\"#",
        "\"@",
        "\n\"@",
        "$x",
        "$1",
        "f",
        "rb",
        "R",
        "=begin",
        "=end",
        "=pod",
        "=cut",
        "return",
        " ",
        "é",
        "a.b",
        "|",
        "script:",
        "\"cell_type\": \"code\"",
        "onclick=\"",
    ];
    let opener = proptest::sample::select(OPENERS.to_vec());
    let closer = proptest::sample::select(CLOSERS.to_vec());
    let piece = prop_oneof![
        5 => opener.prop_map(|piece| piece.as_bytes().to_vec()),
        5 => closer.prop_map(|piece| piece.as_bytes().to_vec()),
        1 => proptest::collection::vec(any::<u8>(), 1..4),
    ];
    proptest::collection::vec(piece, 0..40).prop_map(|pieces| pieces.concat())
}
