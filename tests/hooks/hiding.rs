//! Places where a secret could hide from a diff.

use crate::sandbox::token;

stories! {
    fn attributes_hide_nothing(repo) {
        repo.git(["config", "diff.blind.binary", "true"]).passes();
        for (name, attribute) in [("a.py", "binary"), ("b.py", "-diff"), ("c.py", "diff=blind"), ("d.py", "-text -diff")] {
            repo.stage(".gitattributes", format!("{name} {attribute}\n"));
            repo.stage_token(name);
            repo.git(["commit", "-m", "x"]).is_blocked().says(&format!("{name}:1:8"));
        }
        repo.write(".git/info/attributes", "* binary\n");
        repo.git(["commit", "-m", "x"]).is_blocked().says("d.py:1:8");
    }

    fn a_diff_driver_and_a_text_conversion_hide_nothing(repo) {
        repo.git(["config", "diff.external", "true"]).passes();
        repo.git(["config", "diff.quiet.textconv", "true"]).passes();
        repo.stage(".gitattributes", "*.py diff=quiet\n");
        repo.stage_token("app.py");
        repo.git(["commit", "-m", "x"]).is_blocked().says("app.py:1:8");
    }

    fn a_link_that_becomes_a_file_is_read(repo) {
        std::os::unix::fs::symlink("README", repo.root().join("link")).unwrap();
        repo.git(["add", "link"]).passes();
        repo.git(["commit", "-q", "-m", "link"]).passes();
        std::fs::remove_file(repo.root().join("link")).unwrap();
        repo.stage_token("link");
        repo.git(["commit", "-m", "x"]).is_blocked().says("link:1:8");
    }

    fn the_target_of_a_link_is_read(repo) {
        std::os::unix::fs::symlink(format!("//{}", token()), repo.root().join("link")).unwrap();
        repo.git(["add", "link"]).passes();
        repo.git(["commit", "-m", "x"]).is_blocked().says("link:1:3");
    }

    fn utf16_is_read(repo) {
        let text = format!("first line\r\nkey = \"{}\"\r\n", token());
        let units = std::iter::once(0xfeff).chain(text.encode_utf16());
        repo.stage("app.config", units.flat_map(u16::to_le_bytes).collect::<Vec<u8>>());
        repo.git(["commit", "-m", "x"]).is_blocked().says("app.config:2:8");
    }

    fn nul_bytes_are_read_over(repo) {
        repo.stage("data.bin", format!("\0\0\0binary\0{}\0rest", token()));
        repo.git(["commit", "-m", "x"]).is_blocked().says("data.bin:1:11");
    }

    fn lines_that_end_in_carriage_returns_are_counted(repo) {
        repo.commit_unchecked("old.txt", format!("one\rkey = '{}'\rthree\r", token()), "old");
        repo.stage("old.txt", format!("one\rkey = '{}'\rthree\rfour\r", token()));
        repo.git(["commit", "-q", "-m", "the old line is old"]).passes();
        repo.stage("new.txt", format!("one\rtwo\rkey = '{}'\r", token()));
        repo.git(["commit", "-m", "x"]).is_blocked().says("new.txt:3:8");
    }

    fn changed_line_ends_add_nothing(repo) {
        repo.commit_unchecked("app.py", format!("key = '{}'\nx = 1\n", token()), "old");
        repo.stage("app.py", format!("key = '{}'\r\nx = 1\r\n", token()));
        repo.git(["commit", "-q", "-m", "line ends"]).passes();
    }

    fn a_moved_file_is_not_new_but_its_new_lines_are(repo) {
        let body = format!("a\nb\nc\nd\nkey = '{}'\n", token());
        repo.commit_unchecked("old/app.py", &body, "old");
        repo.git(["mv", "old", "new"]).passes();
        repo.git(["commit", "-q", "-m", "moved"]).passes();
        repo.git(["mv", "new/app.py", "renamed.py"]).passes();
        repo.stage("renamed.py", format!("{body}fresh = '{}'\n", token()));
        repo.git(["commit", "-m", "x"]).is_blocked().says("renamed.py:6:10").does_not_say("renamed.py:5");
    }

    fn a_file_that_leaves_an_excluded_folder_is_new(repo) {
        repo.stage(".hunkguard.toml", "[paths]\nexclude = [\"vendor/**\"]\n");
        repo.git(["commit", "-q", "-m", "policy"]).passes();
        repo.stage_token("vendor/app.py");
        repo.git(["commit", "-q", "-m", "excluded"]).passes();
        repo.git(["mv", "vendor/app.py", "app.py"]).passes();
        repo.git(["commit", "-m", "x"]).is_blocked().says("app.py:1:8");
    }

    fn hostile_names_and_content_are_shown_harmless(repo) {
        repo.stage("a\u{1b}[31m\u{202e}b.py", format!("\u{1b}]52;c;AAAA\u{7}key = \"{}\"\n", token()));
        let ran = repo.git(["commit", "-m", "x"]).is_blocked();
        assert!(!ran.err.contains('\u{1b}') && !ran.err.contains('\u{202e}') && !ran.err.contains('\u{7}'));
        ran.says("a\\x1b[31m\\u{202e}b.py");
    }

    fn an_archive_is_said_not_to_be_read(repo) {
        repo.stage("data.gz", b"\x1f\x8b\x08\x00rest");
        repo.git(["commit", "-m", "x"]).passes().says("data.gz").says("gzip");
    }

    fn a_file_above_the_limit_is_a_finding(repo) {
        repo.stage(".hunkguard.toml", "[limits]\nfile_bytes = 4096\n");
        repo.git(["commit", "-q", "--no-verify", "-m", "policy"]).passes();
        repo.stage("big.txt", "x\n".repeat(4000));
        let line = repo.git(["commit", "-m", "x"]).is_blocked().says("unscanned-large").override_line();
        repo.git(["commit", "-q", "-m", "x", "-m", &line]).passes();
    }

    fn a_very_long_line_is_read_to_its_end(repo) {
        let line = ["a1b2 ".repeat(2 << 20), format!("key=\"{}\" ", token()), "c3d4 ".repeat(1 << 20)].concat();
        repo.stage("long.js", line);
        let ran = repo.git(["commit", "-m", "x"]).is_blocked().says("long.js:1:");
        assert!(ran.err.lines().all(|line| line.chars().count() < 300));
    }
}
