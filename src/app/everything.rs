//! The whole history: what every reference reaches, each content once.

use std::collections::{HashMap, HashSet};
use std::time::Instant;

use super::history::{bare_object, pushed};
use super::{Failure, Gate, Means, Run, Scanned, aside, scan, timed, today};
use crate::change::ContentId;
use crate::engine::Totals;
use crate::finding::{Finding, Fingerprint};
use crate::git::{Backend, ChangedFile, GitFeed, changed_files, committed_differences, every_reference, is_cut};
use crate::policy::judge_push as judge;
use crate::text::RepoPath;

/// How many contents are read at a time: what is kept of a history does not grow with its files.
const BATCH: usize = 4096;

/// Judges what all references of the repository reach, by the policy of `HEAD`: contents, messages, names of files and of
/// references. A content is read once for each name that it has had; a finding names the first commit that added it.
///
/// # Errors
/// An object, the references or the policy cannot be read.
pub fn judge_all(backend: &dyn Backend, means: Means) -> Result<Run, Failure> {
    let start = Instant::now();
    let gate = Gate::at(backend, backend.head()?.as_ref())?;
    let push = every_reference(backend)?;
    let told = (means.progress)(push.commits.len());
    let mut history = History::new(backend, &gate, means);
    let (mut commits, mut excluded) = (Vec::with_capacity(push.commits.len()), 0);
    for (index, id) in push.commits.iter().enumerate() {
        let mut commit = backend.commit(id)?;
        if is_cut(backend, id)? {
            commit.parents.clear();
        }
        let differences = committed_differences(backend, id, &commit.parents)?;
        let (files, left_out) = changed_files(differences, &|path| gate.excludes(path));
        excluded += left_out;
        history.keep(aside::in_names(&gate.rules, &files, Some(id)));
        history.keep(aside::in_message(&gate.rules, aside::MESSAGE.as_bytes(), &commit.message, Some(id)));
        history.read(Some(*id), files)?;
        commits.push(pushed(commit));
        told(index + 1);
    }
    history.keep(aside::in_references(&gate.rules, &push.names));
    for (name, message) in &push.tags {
        history.keep(aside::in_message(&gate.rules, name, message, None));
    }
    for (name, id, kind) in &push.bare_objects {
        history.read(None, bare_object(backend, name, *id, *kind)?)?;
    }
    history.flush()?;
    let judgement = judge(history.findings, &gate.policy, &commits, today());
    Ok(timed(start, (judgement, history.totals, history.remarks), push.commits.len(), excluded))
}

/// What was read so far, and what is to be read next.
struct History<'r> {
    backend: &'r dyn Backend,
    gate: &'r Gate,
    means: Means<'r>,
    feed: GitFeed<'r>,
    waiting: usize,
    read: HashSet<(ContentId, usize)>,
    /// Rules look at the name of a file, some at its folders: a content that gets another one is read again.
    names: HashMap<Vec<u8>, usize>,
    findings: Vec<Finding>,
    known: HashSet<Fingerprint>,
    totals: Totals,
    remarks: Vec<String>,
}

impl<'r> History<'r> {
    fn new(backend: &'r dyn Backend, gate: &'r Gate, means: Means<'r>) -> Self {
        Self {
            backend,
            gate,
            means,
            feed: GitFeed::new(backend, gate.policy.limits.file_bytes),
            waiting: 0,
            read: HashSet::new(),
            names: HashMap::new(),
            findings: Vec::new(),
            known: HashSet::new(),
            totals: Totals::default(),
            remarks: Vec::new(),
        }
    }

    /// Reads the contents that were not read yet, soon.
    fn read(&mut self, commit: Option<ContentId>, files: Vec<ChangedFile>) -> Result<(), Failure> {
        let fresh: Vec<ChangedFile> = files
            .into_iter()
            .filter(|file| self.is_fresh(&file.path, file.new.id))
            .map(|file| ChangedFile::whole(file.path, file.new))
            .collect();
        self.waiting += fresh.len();
        match commit {
            Some(commit) => self.feed.push_commit(commit, fresh),
            None => self.feed.push_staged(fresh),
        }
        if self.waiting >= BATCH { self.flush() } else { Ok(()) }
    }

    fn is_fresh(&mut self, path: &RepoPath, id: ContentId) -> bool {
        let next = self.names.len();
        let named = !self.gate.rules.for_name(path).is_empty();
        let name = if named { path.as_bytes() } else { path.file_name() };
        let name = *self.names.entry(name.to_vec()).or_insert(next);
        self.read.insert((id, name))
    }

    fn flush(&mut self) -> Result<(), Failure> {
        let next = GitFeed::new(self.backend, self.gate.policy.limits.file_bytes);
        let feed = std::mem::replace(&mut self.feed, next);
        self.waiting = 0;
        // What is told counts commits, not contents.
        let means = Means { progress: &|_| Box::new(|_| ()), ..self.means };
        let Scanned { outcome, remarks } = scan(self.gate, &feed, means)?;
        self.totals.add(outcome.totals);
        self.keep(outcome.findings);
        self.remarks = remarks;
        Ok(())
    }

    /// Keeps the findings that no earlier commit has.
    fn keep(&mut self, findings: Vec<Finding>) {
        self.findings.extend(findings.into_iter().filter(|finding| self.known.insert(finding.fingerprint)));
    }
}
