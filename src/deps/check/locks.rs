//! The lock files that resolve the ranges of a manifest: read when a range would be warned of, and not before.

use std::collections::HashSet;

use crate::deps::manifest::{FileKind, kind, locks_of, read};
use crate::deps::{Dependency, Ecosystem};
use crate::engine::Beside;
use crate::text::RepoPath;

/// The lock files of one manifest, the likeliest first.
pub(super) struct Locks<'b> {
    beside: Beside<'b>,
    /// Not read yet, the likeliest last; `None` before anybody asked.
    left: Option<Vec<RepoPath>>,
    kind: FileKind,
    manifest: &'b RepoPath,
    resolved: HashSet<(Ecosystem, String)>,
}

impl<'b> Locks<'b> {
    pub(super) fn new(kind: FileKind, manifest: &'b RepoPath, beside: Beside<'b>) -> Self {
        Self { beside, left: None, kind, manifest, resolved: HashSet::new() }
    }

    /// Whether one of them says which version of a package is taken.
    pub(super) fn resolve(&mut self, dependency: &Dependency) -> bool {
        let key = (dependency.ecosystem, dependency.name.clone());
        let left = self.left.get_or_insert_with(|| {
            let mut locks = locks_of(self.kind, self.manifest);
            locks.reverse();
            locks
        });
        while !self.resolved.contains(&key) {
            let Some(path) = left.pop() else { return false };
            let Some((kind, text)) = kind(&path).and_then(|kind| Some((kind, (self.beside)(&path)?))) else { continue };
            let lock = read(kind, &path, &text).dependencies;
            self.resolved.extend(lock.into_iter().map(|locked| (locked.ecosystem, locked.name)));
        }
        true
    }
}
