//! `hunkguard scan`.

use std::io::{self, Read};
use std::path::{Path, PathBuf};

use super::args::{Format, ScanArgs};
use super::exit::Exit;
use super::output::{Output, progress};
use super::ui::Stream;
use super::{Stop, written};
use crate::app::{Failure, Gate, Means, Run, judge_all, judge_files, judge_range, judge_staged, judge_text};
use crate::git::{self, Backend, GitError, Location, Parents};
use crate::policy::{Status, Verdict};
use crate::text::RepoPath;

/// Reads what was asked for, and reports.
pub fn run(args: &ScanArgs, output: &Output) -> Result<Exit, Stop> {
    let run = judge(args)?;
    let exit = if run.judgement.verdict == Verdict::Blocked { Exit::Blocked } else { Exit::Passed };
    let advice = match args.format {
        Format::Human if run.judgement.with_status(Status::Blocking).next().is_some() => {
            vec!["`hunkguard explain RULE` says more about a rule".to_owned()]
        }
        _ => Vec::new(),
    };
    written(output.report(&run, advice, args.format, Stream::Stdout), exit)
}

fn judge(args: &ScanArgs) -> Result<Run, Failure> {
    let progress = progress();
    let means = Means { progress: &progress, index: args.advisories.as_deref() };
    if args.staged {
        let backend = git::open(&Location::Environment)?;
        if backend.work_tree().is_none() {
            return Err(Failure::new(
                "a bare repository has no index",
                "read commits instead: `hunkguard scan --range A..B`",
            ));
        }
        let parents = Parents::of_commit_in_progress(&*backend, false)?;
        return judge_staged(&*backend, &parents, None, means);
    }
    if let Some(range) = &args.range {
        return judge_range(&*git::open(&Location::Environment)?, range, means);
    }
    if args.all {
        return judge_all(&*git::open(&Location::Environment)?, means);
    }
    if let (true, Some(path)) = (args.stdin, &args.path) {
        let mut text = Vec::new();
        io::stdin().read_to_end(&mut text)?;
        return judge_text(&gate(repository(Path::new("."))?.as_deref())?, RepoPath::new(path.as_bytes()), text, means);
    }
    let paths = if args.paths.is_empty() { vec![PathBuf::from(".")] } else { args.paths.clone() };
    let folder = match paths.first() {
        Some(path) if path.is_dir() => path.clone(),
        Some(path) => path.parent().map_or_else(PathBuf::new, Path::to_owned),
        None => PathBuf::new(),
    };
    let backend = repository(&folder)?;
    let (tracked, prefix) = match &backend {
        Some(backend) => (tracked(&**backend, &paths)?, prefix(&**backend, &paths)),
        None => (Vec::new(), RepoPath::default()),
    };
    judge_files(&gate(backend.as_deref())?, &paths, &tracked, &prefix, means)
}

/// The repository that a folder lies in; `None` outside of any. A folder that does not exist lies in none.
fn repository(folder: &Path) -> Result<Option<Box<dyn Backend>>, GitError> {
    let folder = if folder.as_os_str().is_empty() { Path::new(".") } else { folder };
    if !folder.exists() {
        return Ok(None);
    }
    match git::open(&Location::folder(folder)) {
        Ok(backend) => Ok(Some(backend)),
        Err(GitError::NoRepository) => Ok(None),
        Err(error) => Err(error),
    }
}

/// What is in force: the policy of the commit that is checked out, or the system's.
fn gate(backend: Option<&dyn Backend>) -> Result<Gate, Failure> {
    let gate = match backend {
        Some(backend) => Gate::at(backend, backend.head()?.as_ref())?,
        None => Gate::of_system()?,
    };
    if gate.broken.is_empty() { Ok(gate) } else { Err(Failure::policy(&gate.broken)) }
}

/// Everything that git tracks, as paths that begin like the given ones. What git tracks is read even if its name is ignored.
fn tracked(backend: &dyn Backend, paths: &[PathBuf]) -> Result<Vec<PathBuf>, GitError> {
    let Some(root) = backend.work_tree() else { return Ok(Vec::new()) };
    let entries = backend.staged(None)?;
    let mut found = Vec::new();
    for given in paths.iter().filter(|path| path.is_dir()) {
        let Some(below) = below_root(root, given) else { continue };
        let inside = entries
            .iter()
            .filter_map(|entry| Path::new(std::str::from_utf8(entry.path.as_bytes()).ok()?).strip_prefix(&below).ok());
        found.extend(inside.map(|rest| given.join(rest)));
    }
    Ok(found)
}

/// Where a single given folder lies in the repository.
fn prefix(backend: &dyn Backend, paths: &[PathBuf]) -> RepoPath {
    let below = backend
        .work_tree()
        .zip(paths.first())
        .and_then(|(root, path)| below_root(root, if path.is_dir() { path } else { path.parent()? }));
    below.map(|below| RepoPath::new(below.as_os_str().as_encoded_bytes())).unwrap_or_default()
}

/// A path relative to the root of the working tree.
fn below_root(root: &Path, path: &Path) -> Option<PathBuf> {
    let (root, path) = (root.canonicalize().ok()?, path.canonicalize().ok()?);
    path.strip_prefix(&root).ok().map(Path::to_owned)
}
