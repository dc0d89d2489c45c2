//! Commits, tags, references and what changed between commits.

use std::collections::{BTreeSet, HashMap};

use hunkguard::change::ContentId;
use hunkguard::git::{self, Backend, GitError, ObjectKind};
use hunkguard::text::RepoPath;

use crate::repository::{Repository, deltas, run};

/// Two branches, one merged twice, an octopus, a rename and a deletion.
fn forked() -> Repository {
    let repository = Repository::new(&[]);
    let git = |arguments: &[&str]| repository.git(arguments);
    repository.commit("src/a", "1\n");
    for branch in ["left", "right"] {
        git(&["checkout", "-q", "-b", branch, "main"]);
        repository.commit(&format!("src/{branch}"), "1\n");
        repository.commit(&format!("src/{branch}"), "2\n");
    }
    git(&["checkout", "-q", "main"]);
    repository.commit("docs/b", "1\n");
    git(&["merge", "-q", "--no-edit", "left"]);
    git(&["mv", "src/a", "docs/a"]);
    git(&["rm", "-q", "src/left"]);
    repository.commit("c", "1\n");
    git(&["checkout", "-q", "-b", "third", "HEAD~1"]);
    repository.commit("third", "1\n");
    git(&["checkout", "-q", "main"]);
    git(&["merge", "-q", "--no-edit", "right", "third"]);
    repository
}

fn ids(output: &[u8]) -> Vec<ContentId> {
    output.split(|&byte| byte == b'\n').filter_map(ContentId::from_hex).collect()
}

/// The range holds what `git rev-list` lists, parents before children.
fn check_range(repository: &Repository, backend: &dyn Backend, include: &[&str], exclude: &[&str]) {
    let resolve = |names: &[&str]| names.iter().map(|name| backend.resolve(name).unwrap()).collect::<Vec<_>>();
    let range = backend.range(&resolve(include), &resolve(exclude)).unwrap();
    let listed = ids(&repository.git(&[&["rev-list"], include, &["--not"], exclude, &["--"]].concat()));
    assert_eq!(range.iter().collect::<BTreeSet<_>>(), listed.iter().collect(), "{} {include:?}", backend.name());
    let place: HashMap<_, _> = range.iter().enumerate().map(|(place, id)| (*id, place)).collect();
    assert_eq!(place.len(), range.len());
    for id in &range {
        for parent in backend.commit(id).unwrap().parents {
            assert!(place.get(&parent).is_none_or(|parent| *parent < place[id]));
        }
    }
}

#[test]
fn ranges_hold_what_rev_list_lists() {
    let repository = forked();
    repository.git(&["tag", "-a", "-m", "first", "v1", "HEAD~1"]);
    repository.git(&["tag", "-a", "-m", "of a tag", "v2", "v1"]);
    for backend in repository.both() {
        for (include, exclude) in [
            (&["main"][..], &[][..]),
            (&["main"], &["left"]),
            (&["main", "third"], &["right", "main~2"]),
            (&["v2"], &["left"]),
            (&["main"], &["v2"]),
            (&["left"], &["main"]),
        ] {
            check_range(&repository, &*backend, include, exclude);
        }
    }
}

#[test]
fn every_commit_differs_from_its_parents_as_git_says() {
    let repository = forked();
    let both = repository.both();
    for commit in ids(&repository.git(&["rev-list", "--all"])) {
        let parents = both[0].commit(&commit).unwrap().parents;
        let root = "diff-tree --root -r -z --raw --no-renames --no-abbrev --no-commit-id";
        let root: Vec<&str> = root.split(' ').collect();
        for parent in &parents {
            let pair = [parent.to_string(), commit.to_string()];
            let expected = deltas(&repository.git(&[&root[..], &[&pair[0], &pair[1]]].concat()));
            for backend in &both {
                assert_eq!(backend.diff(Some(parent), &commit).unwrap(), expected, "{}", backend.name());
            }
        }
        if parents.is_empty() {
            let expected = deltas(&repository.git(&[&root[..], &[&commit.to_string()]].concat()));
            assert_eq!(expected.len(), 1);
            for backend in &both {
                assert_eq!(backend.diff(None, &commit).unwrap(), expected, "{}", backend.name());
            }
        }
    }
    let files = both.each_ref().map(|backend| backend.diff(None, &backend.resolve("main").unwrap()).unwrap());
    assert_eq!(files[0], files[1]);
    assert_eq!(
        files[0].len(),
        repository.git(&["ls-tree", "-r", "--name-only", "main"]).split(|&b| b == b'\n').count() - 1
    );
}

#[test]
fn what_a_push_cannot_know_is_passed_over() {
    let repository = forked();
    let absent = ContentId::new(&[0xab; 20]).unwrap();
    let blob = repository.id(&["rev-parse", "main:c"]);
    repository.git(&["tag", "-a", "-m", "a blob", "blob-tag", &blob.to_string()]);
    for backend in repository.both() {
        let main = backend.resolve("main").unwrap();
        let blob_tag = backend.resolve("blob-tag").unwrap();
        let all = backend.range(&[main], &[]).unwrap();
        assert_eq!(backend.range(&[main, blob, blob_tag], &[absent, blob]).unwrap(), all);
        assert!(backend.range(&[blob], &[main]).unwrap().is_empty());
        assert!(backend.range(&[], &[main]).unwrap().is_empty());
        assert!(matches!(backend.range(&[absent], &[]), Err(GitError::NotFound(_))));
        assert_eq!(backend.kind(&absent).unwrap(), None);
        // An id of the other hash names nothing here.
        assert_eq!(backend.kind(&ContentId::new(&[1; 32]).unwrap()).unwrap(), None);
        for unreadable in
            [backend.blob(&absent).map(drop), backend.commit(&absent).map(drop), backend.blob(&main).map(drop)]
        {
            assert!(matches!(unreadable, Err(GitError::Object { .. })), "{} {unreadable:?}", backend.name());
        }
        // The process that answers has survived the questions above.
        assert_eq!(backend.blob(&blob).unwrap(), b"1\n");
        assert_eq!(backend.blob_size(&blob).unwrap(), 2);
    }
}

#[test]
fn names_resolve_alike() {
    let repository = forked();
    repository.git(&["tag", "-a", "-m", "words\n\nmore", "v1"]);
    repository.git(&["update-ref", "refs/remotes/origin/main", "left"]);
    repository.git(&["symbolic-ref", "refs/remotes/origin/HEAD", "refs/remotes/origin/main"]);
    repository.git(&["symbolic-ref", "refs/remotes/origin/gone", "refs/remotes/origin/nowhere"]);
    repository.git(&["pack-refs", "--all"]);
    let both = repository.both();
    for name in ["main", "HEAD", "HEAD~2", "main^2", "v1", "v1^{commit}", "main:src", "refs/heads/left"] {
        let expected = repository.id(&["rev-parse", name]);
        for backend in &both {
            assert_eq!(backend.resolve(name).unwrap(), expected, "{} {name}", backend.name());
        }
    }
    for name in ["", "nothing", "--all", "main:absent", "main\nmain", "abcdabcdabcdabcdabcdabcdabcdabcdabcdabcd"] {
        for backend in &both {
            assert!(matches!(backend.resolve(name), Err(GitError::NotFound(_))), "{} {name:?}", backend.name());
        }
    }
    for prefix in ["", "refs/heads/", "refs/remotes/origin/", "refs/remotes/or", "refs/none/"] {
        let listed = both.each_ref().map(|backend| backend.references(prefix).unwrap());
        assert_eq!(listed[0], listed[1], "{prefix}");
    }
    let names = both[0].references("refs/remotes/origin/").unwrap();
    assert_eq!(
        names.iter().map(|reference| &*reference.name).collect::<Vec<_>>(),
        ["refs/remotes/origin/HEAD", "refs/remotes/origin/main"]
    );
    for backend in &both {
        let tag = backend.resolve("v1").unwrap();
        assert_eq!(backend.kind(&tag).unwrap(), Some(ObjectKind::Tag));
        let (target, text) = backend.tag(&tag).unwrap();
        assert_eq!(Some(target), backend.head().unwrap());
        assert_eq!(text, b"tag v1\ntagger A <a@example.com> 1700000000 +0000\n\nwords\n\nmore\n");
    }
}

#[test]
fn a_commit_is_told_as_stored() {
    let repository = Repository::new(&[]);
    repository.commit("a", "1\n");
    repository.write(b"message", "subject\n\n# no comment\nbody \n");
    repository.git(&[
        "commit",
        "-q",
        "--allow-empty",
        "--cleanup=verbatim",
        "-F",
        "message",
        "--author",
        "B C <b@example.com>",
    ]);
    let [first, second] = repository.both().map(|backend| backend.commit(&backend.head().unwrap().unwrap()).unwrap());
    assert_eq!(first, second);
    assert_eq!(first.message, b"subject\n\n# no comment\nbody \n");
    assert_eq!((&*first.author.name, &*first.author.mail), (&b"B C"[..], &b"b@example.com"[..]));
    assert_eq!((&*first.committer.name, &*first.committer.mail), (&b"A"[..], &b"a@example.com"[..]));
}

#[test]
fn a_shallow_clone_ends_at_its_boundary() {
    let origin = forked();
    let clone = Repository::new(&[]);
    let url = format!("file://{}", origin.path.display());
    clone.git(&["fetch", "-q", "--depth=2", &url, "main"]);
    clone.git(&["reset", "-q", "--hard", "FETCH_HEAD"]);
    let boundary = ids(&std::fs::read(clone.file(b".git/shallow")).unwrap());
    assert!(!boundary.is_empty());
    for backend in clone.both() {
        check_range(&clone, &*backend, &["HEAD"], &[]);
        let head = backend.head().unwrap().unwrap();
        assert!(!backend.is_shallow_boundary(&head));
        assert!(boundary.iter().all(|id| backend.is_shallow_boundary(id)));
    }
}

#[test]
fn a_replaced_commit_is_seen_as_it_is_pushed() {
    let repository = Repository::new(&[]);
    repository.commit("a", "1\n");
    let harmless = repository.id(&["rev-parse", "HEAD:a"]);
    let real = repository.commit("a", "secret\n");
    let blob = repository.id(&["rev-parse", "HEAD:a"]);
    repository.git(&["replace", &real.to_string(), "HEAD~1"]);
    repository.git(&["replace", &blob.to_string(), &harmless.to_string()]);
    for backend in repository.both() {
        assert_eq!(backend.commit(&real).unwrap().message, b"a\n");
        assert_eq!(backend.range(&[real], &[]).unwrap().len(), 2);
        let entry = backend.entry(&real, &RepoPath::from("a")).unwrap().unwrap();
        assert_eq!(backend.blob(&entry.id).unwrap(), b"secret\n", "{}", backend.name());
    }
}

#[test]
fn a_graft_hides_no_commit() {
    let repository = forked();
    let head = repository.head().unwrap();
    std::fs::write(repository.file(b".git/info/grafts"), format!("{head}\n")).unwrap();
    let grafted = run(&repository.path, &["rev-list", "--count", "HEAD"], b"");
    assert_eq!(grafted.stdout.trim_ascii(), b"1");
    let backend = git::open(&repository.location()).unwrap();
    assert_eq!(backend.name(), "git");
    assert_eq!(backend.range(&[head], &[]).unwrap().len(), 10);
    assert_eq!(backend.commit(&head).unwrap().parents.len(), 3);
}

#[test]
fn a_large_blob_comes_whole_from_a_file_and_from_a_pack() {
    let repository = Repository::new(&[]);
    let text = "line of text\n".repeat(300_000);
    repository.commit("large", &text);
    let blob = repository.id(&["rev-parse", "HEAD:large"]);
    for packed in [false, true] {
        if packed {
            repository.git(&["gc", "-q"]);
        }
        for backend in repository.both() {
            assert_eq!(backend.blob_size(&blob).unwrap(), text.len() as u64);
            assert!(backend.blob(&blob).unwrap() == text.as_bytes(), "{} packed: {packed}", backend.name());
        }
    }
}
