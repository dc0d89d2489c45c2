//! Amend, fixup, cherry-pick, revert and rebase.

use crate::sandbox::token;

stories! {
    fn an_amend_is_judged_by_what_it_adds(repo) {
        repo.stage("app.py", "x = 1\n");
        repo.git(["commit", "-q", "-m", "app"]).passes();
        repo.git(["commit", "-q", "--amend", "-m", "better words"]).passes();
        repo.stage("app.py", format!("x = '{}'\n", token()));
        repo.git(["commit", "-q", "--amend", "--no-edit"]).is_blocked();
        assert_eq!(repo.message("HEAD").trim(), "better words");
    }

    fn an_amend_keeps_its_override(repo) {
        repo.stage_token("app.py");
        let line = repo.git(["commit", "-m", "x"]).is_blocked().override_line();
        repo.git(["commit", "-q", "-m", "x", "-m", &line]).passes();
        repo.stage("more.py", "y = 1\n");
        repo.git(["commit", "-q", "--amend", "--no-edit"]).passes();
        assert!(repo.message("HEAD").contains(&line));
    }

    fn a_fixup_commit_is_judged(repo) {
        repo.stage("app.py", "x = 1\n");
        repo.git(["commit", "-q", "-m", "app"]).passes();
        repo.stage("app.py", format!("x = '{}'\n", token()));
        repo.git(["commit", "--fixup", "HEAD"]).is_blocked();
        repo.stage("app.py", "x = 2\n");
        repo.git(["commit", "-q", "--fixup", "HEAD"]).passes();
    }

    fn a_clean_cherry_pick_revert_and_rebase_go_through(repo) {
        repo.git(["checkout", "-q", "-b", "side"]).passes();
        repo.stage("side.py", "x = 1\n");
        repo.git(["commit", "-q", "-m", "side"]).passes();
        repo.git(["checkout", "-q", "main"]).passes();
        repo.stage("main.py", "x = 1\n");
        repo.git(["commit", "-q", "-m", "main"]).passes();
        repo.git(["cherry-pick", "side"]).passes();
        repo.git_with_editor("true", ["revert", "HEAD"]).passes();
        assert!(!repo.message("HEAD").contains("hunkguard"), "{}", repo.message("HEAD"));
        repo.git(["checkout", "-q", "side"]).passes();
        repo.git(["rebase", "-q", "main"]).passes();
    }

    fn a_cherry_pick_with_a_conflict_is_judged_when_it_is_committed(repo) {
        repo.commit_unchecked("app.py", "a = 1\n", "base");
        repo.git(["checkout", "-q", "-b", "side"]).passes();
        repo.commit_unchecked("app.py", format!("a = '{}'\n", token()), "side");
        repo.git(["checkout", "-q", "main"]).passes();
        repo.commit_unchecked("app.py", "a = 3\n", "main");
        assert_ne!(repo.git(["cherry-pick", "side"]).code, 0);
        repo.stage("app.py", format!("a = '{}'\n", token()));
        repo.git_with_editor("true", ["cherry-pick", "--continue"]).is_blocked();
    }

    fn the_first_commit_of_a_repository_is_judged(repo) {
        repo.init("fresh", &[]);
        let fresh = repo.path_of("fresh");
        repo.run_in(&fresh, env!("CARGO_BIN_EXE_hunkguard"), ["install"]).passes();
        std::fs::write(fresh.join("app.py"), format!("key = '{}'\n", token())).unwrap();
        repo.git_in("fresh", ["add", "."]).passes();
        repo.git_in("fresh", ["commit", "-m", "first"]).is_blocked().says("app.py:1:8");
        std::fs::write(fresh.join("app.py"), "key = 1\n").unwrap();
        repo.git_in("fresh", ["add", "."]).passes();
        repo.git_in("fresh", ["commit", "-m", "first"]).passes();
    }

    fn a_linked_worktree_has_the_gate_too(repo) {
        let tree = repo.path_of("tree");
        repo.git(["worktree", "add", "-q", "-b", "side", tree.to_str().unwrap()]).passes();
        std::fs::write(tree.join("app.py"), format!("key = '{}'\n", token())).unwrap();
        repo.git_in("tree", ["add", "."]).passes();
        let line = repo.git_in("tree", ["commit", "-m", "x"]).is_blocked().says("app.py:1:8").override_line();
        repo.git_in("tree", ["commit", "-q", "-m", "x", "-m", &line]).passes();
    }

    fn a_submodule_and_its_superproject_are_judged_apart(repo) {
        let library = repo.path_of("library");
        repo.init("library", &[]);
        std::fs::write(library.join("lib.py"), "x = 1\n").unwrap();
        repo.git_in("library", ["add", "."]).passes();
        repo.git_in("library", ["commit", "-q", "-m", "lib"]).passes();
        let url = library.to_str().unwrap();
        repo.git(["-c", "protocol.file.allow=always", "submodule", "--quiet", "add", url, "lib"]).passes();
        repo.git(["commit", "-q", "-m", "a submodule adds no lines of its own"]).passes();
        let inside = repo.root().join("lib");
        repo.run_in(&inside, env!("CARGO_BIN_EXE_hunkguard"), ["install"]).passes();
        std::fs::write(inside.join("lib.py"), format!("x = '{}'\n", token())).unwrap();
        repo.run_in(&inside, "git", ["commit", "-a", "-m", "x"]).is_blocked().says("lib.py:1:6");
    }

    fn git_dir_and_work_tree_from_the_environment_are_respected(repo) {
        repo.write("app.py", format!("key = '{}'\n", token()));
        let elsewhere = repo.path_of("elsewhere");
        std::fs::create_dir(&elsewhere).unwrap();
        let git_dir = format!("--git-dir={}", repo.root().join(".git").display());
        let work_tree = format!("--work-tree={}", repo.root().display());
        repo.git_in("elsewhere", [git_dir.as_str(), &work_tree, "add", "app.py"]).passes();
        repo.git_in("elsewhere", [git_dir.as_str(), &work_tree, "commit", "-m", "x"]).is_blocked();
    }
}
