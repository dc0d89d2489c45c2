//! One installation for all repositories of a person.

use std::fs;

use hunkguard::install::{InstallError, Options};

use crate::sandbox::{Sandbox, snapshot, write_hook};

fn global(sandbox: &Sandbox) -> Options {
    Options { global: true, ..Sandbox::options(&sandbox.path("home")) }
}

#[test]
fn every_repository_is_guarded_and_keeps_its_own_hooks() {
    let sandbox = Sandbox::new();
    let repo = sandbox.repository("repo");
    write_hook(&repo.join(".git/hooks/pre-commit"), "theirs", 0);
    write_hook(&repo.join(".git/hooks/post-commit"), "after", 0);
    let before = snapshot(&repo);
    sandbox.install(&global(&sandbox));
    assert_eq!(snapshot(&repo), before, "the repositories themselves are not touched");
    assert!(sandbox.install(&global(&sandbox)).starts_with("nothing to do\n"));

    sandbox.try_commit(&repo, "one");
    let log = sandbox.log();
    assert!(
        log.starts_with("theirs []\nhunkguard [hook] [pre-commit]\nhunkguard [hook] [prepare-commit-msg] ["),
        "{log}"
    );
    assert!(log.ends_with("after []\n"), "{log}");

    sandbox.git(&repo, &["worktree", "add", "--quiet", "../linked"]);
    sandbox.log();
    sandbox.try_commit(&sandbox.path("linked"), "two");
    let log = sandbox.log();
    assert!(log.starts_with("theirs []\nhunkguard [hook] [pre-commit]\n") && log.ends_with("after []\n"), "{log}");

    write_hook(&repo.join(".git/hooks/pre-commit"), "theirs", 1);
    assert!(!sandbox.try_commit(&repo, "three").status.success());
    assert_eq!(sandbox.log(), "theirs []\n");
}

#[test]
fn new_repositories_and_clones_can_be_made() {
    let sandbox = Sandbox::new();
    sandbox.install(&global(&sandbox));
    let repo = sandbox.repository("repo");
    sandbox.try_commit(&repo, "one");
    sandbox.git(&sandbox.path(""), &["clone", "--quiet", "repo", "clone"]);
    sandbox.git(&sandbox.path(""), &["clone", "--quiet", "--bare", "repo", "server.git"]);
    write_hook(&repo.join(".git/hooks/reference-transaction"), "refs", 0);
    sandbox.log();
    sandbox.git(&repo, &["branch", "side"]);
    assert!(sandbox.log().contains("refs [committed]\n< "));
}

#[test]
fn pushes_reach_the_hooks_of_both_sides() {
    let sandbox = Sandbox::new();
    let repo = sandbox.repository("repo");
    sandbox.git(&sandbox.path(""), &["init", "--quiet", "--bare", "server.git"]);
    let server = sandbox.path("server.git");
    sandbox.install(&global(&sandbox));
    for (path, name) in [(repo.join(".git/hooks/pre-push"), "client"), (server.join("hooks/post-receive"), "server")] {
        write_hook(&path, name, 0);
    }
    let told = sandbox.install(&Sandbox::options(&server));
    assert!(told.contains("write   ~/server.git/hooks/pre-receive\n"), "{told}");
    sandbox.try_commit(&repo, "one");
    sandbox.log();
    sandbox.git(&repo, &["push", "--quiet", "../server.git", "main"]);
    let log = sandbox.log();
    let called: Vec<_> = log.lines().filter(|line| !line.starts_with('<')).collect();
    assert_eq!(
        called,
        [
            "client [../server.git] [../server.git]",
            "hunkguard [hook] [pre-push] [../server.git] [../server.git]",
            "hunkguard [hook] [pre-receive]",
            "server []"
        ]
    );
    assert_eq!(log.matches("\n< ").count(), 4, "{log}");
}

#[test]
fn a_repository_needs_nothing_more_of_its_own() {
    let sandbox = Sandbox::new();
    let repo = sandbox.repository("repo");
    sandbox.install(&global(&sandbox));
    let told = sandbox.install(&Sandbox::options(&repo));
    assert_eq!(told, "nothing to do\nthe global hooks work in this repository\n");
    let told = sandbox.uninstall(&Sandbox::options(&repo));
    assert!(told.contains("`hunkguard uninstall --global` removes them"), "{told}");
}

#[test]
fn shims_from_before_do_not_run_twice() {
    let sandbox = Sandbox::new();
    let repo = sandbox.repository("repo");
    write_hook(&repo.join(".git/hooks/pre-commit"), "theirs", 0);
    let before = snapshot(&repo);
    sandbox.install(&Options { server: true, ..Sandbox::options(&repo) });
    sandbox.install(&global(&sandbox));
    let (_, told) = sandbox.doctor(&repo);
    assert!(
        told.contains("`pre-commit` runs twice: `hunkguard install` takes it out of `~/repo/.git/hooks`"),
        "{told}"
    );

    sandbox.install(&Sandbox::options(&repo));
    sandbox.log();
    sandbox.try_commit(&repo, "one");
    let log = sandbox.log();
    assert!(
        log.starts_with("theirs []\nhunkguard [hook] [pre-commit]\nhunkguard [hook] [prepare-commit-msg]"),
        "{log}"
    );
    let (_, told) = sandbox.doctor(&repo);
    assert!(!told.contains("runs twice"), "{told}");
    assert!(repo.join(".git/hooks/pre-receive").exists(), "that one is not global");
    sandbox.git(&repo, &["update-ref", "-d", "HEAD"]);
    sandbox.uninstall(&Sandbox::options(&repo));
    assert!(before.iter().all(|(path, file)| snapshot(&repo).get(path) == Some(file)));
}

#[test]
fn another_global_folder_is_left_alone() {
    let sandbox = Sandbox::new();
    sandbox.git(&sandbox.path(""), &["config", "--global", "core.hooksPath", "/company/hooks"]);
    let before = snapshot(&sandbox.path(""));
    for force in [false, true] {
        let error = sandbox.try_install(&Options { force, ..global(&sandbox) }).unwrap_err();
        assert!(matches!(&error, InstallError::GlobalTaken { folder, .. } if folder == "/company/hooks"), "{error}");
    }
    assert!(sandbox.uninstall(&global(&sandbox)).starts_with("nothing to do"));
    assert_eq!(snapshot(&sandbox.path("")), before);
}

#[test]
fn uninstall_leaves_what_others_put_into_the_folder() {
    let sandbox = Sandbox::new();
    let before = snapshot(&sandbox.path(""));
    sandbox.install(&global(&sandbox));
    let dry = Options { dry_run: true, ..global(&sandbox) };
    let installed = snapshot(&sandbox.path(""));
    sandbox.uninstall(&dry);
    assert_eq!(snapshot(&sandbox.path("")), installed);
    sandbox.uninstall(&global(&sandbox));
    assert_eq!(snapshot(&sandbox.path("")), before);
    assert!(!sandbox.path("config/hunkguard").exists());

    sandbox.install(&global(&sandbox));
    let foreign = sandbox.path("config/hunkguard/hooks/post-merge");
    write_hook(&foreign, "lfs", 0);
    let error = sandbox.try_install(&global(&sandbox)).unwrap_err();
    assert!(matches!(error, InstallError::GlobalForeign(_)), "{error}");
    sandbox.uninstall(&global(&sandbox));
    assert_eq!(fs::read_dir(foreign.parent().unwrap()).unwrap().count(), 1);
    assert_eq!(sandbox.uninstall(&global(&sandbox)), "nothing to do\n");
}

#[test]
fn a_new_git_needs_no_folder() {
    let sandbox = Sandbox::new();
    let before = snapshot(&sandbox.path("home"));
    sandbox.install(&global(&sandbox));
    let sandbox = sandbox.with_new_git();
    let told = sandbox.install(&global(&sandbox));
    assert!(told.contains("  unset   core.hooksPath (--global)\n"), "{told}");
    assert!(!sandbox.path("config/hunkguard/hooks").exists());
    let event = ["config", "--global", "--get-all", "hook.hunkguard-pre-push.event"];
    assert_eq!(sandbox.git(&sandbox.path(""), &event), "pre-push");
    sandbox.uninstall(&global(&sandbox));
    assert_eq!(snapshot(&sandbox.path("home")), before);
}
