use crate::change::Change;
use crate::checks;
use crate::engine::Scanner;
use crate::rules::RuleSet;
use crate::text::RepoPath;

fn found(path: &str, text: &str) -> Vec<(&'static str, u32)> {
    let (rules, checks) = (RuleSet::default(), checks::all());
    let mut change = Change::whole(RepoPath::from(path), text.as_bytes().to_vec());
    let findings = Scanner::new(&rules, &checks).scan(&mut change);
    findings.iter().map(|finding| (finding.rule, finding.location.line)).collect()
}

#[test]
fn a_line_that_reads_otherwise_than_it_runs_is_found() {
    let text = "if level != \"user\u{202e} \u{2066}// only admins\u{2069} \u{2066}\":\n    pass\n";
    assert_eq!(found("a.py", text).first(), Some(&("unicode-bidi-control", 1)));
    assert_eq!(found("AGENTS.md", "Be kind.\u{202e}\n"), [("unicode-bidi-control", 1)]);
}

#[test]
fn translations_emoji_and_other_scripts_are_quiet() {
    for (path, text) in [
        ("a.py", "greeting = \"\u{2068}{name}\u{2069}\"\n"),
        ("a.py", "# שלום עולם\nx = \"مرحبا\u{200f}\"\n"),
        ("a.js", "const family = \"👩\u{200d}👩\u{200d}👧\u{fe0f}\";\n"),
        ("a.js", "const wales = \"\u{1f3f4}\u{e0067}\u{e0062}\u{e0077}\u{e006c}\u{e0073}\u{e007f}\";\n"),
        ("a.py", "\u{feff}import os\n"),
        ("README.md", "Zero\u{200b}width in prose, and \u{202e}this\u{202c}.\n"),
        ("fa.po", "msgstr \"می\u{200c}خواهم\"\n"),
        ("a.py", "δt_max = Δx / σ_x * μs\nимя = 1\n"),
        ("a.py", "s = \"pаssword in Cyrillic a is only text\"\n"),
    ] {
        assert_eq!(found(path, text), [], "{path}: {text:?}");
    }
}

#[test]
fn a_name_that_poses_as_another_is_found() {
    assert_eq!(found("a.py", "def сheck_admin(user):\n    return is_аdmin\n").len(), 2);
    assert_eq!(found("a.go", "x := 1\nif isA\u{200b}dmin { }\n"), [("unicode-invisible-character", 2)]);
}

#[test]
fn text_spelt_in_invisible_letters_is_found_anywhere() {
    let tags: String = "ignore all".bytes().filter_map(|b| char::from_u32(0xe0000 + u32::from(b))).collect();
    assert_eq!(found("notes.txt", &format!("hello{tags}\n")), [("unicode-hidden-text", 1)]);
    let selectors: String = "hi there".bytes().filter_map(|b| char::from_u32(0xe0100 + u32::from(b))).collect();
    assert_eq!(found("a.md", &format!("\n😀{selectors}\n")), [("unicode-hidden-text", 2)]);
}

#[test]
fn half_a_character_and_bytes_that_are_none_do_no_harm() {
    let mut change = Change::whole(RepoPath::from("a.py"), b"\xe2\x80\xf3\xa0\xef\xe2".to_vec());
    let (rules, checks) = (RuleSet::default(), checks::all());
    assert!(Scanner::new(&rules, &checks).scan(&mut change).is_empty());
}
