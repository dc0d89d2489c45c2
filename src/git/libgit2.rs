//! The back end that reads the repository in this process, through libgit2; the index is read by [`super::index`].

use std::cell::OnceCell;
use std::collections::HashSet;
use std::fs;
use std::io::Read;
use std::path::{Path, PathBuf};
use std::sync::Once;

use git2::{ErrorCode, ObjectType, Oid, Repository, RepositoryOpenFlags, Sort};

use super::backend::{Backend, Commit, GitError, ObjectKind, Reference};
use super::index::{self, Index};
use super::location::{Location, hooks_dir};
use super::object;
use super::peel::{self, Start};
use super::settings::Settings;
use super::tree;
use crate::change::{ContentId, Delta, Version};
use crate::text::{RepoPath, printable_str};

/// A repository that libgit2 reads.
pub(super) struct Libgit2 {
    repository: Repository,
    location: Location,
    git_dir: PathBuf,
    common_dir: PathBuf,
    work_tree: Option<PathBuf>,
    /// Bytes of an object id.
    id_len: usize,
    index: OnceCell<Index>,
    settings: OnceCell<Settings>,
    shallow: OnceCell<HashSet<ContentId>>,
}

/// Opens the repository.
///
/// # Errors
/// There is none, or it uses a feature that libgit2 does not know.
pub fn open(location: &Location) -> Result<Box<dyn Backend>, GitError> {
    Ok(Box::new(Libgit2::open(location)?))
}

fn failed(error: &git2::Error) -> GitError {
    GitError::Other(printable_str(error.message().trim()).into_owned())
}

fn unreadable(id: &ContentId, error: &git2::Error) -> GitError {
    GitError::Object { id: *id, reason: printable_str(error.message().trim()).into_owned() }
}

impl Libgit2 {
    pub fn open(location: &Location) -> Result<Self, GitError> {
        // Objects that git has just written need no second hash: a fifth of the time of a large commit. The check of the
        // repository's owner stays: where it refuses, git itself decides, in the other back end.
        static ONCE: Once = Once::new();
        ONCE.call_once(|| git2::opts::strict_hash_verification(false));
        if location.variable("GIT_NAMESPACE").is_some_and(|namespace| !namespace.is_empty()) {
            return Err(GitError::Unsupported("`GIT_NAMESPACE`".to_owned()));
        }
        let opened = match location {
            Location::Environment => Repository::open_from_env(),
            Location::Folder { path, .. } => {
                Repository::open_ext(path, RepositoryOpenFlags::empty(), std::iter::empty::<&Path>())
            }
        };
        let repository = opened.map_err(|error| match (error.class(), error.code()) {
            (git2::ErrorClass::Repository, ErrorCode::NotFound) => GitError::NoRepository,
            _ => failed(&error),
        })?;
        let common_dir = repository.commondir().to_path_buf();
        // libgit2 takes the parents of a commit from this file, so that it can hide commits. Git can be told to ignore it.
        if fs::metadata(common_dir.join("info/grafts")).is_ok_and(|grafts| grafts.len() > 0) {
            return Err(GitError::Unsupported("grafts".to_owned()));
        }
        Ok(Self {
            location: location.clone(),
            git_dir: repository.path().to_path_buf(),
            work_tree: repository.workdir().map(Path::to_path_buf),
            common_dir,
            id_len: match repository.object_format() {
                git2::ObjectFormat::Sha1 => 20,
                git2::ObjectFormat::Sha256 => 32,
            },
            repository,
            index: OnceCell::new(),
            settings: OnceCell::new(),
            shallow: OnceCell::new(),
        })
    }

    /// The index, read on first use.
    pub fn index(&self) -> Result<&Index, GitError> {
        if let Some(index) = self.index.get() {
            return Ok(index);
        }
        let named = self.location.index_file();
        if named.is_none() && self.repository.is_bare() {
            return Err(GitError::Index("a bare repository has none".to_owned()));
        }
        let index = Index::read(&named.unwrap_or_else(|| self.git_dir.join("index")), self.id_len)?;
        Ok(self.index.get_or_init(|| index))
    }

    fn oid(&self, id: &ContentId) -> Result<Oid, GitError> {
        // libgit2 takes an id of the other length for one that it may compare.
        if id.as_bytes().len() != self.id_len {
            return Err(GitError::NotFound(id.to_string()));
        }
        Oid::from_bytes(id.as_bytes()).map_err(|error| failed(&error))
    }

    fn id(oid: Oid) -> Result<ContentId, GitError> {
        ContentId::new(oid.as_bytes()).ok_or_else(|| GitError::Other("an object id has an unknown length".to_owned()))
    }

    /// The bytes of an object, which must be of the given kind.
    fn object(&self, id: &ContentId, kind: ObjectType) -> Result<Vec<u8>, GitError> {
        let odb = self.repository.odb().map_err(|error| failed(&error))?;
        let object = odb.read(self.oid(id)?).map_err(|error| unreadable(id, &error))?;
        if object.kind() == kind {
            Ok(object.data().to_vec())
        } else {
            Err(GitError::Object { id: *id, reason: format!("it is a {}, not a {kind}", object.kind()) })
        }
    }

    /// A blob that is stored alone, as one just committed is: opened once for its size and its bytes, without a second copy.
    /// `None` for any other.
    fn loose_blob(&self, id: &ContentId, limit: u64) -> Option<Result<Vec<u8>, u64>> {
        let odb = self.repository.odb().ok()?;
        let (mut reader, size, kind) = odb.reader(self.oid(id).ok()?).ok()?;
        if kind != ObjectType::Blob {
            return None;
        }
        if size as u64 > limit {
            return Some(Err(size as u64));
        }
        let mut data = Vec::new();
        data.try_reserve_exact(size).ok()?;
        // The end is known by the size: one read more would make the buffer grow.
        let read = reader.by_ref().take(size as u64).read_to_end(&mut data).ok()?;
        (read == size).then_some(Ok(data))
    }

    /// The tree of a commit, or of what an annotated tag names; a tree is its own.
    fn tree_of(&self, id: &ContentId) -> Result<ContentId, GitError> {
        let odb = self.repository.odb().map_err(|error| failed(&error))?;
        let mut id = *id;
        loop {
            let object = odb.read(self.oid(&id)?).map_err(|error| unreadable(&id, &error))?;
            id = match object.kind() {
                ObjectType::Tree => return Ok(id),
                ObjectType::Commit => return Ok(object::commit(&id, object.data())?.tree),
                ObjectType::Tag => object::tag(&id, object.data())?.0,
                _ => return Err(GitError::Object { id, reason: "it has no tree".to_owned() }),
            };
        }
    }

    fn settings(&self) -> &Settings {
        self.settings.get_or_init(|| {
            let mut settings = Settings::default();
            if let Ok(entries) = self.repository.config().and_then(|mut config| config.snapshot()) {
                let _ = entries.entries(None).and_then(|entries| {
                    entries.for_each(|entry| {
                        let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
                        let value = entry.has_value().then(|| text(entry.value_bytes()));
                        settings.push(&text(entry.name_bytes()), value);
                    })
                });
            }
            settings.push_environment(|name| self.location.variable(name));
            settings
        })
    }
}

impl Backend for Libgit2 {
    fn name(&self) -> &'static str {
        "libgit2"
    }

    fn reopen(&self) -> Result<Box<dyn Backend>, GitError> {
        open(&self.location)
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
        match self.repository.head() {
            Ok(head) => head.target().map(Self::id).transpose(),
            Err(error) if error.code() == ErrorCode::UnbornBranch => Ok(None),
            Err(error) => Err(failed(&error)),
        }
    }

    fn resolve(&self, revision: &str) -> Result<ContentId, GitError> {
        let missing = || GitError::NotFound(printable_str(revision).into_owned());
        self.repository.revparse_single(revision).map_err(|_| missing()).and_then(|object| Self::id(object.id()))
    }

    fn kind(&self, id: &ContentId) -> Result<Option<ObjectKind>, GitError> {
        let Ok(oid) = self.oid(id) else { return Ok(None) };
        match self.repository.odb().and_then(|odb| odb.read_header(oid)) {
            Ok((_, kind)) => Ok(match kind {
                ObjectType::Commit => Some(ObjectKind::Commit),
                ObjectType::Tree => Some(ObjectKind::Tree),
                ObjectType::Blob => Some(ObjectKind::Blob),
                ObjectType::Tag => Some(ObjectKind::Tag),
                ObjectType::Any => None,
            }),
            Err(error) if error.code() == ErrorCode::NotFound => Ok(None),
            Err(error) => Err(unreadable(id, &error)),
        }
    }

    fn references(&self, prefix: &str) -> Result<Vec<Reference>, GitError> {
        let mut found = Vec::new();
        for reference in self.repository.references().map_err(|error| failed(&error))? {
            let reference = reference.map_err(|error| failed(&error))?;
            let name = String::from_utf8_lossy(reference.name_bytes()).into_owned();
            if !name.starts_with(prefix) {
                continue;
            }
            // A symbolic reference may name one that is gone.
            let resolve = || reference.resolve().ok().and_then(|direct| direct.target());
            if let Some(target) = reference.target().or_else(resolve) {
                found.push(Reference { name, id: Self::id(target)? });
            }
        }
        found.sort();
        Ok(found)
    }

    fn staged(&self, against: Option<&ContentId>) -> Result<Vec<Delta>, GitError> {
        let tree = against.map(|commit| self.tree_of(commit)).transpose()?;
        let mut deltas = index::staged(self.index()?, tree, &|id| self.object(id, ObjectType::Tree))?;
        deltas.sort_unstable_by(|a, b| a.path.cmp(&b.path));
        Ok(deltas)
    }

    fn diff(&self, old: Option<&ContentId>, new: &ContentId) -> Result<Vec<Delta>, GitError> {
        let old = old.map(|old| self.tree_of(old)).transpose()?;
        let mut deltas = Vec::new();
        let read = |id: &ContentId| self.object(id, ObjectType::Tree);
        tree::diff(&read, b"", old, Some(self.tree_of(new)?), &mut deltas)?;
        deltas.sort_unstable_by(|a, b| a.path.cmp(&b.path));
        Ok(deltas)
    }

    fn staged_entry(&self, path: &RepoPath) -> Result<Option<Version>, GitError> {
        self.index()?.find(path)
    }

    fn entry(&self, commit: &ContentId, path: &RepoPath) -> Result<Option<Version>, GitError> {
        tree::find(&|id| self.object(id, ObjectType::Tree), self.tree_of(commit)?, path)
    }

    fn blob_size(&self, id: &ContentId) -> Result<u64, GitError> {
        let odb = self.repository.odb().map_err(|error| failed(&error))?;
        odb.read_header(self.oid(id)?).map(|(size, _)| size as u64).map_err(|error| unreadable(id, &error))
    }

    fn blob(&self, id: &ContentId) -> Result<Vec<u8>, GitError> {
        match self.loose_blob(id, u64::MAX) {
            Some(Ok(data)) => Ok(data),
            _ => self.object(id, ObjectType::Blob),
        }
    }

    fn blob_up_to(&self, id: &ContentId, limit: u64) -> Result<Result<Vec<u8>, u64>, GitError> {
        if let Some(found) = self.loose_blob(id, limit) {
            return Ok(found);
        }
        let size = self.blob_size(id)?;
        if size > limit { Ok(Err(size)) } else { self.object(id, ObjectType::Blob).map(Ok) }
    }

    fn commit(&self, id: &ContentId) -> Result<Commit, GitError> {
        Ok(object::commit(id, &self.object(id, ObjectType::Commit)?)?.commit)
    }

    fn tag(&self, id: &ContentId) -> Result<(ContentId, Vec<u8>), GitError> {
        object::tag(id, &self.object(id, ObjectType::Tag)?)
    }

    fn range(&self, include: &[ContentId], exclude: &[ContentId]) -> Result<Vec<ContentId>, GitError> {
        let Start { include, exclude } = peel::start(self, include, exclude)?;
        let walk = || -> Result<Vec<Oid>, git2::Error> {
            let mut walk = self.repository.revwalk()?;
            walk.set_sorting(Sort::TOPOLOGICAL | Sort::REVERSE)?;
            for id in &exclude {
                walk.hide(Oid::from_bytes(id.as_bytes())?)?;
            }
            for id in &include {
                walk.push(Oid::from_bytes(id.as_bytes())?)?;
            }
            walk.collect()
        };
        walk().map_err(|error| failed(&error))?.into_iter().map(Self::id).collect()
    }

    fn is_shallow_boundary(&self, id: &ContentId) -> bool {
        self.shallow.get_or_init(|| peel::shallow(&self.common_dir)).contains(id)
    }

    fn hooks_dir(&self) -> PathBuf {
        let runs_in = self.work_tree.as_deref().unwrap_or(&self.git_dir);
        hooks_dir(self.config("core.hooksPath").as_deref(), runs_in, &self.common_dir)
    }
}
