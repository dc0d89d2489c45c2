//! Which back end opens which repository.

use std::fs;
use std::path::Path;

use hunkguard::git::{self, Backend, GitError, Location};

use crate::repository::{Repository, run};

/// A repository with one commit and a second file staged.
fn with_staged_file(options: &[&str]) -> Option<Repository> {
    let repository = Repository::try_new(options)?;
    repository.commit("dir/a", "1\n");
    repository.write(b"dir/b", "2\n");
    repository.git(&["add", "dir/b"]);
    Some(repository)
}

/// Opens it, checks who reads it, and that the staged file is seen.
fn check(repository: &Repository, name: &str) -> Box<dyn Backend> {
    let backend = git::open(&repository.location()).unwrap();
    assert_eq!(backend.name(), name);
    assert_eq!(backend.reopen().unwrap().name(), name);
    let head = repository.head();
    assert_eq!(backend.head().unwrap(), head);
    let staged = backend.staged(head.as_ref()).unwrap();
    assert_eq!(staged, repository.staged_by_git(head));
    assert_eq!(staged.len(), 1);
    assert_eq!(backend.blob(&staged[0].new.unwrap().id).unwrap(), b"2\n");
    assert_eq!(backend.range(&[head.unwrap()], &[]).unwrap(), [head.unwrap()]);
    backend
}

#[test]
fn libgit2_reads_what_is_common() {
    check(&with_staged_file(&[]).unwrap(), "libgit2");
    check(&with_staged_file(&["--object-format=sha256"]).unwrap(), "libgit2");
    for setting in ["feature.manyFiles", "index.skipHash", "core.untrackedCache", "index.recordEndOfIndexEntries"] {
        let repository = with_staged_file(&[]).unwrap();
        repository.git(&["config", setting, "true"]);
        repository.git(&["update-index", "--force-write-index"]);
        check(&repository, "libgit2");
    }
}

#[test]
fn git_reads_a_split_index() {
    let repository = with_staged_file(&[]).unwrap();
    repository.git(&["update-index", "--split-index"]);
    check(&repository, "git");
}

#[test]
fn git_reads_a_sparse_index() {
    let repository = Repository::new(&[]);
    repository.commit("outside/x", "1\n");
    repository.commit("dir/a", "1\n");
    repository.git(&["sparse-checkout", "set", "--cone", "--sparse-index", "dir"]);
    assert!(memchr::memmem::find(&fs::read(repository.file(b".git/index")).unwrap(), b"sdir").is_some());
    repository.write(b"dir/b", "2\n");
    repository.git(&["add", "dir/b"]);
    let backend = git::open(&repository.location()).unwrap();
    assert_eq!(backend.name(), "git");
    assert_eq!(backend.staged(repository.head().as_ref()).unwrap(), repository.staged_by_git(repository.head()));
    // What the index holds only as a folder is listed file by file.
    let all: Vec<_> = backend.staged(None).unwrap().iter().map(|delta| delta.path.to_string()).collect();
    assert_eq!(all, ["dir/a", "dir/b", "outside/x"]);
    assert!(backend.staged_entry(&"outside/x".into()).unwrap().is_some());
}

#[test]
fn git_reads_references_in_a_table() {
    // Before git 2.45 there are none.
    let Some(repository) = with_staged_file(&["--ref-format=reftable"]) else { return };
    let backend = check(&repository, "git");
    assert_eq!(backend.references("refs/heads/").unwrap().len(), 1);
}

#[test]
fn git_reads_a_partial_clone_and_fetches_what_it_lacks() {
    let origin = with_staged_file(&[]).unwrap();
    origin.git(&["config", "uploadpack.allowFilter", "true"]);
    origin.git(&["config", "uploadpack.allowAnySHA1InWant", "true"]);
    let old = origin.id(&["rev-parse", "HEAD:dir/a"]);
    origin.git(&["rm", "-q", "--cached", "dir/b"]);
    origin.commit("dir/a", "2\n");
    let clone = Repository::new(&[]);
    let url = format!("file://{}", origin.path.display());
    for (key, value) in [
        ("remote.origin.url", &*url),
        ("remote.origin.promisor", "true"),
        ("remote.origin.partialclonefilter", "blob:none"),
        ("core.repositoryformatversion", "1"),
        ("extensions.partialClone", "origin"),
    ] {
        clone.git(&["config", key, value]);
    }
    clone.git(&["fetch", "-q", "--filter=blob:none", "origin", "main"]);
    clone.git(&["reset", "-q", "--hard", "FETCH_HEAD"]);
    let backend = git::open(&clone.location()).unwrap();
    assert_eq!(backend.name(), "git");
    assert!(git::libgit2::open(&clone.location()).is_err());
    assert_eq!(backend.blob(&old).unwrap(), b"1\n");
}

#[test]
fn without_a_repository_there_is_no_back_end() {
    let folder = tempfile::tempdir().unwrap();
    assert!(matches!(git::open(&Location::folder(folder.path())), Err(GitError::NoRepository)));
    let refused = git::plumbing::open(&Location::folder(folder.path())).err().unwrap().to_string();
    assert!(refused.starts_with("`git rev-parse") && !refused.contains('\n'), "{refused}");
}

#[test]
fn where_both_fail_both_reasons_are_given() {
    let repository = with_staged_file(&[]).unwrap();
    repository.git(&["config", "core.repositoryformatversion", "99"]);
    let refused = git::open(&repository.location()).err().unwrap().to_string();
    assert!(refused.contains("libgit2 (") && refused.contains("git (`git rev-parse"), "{refused}");
}

#[test]
fn a_linked_worktree_has_its_own_index_and_shares_the_rest() {
    let repository = with_staged_file(&[]).unwrap();
    let linked = repository.path.with_file_name("linked");
    repository.git(&["worktree", "add", "-q", "-b", "other", linked.to_str().unwrap()]);
    fs::write(linked.join("new"), "3\n").unwrap();
    assert!(run(&linked, &["add", "new"], b"").status.success());
    let location = Location::folder(&linked);
    for backend in [git::open(&location).unwrap(), git::plumbing::open(&location).unwrap()] {
        assert_eq!(backend.work_tree().map(same), Some(same(&linked)));
        assert_eq!(same(backend.git_dir()), same(&repository.file(b".git/worktrees/linked")));
        assert_eq!(same(backend.common_dir()), same(&repository.file(b".git")));
        assert_eq!(same(&backend.hooks_dir()), same(&repository.file(b".git/hooks")));
        let staged = backend.staged(repository.head().as_ref()).unwrap();
        assert_eq!(staged.iter().map(|delta| delta.path.to_string()).collect::<Vec<_>>(), ["new"]);
    }
}

fn same(path: &Path) -> std::path::PathBuf {
    fs::canonicalize(path).unwrap()
}

#[test]
fn configuration_is_read_alike() {
    let repository = Repository::new(&[]);
    repository.git(&["config", "core.hooksPath", ".husky/_"]);
    repository.git(&["config", "--add", "remote.Up.fetch", "+refs/heads/*:refs/remotes/Up/*"]);
    repository.git(&["config", "--add", "remote.Up.fetch", "two\nlines"]);
    fs::write(repository.file(b".git/included"), "[hunkguard]\n\tbare\n\tempty =\n").unwrap();
    repository.git(&["config", "include.path", "included"]);
    for backend in repository.both() {
        assert_eq!(backend.config_all("remote.Up.FETCH"), ["+refs/heads/*:refs/remotes/Up/*", "two\nlines"]);
        assert_eq!(backend.config("remote.up.fetch"), None);
        assert_eq!(backend.config("hunkguard.bare").as_deref(), Some("true"));
        assert_eq!(backend.config("hunkguard.empty").as_deref(), Some(""));
        assert_eq!(backend.hooks_dir(), repository.path.join(".husky/_"), "{}", backend.name());
    }
}
