//! Repositories in forms that libgit2 does not know.

use crate::sandbox::{Backend, Sandbox};

/// What every form must do: block a token, let a clean commit pass, block the push of what slipped in.
fn gate_works(repo: &Sandbox) {
    repo.stage_token("app.py");
    repo.git(["commit", "-m", "x"]).is_blocked().says("app.py:1:8");
    repo.stage("app.py", "x = 1\n");
    repo.git(["commit", "-q", "-m", "clean"]).passes();
    repo.init("origin", &["--bare"]);
    let url = repo.path_of("origin").to_str().unwrap().to_owned();
    repo.stage_token("more.py");
    repo.git(["commit", "-q", "--no-verify", "-m", "slipped in"]).passes();
    repo.git(["push", &url, "main"]).is_blocked().says("more.py:1:8");
}

/// Whether the installed git makes repositories of this form.
fn made(repo: &Sandbox, name: &str, options: &[&str]) -> bool {
    let mut args = vec!["init", "-q", "-b", "main"];
    args.extend(options);
    args.push(name);
    repo.git_in("", args).code == 0
}

fn gate_works_in(options: &[&str]) {
    let outer = Sandbox::without_gate(Backend::Libgit2);
    if !made(&outer, "special", options) {
        return;
    }
    std::fs::remove_dir_all(outer.root()).unwrap();
    std::fs::rename(outer.path_of("special"), outer.root()).unwrap();
    outer.hunkguard(["install"]).passes();
    outer.stage("README", "hello\n");
    outer.git(["commit", "-q", "-m", "first"]).passes();
    outer.stage_token("app.py");
    outer.git(["commit", "-m", "x"]).is_blocked().says("app.py:1:8");
    outer.git(["commit", "-q", "--no-verify", "-m", "slipped in"]).passes();
    let bare: Vec<&str> = options.iter().copied().chain(["--bare"]).collect();
    assert!(made(&outer, "origin", &bare));
    outer.git(["push", outer.path_of("origin").to_str().unwrap(), "main"]).is_blocked().says("app.py:1:8");
}

#[test]
fn reftable() {
    gate_works_in(&["--ref-format=reftable"]);
}

#[test]
fn sha256() {
    gate_works_in(&["--object-format=sha256"]);
}

#[test]
fn split_index() {
    let repo = Sandbox::new(Backend::Libgit2);
    repo.git(["config", "core.splitIndex", "true"]).passes();
    repo.git(["update-index", "--split-index"]).passes();
    gate_works(&repo);
}

#[test]
fn sparse_index() {
    let repo = Sandbox::new(Backend::Libgit2);
    for folder in ["in", "out"] {
        repo.stage(&format!("{folder}/a.txt"), "x\n");
    }
    repo.git(["commit", "-q", "-m", "folders"]).passes();
    repo.git(["sparse-checkout", "set", "--cone", "--sparse-index", "in"]).passes();
    gate_works(&repo);
}

#[test]
fn index_version_4() {
    let repo = Sandbox::new(Backend::Libgit2);
    repo.git(["update-index", "--index-version", "4"]).passes();
    gate_works(&repo);
}

#[test]
fn partial_clone() {
    let source = Sandbox::new(Backend::Libgit2);
    source.git(["config", "uploadpack.allowFilter", "true"]).passes();
    source.stage("app.py", "x = 1\n");
    source.git(["commit", "-q", "-m", "app"]).passes();
    let url = format!("file://{}", source.root().display());
    source.git_in("", ["clone", "-q", "--filter=blob:none", "--no-checkout", &url, "partial"]).passes();
    source.git_in("partial", ["checkout", "-q", "main"]).passes();
    let partial = source.path_of("partial");
    source.run_in(&partial, env!("CARGO_BIN_EXE_hunkguard"), ["install"]).passes();
    let text = format!("x = 2\nkey = '{}'\n", crate::sandbox::token());
    std::fs::write(partial.join("app.py"), text).unwrap();
    source.git_in("partial", ["commit", "-a", "-m", "x"]).is_blocked().says("app.py:2:8");
}
