//! Plain files and standard input.

use std::path::PathBuf;
use std::time::Instant;

use super::{Failure, Gate, Means, Run, Scanned, scan, timed, today};
use crate::engine::Feed;
use crate::files::{FilesFeed, TextFeed, find};
use crate::policy::judge_commit;
use crate::text::RepoPath;

/// Judges files and everything below folders, as if a commit added them whole. `tracked` are files that git tracks although
/// it ignores their names; `prefix` is the folder's own path in its repository, by which the policy knows the files.
///
/// # Errors
/// A path cannot be read.
pub fn judge_files(
    gate: &Gate,
    paths: &[PathBuf],
    tracked: &[PathBuf],
    prefix: &RepoPath,
    means: Means,
) -> Result<Run, Failure> {
    let start = Instant::now();
    let mut files = find(paths, tracked)?;
    let all = files.len();
    files.retain(|file| !gate.excludes(&within(prefix, &file.path)));
    let excluded = (all - files.len()) as u64;
    judge(gate, &FilesFeed::new(files, gate.policy.limits.file_bytes), excluded, start, means)
}

/// Judges one text, as if a commit added it whole.
///
/// # Errors
/// Never by itself: it shares the type of the others.
pub fn judge_text(gate: &Gate, path: RepoPath, blob: Vec<u8>, means: Means) -> Result<Run, Failure> {
    judge(gate, &TextFeed::new(path, blob), 0, Instant::now(), means)
}

fn judge(gate: &Gate, feed: &dyn Feed, excluded: u64, start: Instant, means: Means) -> Result<Run, Failure> {
    let Scanned { outcome, remarks } = scan(gate, feed, means)?;
    let judgement = judge_commit(outcome.findings, &gate.policy, None, today());
    Ok(timed(start, (judgement, outcome.totals, remarks), 0, excluded))
}

fn within(prefix: &RepoPath, path: &RepoPath) -> RepoPath {
    if prefix.as_bytes().is_empty() {
        return path.clone();
    }
    RepoPath::new([prefix.as_bytes(), path.as_bytes()].join(&b'/'))
}
