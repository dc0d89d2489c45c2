//! What git tells a hook in its environment. The environment belongs to a whole process, so that each story runs this test
//! program again as a child, with one ignored test that prints what both back ends see.

use std::fs;
use std::process::Command;

use hunkguard::git::{self, Backend, Location};

use crate::repository::{Repository, isolated};

/// What a child sees, one line per back end.
fn seen(repository: &Repository, prepare: impl FnOnce(&mut Command)) -> Vec<String> {
    let mut command = isolated(std::env::current_exe().unwrap(), &repository.path);
    command.args(["--exact", "environment::show", "--ignored", "--nocapture", "--test-threads=1"]);
    for name in ["GIT_DIR", "GIT_INDEX_FILE", "GIT_WORK_TREE"] {
        command.env_remove(name);
    }
    prepare(&mut command);
    let output = command.output().unwrap();
    let text = String::from_utf8_lossy(&output.stdout);
    text.split("seen: ").skip(1).filter_map(|rest| rest.lines().next()).map(str::to_owned).collect()
}

#[test]
#[ignore = "run by the other tests here, in a child process"]
fn show() {
    for backend in [git::libgit2::open(&Location::Environment), git::plumbing::open(&Location::Environment)] {
        match backend {
            Ok(backend) => println!("seen: {}", told(&*backend)),
            Err(_) => println!("seen: nothing"),
        }
    }
    println!("seen: {}", git::open(&Location::Environment).map_or("none", |backend| backend.name()));
}

fn told(backend: &dyn Backend) -> String {
    let head = backend.head().unwrap();
    let staged = backend.staged(head.as_ref()).unwrap();
    let paths: Vec<_> = staged.iter().map(|delta| delta.path.to_string()).collect();
    let value = backend.config("hunkguard.test").unwrap_or_default();
    format!("{} [{value}]", paths.join(","))
}

fn repository() -> Repository {
    let repository = Repository::new(&[]);
    repository.commit("a", "1\n");
    repository.write(b"b", "2\n");
    repository.git(&["add", "b"]);
    repository
}

#[test]
fn a_partial_commit_has_an_index_of_its_own() {
    let repository = repository();
    fs::copy(repository.file(b".git/index"), repository.file(b".git/next-index-1.lock")).unwrap();
    repository.write(b"c", "3\n");
    repository.git(&["add", "c"]);
    assert_eq!(seen(&repository, |_| {}), ["b,c []", "b,c []", "libgit2"]);
    let with_index = |index| {
        seen(&repository, |command| {
            command.env("GIT_INDEX_FILE", index);
        })
    };
    assert_eq!(with_index(".git/next-index-1.lock"), ["b []", "b []", "libgit2"]);
    assert_eq!(with_index(".git/none"), ["a []", "a []", "libgit2"]);
}

#[test]
fn a_repository_may_stand_elsewhere() {
    let repository = repository();
    let elsewhere = tempfile::tempdir().unwrap();
    let named = seen(&repository, |command| {
        command.current_dir(elsewhere.path());
        command.env("GIT_DIR", repository.file(b".git")).env("GIT_WORK_TREE", &repository.path);
    });
    assert_eq!(named, ["b []", "b []", "libgit2"]);
    let unnamed = seen(&repository, |command| {
        command.current_dir(elsewhere.path());
    });
    assert_eq!(unnamed, ["nothing", "nothing", "none"]);
}

#[test]
fn settings_of_the_command_line_arrive() {
    let repository = repository();
    let counted = seen(&repository, |command| {
        command.env("GIT_CONFIG_COUNT", "1").env("GIT_CONFIG_KEY_0", "Hunkguard.Test").env("GIT_CONFIG_VALUE_0", "x y");
    });
    assert_eq!(counted, ["b [x y]", "b [x y]", "libgit2"]);
    let given = seen(&repository, |command| {
        command.env("GIT_CONFIG_PARAMETERS", r"'hunkguard.test'='it'\''s'");
    });
    assert_eq!(given, ["b [it's]", "b [it's]", "libgit2"]);
    repository.write(b".git/elsewhere", "[hunkguard]\n\ttest = global\n");
    let global = seen(&repository, |command| {
        command.env("GIT_CONFIG_GLOBAL", repository.file(b".git/elsewhere"));
    });
    assert_eq!(global, ["b [global]", "b [global]", "libgit2"]);
}

#[test]
fn a_push_is_seen_in_its_quarantine() {
    let repository = repository();
    // As receive-pack does: new objects stand in a folder of their own, beside those of the repository.
    let quarantine = repository.file(b".git/objects/incoming");
    fs::create_dir(&quarantine).unwrap();
    let objects = repository.file(b".git/objects");
    let index = repository.file(b".git/index");
    repository.write(b"c", "pushed\n");
    let added = isolated("git", &repository.path)
        .args(["add", "c"])
        .env("GIT_OBJECT_DIRECTORY", &quarantine)
        .env("GIT_ALTERNATE_OBJECT_DIRECTORIES", &objects)
        .status()
        .unwrap();
    assert!(added.success());
    let blob = repository.id(&["rev-parse", ":c"]);
    assert!(index.exists());
    for backend in repository.both() {
        assert_eq!(backend.kind(&blob).unwrap(), None, "outside the quarantine");
    }
    let read = |quarantined: bool| {
        let mut command = isolated(std::env::current_exe().unwrap(), &repository.path);
        command.args(["--exact", "environment::show_blob", "--ignored", "--nocapture"]).env("BLOB", blob.to_string());
        if quarantined {
            command.env("GIT_OBJECT_DIRECTORY", &quarantine).env("GIT_ALTERNATE_OBJECT_DIRECTORIES", &objects);
        }
        String::from_utf8_lossy(&command.output().unwrap().stdout).matches("seen: pushed").count()
    };
    assert_eq!((read(true), read(false)), (2, 0));
}

#[test]
#[ignore = "run by the test of the quarantine, in a child process"]
fn show_blob() {
    let Ok(blob) = std::env::var("BLOB") else { return };
    for backend in [git::libgit2::open(&Location::Environment), git::plumbing::open(&Location::Environment)] {
        let backend = backend.unwrap();
        let id = backend.resolve(&blob).unwrap();
        println!("seen: {}", String::from_utf8(backend.blob(&id).unwrap()).unwrap());
    }
}
