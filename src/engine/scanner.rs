//! One file through all checks.

use globset::Glob;

use super::sink::Sink;
use crate::change::Change;
use crate::finding::Finding;
use crate::rules::{Candidate, Rule, RuleSet};
use crate::text::RepoPath;

/// One kind of check.
pub trait Check: Sync {
    /// Looks at a file, and at the places where keywords of rules stand in it, and hands every hit to the sink. Whether
    /// the commit adds the hit, and whether its rule is switched off, is not its business. It is called for every file: one
    /// in which there is nothing for it to find must cost nothing.
    fn check(&self, change: &Change, candidates: &[Candidate], sink: &mut Sink);
}

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
        self.check(&change).conceal(change.text())
    }

    /// The findings of one file, in the order of the file.
    pub fn scan(&self, change: &mut Change) -> Vec<Finding> {
        self.check(change).finish(change, self.rules)
    }

    fn check(&self, change: &Change) -> Sink {
        let mut sink = Sink::default();
        let language = || change.language().map(|language| language.name);
        let mut candidates = self.rules.candidates(change.text(), language);
        candidates.retain(|candidate| applies_to_path(candidate.rule, change));
        for check in self.checks {
            check.check(change, &candidates, &mut sink);
        }
        sink
    }
}

/// Globs were checked when the rule was loaded.
fn applies_to_path(rule: &Rule, change: &Change) -> bool {
    if rule.paths.is_empty() {
        return true;
    }
    let path = globset::Candidate::from_bytes(change.path().as_bytes());
    rule.paths.iter().any(|glob| Glob::new(glob).is_ok_and(|glob| glob.compile_matcher().is_match_candidate(&path)))
}
