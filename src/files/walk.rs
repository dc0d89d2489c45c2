//! Which files a path stands for.

use std::collections::BTreeMap;
use std::io;
use std::path::{Component, Path, PathBuf};

use ignore::WalkBuilder;

use super::FoundFile;
use crate::text::RepoPath;

/// A path cannot be scanned.
#[derive(Debug, thiserror::Error)]
pub enum FileError {
    /// There is nothing there.
    #[error("cannot read `{}`: {source}", crate::text::printable(path.as_os_str().as_encoded_bytes()))]
    Missing {
        /// As it was typed.
        path: PathBuf,
        /// What the system says.
        source: io::Error,
    },
    /// A folder below it cannot be read.
    #[error("cannot list a folder: {0}")]
    Walk(String),
}

/// The files below the given paths, sorted by name, each once. Symbolic links are followed where they are given themselves;
/// in a folder their target is their content.
/// A folder `.git` is left out; inside a repository, so is what git ignores and does not track (`tracked`: paths that git
/// tracks, whether ignored or not).
///
/// Names are relative to a single folder that is given; with several paths, each name begins with the path as given.
///
/// # Errors
/// A path does not exist or a folder cannot be listed.
pub fn find(paths: &[PathBuf], tracked: &[PathBuf]) -> Result<Vec<FoundFile>, FileError> {
    let mut found = BTreeMap::new();
    for path in paths {
        // A link to nothing is still a file for git.
        let meta = path.metadata().or_else(|_| path.symlink_metadata());
        let meta = meta.map_err(|source| FileError::Missing { path: path.clone(), source })?;
        if !meta.is_dir() {
            found.insert(name(path), (path.clone(), meta.is_symlink()));
            continue;
        }
        let prefix = if paths.len() == 1 { Path::new("") } else { path.as_path() };
        let files = below(path)?;
        let kept = tracked.iter().filter(|file| file.starts_with(path) && file.symlink_metadata().is_ok()).cloned();
        for file in files.into_iter().chain(kept) {
            let relative = file.strip_prefix(path).unwrap_or(&file);
            let is_link = file.is_symlink();
            found.insert(name(&prefix.join(relative)), (file, is_link));
        }
    }
    Ok(found.into_iter().map(|(path, (location, is_link))| FoundFile { path, location, is_link }).collect())
}

fn below(folder: &Path) -> Result<Vec<PathBuf>, FileError> {
    let mut walk = WalkBuilder::new(folder);
    // Hidden files are where secrets are; `.ignore` files are the search tools' own.
    walk.hidden(false).ignore(false).follow_links(false).filter_entry(|entry| entry.file_name() != ".git");
    let mut files = Vec::new();
    for entry in walk.build() {
        let entry = entry.map_err(|error| FileError::Walk(error.to_string()))?;
        let kind = entry.file_type();
        // A folder that was given by a link is itself a link here.
        if entry.depth() > 0 && kind.is_some_and(|kind| kind.is_file() || kind.is_symlink()) {
            files.push(entry.into_path());
        }
    }
    Ok(files)
}

/// A path with `/` between its names, without `.` in it.
fn name(path: &Path) -> RepoPath {
    let parts = path.components().filter_map(|part| match part {
        Component::Normal(name) => Some(name.as_encoded_bytes()),
        Component::ParentDir => Some(&b".."[..]),
        _ => None,
    });
    RepoPath::new(parts.collect::<Vec<_>>().join(&b'/'))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs;

    fn names(found: &[FoundFile]) -> Vec<String> {
        found.iter().map(|file| file.path.to_string()).collect()
    }

    fn tree(files: &[&str]) -> tempfile::TempDir {
        let dir = tempfile::tempdir().unwrap();
        for file in files {
            let path = dir.path().join(file);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, "x\n").unwrap();
        }
        dir
    }

    #[test]
    fn names_are_relative_to_the_folder_and_hidden_files_are_read() {
        let dir = tree(&["b/c.py", ".env", ".git/config", "a.txt"]);
        let found = find(&[dir.path().to_owned()], &[]).unwrap();
        assert_eq!(names(&found), [".env", "a.txt", "b/c.py"]);
    }

    #[test]
    fn inside_a_repository_ignored_files_are_left_out_unless_tracked() {
        let dir = tree(&["keep.txt", "skip.log", "tracked.log", ".gitignore", ".git/HEAD"]);
        fs::write(dir.path().join(".gitignore"), "*.log\n").unwrap();
        let found = find(&[dir.path().to_owned()], &[dir.path().join("tracked.log")]).unwrap();
        assert_eq!(names(&found), [".gitignore", "keep.txt", "tracked.log"]);
    }

    #[test]
    fn what_does_not_exist_is_an_error() {
        assert!(find(&[PathBuf::from("no/such/path")], &[]).unwrap_err().to_string().contains("`no/such/path`"));
    }

    #[test]
    #[cfg(unix)]
    fn a_link_is_followed_where_it_is_given_itself() {
        let dir = tree(&["real/a.txt"]);
        let to = |link: &str, target: &str| {
            let link = dir.path().join(link);
            std::os::unix::fs::symlink(target, &link).unwrap();
            link
        };
        let (file, folder, nothing) = (to("real/file", "a.txt"), to("folder", "real"), to("nothing", "gone"));
        let links = |paths: &[PathBuf]| -> Vec<(String, bool)> {
            let name = |found: &FoundFile| String::from_utf8_lossy(found.path.file_name()).into_owned();
            find(paths, &[]).unwrap().iter().map(|found| (name(found), found.is_link)).collect()
        };
        assert_eq!(links(&[file]), [("file".to_owned(), false)]);
        assert_eq!(links(&[folder]), [("a.txt".to_owned(), false), ("file".to_owned(), true)]);
        assert_eq!(links(&[nothing]), [("nothing".to_owned(), true)]);
    }
}
