//! Merges: only what no parent has is new.

use crate::sandbox::{Sandbox, token};

/// Two branches, both with an old token that got in without the gate; `main` is checked out.
fn branches(repo: &Sandbox) {
    repo.commit_unchecked("shared.txt", "1\n2\n3\n4\n5\n", "shared");
    repo.git(["checkout", "-q", "-b", "side"]).passes();
    repo.commit_unchecked("side.py", format!("key = '{}'\n", token()), "side's own");
    repo.commit_unchecked("shared.txt", "1\n2\n3\n4\nside\n", "side edits");
    repo.git(["checkout", "-q", "main"]).passes();
    repo.commit_unchecked("main.py", format!("k = '{}'\n", token()), "main's own");
}

stories! {
    fn an_automatic_merge_does_not_ask_for_what_the_branches_have(repo) {
        branches(repo);
        repo.git(["merge", "-q", "--no-edit", "side"]).passes().does_not_say("github-token");
        assert_eq!(repo.git(["rev-list", "--parents", "-1", "HEAD"]).out.split_whitespace().count(), 3);
    }

    fn a_merge_with_an_editor_passes_too(repo) {
        branches(repo);
        repo.git_with_editor("true", ["merge", "-q", "--edit", "side"]).passes();
    }

    fn a_resolved_conflict_is_judged_by_what_it_brings(repo) {
        branches(repo);
        repo.commit_unchecked("shared.txt", "1\n2\n3\n4\nmain\n", "main edits");
        assert_ne!(repo.git(["merge", "-q", "side"]).code, 0);
        repo.stage("shared.txt", format!("1\n2\n3\n4\nside main {}\n", token()));
        repo.git(["commit", "-m", "evil merge"]).is_blocked().says("shared.txt:5:11");
        repo.stage("shared.txt", "1\n2\n3\n4\nside and main\n");
        repo.git(["commit", "-m", "merge"]).passes();
    }

    fn something_slipped_into_a_merge_without_conflict_is_found(repo) {
        branches(repo);
        repo.git(["merge", "-q", "--no-commit", "side"]).passes();
        repo.stage("main.py", format!("k = '{0}'\nnew = '{0}'\n", token()));
        repo.git(["commit", "-m", "evil merge"]).is_blocked().says("main.py:2:8").does_not_say("side.py");
    }

    fn an_octopus_merge_passes(repo) {
        branches(repo);
        repo.git(["checkout", "-q", "-b", "third", "main"]).passes();
        repo.commit_unchecked("third.py", format!("t = '{}'\n", token()), "third's own");
        repo.git(["checkout", "-q", "main"]).passes();
        repo.commit_unchecked("later.py", "x = 1\n", "main goes on");
        repo.git(["merge", "-q", "--no-edit", "side", "third"]).passes().does_not_say("github-token");
        assert_eq!(repo.git(["rev-list", "--parents", "-1", "HEAD"]).out.split_whitespace().count(), 4);
    }

    fn a_file_renamed_on_one_side_and_edited_on_the_other_is_not_new(repo) {
        let body = format!("a\nb\nc\nd\ne\nf\nkey = '{}'\n", token());
        repo.commit_unchecked("old.py", &body, "base");
        repo.git(["checkout", "-q", "-b", "side"]).passes();
        repo.git(["mv", "old.py", "new.py"]).passes();
        repo.git(["commit", "-q", "-m", "move"]).passes();
        repo.git(["checkout", "-q", "main"]).passes();
        repo.commit_unchecked("old.py", format!("{body}edit = '{}'\n", token()), "edit");
        repo.git(["merge", "-q", "--no-edit", "side"]).passes().does_not_say("github-token");
    }

    fn a_squash_merge_is_an_ordinary_commit(repo) {
        branches(repo);
        repo.git(["merge", "-q", "--squash", "side"]).passes();
        repo.git(["commit", "-m", "squashed"]).is_blocked().says("side.py:1:8").does_not_say("main.py");
    }
}
