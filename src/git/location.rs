//! Which repository is meant.

use std::path::{Path, PathBuf};

/// Which repository to open.
#[derive(Clone, Debug)]
pub enum Location {
    /// The one that git's environment variables and the current folder name. Nothing else finds the index of `git commit -a`
    /// or the quarantine of a push, so hooks open this one.
    Environment,
    /// The one that a folder belongs to, whatever the environment says.
    Folder {
        /// The folder: of the repository, or inside it.
        path: PathBuf,
        /// An index file other than that of the repository.
        index: Option<PathBuf>,
    },
}

impl Location {
    /// The repository of a folder, with its own index.
    pub fn folder(path: impl Into<PathBuf>) -> Self {
        Self::Folder { path: path.into(), index: None }
    }

    /// An environment variable, as far as the environment counts. An empty one is none, as git has it for paths.
    pub(super) fn variable(&self, name: &str) -> Option<String> {
        match self {
            Self::Environment => std::env::var_os(name).map(|value| value.to_string_lossy().into_owned()),
            Self::Folder { .. } => None,
        }
    }

    /// The index file that is named instead of the repository's own; a relative one counts from the current folder.
    pub(super) fn index_file(&self) -> Option<PathBuf> {
        match self {
            Self::Environment => std::env::var_os("GIT_INDEX_FILE").filter(|path| !path.is_empty()).map(PathBuf::from),
            Self::Folder { index, .. } => index.clone(),
        }
    }
}

/// Where git looks for hooks: `core.hooksPath` (from the home folder if it begins with `~/`, else from the folder in which
/// hooks run), or `hooks` of the common directory.
pub(super) fn hooks_dir(configured: Option<&str>, runs_in: &Path, common_dir: &Path) -> PathBuf {
    match configured {
        None => common_dir.join("hooks"),
        Some(path) => match (path.strip_prefix("~/"), std::env::var_os("HOME")) {
            (Some(rest), Some(home)) => Path::new(&home).join(rest),
            _ => runs_in.join(path),
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hooks_stand_where_git_looks_for_them() {
        let dir = |configured| hooks_dir(configured, Path::new("/repo"), Path::new("/repo/.git"));
        assert_eq!(dir(None), Path::new("/repo/.git/hooks"));
        assert_eq!(dir(Some(".husky/_")), Path::new("/repo/.husky/_"));
        assert_eq!(dir(Some("/etc/hooks")), Path::new("/etc/hooks"));
        let home = PathBuf::from(std::env::var_os("HOME").unwrap());
        assert_eq!(dir(Some("~/hooks")), home.join("hooks"));
    }
}
