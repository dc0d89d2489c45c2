//! Pushes: every commit of the range, its overrides and their review.

use crate::sandbox::{Ran, Sandbox, other_token, token};

/// A bare repository `origin` without hooks of its own, with what `work` has.
fn with_origin(repo: &Sandbox) {
    repo.init("origin", &["--bare"]);
    repo.git(["remote", "add", "origin", repo.path_of("origin").to_str().unwrap()]).passes();
    repo.git(["push", "-q", "origin", "main"]).passes();
}

/// The override line for a token in `path` that gets in without the gate.
fn slip_in(repo: &Sandbox, path: &str) -> String {
    repo.stage_token(path);
    let line = repo.git(["commit", "-m", "x"]).is_blocked().override_line();
    repo.git(["commit", "-q", "--no-verify", "-m", "slipped in"]).passes();
    line
}

fn empty_commit(repo: &Sandbox, paragraphs: &[&str]) -> Ran {
    let mut args = vec!["commit", "-q", "--allow-empty", "-m", "follow-up"];
    args.extend(paragraphs.iter().flat_map(|paragraph| ["-m", paragraph]));
    repo.git(args)
}

const REVIEWED: &str = "Reviewed-by: Reviewer <reviewer@example.com>";

stories! {
    fn a_clean_push_passes(repo) {
        with_origin(repo);
        repo.stage("app.py", "x = 1\n");
        repo.git(["commit", "-q", "-m", "x"]).passes();
        repo.git(["push", "-q", "origin", "main"]).passes();
    }

    fn a_commit_made_without_the_gate_is_caught(repo) {
        with_origin(repo);
        slip_in(repo, "app.py");
        repo.git(["push", "origin", "main"]).is_blocked().says("app.py:1:8").says(&repo.id("HEAD")[..8]);
    }

    fn a_secret_that_was_removed_again_still_blocks(repo) {
        with_origin(repo);
        slip_in(repo, "app.py");
        repo.git(["rm", "-q", "app.py"]).passes();
        repo.git(["commit", "-q", "-m", "out with it"]).passes();
        repo.git(["push", "origin", "main"]).is_blocked().says("app.py:1:8");
    }

    fn an_override_needs_a_reviewer_who_is_somebody_else(repo) {
        with_origin(repo);
        let line = slip_in(repo, "app.py");
        repo.git(["commit", "-q", "--amend", "--no-verify", "-m", "x", "-m", &line]).passes();
        repo.git(["push", "origin", "main"]).is_blocked().says("Reviewed-by");
        let own = format!("{line}\nReviewed-by: Author <AUTHOR@example.com>");
        repo.git(["commit", "-q", "--amend", "--no-verify", "-m", "x", "-m", &own]).passes();
        repo.git(["push", "origin", "main"]).is_blocked().says("author@example.com");
        let co = format!("{line}\n{REVIEWED}\nCo-authored-by: Reviewer <reviewer@example.com>");
        repo.git(["commit", "-q", "--amend", "--no-verify", "-m", "x", "-m", &co]).passes();
        repo.git(["push", "origin", "main"]).is_blocked();
        let reviewed = format!("{line}\n{REVIEWED}");
        repo.git(["commit", "-q", "--amend", "-m", "x", "-m", &reviewed]).passes();
        repo.git(["push", "origin", "main"]).passes();
    }

    fn a_reviewer_must_be_on_the_list_where_there_is_one(repo) {
        repo.stage(".hunkguard.toml", "[review]\nreviewers = [\"lead@example.com\"]\n");
        repo.git(["commit", "-q", "-m", "policy"]).passes();
        with_origin(repo);
        let line = slip_in(repo, "app.py");
        empty_commit(repo, &[&format!("{line}\n{REVIEWED}")]).passes();
        repo.git(["push", "origin", "main"]).is_blocked().says("reviewer@example.com");
        empty_commit(repo, &[&format!("{line}\nReviewed-by: Lead <lead@example.com>")]).passes();
        repo.git(["push", "-q", "origin", "main"]).passes();
    }

    fn without_review_in_the_policy_an_override_is_enough(repo) {
        repo.stage(".hunkguard.toml", "[review]\nmode = \"off\"\n");
        repo.git(["commit", "-q", "-m", "policy"]).passes();
        with_origin(repo);
        let line = slip_in(repo, "app.py");
        empty_commit(repo, &[&line]).passes();
        repo.git(["push", "-q", "origin", "main"]).passes();
    }

    fn an_empty_follow_up_commit_mends_a_lost_override(repo) {
        with_origin(repo);
        let line = slip_in(repo, "app.py");
        repo.stage("more.py", "x = 1\n");
        repo.git(["commit", "-q", "-m", "more"]).passes();
        empty_commit(repo, &[&format!("{line}\n{REVIEWED}")]).passes();
        repo.git(["push", "-q", "origin", "main"]).passes();
    }

    fn an_override_before_the_finding_does_not_count(repo) {
        with_origin(repo);
        repo.stage_token("app.py");
        let line = repo.git(["commit", "-m", "x"]).is_blocked().override_line();
        repo.git(["reset", "-q", "--hard"]).passes();
        empty_commit(repo, &[&format!("{line}\n{REVIEWED}")]).passes();
        slip_in(repo, "app.py");
        repo.git(["push", "origin", "main"]).is_blocked();
    }

    fn trailers_that_squash_and_fixup_move_still_count(repo) {
        with_origin(repo);
        let line = slip_in(repo, "app.py");
        let squashed = format!(
            "# This is a combination\n\n* add key\n\n  {line}\n  {REVIEWED}\n\n* more words\n\nCo-authored-by: Pair <pair@example.com>"
        );
        repo.git(["commit", "-q", "--amend", "--no-verify", "--cleanup=verbatim", "-m", &squashed]).passes();
        repo.git(["push", "-q", "origin", "main"]).passes();
    }

    fn an_interactive_squash_keeps_the_first_commits_override(repo) {
        with_origin(repo);
        let line = slip_in(repo, "app.py");
        repo.git(["commit", "-q", "--amend", "-m", "add key", "-m", &format!("{line}\n{REVIEWED}")]).passes();
        repo.stage("more.py", "x = 1\n");
        repo.git(["commit", "-q", "-m", "more"]).passes();
        let rebase = ["-c", "sequence.editor=sed -i 2s/^pick/squash/", "rebase", "-q", "-i", "HEAD~2"];
        repo.git_with_editor("true", rebase).passes();
        assert_eq!(repo.git(["rev-list", "--count", "origin/main..HEAD"]).out.trim(), "1");
        repo.git(["push", "-q", "origin", "main"]).passes();
    }

    fn a_fixup_drops_the_override_and_a_follow_up_commit_brings_it_back(repo) {
        with_origin(repo);
        repo.stage("app.py", "x = 1\n");
        repo.git(["commit", "-q", "-m", "app"]).passes();
        repo.stage_token("app.py");
        let line = repo.git(["commit", "-m", "x"]).is_blocked().override_line();
        repo.git(["commit", "-q", "--fixup", "HEAD", "-m", &format!("{line}\n{REVIEWED}")]).passes();
        let rebase = ["-c", "sequence.editor=true", "rebase", "-q", "-i", "--autosquash", "HEAD~2"];
        repo.git_with_editor("true", rebase).passes();
        assert!(!repo.message("HEAD").contains(&line), "git keeps the message of the first commit only");
        repo.git(["push", "origin", "main"]).is_blocked();
        empty_commit(repo, &[&format!("{line}\n{REVIEWED}")]).passes();
        repo.git(["push", "-q", "origin", "main"]).passes();
    }

    fn a_new_branch_reads_only_what_the_remote_lacks(repo) {
        repo.commit_unchecked("old.py", format!("k = '{}'\n", token()), "old");
        repo.init("origin", &["--bare"]);
        repo.git(["remote", "add", "origin", repo.path_of("origin").to_str().unwrap()]).passes();
        repo.git(["push", "-q", "--no-verify", "origin", "main"]).passes();
        repo.git(["checkout", "-q", "-b", "topic"]).passes();
        repo.stage("app.py", "x = 1\n");
        repo.git(["commit", "-q", "-m", "x"]).passes();
        repo.git(["push", "-q", "origin", "topic"]).passes().does_not_say("old.py");
    }

    fn another_remotes_references_hide_nothing(repo) {
        repo.init("private", &["--bare"]);
        repo.git(["remote", "add", "private", repo.path_of("private").to_str().unwrap()]).passes();
        repo.commit_unchecked("old.py", format!("k = '{}'\n", token()), "old");
        repo.git(["push", "-q", "--no-verify", "private", "main"]).passes();
        repo.init("public", &["--bare"]);
        repo.git(["remote", "add", "public", repo.path_of("public").to_str().unwrap()]).passes();
        repo.git(["push", "public", "main"]).is_blocked().says("old.py:1:6");
    }

    fn a_url_instead_of_a_remote_name_is_matched_to_its_remote(repo) {
        repo.commit_unchecked("old.py", format!("k = '{}'\n", token()), "old");
        repo.init("origin", &["--bare"]);
        let url = repo.path_of("origin").to_str().unwrap().to_owned();
        repo.git(["remote", "add", "origin", &url]).passes();
        repo.git(["push", "-q", "--no-verify", "origin", "main"]).passes();
        repo.stage("app.py", "x = 1\n");
        repo.git(["commit", "-q", "-m", "x"]).passes();
        repo.git(["push", "-q", &url, "main:topic"]).passes().does_not_say("old.py");
    }

    fn a_url_without_a_remote_reads_everything(repo) {
        repo.commit_unchecked("old.py", format!("k = '{}'\n", token()), "old");
        repo.init("nowhere", &["--bare"]);
        repo.git(["push", repo.path_of("nowhere").to_str().unwrap(), "main"]).is_blocked().says("old.py:1:6");
    }

    fn a_forced_push_is_judged_by_what_is_new(repo) {
        with_origin(repo);
        repo.stage("app.py", "x = 1\n");
        repo.git(["commit", "-q", "-m", "x"]).passes();
        repo.git(["push", "-q", "origin", "main"]).passes();
        repo.git(["commit", "-q", "--amend", "-m", "y"]).passes();
        repo.git(["push", "-q", "--force", "origin", "main"]).passes();
        repo.stage_token("app.py");
        repo.git(["commit", "-q", "--amend", "--no-verify", "-m", "z"]).passes();
        repo.git(["push", "--force", "origin", "main"]).is_blocked();
    }

    fn a_forced_push_over_a_commit_that_is_not_here_is_judged(repo) {
        with_origin(repo);
        repo.git_in("", ["clone", "-q", repo.path_of("origin").to_str().unwrap(), "other"]).passes();
        std::fs::write(repo.path_of("other/theirs.txt"), "x\n").unwrap();
        repo.git_in("other", ["add", "."]).passes();
        repo.git_in("other", ["commit", "-q", "-m", "theirs"]).passes();
        repo.git_in("other", ["push", "-q", "origin", "main"]).passes();
        slip_in(repo, "app.py");
        repo.git(["push", "--force", "origin", "main"]).is_blocked().says("app.py:1:8");
    }

    fn a_deletion_passes(repo) {
        with_origin(repo);
        repo.git(["push", "-q", "origin", "main:topic"]).passes();
        repo.git(["push", "-q", "origin", ":topic"]).passes();
    }

    fn an_annotated_tag_brings_its_commits(repo) {
        with_origin(repo);
        slip_in(repo, "app.py");
        repo.git(["tag", "-a", "-m", "release", "v1"]).passes();
        repo.git(["reset", "-q", "--hard", "HEAD~1"]).passes();
        repo.git(["push", "origin", "v1"]).is_blocked().says("app.py:1:8");
    }

    fn a_tag_of_a_blob_is_read(repo) {
        with_origin(repo);
        repo.write("loose.txt", format!("key = '{}'\n", token()));
        let id = repo.git(["hash-object", "-w", "loose.txt"]).passes().out;
        repo.git(["tag", "sneaky", id.trim()]).passes();
        repo.git(["push", "origin", "sneaky"]).is_blocked().says("refs/tags/sneaky");
    }

    fn a_tag_of_a_tree_is_read(repo) {
        with_origin(repo);
        slip_in(repo, "app.py");
        repo.git(["tag", "sneaky", "HEAD^{tree}"]).passes();
        repo.git(["reset", "-q", "--hard", "HEAD~1"]).passes();
        repo.git(["push", "origin", "sneaky"]).is_blocked().says("app.py:1:8");
    }

    fn several_references_are_judged_together(repo) {
        with_origin(repo);
        repo.git(["checkout", "-q", "-b", "one"]).passes();
        repo.stage("one.py", "x = 1\n");
        repo.git(["commit", "-q", "-m", "one"]).passes();
        repo.git(["checkout", "-q", "-b", "two", "main"]).passes();
        repo.commit_unchecked("two.py", format!("key = '{}'\n", other_token()), "two");
        repo.git(["push", "origin", "one", "two"]).is_blocked().says("two.py:1:8").does_not_say("one.py");
    }

    fn a_push_from_a_shallow_clone_reads_only_the_new_commits(repo) {
        repo.commit_unchecked("old.py", format!("k = '{}'\n", token()), "old");
        repo.commit_unchecked("newer.py", "x = 1\n", "newer");
        repo.init("origin", &["--bare"]);
        let url = format!("file://{}", repo.path_of("origin").display());
        repo.git(["push", "-q", "--no-verify", &url, "main"]).passes();
        repo.git_in("", ["clone", "-q", "--depth=1", &url, "shallow"]).passes();
        let shallow = repo.path_of("shallow");
        repo.run_in(&shallow, env!("CARGO_BIN_EXE_hunkguard"), ["install"]).passes();
        std::fs::write(shallow.join("app.py"), "x = 1\n").unwrap();
        repo.git_in("shallow", ["add", "."]).passes();
        repo.git_in("shallow", ["commit", "-q", "-m", "x"]).passes();
        // Without the tracking reference nothing but the boundary says what the remote has.
        repo.git_in("shallow", ["push", "-q", &url, "main:topic"]).passes().does_not_say("old.py");
    }

    fn replace_refs_do_not_deceive(repo) {
        with_origin(repo);
        slip_in(repo, "app.py");
        let evil = repo.id("HEAD");
        repo.git(["checkout", "-q", "-b", "clean", "HEAD~1"]).passes();
        repo.stage("app.py", "x = 1\n");
        repo.git(["commit", "-q", "-m", "innocent"]).passes();
        repo.git(["replace", &evil, "clean"]).passes();
        repo.git(["checkout", "-q", "main"]).passes();
        repo.git(["push", "origin", "main"]).is_blocked().says("app.py:1:8");
    }

    fn a_server_judges_what_it_receives(repo) {
        with_origin(repo);
        let origin = repo.path_of("origin");
        repo.run_in(&origin, env!("CARGO_BIN_EXE_hunkguard"), ["install"]).passes();
        let line = slip_in(repo, "app.py");
        repo.git(["push", "--no-verify", "origin", "main"]).is_blocked().says("remote: ").says("app.py:1:8");
        repo.git(["push", "--no-verify", "origin", "HEAD:refs/heads/topic"]).is_blocked();
        empty_commit(repo, &[&line]).passes();
        repo.git(["push", "--no-verify", "origin", "main"]).is_blocked().says("Reviewed-by");
        empty_commit(repo, &[&format!("{line}\n{REVIEWED}")]).passes();
        repo.git(["push", "-q", "--no-verify", "origin", "main"]).passes();
        repo.git(["push", "-q", "--no-verify", "origin", "main:topic"]).passes();
        repo.git(["push", "-q", "--no-verify", "origin", ":topic"]).passes();
    }
}
