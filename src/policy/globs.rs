//! Globs of the policy: which paths of the repository they name.

use globset::{Candidate, Glob, GlobBuilder, GlobSet, GlobSetBuilder};

use crate::text::RepoPath;

/// Globs as written, and ready to match. Without any, nothing is compiled.
#[derive(Clone, Debug, Default)]
pub struct Globs {
    patterns: Vec<String>,
    set: GlobSet,
}

impl Globs {
    /// Takes globs that [`compile`] accepts. One that it does not accept matches nothing, and neither does a set that is
    /// too large to compile: what excludes nothing hides nothing.
    pub(super) fn new(patterns: Vec<String>) -> Self {
        if patterns.is_empty() {
            return Self::default();
        }
        let mut builder = GlobSetBuilder::new();
        for glob in patterns.iter().filter_map(|pattern| compile(pattern).ok()) {
            builder.add(glob);
        }
        Self { set: builder.build().unwrap_or_default(), patterns }
    }

    /// Whether any of them names the path.
    pub fn matches(&self, path: &RepoPath) -> bool {
        !self.patterns.is_empty() && self.set.is_match_candidate(&Candidate::from_bytes(path.as_bytes()))
    }

    /// The globs as written, those of the lowest layer first.
    pub fn patterns(&self) -> &[String] {
        &self.patterns
    }
}

impl PartialEq for Globs {
    fn eq(&self, other: &Self) -> bool {
        self.patterns == other.patterns
    }
}

impl Eq for Globs {}

/// Compiles a glob: `*` and `?` stop at `/`; without any `/` it is about the file name; one at the end stands for the
/// folder with all that is in it; one at the front for the root of the repository.
///
/// # Errors
/// What is wrong, in words.
pub(super) fn compile(pattern: &str) -> Result<Glob, String> {
    if pattern.trim().is_empty() {
        return Err("it is empty".to_owned());
    }
    if pattern.starts_with('!') {
        return Err("a glob cannot be negated".to_owned());
    }
    if pattern.split('/').any(|part| part == "." || part == "..") {
        return Err("`.` and `..` name no folder of the repository".to_owned());
    }
    let mut whole = pattern.to_owned();
    if whole.ends_with('/') {
        whole.push_str("**");
    }
    let whole = match whole.strip_prefix('/') {
        Some(anchored) => anchored.to_owned(),
        None if whole.contains('/') => whole,
        None => format!("**/{whole}"),
    };
    GlobBuilder::new(&whole).literal_separator(true).build().map_err(|error| error.kind().to_string())
}

/// Whether a glob names every file: paths that have nothing in common are all named.
pub(super) fn is_everything(glob: &Glob) -> bool {
    let matcher = glob.compile_matcher();
    ["q", ".w7", "Xk/v/zz.j5"].iter().all(|path| matcher.is_match_candidate(&Candidate::from_bytes(path)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn globs_name_paths_as_the_default_policy_explains() {
        for (glob, named, not_named) in [
            ("*.min.js", &["a.min.js", "x/y/a.min.js"][..], &["a.js", "a.min.js/b"][..]),
            ("vendor/**", &["vendor/a", "vendor/b/c"], &["x/vendor/a", "vendor"]),
            ("**/fixtures/", &["fixtures/a", "t/fixtures/b/c"], &["fixtures", "fixtures.txt"]),
            ("docs/*.md", &["docs/a.md"], &["docs/x/a.md", "a/docs/b.md"]),
            ("/Makefile", &["Makefile"], &["sub/Makefile"]),
            ("*.{pem,key}", &["a/b.pem", "c.key"], &["pem"]),
        ] {
            let globs = Globs::new(vec![glob.to_owned()]);
            for (paths, expected) in [(named, true), (not_named, false)] {
                for path in paths {
                    assert_eq!(globs.matches(&RepoPath::from(*path)), expected, "{glob} {path}");
                }
            }
        }
    }

    #[test]
    fn a_path_that_is_not_utf8_can_be_named() {
        assert!(Globs::new(vec!["gen/*.rs".to_owned()]).matches(&RepoPath::new(b"gen/\xff.rs")));
    }

    #[test]
    fn no_glob_names_nothing() {
        assert!(!Globs::default().matches(&RepoPath::from("a")));
    }

    #[test]
    fn a_bad_glob_says_what_is_wrong() {
        for bad in ["", "a[", "{a", "!keep.txt", "../x", "./x"] {
            assert!(compile(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn a_glob_for_every_file_is_recognised() {
        for all in ["*", "**", "**/*", "{*,x}", "/**", "[!x]*"] {
            assert!(is_everything(&compile(all).unwrap()), "{all}");
        }
        for some in ["*.js", "vendor/**", "a*", "*.*"] {
            assert!(!is_everything(&compile(some).unwrap()), "{some}");
        }
    }
}
