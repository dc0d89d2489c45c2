//! What hunkguard says when it cannot do its work: one clear line, what to do, exit code 2, and nothing lost.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::process::Stdio;

use crate::sandbox::{Backend, Sandbox, token};

#[test]
fn no_repository() {
    let repo = Sandbox::without_gate(Backend::Libgit2);
    let outside = repo.path_of("home");
    for args in [&["scan", "--staged"][..], &["scan", "--range", "a..b"], &["hook", "pre-commit"], &["install"]] {
        let ran = repo.run_in(&outside, env!("CARGO_BIN_EXE_hunkguard"), args.iter().copied());
        assert_eq!(ran.code, 2, "{args:?} {}", ran.err);
        assert!(ran.err.starts_with("hunkguard: ") && ran.err.contains("hint: "), "{args:?} {}", ran.err);
    }
}

#[test]
fn names_and_paths_that_do_not_exist() {
    let repo = Sandbox::new(Backend::Libgit2);
    for (args, named) in [
        (&["scan", "--range", "nowhere..HEAD"][..], "nowhere"),
        (&["scan", "--range", "main...HEAD"], "A..B"),
        (&["scan", "no/such/file"], "no/such/file"),
        (&["rules", "test", "no.toml"], "no.toml"),
        (&["explain", "no-such-rule"], "no-such-rule"),
        (&["config", "check", "no.toml"], "no.toml"),
    ] {
        let ran = repo.hunkguard(args.iter().copied());
        assert_eq!(ran.code, 2, "{args:?}: {}", ran.err);
        assert!(ran.err.contains(named) && ran.err.contains("hint: "), "{args:?}: {}", ran.err);
    }
}

#[test]
fn wrong_arguments_block_too() {
    let repo = Sandbox::new(Backend::Libgit2);
    let ran = repo.hunkguard(["scan", "--stagd"]);
    assert_eq!(ran.code, 2);
    ran.says("--staged");
    assert_eq!(repo.hunkguard(["hook", "no-such-hook"]).code, 2);
}

stories! {
    fn a_blob_that_is_missing_blocks(repo) {
        repo.stage("app.py", "a line that nobody else has\n");
        let id = repo.git(["rev-parse", ":app.py"]).passes().out.trim().to_owned();
        fs::remove_file(repo.root().join(".git/objects").join(&id[..2]).join(&id[2..])).unwrap();
        let ran = repo.hunkguard(["scan", "--staged"]);
        assert_eq!(ran.code, 2, "{}", ran.err);
        ran.says(&id).says("hint: ").says("git fsck");
        let ran = repo.hunkguard(["hook", "commit-msg", ".git/COMMIT_EDITMSG"]);
        assert_eq!(ran.code, 2, "{}", ran.err);
    }

    fn a_damaged_index_blocks(repo) {
        repo.stage("app.py", "x = 1\n");
        fs::write(repo.root().join(".git/index"), b"DIRC\0\0\0\x02\0\0\0\x09garbage").unwrap();
        let ran = repo.hunkguard(["scan", "--staged"]);
        assert_eq!(ran.code, 2, "{}", ran.err);
        ran.says("hint: ");
    }

    fn a_message_that_cannot_be_replaced_is_kept(repo) {
        // A folder in which nothing can be made stands for a full disk: the message itself can still be read.
        repo.stage_token("app.py");
        let folder = repo.path_of("locked");
        fs::create_dir(&folder).unwrap();
        let file = folder.join("MSG");
        let text = "subject\n\n# hunkguard-begin\n#  report\n# hunkguard-end\n";
        fs::write(&file, text).unwrap();
        fs::create_dir(folder.join("MSG.hunkguard-new")).unwrap();
        let ran = repo.hunkguard(["hook", "commit-msg", file.to_str().unwrap()]);
        assert_eq!(ran.code, 2, "{}", ran.err);
        ran.says("cannot write").says("hint: ").says("unchanged");
        assert_eq!(fs::read_to_string(&file).unwrap(), text);
    }

    fn input_that_is_not_gits_blocks(repo) {
        let ran = repo.hunkguard_with(["hook", "pre-push", "origin", "url"], b"refs/heads/main nonsense\n");
        assert_eq!(ran.code, 2, "{}", ran.err);
        ran.says("hint: ");
    }
}

#[test]
fn a_file_that_cannot_be_read_is_a_finding_and_the_others_are_read() {
    let repo = Sandbox::without_gate(Backend::Libgit2);
    let folder = repo.path_of("plain");
    fs::create_dir(&folder).unwrap();
    fs::write(folder.join("b.txt"), format!("k = '{}'\n", token())).unwrap();
    std::os::unix::fs::symlink("b.txt", folder.join("link")).unwrap();
    fs::write(folder.join("a.txt"), "x\n").unwrap();
    fs::set_permissions(folder.join("a.txt"), fs::Permissions::from_mode(0o0)).unwrap();
    let readable = fs::read(folder.join("a.txt")).is_ok();
    let ran = repo.run_in(&repo.path_of(""), env!("CARGO_BIN_EXE_hunkguard"), ["scan", "plain"]);
    assert_eq!(ran.code, 1, "{}", ran.err);
    assert!(ran.out.contains("b.txt:1:6"), "{}", ran.out);
    // Whoever runs this as root reads every file.
    assert!(readable || ran.out.contains("unscanned-unreadable"), "{}", ran.out);
}

#[test]
fn a_closed_pipe_is_no_error() {
    let repo = Sandbox::new(Backend::Libgit2);
    for n in 0..40 {
        repo.stage_token(&format!("f{n}.py"));
    }
    let mut command = repo.command(&repo.root(), env!("CARGO_BIN_EXE_hunkguard"));
    command.args(["scan", "--staged", "--format", "json"]).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().unwrap();
    drop(child.stdout.take());
    let done = child.wait_with_output().unwrap();
    assert_eq!(String::from_utf8_lossy(&done.stderr), "");
    assert_eq!(done.status.code(), Some(1), "a verdict does not become a pass");
}
