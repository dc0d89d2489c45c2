//! Commits, in every way git makes them.

use crate::sandbox::{other_token, token};

stories! {
    fn a_clean_commit_passes(repo) {
        repo.stage("app.py", "print('hello')\n");
        repo.git(["commit", "-m", "clean"]).passes();
    }

    fn a_token_is_blocked_and_never_printed(repo) {
        repo.stage_token("app.py");
        let ran = repo.git(["commit", "-m", "add key"]).is_blocked().says("github-token").says("app.py:1:8");
        assert!(!ran.err.contains(&token()) && !ran.out.contains(&token()));
        assert_eq!(repo.message("HEAD").trim(), "first");
    }

    fn an_override_in_the_message_lets_it_pass(repo) {
        repo.stage_token("app.py");
        let line = repo.git(["commit", "-m", "add key"]).is_blocked().override_line();
        repo.git(["commit", "-m", "add key", "-m", &line]).passes();
        assert!(repo.message("HEAD").contains(&line));
    }

    fn an_override_for_another_finding_does_not(repo) {
        repo.stage_token("app.py");
        let line = repo.git(["commit", "-m", "add key"]).is_blocked().override_line();
        repo.stage("other.py", format!("key = '{}'\n", other_token()));
        repo.git(["commit", "-m", "add keys", "-m", &line]).is_blocked().says("other.py:1:8");
    }

    fn commit_all_reads_the_index_that_git_will_commit(repo) {
        repo.stage("app.py", "x = 1\n");
        repo.git(["commit", "-q", "-m", "app"]).passes();
        repo.write("app.py", format!("x = '{}'\n", token()));
        repo.git(["commit", "-a", "-m", "all"]).is_blocked().says("app.py:1:6");
    }

    fn a_partial_commit_is_judged_by_what_it_commits(repo) {
        repo.stage("clean.py", "x = 1\n");
        repo.stage_token("dirty.py");
        repo.git(["commit", "-q", "-m", "only the clean one", "--", "clean.py"]).passes();
        repo.git(["commit", "-m", "the other", "--", "dirty.py"]).is_blocked().says("dirty.py:1:8");
    }

    fn only_added_lines_block(repo) {
        repo.commit_unchecked("app.py", format!("key = '{}'\nx = 1\n", token()), "slipped in");
        repo.stage("app.py", format!("key = '{}'\nx = 2\ny = 3\n", token()));
        repo.git(["commit", "-m", "an old secret is not this commit's"]).passes();
    }

    fn removing_a_secret_passes(repo) {
        repo.commit_unchecked("app.py", format!("key = '{}'\nx = 1\n", token()), "slipped in");
        repo.stage("app.py", "x = 1\n");
        repo.git(["commit", "-m", "out with it"]).passes();
    }

    fn the_message_is_kept_when_the_commit_is_blocked(repo) {
        repo.stage_token("app.py");
        let ran = repo.git(["commit", "-m", "a long and careful message"]).is_blocked();
        let kept = std::fs::read_to_string(repo.root().join(".git/HUNKGUARD_EDITMSG")).unwrap();
        assert!(kept.contains("a long and careful message"));
        ran.says("git commit -e -F .git/HUNKGUARD_EDITMSG");
    }

    fn called_by_configuration_the_decision_is_left_to_commit_msg_only_where_that_is_configured(repo) {
        // What git 2.54 and later does by itself is done by hand here: the hooks are called as the entries say.
        std::fs::remove_file(repo.root().join(".git/hooks/commit-msg")).unwrap();
        repo.stage_token("app.py");
        let pre_commit = || {
            let mut command = repo.command(&repo.root(), env!("CARGO_BIN_EXE_hunkguard"));
            command.args(["hook", "--from-config", "pre-commit"]).env("GIT_EDITOR", ":");
            crate::sandbox::run(command, b"")
        };
        pre_commit().is_blocked();
        repo.git(["config", "hook.hunkguard-commit-msg.command", "hunkguard hook --from-config commit-msg"]).passes();
        repo.git(["config", "hook.hunkguard-commit-msg.event", "commit-msg"]).passes();
        pre_commit().passes();
        repo.git(["config", "hook.hunkguard-commit-msg.enabled", "false"]).passes();
        pre_commit().is_blocked();
    }
}
