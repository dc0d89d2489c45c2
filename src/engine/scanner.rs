//! One file through all checks.

use super::derived::{self, DEEPEST, Inner};
use super::sink::Sink;
use crate::change::Change;
use crate::finding::Finding;
use crate::rules::{Candidate, RuleSet};
use crate::text::RepoPath;

/// One kind of check.
pub trait Check: Sync {
    /// Looks at the text of a file, and at the places where keywords of rules stand in it, and hands every hit to the sink. Whether
    /// the commit adds the hit, and whether its rule is switched off, is not its business. It is called for every file: one
    /// in which there is nothing for it to find must cost nothing.
    fn check(&self, _change: &Change, _candidates: &[Candidate], _sink: &mut Sink) {}

    /// Whether it also looks at what stands encoded in a file, or packed: secrets are secrets there, code is not run.
    fn reads_inside(&self) -> bool {
        false
    }

    /// Whether it reads a file as a whole, by the path alone. It is asked for every file.
    fn reads_whole(&self, _path: &RepoPath) -> bool {
        false
    }

    /// Looks at a file that it reads as a whole, with the texts that it is compared with and other files of the same side,
    /// and hands what is new to the sink.
    fn compare(&self, _change: &mut Change, _beside: Beside, _sink: &mut Sink) {}
}

/// Reads another file of the same side: see [`super::Reader::beside`].
pub type Beside<'b> = &'b dyn Fn(&RepoPath) -> Option<Vec<u8>>;

/// The checks and the rules they follow.
pub struct Scanner<'r> {
    rules: &'r RuleSet,
    checks: &'r [&'r dyn Check],
}

impl<'r> Scanner<'r> {
    /// All checks see the same candidates: the text is searched for keywords once.
    pub fn new(rules: &'r RuleSet, checks: &'r [&'r dyn Check]) -> Self {
        Self { rules, checks }
    }

    /// A text that will be shown, with every secret in it masked; `None` where there is none.
    pub fn conceal(&self, text: &[u8]) -> Option<Vec<u8>> {
        let change = Change::whole(RepoPath::default(), text.to_vec());
        let mut sink = self.look(&change, false);
        self.look_inside(&change, &mut sink, DEEPEST);
        sink.conceal(change.text())
    }

    /// The findings of one file that stands alone, in the order of the file.
    pub fn scan(&self, change: &mut Change) -> Vec<Finding> {
        self.scan_beside(change, &|_| None)
    }

    /// The findings of one file among others, in the order of the file.
    pub fn scan_beside(&self, change: &mut Change, beside: Beside) -> Vec<Finding> {
        let mut sink = self.look(change, false);
        self.go_deeper(change, &mut sink);
        for check in self.checks {
            if check.reads_whole(change.path()) {
                check.compare(change, beside, &mut sink);
            }
        }
        sink.finish(change, self.rules)
    }

    /// The findings of a member of an archive.
    pub(super) fn scan_member(&self, change: &mut Change) -> Vec<Finding> {
        let mut sink = self.look(change, true);
        self.go_deeper(change, &mut sink);
        sink.finish(change, self.rules)
    }

    fn go_deeper(&self, change: &Change, sink: &mut Sink) {
        sink.settle(change);
        self.look_inside(change, sink, DEEPEST);
    }

    /// One pass over the text. `inside` leaves out the checks that do not look inside anything.
    fn look(&self, change: &Change, inside: bool) -> Sink {
        let mut sink = Sink::default();
        let mut candidates = self.rules.candidates(change.text(), change.language());
        if !inside {
            let named = self.rules.for_name(change.path());
            candidates.extend(named.into_iter().map(|rule| Candidate { rule, at: Vec::new() }));
        }
        candidates.retain(|candidate| candidate.rule.paths.cover(change.path()));
        for check in self.checks.iter().filter(|check| !inside || check.reads_inside()) {
            check.check(change, &candidates, &mut sink);
        }
        sink
    }

    /// The hits in what stands encoded in the text, at the places that stand for them.
    fn look_inside(&self, change: &Change, sink: &mut Sink, depth: usize) {
        let Some(depth) = depth.checked_sub(1) else { return };
        let named = sink.named();
        let outer = change.text();
        derived::each(change.path(), outer, &|range| named.overlaps(range), |inner| {
            let Inner { text, way, path, partial } = inner;
            let change = Change::decoded(path, text);
            let mut inner = self.look(&change, true);
            inner.settle(&change);
            if partial {
                inner.retain(|hit| !way.encodings(&hit.span).is_empty());
            }
            self.look_inside(&change, &mut inner, depth);
            sink.take_back(inner, change.text(), outer, &way);
        });
    }
}
