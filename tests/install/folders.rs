//! Where git looks for hooks: `core.hooksPath`, linked worktrees, submodules, bare repositories.

use std::fs;

use hunkguard::install::{InstallError, Options};

use crate::sandbox::{Sandbox, snapshot, write_hook};

#[test]
fn a_folder_of_hooks_inside_the_repository_is_used_from_anywhere_in_it() {
    let sandbox = Sandbox::new();
    let repo = sandbox.repository("repo");
    sandbox.git(&repo, &["config", "core.hooksPath", "./tools//hooks/"]);
    write_hook(&repo.join("tools/hooks/pre-commit"), "theirs", 0);
    let before = snapshot(&repo);
    fs::create_dir_all(repo.join("deep/down")).unwrap();
    let told = sandbox.install(&Sandbox::options(&repo.join("deep/down")));
    assert!(told.contains("rename  ~/repo/tools/hooks/pre-commit to pre-commit.hunkguard-chained\n"), "{told}");
    assert!(told.contains("as `core.hooksPath` says (file:"), "{told}");
    assert!(!repo.join(".git/hooks").exists());
    sandbox.try_commit(&repo, "one");
    assert!(sandbox.log().starts_with("theirs []\nhunkguard [hook] [pre-commit]\n"));

    sandbox.git(&repo, &["update-ref", "-d", "HEAD"]);
    sandbox.uninstall(&Sandbox::options(&repo.join("deep")));
    assert!(before.iter().all(|(path, file)| snapshot(&repo).get(path) == Some(file)));
    assert_eq!(fs::read_dir(repo.join("tools/hooks")).unwrap().count(), 1);
}

#[test]
fn a_folder_of_hooks_outside_is_refused_without_force() {
    let sandbox = Sandbox::new();
    let repo = sandbox.repository("repo");
    let shared = sandbox.path("shared hooks");
    fs::create_dir(&shared).unwrap();
    sandbox.git(&repo, &["config", "--global", "core.hooksPath", shared.to_str().unwrap()]);
    let before = snapshot(&sandbox.path(""));
    let error = sandbox.try_install(&Sandbox::options(&repo)).unwrap_err();
    assert!(matches!(&error, InstallError::OutsideHooks { origin, .. } if origin.contains(".gitconfig")), "{error}");
    assert!(error.hint().contains("--force"));
    assert_eq!(snapshot(&sandbox.path("")), before);

    let forced = Options { force: true, ..Sandbox::options(&repo) };
    sandbox.install(&forced);
    sandbox.try_commit(&repo, "one");
    assert!(sandbox.log().starts_with("hunkguard [hook] [pre-commit]\n"));
    let told = sandbox.uninstall(&Sandbox::options(&repo));
    assert!(told.starts_with("nothing to do\n") && told.contains("`--force` removes our hooks there"), "{told}");
    sandbox.uninstall(&forced);
    assert_eq!(fs::read_dir(&shared).unwrap().count(), 0);
}

#[test]
fn hooks_that_are_switched_off_are_not_installed_in_silence() {
    let sandbox = Sandbox::new();
    let repo = sandbox.repository("repo");
    sandbox.git(&repo, &["config", "core.hooksPath", "/dev/null"]);
    for force in [false, true] {
        let error = sandbox.try_install(&Options { force, ..Sandbox::options(&repo) }).unwrap_err();
        assert!(matches!(error, InstallError::HooksOff { .. }), "{error}");
    }
}

#[test]
fn linked_worktrees_share_the_hooks() {
    let sandbox = Sandbox::new();
    let repo = sandbox.repository("repo");
    sandbox.try_commit(&repo, "one");
    sandbox.git(&repo, &["worktree", "add", "--quiet", "../linked"]);
    let linked = sandbox.path("linked");
    let told = sandbox.install(&Sandbox::options(&linked));
    assert!(told.contains("write   ~/repo/.git/hooks/pre-commit\n"), "{told}");
    assert_eq!(sandbox.install(&Sandbox::options(&repo)), "nothing to do\n");
    for dir in [&repo, &linked] {
        assert!(sandbox.try_commit(dir, "two").status.success());
        assert_eq!(sandbox.log().matches("[pre-commit]").count(), 1);
    }

    // A folder of hooks in the main worktree belongs to the linked one as well.
    let tools = repo.join("tools");
    sandbox.git(&repo, &["config", "core.hooksPath", tools.to_str().unwrap()]);
    sandbox.install(&Sandbox::options(&linked));
    assert!(tools.join("pre-commit").exists());
}

#[test]
fn a_submodule_has_hooks_of_its_own() {
    let sandbox = Sandbox::new();
    let (library, repo) = (sandbox.repository("library"), sandbox.repository("repo"));
    sandbox.try_commit(&library, "one");
    let add = ["-c", "protocol.file.allow=always", "submodule", "--quiet", "add", "../library", "sub"];
    sandbox.git(&repo, &add);
    for (key, value) in [("user.name", "A"), ("user.email", "a@example.com")] {
        sandbox.git(&repo.join("sub"), &["config", key, value]);
    }
    let told = sandbox.install(&Sandbox::options(&repo.join("sub")));
    assert!(told.contains("write   ~/repo/.git/modules/sub/hooks/pre-commit\n"), "{told}");
    sandbox.try_commit(&repo.join("sub"), "two");
    assert!(sandbox.log().starts_with("hunkguard [hook] [pre-commit]\n"));
    sandbox.try_commit(&repo, "three");
    assert_eq!(sandbox.log(), "");
}

#[test]
fn a_bare_repository_guards_what_is_pushed_to_it() {
    let sandbox = Sandbox::new();
    let repo = sandbox.repository("repo");
    sandbox.git(&sandbox.path(""), &["init", "--quiet", "--bare", "server.git"]);
    let server = sandbox.path("server.git");
    write_hook(&server.join("hooks/pre-receive"), "theirs", 0);
    let told = sandbox.install(&Sandbox::options(&server));
    assert_eq!(told.lines().count(), 2, "{told}");
    sandbox.try_commit(&repo, "one");
    sandbox.git(&repo, &["push", "--quiet", "../server.git", "main"]);
    let tip = sandbox.git(&repo, &["rev-parse", "main"]);
    let lines = format!("\n< {} {tip} refs/heads/main\n", "0".repeat(tip.len()));
    assert_eq!(sandbox.log(), format!("theirs []{lines}hunkguard [hook] [pre-receive]{lines}"));
    assert_eq!(sandbox.doctor(&server).1.matches("pre-receive").count(), 2);
}

#[test]
fn outside_any_repository_there_is_a_clear_error() {
    let sandbox = Sandbox::new();
    let error = sandbox.try_install(&Sandbox::options(&sandbox.path("home"))).unwrap_err();
    assert_eq!(error.to_string(), "not inside a git repository");
    assert!(error.hint().contains("git init"));
    let error = sandbox.try_install(&Sandbox::options(&sandbox.path("not here"))).unwrap_err();
    assert!(error.to_string().contains("not here`: No such file"), "{error}");
}
