//! The back end that asks `git` itself, for repositories that libgit2 cannot read. Only commands whose output is meant for
//! programs, separated by NUL, and never through a shell.
//!
//! Works with git 2.30 and later. An object that a partial clone lacks is fetched by git when it is asked for.

mod batch;
mod process;
mod raw;

use std::cell::OnceCell;
use std::collections::HashSet;
use std::ffi::OsString;
use std::path::{Path, PathBuf};

use batch::{Objects, Trees};
use process::{Git, os_string, path};

use super::backend::{Backend, Commit, GitError, ObjectKind, Reference};
use super::location::{Location, hooks_dir};
use super::object;
use super::peel::{self, Start};
use super::settings::Settings;
use super::tree;
use crate::change::{ContentId, Delta, Version};
use crate::text::{RepoPath, printable_str};

/// The ids of the empty tree, which git knows without an object.
const EMPTY_TREE_SHA1: &[u8] = b"4b825dc642cb6eb9a060e54bf8d69288fbee4904";
const EMPTY_TREE_SHA256: &[u8] = b"6ef19b41225c5369f1c104d45d8d85efa9b057b53b14b4b9b939dd74decc5321";

/// A repository that git reads for us.
struct Plumbing {
    git: Git,
    objects: Objects,
    trees: Trees,
    git_dir: PathBuf,
    common_dir: PathBuf,
    work_tree: Option<PathBuf>,
    bare: bool,
    empty_tree: ContentId,
    settings: OnceCell<Settings>,
    shallow: OnceCell<HashSet<ContentId>>,
}

/// Opens the repository.
///
/// # Errors
/// There is none, git refuses it, or git cannot be run.
pub fn open(location: &Location) -> Result<Box<dyn Backend>, GitError> {
    let git = Git::new(location);
    let facts = git.run(&["rev-parse", "--show-object-format", "--is-bare-repository", "--absolute-git-dir"])?;
    let mut facts = facts.splitn(3, |&byte| byte == b'\n');
    let unknown = || GitError::Other("git describes the repository in an unknown way".to_owned());
    let (empty_tree, bare) = match (facts.next(), facts.next()) {
        (Some(b"sha1"), Some(bare)) => (EMPTY_TREE_SHA1, bare == b"true"),
        (Some(b"sha256"), Some(bare)) => (EMPTY_TREE_SHA256, bare == b"true"),
        (Some(other), _) => {
            return Err(GitError::Unsupported(format!("the object format `{}`", crate::text::printable(other))));
        }
        _ => return Err(unknown()),
    };
    let git_dir = path(facts.next().ok_or_else(unknown)?);
    // A hook of a repository that is pushed to runs in the git directory: there is no work tree then.
    let work_tree = if bare { None } else { git.run(&["rev-parse", "--show-toplevel"]).ok().map(|line| path(&line)) };
    let common_dir = path(&git.run(&["rev-parse", "--git-common-dir"])?);
    let base = match location {
        Location::Environment => std::env::current_dir().map_err(|error| GitError::Other(error.to_string()))?,
        Location::Folder { path, .. } => path.clone(),
    };
    Ok(Box::new(Plumbing {
        objects: Objects::new(&git),
        trees: Trees::new(&git),
        git,
        git_dir,
        common_dir: base.join(common_dir),
        work_tree: work_tree.filter(|path| !path.as_os_str().is_empty()),
        bare,
        empty_tree: ContentId::from_hex(empty_tree).ok_or_else(unknown)?,
        settings: OnceCell::new(),
        shallow: OnceCell::new(),
    }))
}

impl Plumbing {
    fn tree(&self, id: &ContentId) -> Result<Vec<u8>, GitError> {
        if *id == self.empty_tree { Ok(Vec::new()) } else { self.objects.content(id, ObjectKind::Tree) }
    }

    /// The tree of a commit, or of what an annotated tag names; a tree is its own.
    fn tree_of(&self, id: &ContentId) -> Result<ContentId, GitError> {
        let tree = self.objects.describe(format!("{id}^{{tree}}").as_bytes())?;
        tree.map(|tree| tree.id).ok_or_else(|| GitError::Object { id: *id, reason: "it has no tree".to_owned() })
    }

    /// The index against a tree, for all paths or one.
    fn diff_index(&self, against: &ContentId, only: Option<&RepoPath>) -> Result<Vec<Delta>, GitError> {
        if self.bare && self.git.location().index_file().is_none() {
            return Err(GitError::Index("a bare repository has none".to_owned()));
        }
        let mut arguments = Vec::new();
        if only.is_some() {
            // Git does not find a path inside a folder that a sparse index holds as one entry, unless it writes it out.
            arguments.extend(["-c", "index.sparse=false"]);
        }
        let tree = against.to_string();
        arguments.extend(["diff-index", "--cached", "--raw", "-z", "--no-renames", "--no-abbrev"]);
        arguments.extend(["--ignore-submodules=none", "--ita-invisible-in-index", &tree, "--"]);
        let mut arguments: Vec<OsString> = arguments.into_iter().map(OsString::from).collect();
        arguments.extend(only.map(|path| os_string(&[b":(top,literal)", path.as_bytes()].concat())));
        raw::parse(&self.git.run(&arguments)?)
    }

    fn settings(&self) -> &Settings {
        self.settings.get_or_init(|| {
            let mut settings = Settings::default();
            settings.push_list(&self.git.run(&["config", "--list", "--null"]).unwrap_or_default());
            settings
        })
    }
}

impl Backend for Plumbing {
    fn name(&self) -> &'static str {
        "git"
    }

    fn reopen(&self) -> Result<Box<dyn Backend>, GitError> {
        open(self.git.location())
    }

    fn git_dir(&self) -> &Path {
        &self.git_dir
    }

    fn common_dir(&self) -> &Path {
        &self.common_dir
    }

    fn work_tree(&self) -> Option<&Path> {
        self.work_tree.as_deref()
    }

    fn config(&self, key: &str) -> Option<String> {
        self.settings().last(key)
    }

    fn config_all(&self, key: &str) -> Vec<String> {
        self.settings().all(key)
    }

    fn remote_urls(&self) -> Vec<(String, String)> {
        self.settings().remote_urls()
    }

    fn head(&self) -> Result<Option<ContentId>, GitError> {
        if let Some(line) = self.git.ask(&["rev-parse", "--verify", "--quiet", "HEAD"])? {
            let broken = || GitError::NotFound("HEAD".to_owned());
            return ContentId::from_hex(line.trim_ascii()).ok_or_else(broken).map(Some);
        }
        // Before the first commit HEAD names a branch that does not exist yet.
        match self.git.ask(&["symbolic-ref", "--quiet", "HEAD"])? {
            Some(_) => Ok(None),
            None => Err(GitError::NotFound("HEAD".to_owned())),
        }
    }

    fn resolve(&self, revision: &str) -> Result<ContentId, GitError> {
        let found = self.objects.describe(revision.as_bytes())?;
        found.map(|object| object.id).ok_or_else(|| GitError::NotFound(printable_str(revision).into_owned()))
    }

    fn kind(&self, id: &ContentId) -> Result<Option<ObjectKind>, GitError> {
        Ok(self.objects.describe(id.to_string().as_bytes())?.map(|object| object.kind))
    }

    fn references(&self, prefix: &str) -> Result<Vec<Reference>, GitError> {
        let list = self.git.run(&["for-each-ref", "--format=%(objectname) %(refname)%00"])?;
        let mut found = Vec::new();
        for line in list.split(|&byte| byte == 0).map(<[u8]>::trim_ascii).filter(|line| !line.is_empty()) {
            let (id, name) = line.split_at(memchr::memchr(b' ', line).unwrap_or(line.len()));
            let name = String::from_utf8_lossy(name.trim_ascii_start()).into_owned();
            let id = ContentId::from_hex(id)
                .ok_or_else(|| GitError::Other("git lists references in an unknown way".to_owned()))?;
            if name.starts_with(prefix) {
                found.push(Reference { name, id });
            }
        }
        found.sort();
        Ok(found)
    }

    fn staged(&self, against: Option<&ContentId>) -> Result<Vec<Delta>, GitError> {
        let mut deltas = self.diff_index(against.unwrap_or(&self.empty_tree), None)?;
        deltas.sort_unstable_by(|a, b| a.path.cmp(&b.path));
        Ok(deltas)
    }

    fn diff(&self, old: Option<&ContentId>, new: &ContentId) -> Result<Vec<Delta>, GitError> {
        let old = old.map_or(Ok(self.empty_tree), |old| self.tree_of(old))?;
        let mut deltas = self.trees.diff(&old, &self.tree_of(new)?)?;
        deltas.sort_unstable_by(|a, b| a.path.cmp(&b.path));
        Ok(deltas)
    }

    fn staged_entry(&self, path: &RepoPath) -> Result<Option<Version>, GitError> {
        if path.as_bytes().is_empty() {
            return Ok(None);
        }
        let deltas = self.diff_index(&self.empty_tree, Some(path))?;
        Ok(deltas.into_iter().find(|delta| delta.path == *path).and_then(|delta| delta.new))
    }

    fn entry(&self, commit: &ContentId, path: &RepoPath) -> Result<Option<Version>, GitError> {
        tree::find(&|id| self.tree(id), self.tree_of(commit)?, path)
    }

    fn blob_size(&self, id: &ContentId) -> Result<u64, GitError> {
        let missing = || GitError::Object { id: *id, reason: "it is missing".to_owned() };
        self.objects.describe(id.to_string().as_bytes())?.map(|object| object.size).ok_or_else(missing)
    }

    fn blob(&self, id: &ContentId) -> Result<Vec<u8>, GitError> {
        self.objects.content(id, ObjectKind::Blob)
    }

    fn commit(&self, id: &ContentId) -> Result<Commit, GitError> {
        Ok(object::commit(id, &self.objects.content(id, ObjectKind::Commit)?)?.commit)
    }

    fn tag(&self, id: &ContentId) -> Result<(ContentId, Vec<u8>), GitError> {
        object::tag(id, &self.objects.content(id, ObjectKind::Tag)?)
    }

    fn range(&self, include: &[ContentId], exclude: &[ContentId]) -> Result<Vec<ContentId>, GitError> {
        let Start { include, exclude } = peel::start(self, include, exclude)?;
        if include.is_empty() {
            return Ok(Vec::new());
        }
        let mut input = String::new();
        input.extend(include.iter().map(|id| format!("{id}\n")));
        input.extend(exclude.iter().map(|id| format!("^{id}\n")));
        let list = self.git.run_with_input(&["rev-list", "--topo-order", "--reverse", "--stdin"], input.as_bytes())?;
        let unknown = || GitError::Other("git lists commits in an unknown way".to_owned());
        let lines = list.split(|&byte| byte == b'\n').filter(|line| !line.is_empty());
        lines.map(|line| ContentId::from_hex(line).ok_or_else(unknown)).collect()
    }

    fn is_shallow_boundary(&self, id: &ContentId) -> bool {
        self.shallow.get_or_init(|| peel::shallow(&self.common_dir)).contains(id)
    }

    fn hooks_dir(&self) -> PathBuf {
        let runs_in = self.work_tree.as_deref().unwrap_or(&self.git_dir);
        hooks_dir(self.config("core.hooksPath").as_deref(), runs_in, &self.common_dir)
    }
}
