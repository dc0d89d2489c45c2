//! The examination and its proof.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};

use hunkguard::install::{Caller, Health, Options, caller};

use crate::sandbox::{BLOCKER, Sandbox, snapshot, write_hook, write_script};

/// A repository with our hooks, and a program that answers them.
fn guarded(program: &str) -> (Sandbox, PathBuf) {
    let sandbox = Sandbox::new();
    let repo = sandbox.repository("repo");
    sandbox.install(&Sandbox::options(&repo));
    write_script(&sandbox.machine.binary, program);
    (sandbox, repo)
}

#[track_caller]
fn assert_ill(sandbox: &Sandbox, dir: &Path, problem: &str) {
    let (health, told) = sandbox.doctor(dir);
    assert_eq!(health, Health::Unhealthy);
    assert!(told.contains(&format!("problem: {problem}")), "{told}");
}

#[test]
fn a_gate_that_blocks_is_proven_without_a_trace() {
    let (sandbox, repo) = guarded(BLOCKER);
    write_hook(&repo.join(".git/hooks/pre-commit.hunkguard-chained"), "theirs", 1);
    let before = snapshot(&sandbox.path(""));
    let (health, told) = sandbox.doctor(&repo);
    assert_eq!(health, Health::Healthy, "{told}");
    for line in [
        "  pre-commit          hunkguard, after pre-commit.hunkguard-chained\n",
        "  commit-msg          hunkguard\n",
        "  a commit with a made-up GitHub token was blocked by the rule `github-token`\n",
        "  a clean commit passed\nthe gate works\n",
    ] {
        assert!(told.contains(line), "{told}");
    }
    assert!(!told.contains("ghp_"), "{told}");
    assert_eq!(snapshot(&sandbox.path("")), before);
}

#[test]
fn a_gate_that_lets_everything_through_is_found_out() {
    let (sandbox, repo) = guarded("#!/bin/sh\nexit 0\n");
    assert_ill(&sandbox, &repo, "the gate is open\n");
}

#[test]
fn a_gate_that_blocks_for_another_reason_proves_nothing() {
    let (sandbox, repo) = guarded("#!/bin/sh\ngit diff --cached >&2\nexit 1\n");
    let (health, told) = sandbox.doctor(&repo);
    assert_eq!(health, Health::Unhealthy);
    assert!(told.contains("blocked, but not by hunkguard: ") && told.contains("a clean commit did NOT pass"), "{told}");
    assert!(told.contains("token = \"…\"") && !told.contains("ghp_"), "{told}");
}

#[test]
fn a_missing_program_is_told() {
    let (sandbox, repo) = guarded(BLOCKER);
    fs::remove_file(&sandbox.machine.binary).unwrap();
    let (health, told) = sandbox.doctor(&repo);
    assert_eq!(health, Health::Unhealthy);
    assert!(
        told.contains("blocked, but not by hunkguard: hunkguard: pre-commit is blocked because the program is gone"),
        "{told}"
    );
}

#[test]
fn what_keeps_git_from_running_a_hook_is_named() {
    let (sandbox, repo) = guarded(BLOCKER);
    let hooks = repo.join(".git/hooks");
    fs::remove_file(hooks.join("pre-commit")).unwrap();
    fs::set_permissions(hooks.join("pre-push"), fs::Permissions::from_mode(0o644)).unwrap();
    write_hook(&hooks.join("pre-merge-commit"), "theirs", 0);
    assert_ill(&sandbox, &repo, "there is no `pre-commit` hook\n  run `hunkguard install`\n");
    assert_ill(&sandbox, &repo, "git ignores `~/repo/.git/hooks/pre-push`: it is not executable\n");
    assert_ill(&sandbox, &repo, "whether the `pre-merge-commit` hook of another tool calls hunkguard is not known\n");
}

#[test]
fn a_setting_that_hides_our_hooks_is_named_with_its_place() {
    let (sandbox, repo) = guarded(BLOCKER);
    sandbox.git(&repo, &["config", "--global", "core.hooksPath", "/nowhere"]);
    let hidden = "(file:~/home/.gitconfig) hides our `pre-commit` hook in `~/repo/.git/hooks`\n";
    assert_ill(&sandbox, &repo, &format!("`core.hooksPath` {hidden}"));
    assert_ill(&sandbox, &repo, "the gate is open\n");
}

#[test]
fn hooks_in_the_configuration_are_examined() {
    let sandbox = Sandbox::new().with_new_git();
    let repo = sandbox.repository("repo");
    sandbox.install(&Sandbox::options(&repo));
    let (_, told) = sandbox.doctor(&repo);
    assert!(told.contains("  pre-push            hunkguard, from git's configuration (file:"), "{told}");
    sandbox.git(&repo, &["config", "--global", "hook.hunkguard-commit-msg.enabled", "off"]);
    sandbox.git(&repo, &["config", "hook.pre-push.enabled", "false"]);
    assert_ill(
        &sandbox,
        &repo,
        "`commit-msg` is switched off by `hook.hunkguard-commit-msg.enabled` (file:~/home/.gitconfig)\n",
    );
    assert_ill(&sandbox, &repo, "`pre-push` is switched off by `hook.pre-push.enabled` (file:");

    let mut sandbox = sandbox;
    sandbox.machine.git = "git".into();
    let (_, told) = sandbox.doctor(&repo);
    assert!(told.contains("does not read the hooks in its configuration"), "{told}");
    assert_ill(&sandbox, &repo, "there is no `pre-commit` hook\n");
}

#[test]
fn a_shim_that_a_tool_moved_and_calls_is_proven_without_the_tool() {
    let (sandbox, repo) = guarded(BLOCKER);
    let hooks = repo.join(".git/hooks");
    fs::rename(hooks.join("commit-msg"), hooks.join("commit-msg.legacy")).unwrap();
    write_hook(&hooks.join("commit-msg"), "needs-its-surroundings", 1);
    let (health, told) = sandbox.doctor(&repo);
    assert_eq!(health, Health::Healthy, "{told}");
    assert!(told.contains("  commit-msg          hunkguard, called by pre-commit or prek\n"), "{told}");
    assert_eq!(caller(&hooks, "commit-msg"), Some(Caller::Moved));
    assert_eq!((caller(&hooks, "pre-push"), caller(&hooks, "post-commit")), (Some(Caller::Shim), None));
}

#[test]
fn global_hooks_are_proven_as_well() {
    let sandbox = Sandbox::new();
    let repo = sandbox.repository("repo");
    sandbox.install(&Options { global: true, ..Sandbox::options(&repo) });
    write_script(&sandbox.machine.binary, BLOCKER);
    let (health, told) = sandbox.doctor(&repo);
    assert_eq!(health, Health::Healthy, "{told}");
}

#[test]
fn husky_is_proven_when_the_program_is_on_path() {
    let mut sandbox = Sandbox::new();
    let repo = sandbox.repository("repo");
    sandbox.git(&repo, &["config", "core.hooksPath", ".husky"]);
    write_script(&repo.join(".husky/pre-commit"), "#!/bin/sh\necho broken here >&2\nexit 1\n");
    sandbox.install(&Sandbox::options(&repo));
    write_script(&sandbox.machine.binary, BLOCKER);
    assert_ill(&sandbox, &repo, "husky's hooks call `hunkguard`, and it is not on PATH\n");

    let path = format!("{}:{}", sandbox.path("tools").display(), sandbox.machine.path.to_str().unwrap());
    sandbox.machine.variables.push(("PATH".into(), path.clone().into()));
    sandbox.machine.path = path.into();
    let (health, told) = sandbox.doctor(&repo);
    assert_eq!(health, Health::Healthy, "{told}");
    assert!(told.contains("  commit-msg          hunkguard, called by husky\n"), "{told}");
}

#[test]
fn a_bare_repository_is_proven_by_a_push() {
    let sandbox = Sandbox::new();
    sandbox.git(&sandbox.path(""), &["init", "--quiet", "--bare", "server.git"]);
    let server = sandbox.path("server.git");
    sandbox.install(&Sandbox::options(&server));
    write_script(&sandbox.machine.binary, BLOCKER);
    let (health, told) = sandbox.doctor(&server);
    assert_eq!(health, Health::Healthy, "{told}");
    assert!(told.contains("a push with a made-up GitHub token was blocked by the rule"), "{told}");
    write_script(&sandbox.machine.binary, "#!/bin/sh\n");
    assert_ill(&sandbox, &server, "the gate is open\n");
}
