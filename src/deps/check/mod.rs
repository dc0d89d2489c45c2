//! The check of the gate: what a commit adds to manifests and lock files, judged by what is known of packages.

mod exceptions;
mod locks;
mod news;
mod source;
#[cfg(test)]
mod tests;
mod unread;
mod words;

pub use exceptions::{Exceptions, Ignore, NameGlobs, name_glob};
pub use source::IndexChoice;

use locks::Locks;
use source::Source;

use super::judge::{Concern, Reach, judge};
use super::manifest::{FileKind, kind, read};
use super::model::{Dependency, Ecosystem, Origin, Wanted};
use super::names::suspect;
use super::{Kind, Warning};
use crate::change::Change;
use crate::engine::{Beside, Check, Hit, Sink, Told};
use crate::finding::{Confidence, Severity};
use crate::rules::builtin_rule;
use crate::text::RepoPath;

/// The check. Nothing is opened before the first package is asked for, so that a commit without a manifest pays nothing.
#[derive(Debug)]
pub struct Dependencies {
    source: Source,
    exceptions: Exceptions,
}

impl Dependencies {
    /// Judges by the index in this program alone, without exceptions.
    pub const fn built_in() -> Self {
        Self { source: Source::new(IndexChoice::BuiltIn), exceptions: Exceptions::none() }
    }

    /// Judges by an index, with the exceptions of a policy.
    pub fn new(index: IndexChoice, exceptions: Exceptions) -> Self {
        Self { source: Source::new(index), exceptions }
    }

    /// What a person must know of the index that was used; empty where none was. `now` is in seconds since 1970.
    pub fn remarks(&self, now: i64) -> Vec<Warning> {
        self.source.remarks(now)
    }

    /// What kept the check from doing its work, in words. Then its findings are not all.
    pub fn failure(&self) -> Option<&str> {
        self.source.failure()
    }

    /// What is known against a dependency, as far as it is worth a word here.
    fn concerns(&self, dependency: &Dependency, locks: &mut Locks) -> Vec<Concern> {
        let mut concerns = judge(dependency, &self.source.look_up(dependency.ecosystem, &dependency.name));
        // A floor that is only informed of, or that somebody else chooses, is not worth a change.
        concerns
            .retain(|concern| concern.reach != Reach::Floor || !(concern.kind.informs_only() || dependency.is_peer));
        // That a name is malware as a whole is true wherever its version is chosen.
        let is_bad_name = |concern: &Concern| concern.kind == Kind::Malware && concern.reach == Reach::Every;
        match dependency.wanted {
            // The version is chosen elsewhere: by a parent, a catalogue, a variable, or the day of the installation.
            Wanted::Any => concerns.retain(is_bad_name),
            // What a lock has resolved is judged there.
            Wanted::Range(_) if !concerns.is_empty() && locks.resolve(dependency) => concerns.retain(is_bad_name),
            _ => {}
        }
        concerns
    }

    /// Whether somebody has published an advisory on it: then the package is real, however much its name looks like another.
    fn is_known(&self, dependency: &Dependency) -> bool {
        let known = self.source.look_up(dependency.ecosystem, &dependency.name);
        known.iter().any(|advisory| advisory.kind != Kind::Malware)
    }

    fn judged(&self, dependency: &Dependency, concerns: Vec<Concern>, file: &File, sink: &mut Sink) {
        let (live, ignored, notes) = self.exceptions.part(dependency, concerns);
        let pass = ignored.first().map(|(_, pass)| pass.clone()).filter(|_| live.is_empty());
        let counted = if live.is_empty() { ignored.into_iter().map(|(concern, _)| concern).collect() } else { live };
        let weak = |concern: &Concern| !concern.kind.informs_only();
        let any_weak = counted.iter().any(weak);
        // What informs only is not counted among weaknesses.
        let counted: Vec<Concern> = counted.into_iter().filter(|concern| weak(concern) || !any_weak).collect();
        let Some(worst) = counted.first() else { return };
        let id = rule_of(worst);
        let severity = counted.iter().filter(|concern| concern.blocks() == worst.blocks()).map(Concern::weight).max();
        let mut told = words::told(dependency, &counted, file.text, file.path);
        told.notes.extend(notes);
        if let Some(package) = &mut told.package {
            package.ignored = pass;
        }
        push(sink, id, dependency, severity.filter(|_| any_weak), told);
    }
}

/// The file that is read, for words about it.
struct File<'f> {
    path: &'f RepoPath,
    text: &'f str,
}

impl Check for Dependencies {
    fn reads_whole(&self, path: &RepoPath) -> bool {
        kind(path).is_some()
    }

    fn compare(&self, change: &mut Change, beside: Beside, sink: &mut Sink) {
        let path = change.path().clone();
        let Some(kind) = kind(&path) else { return };
        let manifest = read(kind, &path, change.text());
        if manifest.dependencies.is_empty() && manifest.unreadable.is_none() {
            return;
        }
        let bases: Vec<_> = change.bases().iter().map(|base| read(kind, &path, base)).collect();
        if let Some(unreadable) = &manifest.unreadable {
            unread::push(unreadable, kind, change, &bases, sink);
        }
        // Only quoted from: where it is not UTF-8, places do not fit, and the version alone is quoted.
        let text = String::from_utf8_lossy(change.text());
        let file = File { path: &path, text: &text };
        let mut locks = Locks::new(kind, &path, beside);
        let news = news::news(&manifest.dependencies, &bases);
        for fresh in news.into_iter().filter(|fresh| is_judged(fresh.dependency)) {
            let dependency = fresh.dependency;
            if self.exceptions.internal.matches(&dependency.name, &dependency.shown) {
                continue;
            }
            let concerns = self.concerns(dependency, &mut locks);
            if !concerns.is_empty() {
                self.judged(dependency, concerns, &file, sink);
            } else if fresh.is_new_name && asks_by_hand(kind) && !self.is_known(dependency) {
                suspicious(dependency, sink);
            }
        }
    }
}

/// Whether the name of a package says anything, and its version is one that somebody has chosen.
fn is_judged(dependency: &Dependency) -> bool {
    // `go 1.22.3` is the least release that will do, not the one that builds: nearly every module would be warned of.
    let language = dependency.ecosystem == Ecosystem::Go
        && dependency.name == "stdlib"
        && matches!(dependency.wanted, Wanted::Range(_));
    dependency.origin == Origin::Registry && !language
}

/// Whether people or assistants write the names in such a file. Those in a lock were found in a registry.
fn asks_by_hand(kind: FileKind) -> bool {
    !kind.is_lock()
}

fn suspicious(dependency: &Dependency, sink: &mut Sink) {
    if let Some(suspicion) = suspect(dependency.ecosystem, &dependency.name) {
        push(sink, "suspicious-package-name", dependency, None, words::suspicious(dependency, &suspicion));
    }
}

/// The rule under which a concern is reported. A range is one of its own only as long as it allows a version that is free
/// of it: whoever switches off that warning still hears of what no version mends.
fn rule_of(worst: &Concern) -> &'static str {
    match worst.kind {
        Kind::Malware => "malicious-dependency",
        Kind::Vulnerability if worst.reach == Reach::Floor => "vulnerable-range",
        Kind::Vulnerability => "vulnerable-dependency",
        Kind::Unsound => "unsound-dependency",
        Kind::Unmaintained => "unmaintained-dependency",
        Kind::Notice => "dependency-notice",
    }
}

fn push(sink: &mut Sink, id: &str, dependency: &Dependency, severity: Option<Severity>, told: Told) {
    if let Some(rule) = builtin_rule(id) {
        let hit = Hit::new(rule, dependency.place.clone());
        sink.push(Hit { severity, told: Some(Box::new(told)), ..hit });
    }
}

/// A hit that is surer or less sure than its rule.
fn push_unsure(sink: &mut Sink, id: &str, hit: std::ops::Range<usize>, confidence: Confidence, told: Told) {
    if let Some(rule) = builtin_rule(id) {
        sink.push(Hit { confidence: Some(confidence), told: Some(Box::new(told)), ..Hit::new(rule, hit) });
    }
}
