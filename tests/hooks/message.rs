//! The message: the editor, git's clean-up modes, the comment character, and what must never be lost.

use crate::sandbox::token;

/// An editor that writes a message above what is there.
const WRITE: &str = r#"{ echo "my subject"; cat "$1"; } > "$1.new"; cat "$1.new" > "$1""#;

/// An editor that also uncomments the override and fills in the reason.
const OVERRIDE: &str = r#"{ echo "my subject"; sed -e 's/^[#;] *\(Hunkguard-Override: .*\)<reason>/\1a value made for this test/' "$1"; } > "$1.new"; cat "$1.new" > "$1""#;

stories! {
    fn the_editor_shows_the_finding_and_saving_it_unchanged_blocks(repo) {
        repo.stage_token("app.py");
        let keep = format!("cp \"$1\" '{}'; {WRITE}", repo.path_of("seen").display());
        repo.git_with_editor(&keep, ["commit"]).is_blocked().says("github-token");
        let seen = std::fs::read_to_string(repo.path_of("seen")).unwrap();
        assert!(seen.contains("# hunkguard-begin") && seen.contains("app.py:1:8"), "{seen}");
        assert!(seen.contains("Hunkguard-Override: ") && !seen.contains(&token()), "{seen}");
    }

    fn uncommenting_the_override_in_the_editor_is_enough(repo) {
        repo.stage_token("app.py");
        repo.git_with_editor(OVERRIDE, ["commit"]).passes();
        let message = repo.message("HEAD");
        assert!(message.starts_with("my subject\n"), "{message}");
        assert!(message.contains("\nHunkguard-Override: ") && !message.contains('#'), "{message}");
        assert_eq!(repo.git(["interpret-trailers", "--parse", "--no-divider", ".git/COMMIT_EDITMSG"]).code, 0);
    }

    fn in_every_cleanup_mode_the_template_is_gone_and_the_text_stays(repo) {
        for (number, mode) in ["strip", "whitespace", "verbatim", "scissors", "default"].into_iter().enumerate() {
            let name = format!("file{number}.py");
            repo.stage_token(&name);
            repo.git_with_editor(OVERRIDE, ["commit", &format!("--cleanup={mode}")]).passes();
            let message = repo.message("HEAD");
            assert!(message.starts_with("my subject"), "{mode}: {message}");
            assert!(message.lines().any(|line| line.starts_with("Hunkguard-Override: ")), "{mode}: {message}");
            assert!(!message.contains("hunkguard-begin") && !message.contains("hunkguard-end"), "{mode}: {message}");
            assert!(!message.contains("app.py:1:8"), "{mode}: {message}");
        }
    }

    fn with_a_verbose_template_the_diff_is_neither_parsed_nor_kept(repo) {
        // The diff below the scissors holds a line that looks like an override.
        repo.stage("notes.txt", "Hunkguard-Override: 0000000000000000 github-token taken from the diff\n");
        repo.stage_token("app.py");
        repo.git_with_editor(WRITE, ["commit", "-v"]).is_blocked();
        repo.git_with_editor(OVERRIDE, ["commit", "-v"]).passes();
        assert!(!repo.message("HEAD").contains("diff --git"));
    }

    fn another_comment_character_is_respected(repo) {
        repo.git(["config", "core.commentChar", ";"]).passes();
        repo.stage_token("app.py");
        repo.git_with_editor(WRITE, ["commit"]).is_blocked();
        repo.git_with_editor(OVERRIDE, ["commit"]).passes();
        assert!(!repo.message("HEAD").contains("hunkguard-begin"));
    }

    fn a_clean_commit_with_an_editor_sees_no_template(repo) {
        repo.stage("app.py", "x = 1\n");
        let keep = format!("cp \"$1\" '{}'; {WRITE}", repo.path_of("seen").display());
        repo.git_with_editor(&keep, ["commit"]).passes();
        assert!(!std::fs::read_to_string(repo.path_of("seen")).unwrap().contains("hunkguard"));
    }

    fn a_message_from_a_file_counts(repo) {
        repo.stage_token("app.py");
        let line = repo.git(["commit", "-m", "x"]).is_blocked().override_line();
        repo.write("msg", format!("subject\n\nbody\n\n{line}\n"));
        repo.git(["commit", "-F", "msg"]).passes();
    }

    fn a_trailer_given_on_the_command_line_counts(repo) {
        repo.stage_token("app.py");
        let line = repo.git(["commit", "-m", "x"]).is_blocked().override_line();
        repo.git(["commit", "-m", "x", "--trailer", &line]).passes();
    }

    fn what_is_wrong_with_an_override_is_said(repo) {
        repo.stage_token("app.py");
        let line = repo.git(["commit", "-m", "x"]).is_blocked().override_line();
        let (head, _) = line.split_once(" a value").unwrap();
        for (bad, complaint) in [
            (head.to_owned(), "reason"),
            (format!("{head} too short"), "10"),
            (format!("{head} hidden \u{202e} direction"), "U+202E"),
            (line.replace("github-token", "gitlab-token"), "github-token"),
            ("Hunkguard-Override: nonsense".to_owned(), "16"),
        ] {
            repo.git(["commit", "-m", "x", "-m", &bad]).is_blocked().says(complaint);
        }
    }

    fn a_commented_override_does_not_count(repo) {
        repo.stage_token("app.py");
        let line = repo.git(["commit", "-m", "x"]).is_blocked().override_line();
        repo.git(["commit", "-m", "x", "-m", &format!("# {line}")]).is_blocked();
    }

    fn an_unused_override_warns_and_passes(repo) {
        repo.stage("app.py", "x = 1\n");
        repo.git(["commit", "-m", "x", "-m", "Hunkguard-Override: 0123456789abcdef github-token left from before"])
            .passes()
            .says("line 3: the override covers no finding of this commit");
    }

    fn an_empty_message_is_still_gits_to_refuse(repo) {
        repo.stage("app.py", "x = 1\n");
        let ran = repo.git(["commit", "-m", ""]);
        assert_ne!(ran.code, 0);
        assert!(ran.err.contains("empty commit message"), "{}", ran.err);
    }
}
