//! Which paths a rule applies to.

use std::sync::OnceLock;

use globset::{Candidate, Glob, GlobMatcher};

use crate::text::RepoPath;

/// Globs that were checked when their rule was read; compiled when they are first asked.
#[derive(Debug)]
pub struct Paths {
    globs: &'static [&'static str],
    matchers: OnceLock<Vec<GlobMatcher>>,
}

impl Paths {
    /// No glob means every path.
    pub fn new(globs: &'static [&'static str]) -> Self {
        Self { globs, matchers: OnceLock::new() }
    }

    /// As the rule writes them.
    pub fn globs(&self) -> &'static [&'static str] {
        self.globs
    }

    /// Whether the rule applies to a path.
    pub fn cover(&self, path: &RepoPath) -> bool {
        if self.globs.is_empty() {
            return true;
        }
        let compile = |glob: &&str| Glob::new(glob).ok().map(|glob| glob.compile_matcher());
        let matchers = self.matchers.get_or_init(|| self.globs.iter().filter_map(compile).collect());
        let path = Candidate::from_bytes(path.as_bytes());
        matchers.iter().any(|matcher| matcher.is_match_candidate(&path))
    }
}
