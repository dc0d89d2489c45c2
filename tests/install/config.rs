//! Hooks in git's configuration, for git 2.54 and later. The real git here is older and runs none, so these stories end at
//! what stands in the configuration; that its command is a line a shell understands is tried with a shell.

use std::fs;

use hunkguard::install::Options;

use crate::sandbox::{Sandbox, snapshot, write_hook};

#[test]
fn a_new_git_gets_one_entry_for_each_event_and_no_file() {
    let sandbox = Sandbox::new().with_new_git();
    let repo = sandbox.repository("repo");
    write_hook(&repo.join(".git/hooks/pre-commit"), "theirs", 0);
    sandbox.git(&repo, &["config", "core.hooksPath", "/elsewhere"]);
    let before = snapshot(&repo);
    let told = sandbox.install(&Sandbox::options(&repo));
    assert!(told.contains("set     hook.hunkguard-pre-commit.event = pre-commit (--local)\n"), "{told}");
    assert_eq!(fs::read_dir(repo.join(".git/hooks")).unwrap().count(), 1, "hooks in files run beside these");

    for hook in ["pre-commit", "prepare-commit-msg", "commit-msg", "pre-merge-commit", "pre-push"] {
        let get = |variable| {
            sandbox.git(&repo, &["config", "--local", "--get-all", &format!("hook.hunkguard-{hook}.{variable}")])
        };
        assert_eq!(get("event"), hook);
        // As git runs it: the line, then the arguments.
        let line = format!("{} \"$@\"", get("command"));
        assert!(sandbox.command("sh", &repo).args(["-c", &line, "sh", "a b"]).status().unwrap().success());
        assert_eq!(sandbox.log(), format!("hunkguard [hook] [--from-config] [{hook}] [a b]\n"));
    }
    assert_eq!(sandbox.install(&Sandbox::options(&repo)), "nothing to do\n");
    sandbox.uninstall(&Sandbox::options(&repo));
    assert_eq!(snapshot(&repo), before);
    assert_eq!(sandbox.uninstall(&Sandbox::options(&repo)), "nothing to do\n");
}

#[test]
fn changed_entries_are_set_right_and_others_stay() {
    let sandbox = Sandbox::new().with_new_git();
    let repo = sandbox.repository("repo");
    sandbox.git(&repo, &["config", "hook.lint.command", "make lint"]);
    sandbox.install(&Sandbox::options(&repo));
    let list = || {
        let mut lines: Vec<_> =
            sandbox.git(&repo, &["config", "--list", "--local"]).lines().map(str::to_owned).collect();
        lines.sort();
        lines
    };
    let before = list();
    sandbox.git(&repo, &["config", "--add", "hook.hunkguard-pre-commit.command", "true"]);
    sandbox.git(&repo, &["config", "hook.hunkguard-commit-msg.enabled", "false"]);
    let told = sandbox.install(&Sandbox::options(&repo));
    assert_eq!(told.lines().count(), 2, "{told}");
    assert!(told.contains("unset   hook.hunkguard-commit-msg.enabled (--local)\n"), "{told}");
    assert_eq!(list(), before);
    sandbox.uninstall(&Sandbox::options(&repo));
    assert_eq!(sandbox.git(&repo, &["config", "--get-regexp", "^hook"]), "hook.lint.command make lint");
}

#[test]
fn after_an_update_of_git_there_is_still_one_way_only() {
    let sandbox = Sandbox::new();
    let repo = sandbox.repository("repo");
    write_hook(&repo.join(".git/hooks/pre-commit"), "theirs", 0);
    let before = snapshot(&repo);
    sandbox.install(&Sandbox::options(&repo));
    let with_shims = snapshot(&repo);

    let sandbox = sandbox.with_new_git();
    let told = sandbox.install(&Sandbox::options(&repo));
    assert!(told.contains("rename  ~/repo/.git/hooks/pre-commit.hunkguard-chained to pre-commit\n"), "{told}");
    assert_eq!(fs::read_dir(repo.join(".git/hooks")).unwrap().count(), 1);

    let shims = Options { shims: true, ..Sandbox::options(&repo) };
    sandbox.install(&shims);
    assert_eq!(snapshot(&repo), with_shims, "asked for, shims take the place of the entries");
    sandbox.uninstall(&shims);
    assert_eq!(snapshot(&repo), before);
}

#[test]
fn a_bare_repository_and_a_server_get_pre_receive() {
    let sandbox = Sandbox::new().with_new_git();
    let repo = sandbox.repository("repo");
    sandbox.git(&sandbox.path(""), &["init", "--quiet", "--bare", "server.git"]);
    let events = |dir: &std::path::Path| {
        sandbox.git(dir, &["config", "--local", "--get-regexp", r"^hook\..*\.event"]).lines().count()
    };
    sandbox.install(&Sandbox::options(&sandbox.path("server.git")));
    assert_eq!(events(&sandbox.path("server.git")), 1);
    sandbox.install(&Options { server: true, ..Sandbox::options(&repo) });
    assert_eq!(events(&repo), 6);
}
