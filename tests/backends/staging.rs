//! The index against a commit.

use std::ffi::{OsStr, OsString};
use std::fs;
use std::os::unix::ffi::OsStrExt;
use std::os::unix::fs::{PermissionsExt, symlink};

use hunkguard::change::EntryKind;
use hunkguard::git::GitError;
use hunkguard::text::RepoPath;
use proptest::prelude::*;

use crate::repository::Repository;

/// Names that a parser may trip over. Some are files in one commit and folders in another.
const PATHS: [&[u8]; 14] = [
    b"a",
    b"a/b",
    b"a/b/c",
    b"a.c",
    b"a-",
    b"dir/x y",
    b"dir/new\nline",
    b"dir/\xff\xfe",
    b"deep/er/and/er",
    b"deep/er-",
    b"deep/er/z",
    b"-dash",
    b":(top)magic*[x]",
    "gr\u{fc}\u{df}e".as_bytes(),
];

/// One step of a person's work.
#[derive(Clone, Debug)]
enum Step {
    Write(usize, u8),
    Link(usize, u8),
    Executable(usize),
    Delete(usize),
    Rename(usize, usize),
    IntentToAdd(usize),
    SkipWorktree(usize),
    Submodule(usize),
    AddOne(usize),
    AddAll,
    WriteTree,
    IndexVersion(u8),
    Commit,
}

fn any_step() -> impl Strategy<Value = Step> {
    let path = || 0..PATHS.len();
    prop_oneof![
        8 => (path(), 0..4_u8).prop_map(|(path, content)| Step::Write(path, content)),
        2 => (path(), 0..4_u8).prop_map(|(path, target)| Step::Link(path, target)),
        2 => path().prop_map(Step::Executable),
        3 => path().prop_map(Step::Delete),
        2 => (path(), path()).prop_map(|(from, to)| Step::Rename(from, to)),
        1 => path().prop_map(Step::IntentToAdd),
        1 => path().prop_map(Step::SkipWorktree),
        1 => path().prop_map(Step::Submodule),
        4 => path().prop_map(Step::AddOne),
        4 => Just(Step::AddAll),
        1 => Just(Step::WriteTree),
        1 => (2..5_u8).prop_map(Step::IndexVersion),
        3 => Just(Step::Commit),
    ]
}

/// Takes what stands at a path, or at a folder above it, out of the way.
fn clear(repository: &Repository, path: &[u8]) {
    for end in memchr::memchr_iter(b'/', path).chain([path.len()]) {
        let part = repository.file(&path[..end]);
        if end == path.len() && part.is_dir() && !part.is_symlink() {
            fs::remove_dir_all(part).unwrap();
        } else if part.is_symlink() || part.is_file() {
            fs::remove_file(part).unwrap();
        }
    }
}

fn take(repository: &Repository, step: &Step) {
    let git = |arguments: &[&str], path: Option<&[u8]>| {
        let mut all: Vec<OsString> = ["--literal-pathspecs"].iter().chain(arguments).map(OsString::from).collect();
        all.extend(path.map(|path| OsStr::from_bytes(path).to_owned()));
        crate::repository::run(&repository.path, &all, b"");
    };
    let file = |path: &usize| repository.file(PATHS[*path]);
    match step {
        Step::Write(path, content) => {
            clear(repository, PATHS[*path]);
            repository.write(PATHS[*path], &format!("content {content}\n"));
        }
        Step::Link(path, target) => {
            clear(repository, PATHS[*path]);
            fs::create_dir_all(file(path).parent().unwrap()).unwrap();
            symlink(format!("content {target}\n"), file(path)).unwrap();
        }
        Step::Executable(path) => {
            if file(path).is_file() {
                fs::set_permissions(file(path), fs::Permissions::from_mode(0o755)).unwrap();
            }
        }
        Step::Delete(path) => clear(repository, PATHS[*path]),
        Step::Rename(from, to) => {
            if from != to && file(from).is_file() && !PATHS[*to].starts_with(PATHS[*from]) {
                let content = fs::read_to_string(file(from)).unwrap();
                clear(repository, PATHS[*from]);
                clear(repository, PATHS[*to]);
                repository.write(PATHS[*to], &content);
            }
        }
        // These fail where there is no such file or entry: then the step changes nothing.
        Step::IntentToAdd(path) => git(&["add", "-N", "--"], Some(PATHS[*path])),
        Step::SkipWorktree(path) => git(&["update-index", "--skip-worktree", "--"], Some(PATHS[*path])),
        Step::AddOne(path) => git(&["add", "-A", "--"], Some(PATHS[*path])),
        Step::Submodule(path) => {
            if let Some(head) = repository.head() {
                let mut line = format!("160000 {head}\t").into_bytes();
                line.extend(PATHS[*path]);
                line.push(0);
                crate::repository::run(&repository.path, &["update-index", "-z", "--replace", "--index-info"], &line);
            }
        }
        Step::AddAll => git(&["add", "-A"], None),
        Step::WriteTree => git(&["write-tree"], None),
        Step::IndexVersion(version) => git(&["update-index", "--index-version", &version.to_string()], None),
        Step::Commit => git(&["commit", "-q", "--allow-empty", "-m", "work"], None),
    }
}

/// Both back ends and git list the same, against `HEAD` and against nothing, and find the same entries.
fn check(repository: &Repository) {
    let head = repository.head();
    let both = repository.both();
    for against in [head, None] {
        let expected = repository.staged_by_git(against);
        for backend in &both {
            assert_eq!(backend.staged(against.as_ref()).unwrap(), expected, "{}", backend.name());
        }
    }
    for path in PATHS.map(RepoPath::new) {
        let [staged, committed] = [
            both.each_ref().map(|backend| backend.staged_entry(&path).unwrap()),
            both.each_ref().map(|backend| head.and_then(|head| backend.entry(&head, &path).unwrap())),
        ];
        assert_eq!(staged[0], staged[1], "{path} in the index");
        assert_eq!(committed[0], committed[1], "{path} in HEAD");
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, max_shrink_iters: 40, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_work_is_seen_alike(sha256: bool, steps in proptest::collection::vec(any_step(), 5..40)) {
        let format = if sha256 { "--object-format=sha256" } else { "--object-format=sha1" };
        let repository = Repository::new(&[format]);
        for (number, step) in steps.iter().enumerate() {
            take(&repository, step);
            if number % 6 == 0 {
                check(&repository);
            }
        }
        check(&repository);
    }
}

#[test]
fn a_new_repository_has_no_index_and_no_head() {
    let repository = Repository::new(&[]);
    for backend in repository.both() {
        assert_eq!(backend.head().unwrap(), None);
        assert!(backend.staged(None).unwrap().is_empty());
        assert_eq!(backend.staged_entry(&RepoPath::from("a")).unwrap(), None);
    }
    repository.write(b"a", "x\n");
    repository.git(&["add", "a"]);
    check(&repository);
}

#[test]
fn a_conflict_is_left_out_and_what_is_resolved_is_not() {
    let repository = Repository::new(&[]);
    repository.write(b"dir/other", "same\n");
    repository.commit("dir/file", "base\n");
    repository.git(&["checkout", "-q", "-b", "side"]);
    repository.write(b"dir/clean", "side\n");
    repository.commit("dir/file", "side\n");
    repository.git(&["checkout", "-q", "main"]);
    repository.commit("dir/file", "main\n");
    assert!(!crate::repository::run(&repository.path, &["merge", "side"], b"").status.success());
    check(&repository);
    let seen = repository.both().map(|backend| backend.staged(repository.head().as_ref()).unwrap());
    assert_eq!(seen[0].iter().map(|delta| delta.path.to_string()).collect::<Vec<_>>(), ["dir/clean"]);
    repository.git(&["add", "dir/file"]);
    check(&repository);
}

#[test]
fn a_file_that_becomes_a_link_or_a_submodule_is_one_change() {
    let repository = Repository::new(&[]);
    let head = repository.commit("link", "target");
    repository.commit("module", "text\n");
    // The same blob as a link: only the kind tells them apart.
    fs::remove_file(repository.file(b"link")).unwrap();
    symlink("target", repository.file(b"link")).unwrap();
    repository.git(&["add", "link"]);
    repository.git(&["update-index", "--cacheinfo", &format!("160000,{head},module")]);
    check(&repository);
    for backend in repository.both() {
        let deltas = backend.staged(repository.head().as_ref()).unwrap();
        let kinds: Vec<_> = deltas.iter().map(|delta| (delta.old[0].kind, delta.new.unwrap().kind)).collect();
        assert_eq!(kinds, [(EntryKind::File, EntryKind::Symlink), (EntryKind::File, EntryKind::Submodule)]);
    }
}

#[test]
fn a_bare_repository_has_nothing_staged() {
    let repository = Repository::new(&["--bare"]);
    for backend in repository.both() {
        assert!(backend.work_tree().is_none());
        assert!(matches!(backend.staged(None), Err(GitError::Index(_))), "{}", backend.name());
    }
}

#[test]
fn a_damaged_index_is_an_error_when_it_is_needed() {
    let repository = Repository::new(&[]);
    let head = repository.commit("a", "x\n");
    let index = repository.file(b".git/index");
    let whole = fs::read(&index).unwrap();
    for damaged in [&whole[..whole.len() / 2], b"DIRC", b""] {
        fs::write(&index, damaged).unwrap();
        let backend = hunkguard::git::open(&repository.location()).unwrap();
        assert!(matches!(backend.staged(None), Err(GitError::Index(_))), "{} bytes", damaged.len());
        assert_eq!(backend.head().unwrap(), Some(head));
    }
}
