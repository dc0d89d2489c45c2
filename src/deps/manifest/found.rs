//! What a reader has found so far.

use std::ops::Range;

use crate::deps::{Dependency, Ecosystem, Origin, Wanted};

/// What one file declares.
#[derive(Debug, Default)]
pub struct Manifest {
    /// In the order of their places; the same package and version stands once for each place.
    pub dependencies: Vec<Dependency>,
    /// What kept the file from being read as a whole. What could be read of it is in `dependencies` all the same.
    pub unreadable: Option<Unreadable>,
}

/// A mistake in a manifest. Its text names no part of the file.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("line {line}: {trouble}")]
pub struct Unreadable {
    /// Counted from 1.
    pub line: usize,
    /// Byte offset in the file.
    pub at: usize,
    /// What is wrong.
    pub trouble: Trouble,
}

/// Why a manifest cannot be read as a whole.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Trouble {
    /// Lines that a merge left.
    #[error("a merge conflict is not resolved")]
    Conflict,
    /// The grammar of the format is broken.
    #[error("{0}")]
    Syntax(&'static str),
    /// Bytes that are no text.
    #[error("the text is not UTF-8")]
    NotUtf8,
    /// Nested too deep, or more values in one place than a person or a tool writes.
    #[error("the file is nested too deep or one part of it is too large")]
    TooMuch,
}

impl Unreadable {
    /// What to do about it.
    pub fn help(&self) -> &'static str {
        match self.trouble {
            Trouble::Conflict => "resolve the conflict, or let the package manager write the lock file again",
            Trouble::Syntax(_) => "complete the file; the package manager cannot read it either",
            Trouble::NotUtf8 => "save the file as UTF-8",
            Trouble::TooMuch => "split the file, or let the package manager write it again",
        }
    }
}

/// Collects dependencies and the first trouble.
#[derive(Debug, Default)]
pub struct Found {
    pub dependencies: Vec<Dependency>,
    pub trouble: Option<(usize, Trouble)>,
}

impl Found {
    /// Notes a package; a name that is empty or a template names none.
    pub fn add(&mut self, ecosystem: Ecosystem, name: &str, wanted: Wanted, origin: Origin, place: Range<usize>) {
        let name = name.trim();
        if name.is_empty() || name.contains(['$', '{', '<', '*', '\n']) {
            return;
        }
        let normal = ecosystem.normal(name);
        // Registries that keep capitals and underscores show them; the other ones show the normal name.
        let shown = match ecosystem {
            Ecosystem::CratesIo | Ecosystem::NuGet | Ecosystem::GitHubActions => name.to_owned(),
            _ => normal.clone(),
        };
        self.dependencies.push(Dependency { ecosystem, name: normal, shown, wanted, origin, is_peer: false, place });
    }

    /// Notes what is wrong; the first trouble stays.
    pub fn trouble(&mut self, at: usize, trouble: Trouble) {
        self.trouble.get_or_insert((at, trouble));
    }

    /// The manifest, in order and without repetition.
    pub fn finish(self, text: &[u8]) -> Manifest {
        let mut dependencies = self.dependencies;
        dependencies.sort_by(|a, b| {
            let key = |d: &Dependency| (d.place.start, d.place.end, d.ecosystem);
            key(a).cmp(&key(b)).then_with(|| a.name.cmp(&b.name))
        });
        dependencies.dedup();
        let unreadable = self.trouble.map(|(at, trouble)| {
            let at = at.min(text.len());
            Unreadable { line: memchr::memchr_iter(b'\n', &text[..at]).count() + 1, at, trouble }
        });
        Manifest { dependencies, unreadable }
    }
}
