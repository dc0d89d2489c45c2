//! The scripts in `.git/hooks`.

use std::fs;
use std::os::unix::fs::{PermissionsExt, symlink};

use hunkguard::install::{InstallError, Options};

use crate::sandbox::{Sandbox, feed, os, snapshot, write_hook, write_script};

#[test]
fn a_fresh_repository_gets_every_hook_and_git_runs_them() {
    let sandbox = Sandbox::new();
    let repo = sandbox.repository("repo");
    sandbox.git(&sandbox.path(""), &["init", "--quiet", "--bare", "server.git"]);
    let told = sandbox.install(&Sandbox::options(&repo));
    assert!(told.contains("write   ~/repo/.git/hooks/pre-commit\n"), "{told}");

    assert!(sandbox.try_commit(&repo, "one").status.success());
    assert_eq!(
        sandbox.log(),
        "hunkguard [hook] [pre-commit]\n\
         hunkguard [hook] [prepare-commit-msg] [.git/COMMIT_EDITMSG] [message]\n\
         hunkguard [hook] [commit-msg] [.git/COMMIT_EDITMSG]\n"
    );
    sandbox.git(&repo, &["push", "--quiet", "../server.git", "main"]);
    let tip = sandbox.git(&repo, &["rev-parse", "main"]);
    let zero = "0".repeat(tip.len());
    assert_eq!(
        sandbox.log(),
        format!(
            "hunkguard [hook] [pre-push] [../server.git] [../server.git]\n< refs/heads/main {tip} refs/heads/main {zero}\n"
        )
    );
    sandbox.git(&repo, &["switch", "--quiet", "-c", "side", "main"]);
    sandbox.try_commit(&repo, "two");
    sandbox.git(&repo, &["switch", "--quiet", "main"]);
    sandbox.log();
    sandbox.git(&repo, &["merge", "--quiet", "--no-ff", "-m", "merge", "side"]);
    assert!(sandbox.log().starts_with("hunkguard [hook] [pre-merge-commit]\n"));
}

#[test]
fn a_second_run_changes_nothing_and_says_so() {
    let sandbox = Sandbox::new();
    let repo = sandbox.repository("repo");
    write_hook(&repo.join(".git/hooks/pre-commit"), "theirs", 0);
    sandbox.install(&Sandbox::options(&repo));
    let before = snapshot(&repo);
    assert_eq!(sandbox.install(&Sandbox::options(&repo)), "nothing to do\n");
    assert_eq!(snapshot(&repo), before);
}

#[test]
fn a_shim_that_was_edited_or_lost_its_permission_is_written_again() {
    let sandbox = Sandbox::new();
    let repo = sandbox.repository("repo");
    sandbox.install(&Sandbox::options(&repo));
    let before = snapshot(&repo);
    let hook = repo.join(".git/hooks/commit-msg");
    fs::write(&hook, [&fs::read(&hook).unwrap()[..], b"exit 0\n"].concat()).unwrap();
    fs::set_permissions(repo.join(".git/hooks/pre-push"), fs::Permissions::from_mode(0o644)).unwrap();
    assert_eq!(sandbox.install(&Sandbox::options(&repo)).lines().count(), 2);
    assert_eq!(snapshot(&repo), before);
}

#[test]
fn a_hook_that_was_there_runs_first_and_its_failure_counts() {
    let sandbox = Sandbox::new();
    let repo = sandbox.repository("repo");
    write_hook(&repo.join(".git/hooks/commit-msg"), "theirs", 0);
    let told = sandbox.install(&Sandbox::options(&repo));
    assert!(told.contains("rename  ~/repo/.git/hooks/commit-msg to commit-msg.hunkguard-chained\n"), "{told}");

    sandbox.try_commit(&repo, "one");
    let log = sandbox.log();
    let tail = "theirs [.git/COMMIT_EDITMSG]\nhunkguard [hook] [commit-msg] [.git/COMMIT_EDITMSG]\n";
    assert!(log.ends_with(tail), "{log}");

    write_hook(&repo.join(".git/hooks/commit-msg.hunkguard-chained"), "theirs", 7);
    assert!(!sandbox.try_commit(&repo, "two").status.success());
    assert!(sandbox.log().ends_with("theirs [.git/COMMIT_EDITMSG]\n"), "hunkguard does not run any more");
}

#[test]
fn a_push_reaches_both_hooks_with_the_same_lines() {
    let sandbox = Sandbox::new();
    let repo = sandbox.repository("repo");
    sandbox.git(&sandbox.path(""), &["init", "--quiet", "--bare", "server.git"]);
    write_hook(&repo.join(".git/hooks/pre-push"), "theirs", 0);
    sandbox.install(&Sandbox::options(&repo));
    sandbox.try_commit(&repo, "one");
    sandbox.git(&repo, &["tag", "v1"]);
    sandbox.log();
    sandbox.git(&repo, &["push", "--quiet", "../server.git", "main", "v1"]);
    let log = sandbox.log();
    let (theirs, ours) = log.split_once("hunkguard [hook] [pre-push]").unwrap();
    assert_eq!(theirs.strip_prefix("theirs").unwrap(), ours);
    assert_eq!(ours.matches("\n< refs/").count(), 2, "{ours}");

    write_hook(&repo.join(".git/hooks/pre-push.hunkguard-chained"), "theirs", 3);
    assert!(!sandbox.try_git(&repo, &["push", "--quiet", "../server.git", "main:refs/heads/other"]).status.success());
    assert!(!sandbox.log().contains("hunkguard"));
}

#[test]
fn every_shell_keeps_arguments_input_and_exit_codes() {
    let sandbox = Sandbox::new();
    let repo = sandbox.repository("repo");
    let chained = repo.join(".git/hooks/pre-push.hunkguard-chained");
    let hook = repo.join(".git/hooks/pre-push");
    sandbox.install(&Sandbox::options(&repo));
    for shell in
        ["sh", "dash", "bash"].iter().filter(|name| sandbox.command(name, &repo).arg("-c").arg(":").output().is_ok())
    {
        for input in [&b""[..], b"one line\n", b"no line end", b"\n\n", b".\n.", b"  \\n %s $HOME \xff\n"] {
            write_script(&chained, "#!/bin/sh\ncat >theirs\nprintf '%s|' \"$@\" >args\n");
            write_script(&sandbox.machine.binary, "#!/bin/sh\ncat >ours\nprintf '%s|' \"$@\" >>args\nexit 5\n");
            let mut command = sandbox.command(shell, &repo);
            command.arg(&hook).args(["a b", "", "*", "it's"]);
            assert_eq!(feed(command, input).status.code(), Some(5), "{shell:?}");
            assert_eq!(
                (fs::read(repo.join("theirs")).unwrap(), fs::read(repo.join("ours")).unwrap()),
                (input.into(), input.into())
            );
            assert_eq!(fs::read_to_string(repo.join("args")).unwrap(), "a b||*|it's|hook|pre-push|a b||*|it's|");
        }
        // One that does not read a long input fails as it likes, and nothing else is heard.
        write_script(&chained, "#!/bin/sh\nexit 42\n");
        let mut command = sandbox.command(shell, &repo);
        command.arg(&hook);
        let output = feed(command, &b"refs/heads/a 1 refs/heads/a 2\n".repeat(20_000));
        assert_eq!((output.status.code(), output.stderr), (Some(42), Vec::new()), "{shell:?}");
    }
}

#[test]
fn a_missing_program_is_looked_for_and_then_blocks_with_one_line() {
    let sandbox = Sandbox::new();
    let repo = sandbox.repository("repo");
    sandbox.install(&Sandbox::options(&repo));
    let away = sandbox.path("tools/away");
    fs::rename(&sandbox.machine.binary, &away).unwrap();
    for shell in &sandbox.shells() {
        let run = |path: &str| {
            let mut command = sandbox.command(shell, &repo);
            command.arg(repo.join(".git/hooks/commit-msg")).arg("file").env("PATH", path).output().unwrap()
        };
        let output = run("/usr/bin:/bin");
        let said = String::from_utf8(output.stderr).unwrap();
        assert_eq!((output.status.code(), said.lines().count()), (Some(1), 1), "{said}");
        let place = sandbox.machine.binary.display();
        assert!(said.contains(&format!("gone from {place} ")) && said.contains("run ./install.sh"), "{said}");

        for place in ["other/hunkguard", "home/.local/bin/hunkguard", "home/.cargo/bin/hunkguard"] {
            let place = sandbox.path(place);
            fs::create_dir_all(place.parent().unwrap()).unwrap();
            fs::copy(&away, &place).unwrap();
            let path = format!("{}:/usr/bin:/bin", sandbox.path("other").display());
            assert!(run(&path).status.success());
            assert_eq!(sandbox.log(), "hunkguard [hook] [commit-msg] [file]\n");
            fs::remove_file(&place).unwrap();
        }
    }
}

#[test]
fn two_different_hooks_in_one_place_are_refused() {
    let sandbox = Sandbox::new();
    let repo = sandbox.repository("repo");
    let hooks = repo.join(".git/hooks");
    write_hook(&hooks.join("pre-push"), "new", 0);
    write_hook(&hooks.join("pre-push.hunkguard-chained"), "old", 0);
    let before = snapshot(&repo);
    let error = sandbox.try_install(&Sandbox::options(&repo)).unwrap_err();
    assert!(matches!(error, InstallError::ChainedTaken(_)), "{error}");
    assert!(error.hint().contains("merge the two"), "{}", error.hint());
    assert_eq!(snapshot(&repo), before);

    fs::copy(hooks.join("pre-push"), hooks.join("pre-push.hunkguard-chained")).unwrap();
    sandbox.install(&Sandbox::options(&repo));
    assert!(fs::read_to_string(hooks.join("pre-push")).unwrap().contains("hunkguard shim"));
}

#[test]
fn a_dry_run_tells_the_same_and_changes_nothing() {
    let sandbox = Sandbox::new();
    let repo = sandbox.repository("repo");
    write_hook(&repo.join(".git/hooks/pre-commit"), "theirs", 0);
    let dry = Options { dry_run: true, ..Sandbox::options(&repo) };
    let before = snapshot(&sandbox.path(""));
    let told = sandbox.install(&dry);
    assert_eq!(snapshot(&sandbox.path("")), before);
    assert_eq!(told.strip_prefix("dry run, nothing is changed:\n").unwrap(), sandbox.install(&Sandbox::options(&repo)));

    let before = snapshot(&sandbox.path(""));
    let told = sandbox.uninstall(&dry);
    assert_eq!(snapshot(&sandbox.path("")), before);
    assert_eq!(
        told.strip_prefix("dry run, nothing is changed:\n").unwrap(),
        sandbox.uninstall(&Sandbox::options(&repo))
    );
}

#[test]
fn uninstall_gives_back_every_byte_permission_and_link() {
    let sandbox = Sandbox::new();
    let repo = sandbox.repository("repo");
    let hooks = repo.join(".git/hooks");
    write_hook(&hooks.join("pre-commit"), "theirs", 0);
    write_hook(&hooks.join("post-commit"), "unrelated", 0);
    write_hook(&repo.join("tools/check"), "linked", 0);
    symlink("../../tools/check", hooks.join("pre-push")).unwrap();
    symlink("nowhere", hooks.join("commit-msg")).unwrap();
    fs::write(hooks.join("prepare-commit-msg"), b"not \xff executable").unwrap();
    let before = snapshot(&repo);

    sandbox.install(&Sandbox::options(&repo));
    assert!(sandbox.try_commit(&repo, "one").status.success(), "what git would not run does not run behind ours");
    sandbox.git(&repo, &["update-ref", "-d", "HEAD"]);
    sandbox.uninstall(&Sandbox::options(&repo));
    let after = snapshot(&repo);
    assert!(before.iter().all(|(path, file)| after.get(path) == Some(file)));
    let left: Vec<_> = after.keys().filter(|path| path.starts_with(&hooks) && !before.contains_key(*path)).collect();
    assert!(left.is_empty(), "{left:?}");
    assert_eq!(sandbox.uninstall(&Sandbox::options(&repo)), "nothing to do\n");
}

#[test]
fn a_shim_that_a_tool_moved_away_still_works_once_and_goes_with_the_rest() {
    let sandbox = Sandbox::new();
    let repo = sandbox.repository("repo");
    let hooks = repo.join(".git/hooks");
    // As pre-commit does it: its script runs what it found, from `.legacy`.
    let theirs = "#!/bin/sh\necho theirs >>\"$STORY_LOG\"\n[ -x \"$0.legacy\" ] || exit 0\nexec \"$0.legacy\" \"$@\"\n";
    write_script(&hooks.join("pre-commit"), theirs);
    sandbox.install(&Sandbox::options(&repo));
    fs::rename(hooks.join("pre-commit"), hooks.join("pre-commit.legacy")).unwrap();
    write_script(&hooks.join("pre-commit"), theirs);

    assert!(sandbox.try_commit(&repo, "one").status.success());
    assert!(sandbox.log().starts_with("theirs\nhunkguard [hook] [pre-commit]\nhunkguard [hook] [prepare-commit-msg]"));

    sandbox.install(&Sandbox::options(&repo));
    assert!(!hooks.join("pre-commit.legacy").exists());
    sandbox.try_commit(&repo, "two");
    assert_eq!(sandbox.log().matches("[pre-commit]").count(), 1);

    fs::rename(hooks.join("pre-commit"), hooks.join("pre-commit.legacy")).unwrap();
    write_script(&hooks.join("pre-commit"), theirs);
    sandbox.uninstall(&Sandbox::options(&repo));
    let left: Vec<_> = fs::read_dir(&hooks).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    assert_eq!(left, [os("pre-commit")]);
}
