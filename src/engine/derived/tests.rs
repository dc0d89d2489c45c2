//! Secrets behind an encoding, through the real rules.

use proptest::prelude::*;

use super::each;
use crate::change::Change;
use crate::checks;
use crate::engine::Scanner;
use crate::finding::Finding;
use crate::rules::{RuleSet, expand};
use crate::text::RepoPath;

fn scan(path: &str, text: impl Into<Vec<u8>>) -> Vec<Finding> {
    Scanner::new(&RuleSet::default(), &checks::all()).scan(&mut Change::whole(RepoPath::from(path), text.into()))
}

fn token() -> String {
    expand("ghp_{{base62:36}}").unwrap().text
}

/// Base64 of the standard alphabet, padded.
fn base64(bytes: &[u8]) -> String {
    let alphabet: Vec<char> = ('A'..='Z').chain('a'..='z').chain('0'..='9').chain(['+', '/']).collect();
    let group = |three: &[u8]| -> String {
        let bits = three.iter().chain([0, 0].iter()).take(3).fold(0usize, |bits, &byte| bits << 8 | usize::from(byte));
        (0..4).map(|at| if at <= three.len() { alphabet[bits >> (18 - 6 * at) & 63] } else { '=' }).collect()
    };
    bytes.chunks(3).map(group).collect()
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

fn each_byte(text: &str, form: fn(u8) -> String) -> String {
    text.bytes().map(form).collect()
}

/// One finding of a token in a text, with its line, its column and what is told of it.
#[track_caller]
fn only(path: &str, text: &str) -> (u32, u32, Vec<String>) {
    let found = scan(path, text);
    assert_eq!(found.iter().map(|finding| finding.rule).collect::<Vec<_>>(), ["github-token"], "{text}");
    assert!(!found[0].excerpt.text().contains(&token()[8..]), "{:?}", found[0].excerpt);
    let notes = found[0].notes.iter().map(ToString::to_string).collect();
    (found[0].location.line, found[0].location.column, notes)
}

#[test]
fn a_token_is_found_behind_every_encoding_at_its_place() {
    let token = token();
    let cases = [
        (base64(token.as_bytes()), "base64"),
        (base64(token.as_bytes()).replace('+', "-").replace('/', "_").replace('=', ""), "base64"),
        (hex(token.as_bytes()), "hexadecimal digits"),
        (each_byte(&token, |byte| format!("%{byte:02X}")), "percent-encoding"),
        (each_byte(&token, |byte| format!("\\u{byte:04x}")), "character escapes"),
        (each_byte(&token, |byte| format!("\\x{byte:02x}")), "character escapes"),
        (each_byte(&token, |byte| format!("\\{byte:03o}")), "character escapes"),
        (each_byte(&token, |byte| format!("&#x{byte:x};")), "character escapes"),
        (each_byte(&token, |byte| format!("&#{byte};")), "character escapes"),
        (token.replace('_', "%5F"), "percent-encoding"),
    ];
    for (encoded, name) in cases {
        let (line, column, notes) = only("notes.txt", &format!("first line\nsome = '{encoded}';\n"));
        assert_eq!((line, column, notes), (2, 9, vec![format!("Found behind {name}.")]), "{encoded}");
    }
}

#[test]
fn an_encoding_inside_another_is_taken_away_too() {
    let inner = base64(format!("Bearer {}", token()).as_bytes());
    let (.., notes) = only("a.txt", &format!("x={}\n", each_byte(&inner, |byte| format!("%{byte:02x}"))));
    assert_eq!(notes, ["Found behind base64 and percent-encoding."]);
    let thrice = base64(base64(base64(token().as_bytes()).as_bytes()).as_bytes());
    assert_eq!(only("a.txt", &thrice).2, ["Found behind base64."]);
    let deeper = base64(thrice.as_bytes());
    assert!(scan("a.txt", deeper).is_empty(), "the depth is bounded");
}

#[test]
fn base64_goes_on_over_lines() {
    let text =
        format!("# a file of settings, long enough for some lines\nname: value\nkey: {}\nand more of it\n", token());
    let encoded = base64(text.as_bytes());
    let wrapped = |indent: &str, end: &str, width: usize| -> String {
        let lines = encoded.as_bytes().chunks(width).map(|line| std::str::from_utf8(line).unwrap());
        lines.map(|line| format!("{indent}{line}{end}\n")).collect()
    };
    let block = wrapped("    ", "", 64);
    assert_eq!(only("secret.yaml", &format!("data:\n  file: |\n{block}")).0, 4);
    assert_eq!(only("mail.eml", &format!("\r\n{}", wrapped("", "\r", 76))).0, 3);
    let literals = format!("BLOB = (\n{})\n", wrapped("    \"", "\\n\"", 40));
    assert_eq!(only("blob.py", &literals).0, 4);
    let escaped = wrapped("", "", 76).replace('\n', "\\n");
    assert_eq!(only("a.json", &format!("{{\"file\": \"{escaped}\"}}")).0, 1);
}

#[test]
fn two_secrets_of_one_document_are_two_findings() {
    let other = token().replacen("ghp_", "gho_", 1);
    let encoded = base64(format!("first={}\nother={other}\n", token()).as_bytes());
    let found = scan("a.txt", format!("document: {encoded}\n"));
    assert_eq!(found.len(), 2, "{found:?}");
    assert!(found[0].location.column < found[1].location.column);
}

#[test]
fn a_password_in_an_encoded_document_is_found() {
    let password = expand("{{base62:24}}").unwrap().text;
    let encoded = base64(format!("{{\"user\": \"app\", \"password\": \"{password}\"}}").as_bytes());
    let found = scan("deploy.yaml", format!("config: {encoded}\n"));
    assert_eq!(found.len(), 1, "{found:?}");
    assert_eq!((found[0].location.line, &found[0].notes[..]), (1, &["Found behind base64.".into()][..]));
}

#[test]
fn utf16_in_base64_as_powershell_encodes_commands() {
    let command: Vec<u8> = format!("$env:TOKEN = '{}'", token()).encode_utf16().flat_map(u16::to_le_bytes).collect();
    assert_eq!(only("run.cmd", &format!("powershell -enc {}", base64(&command))).0, 1);
}

#[test]
fn what_was_found_as_it_stands_is_not_found_twice() {
    let (.., notes) = only("a.txt", &format!("url = 'https://a.example/%20?token={}&x=%41'", token()));
    assert!(notes.is_empty(), "{notes:?}");
}

#[test]
fn web_tokens_certificates_and_pictures_are_not_decoded() {
    let password = expand("{{base62:24}}").unwrap().text;
    let claims = base64(format!("{{\"password\":\"{password}\"}}").as_bytes()).replace('=', "");
    let header = base64(b"{\"alg\":\"HS256\",\"typ\":\"JWT\"}").replace('=', "");
    let picture = base64(format!("<svg><text>password=\"{password}\"</text></svg>").as_bytes());
    let certificate = expand("-----BEGIN CERTIFICATE-----\n{{pem:900}}\n-----END CERTIFICATE-----\n").unwrap().text;
    for text in [format!("see {header}.{claims}.x"), format!("url(data:image/svg+xml;base64,{picture})"), certificate] {
        let mut seen = 0;
        each(&RepoPath::from("a.txt"), text.as_bytes(), &|_| false, |_| seen += 1);
        assert_eq!(seen, 0, "{text}");
    }
}

#[test]
fn a_token_cut_into_literals_is_found() {
    let token = token();
    let (front, back) = token.split_at(4);
    let (middle, last) = back.split_at(17);
    let cases = [
        ("a.js", format!("key = \"{front}\" + \"{back}\";")),
        ("a.js", format!("key = `{front}{middle}` +\n  '{last}';")),
        ("a.py", format!("key = (\"{front}\"\n       \"{middle}\"\n       f'{last}')")),
        ("a.c", format!("char *key = \"{front}\" \"{back}\";")),
        ("a.php", format!("$key = '{front}{middle}' . '{last}';")),
        ("a.lua", format!("key = \"{front}\" .. \"{back}\"")),
        ("a.vb", format!("key = \"{front}\" & _\n   \"{back}\"")),
        ("a.sql", format!("SELECT '{front}' || '{back}';")),
        ("a.go", format!("key := \"{front}{middle}\" +\n\t\"{last}\"")),
        ("a.sh", format!("KEY={front}{middle}\\\n{last}\n")),
        ("a.yml", format!("key: \"{front}{middle}\\\n  {last}\"")),
        ("a.js", format!("key = [\"{front}\", \"{middle}\", \"{last}\"].join(\"\");")),
        ("a.py", format!("key = ''.join(['{front}{middle}', '{last}'])")),
        ("a.sql", format!("SELECT CONCAT('{front}', '{back}')").replace("CONCAT", "concat")),
        ("a.java", format!("sb.append(\"{front}{middle}\").append(\"{last}\");")),
    ];
    for (path, text) in cases {
        let (line, _, notes) = only(path, &text);
        assert_eq!((line, notes), (1, vec!["Found behind joined literals.".to_owned()]), "{text}");
    }
}

#[test]
fn literals_of_a_list_are_not_joined() {
    let token = token();
    let (front, back) = token.split_at(14);
    for text in [format!("keys = [\"{front}\", \"{back}\"]"), format!("keys = [\"{front}\"]; more = \"{back}\"")] {
        assert!(scan("a.js", text.clone()).is_empty(), "{text}");
    }
}

#[test]
fn a_secret_in_a_cell_of_a_notebook_is_found_at_its_line() {
    let password = expand("{{base62:24}}").unwrap().text;
    let (front, back) = password.split_at(12);
    let cell = |line: &str| {
        format!(
            "{{\n \"cells\": [{{\n  \"source\": [\n   \"import os\\n\",\n   \"{line}\\n\",\n   \"x = 1\"\n  ]\n }}]\n}}\n"
        )
    };
    for line in [format!("password = \\\"{password}\\\""), format!("api_key = '{front}' + '{back}'")] {
        let found = scan("analysis.ipynb", cell(&line));
        assert_eq!(found.len(), 1, "{line}");
        assert_eq!((found[0].location.line, found[0].notes.len()), (5, usize::from(line.contains('+'))), "{line}");
        assert!(!found[0].excerpt.text().contains(&password[4..]));
    }
    assert_eq!(only("a.ipynb", &cell(&format!("print(\\\"{}\\\")", token()))).0, 5);
}

#[test]
fn json_in_a_literal_reads_as_json() {
    let password = expand("{{base62:24}}").unwrap().text;
    let found = scan("run.sh", format!("export CONFIG=\"{{\\\"db\\\": {{\\\"password\\\": \\\"{password}\\\"}}}}\"\n"));
    assert_eq!(found.len(), 1, "{found:?}");
}

#[test]
fn a_token_in_the_middle_of_a_long_line_is_found() {
    let noise = "function(e,t){return e%2?t.x:'\\n'},".repeat(5_000);
    let text = format!("{noise}\"{}\"{noise}", base64(token().as_bytes()));
    assert_eq!(only("bundle.min.js", &text).1 as usize, noise.len() + 2);
}

#[test]
fn a_token_that_is_cut_short_is_none() {
    let cut = base64(&token().as_bytes()[..30]);
    for text in
        [cut.clone(), format!("{cut}\n{cut}"), hex(&token().as_bytes()[..30]), token()[..30].replace('_', "%5f")]
    {
        assert!(scan("a.txt", text.clone()).is_empty(), "{text}");
    }
}

#[test]
fn a_key_that_is_longer_than_a_window_is_one_finding() {
    let key = expand("-----BEGIN RSA PRIVATE KEY-----\n{{pem:4000}}\n-----END RSA PRIVATE KEY-----\n").unwrap().text;
    let escaped = key.replace('\n', "\\n");
    for text in [format!("{{\"private_key\": \"{escaped}\"}}"), format!("key: {}", base64(key.as_bytes()))] {
        let found = scan("a.json", text);
        assert_eq!(found.iter().map(|finding| finding.rule).collect::<Vec<_>>(), ["private-key"]);
        assert!(!found[0].excerpt.text().contains(&base64(&key.as_bytes()[60..90])[4..20]));
    }
}

#[test]
fn a_text_that_is_all_encodings_is_read_in_linear_time_and_memory() {
    // Each would be read again and again by a search that starts over.
    let lines = |line: String| format!("{line}\n").repeat((3 << 20) / line.len());
    let almost = base64(&[b"twelve bytes".to_vec(), vec![0xc3; 36]].concat());
    for text in [
        lines(base64(&[b'a'; 57])),
        lines(almost),
        "a%41".repeat(1 << 20),
        "\"1234567890ab\" + ".repeat(1 << 17),
        "[\"\"].join(\"\")".repeat(1 << 17),
        "A".repeat(4 << 20),
        "'1a'\\\n".repeat(1 << 19),
    ] {
        let mut seen = 0;
        each(&RepoPath::from("a.py"), text.as_bytes(), &|_| false, |inner| seen += inner.text.len());
        assert!(seen <= text.len() * 2, "{} of {}: {:.40}", seen, text.len(), text);
    }
}

proptest! {
    #[test]
    fn whatever_is_decoded_leads_back_into_its_text(
        text in "([a-z]{1,9}|\"[ +.,&|]{0,3}|'|%[0-9a-f]{2}|\\\\u00[0-9a-f]{2}|&#6[0-9];|\n|\\\\n|[A-Za-f][a-z]{3}ZWFkIG1l[0-9A-Za-z/_-]{0,40}|[0-7][0-9a-f]{30}){0,40}",
        notebook in any::<bool>(),
    ) {
        let path = RepoPath::from(if notebook { "a.ipynb" } else { "a.py" });
        each(&path, text.as_bytes(), &|_| false, |inner| {
            let mut last = 0;
            for at in 0..inner.text.len() {
                let back = inner.way.back(&(at..at + 1));
                assert!(back.start <= back.end && back.end <= text.len(), "{back:?}");
                // What was not decoded is the same byte.
                if inner.way.encodings(&(at..at + 1)).is_empty() && back.len() == 1 {
                    assert_eq!(text.as_bytes()[back.start], inner.text[at]);
                    assert!(back.start >= last || inner.path.as_bytes().is_empty());
                    last = back.start;
                }
            }
        });
    }

    #[test]
    fn no_bytes_make_it_fail(bytes in proptest::collection::vec(any::<u8>(), 0..300)) {
        let _ = scan("a.py", bytes.clone());
        let _ = scan("a.ipynb", bytes);
    }

    #[test]
    fn a_token_behind_base64_is_marked_where_it_stands(before in "[a-z]{0,9}", behind in "[a-z ]{0,9}") {
        let encoded = base64(format!("{before} {} {behind}", token()).as_bytes());
        let found = scan("a.txt", format!("{before}: '{encoded}' # {behind}"));
        prop_assert_eq!(found.len(), 1);
        let column = found[0].location.column as usize - 1;
        // To the character: six bits each.
        prop_assert_eq!(column, before.len() + 3 + (before.len() + 1) * 8 / 6);
    }
}
