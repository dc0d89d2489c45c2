//! What a commit adds inside something else: behind an encoding, in an archive, in the cell of a notebook.

use std::io::{Cursor, Write};

use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use crate::sandbox::{Ran, Sandbox, token};

fn hex(text: &str) -> String {
    text.bytes().map(|byte| format!("{byte:02x}")).collect()
}

/// Base64 without a library: bit by bit.
fn base64(text: &str) -> String {
    let alphabet: Vec<char> = ('A'..='Z').chain('a'..='z').chain('0'..='9').chain(['+', '/']).collect();
    let bits: Vec<u8> = text.bytes().flat_map(|byte| (0..8).rev().map(move |bit| byte >> bit & 1)).collect();
    let letter = |six: &[u8]| six.iter().chain([0; 6].iter()).take(6).fold(0, |all, bit| all << 1 | usize::from(*bit));
    bits.chunks(6).map(|six| alphabet[letter(six)]).collect()
}

fn zip(name: &str, content: &str) -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    writer.start_file(name, SimpleFileOptions::default()).unwrap();
    writer.write_all(content.as_bytes()).unwrap();
    writer.finish().unwrap().into_inner()
}

fn blocked(repo: &Sandbox) -> Ran {
    repo.git(["commit", "-m", "x"]).is_blocked().says("github-token").does_not_say(&token()[8..])
}

stories! {
    fn a_token_behind_base64_is_found_in_its_line_until_it_is_overridden(repo) {
        let secret = format!("kind: Secret\ndata:\n  token: {}\n", base64(&token()));
        repo.stage("secret.yaml", secret);
        let ran = blocked(repo).says("secret.yaml:3:").says("Found behind base64.").does_not_say(&base64(&token())[12..]);
        repo.git(["commit", "-q", "-m", "x", "-m", &ran.override_line()]).passes();
        // Another line is not the same finding, nor one that was there before.
        repo.stage("secret.yaml", format!("kind: Secret\ndata:\n  token: {}\n  name: eA==\n", base64(&token())));
        repo.git(["commit", "-q", "-m", "more"]).passes();
    }

    fn a_token_in_hexadecimal_digits_is_found(repo) {
        repo.stage("app.py", format!("x = 1\nkey = bytes.fromhex(\"{}\")\n", hex(&token())));
        blocked(repo).says("app.py:2:").says("Found behind hexadecimal digits.");
    }

    fn a_token_that_is_cut_in_two_is_found_when_one_half_is_added(repo) {
        let (front, back) = (&token()[..20], &token()[20..]);
        repo.stage("app.js", format!("const key = \"{front}\" +\n  \"\";\n"));
        repo.git(["commit", "-q", "-m", "half"]).passes();
        repo.stage("app.js", format!("const key = \"{front}\" +\n  \"{back}\";\n"));
        blocked(repo).says("app.js:1:").says("joined literals");
    }

    fn a_cell_of_a_notebook_is_read(repo) {
        let cell = format!("{{\"cells\": [{{\"source\": [\n  \"import os\\n\",\n  \"key = \\\"{}\\\"\\n\"\n]}}]}}\n", token());
        repo.stage("work.ipynb", cell);
        blocked(repo).says("work.ipynb:3:");
    }

    fn a_member_of_an_archive_is_read_at_commit_and_at_push(repo) {
        let archive = zip("conf/app.env", &format!("# settings\nKEY={}\n", token()));
        repo.stage("release.jar", archive);
        let ran = blocked(repo).says("release.jar").says("release.jar!conf/app.env").says("line 2");
        assert!(!ran.err.contains("unscanned-opaque"), "{}", ran.err);
        repo.git(["commit", "-q", "--no-verify", "-m", "slipped in"]).passes();
        repo.init("origin", &["--bare"]);
        repo.git(["push", repo.path_of("origin").to_str().unwrap(), "main"]).is_blocked().says("release.jar!conf/app.env");
        let scanned = repo.hunkguard(["scan", "release.jar"]);
        assert_eq!(scanned.code, 1, "{}", scanned.err);
        assert!(scanned.out.contains("release.jar!conf/app.env"), "{}", scanned.out);
    }

    fn a_secret_in_the_name_of_a_member_is_found_and_not_printed(repo) {
        let name = format!("keys/{}.txt", token());
        repo.stage("keys.zip", zip(&name, &format!("key = \"{}\"\n", token().replacen("ghp", "gho", 1))));
        let ran = blocked(repo).says("keys.zip!keys/ghp_****");
        assert_eq!(ran.err.matches("Hunkguard-Override").count(), 2, "{}", ran.err);
    }

    fn a_clean_archive_passes_without_a_word(repo) {
        repo.stage("release.jar", zip("a.txt", "nothing to see\n"));
        repo.git(["commit", "-q", "-m", "x"]).passes().does_not_say("unscanned-opaque");
    }

    fn a_bomb_is_a_finding(repo) {
        repo.stage("bomb.zip", zip("zeros", &"\0".repeat(4 << 20)));
        repo.git(["commit", "-m", "x"]).passes().says("unscanned-opaque").says("a bomb");
    }

    fn invalid_utf8_around_a_secret_hides_nothing(repo) {
        repo.stage("app.bin", [&b"\xff\xfe\xfd key = \""[..], token().as_bytes(), b"\" \xc3\x28\xff\n"].concat());
        blocked(repo).says("app.bin:1:");
    }

    fn a_secret_of_which_two_hunks_add_parts_is_found_once(repo) {
        let lines: Vec<String> = base64(&token().repeat(4)).as_bytes().chunks(48).map(|line| String::from_utf8_lossy(line).into()).collect();
        let old = format!("-----BEGIN PRIVATE KEY-----\n{}\n-----END PRIVATE KEY-----\n", lines[1]);
        repo.commit_unchecked("key.pem", old, "a placeholder");
        let whole = format!("-----BEGIN PRIVATE KEY-----\n{}\n-----END PRIVATE KEY-----\n", lines.join("\n"));
        repo.stage("key.pem", whole);
        let ran = repo.git(["commit", "-m", "x"]).is_blocked().says("key.pem:1:1");
        assert_eq!(ran.err.matches("Hunkguard-Override").count(), 1, "{}", ran.err);
    }

    fn ten_thousand_findings_are_counted_and_the_first_are_shown(repo) {
        let number = |n: u32| format!("{n:04}").chars().zip("kmqw".chars()).flat_map(|(digit, c)| [digit, c]).collect::<String>();
        let tokens: String = (0..10_000).map(|n| format!("key = \"{}{}\"\n", &token()[..32], number(n))).collect();
        repo.stage("many.txt", tokens);
        let ran = repo.git(["commit", "-m", "x"]).is_blocked().says("9,950 more findings").says("10,000 findings");
        assert_eq!(ran.err.matches("Hunkguard-Override: ").count(), 50);
        let all = repo.hunkguard(["scan", "--staged", "--format", "json"]);
        assert_eq!(all.code, 1);
        assert_eq!(all.out.matches("\"github-token\"").count(), 10_000, "the report for machines is complete");
    }
}
