//! The rules that are in force, and the one pass over a text that says which of them to try where.

use std::collections::BTreeMap;

use aho_corasick::{AhoCorasick, AhoCorasickBuilder};

use super::{Matcher, Rule, builtin, names};
use crate::finding::Severity;
use crate::lexer::Language;
use crate::text::RepoPath;

/// A rule id that nobody knows.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
#[error("there is no rule `{id}`{}", suggestion.as_ref().map(|near| format!("; did you mean `{near}`?")).unwrap_or_default())]
pub struct UnknownRule {
    /// The id.
    pub id: String,
    /// A rule with a similar name.
    pub suggestion: Option<String>,
}

/// A rule and the places at which one of its keywords stands.
#[derive(Debug)]
pub struct Candidate {
    /// The rule.
    pub rule: &'static Rule,
    /// Byte offsets of the first byte of a keyword, ascending.
    pub at: Vec<usize>,
}

/// The rules in force: the built-in ones less those switched off, and the user's own.
#[derive(Debug)]
pub struct RuleSet {
    /// By built-in index.
    off: Vec<bool>,
    any_off: bool,
    severity: BTreeMap<String, Severity>,
    extra: Extra,
}

/// The user's own rules.
#[derive(Debug, Default)]
struct Extra {
    rules: Vec<&'static Rule>,
    /// Keyword index to rule index.
    owners: Vec<usize>,
    automaton: Option<AhoCorasick>,
}

impl Default for RuleSet {
    fn default() -> Self {
        Self { off: vec![false; builtin::COUNT], any_off: false, severity: BTreeMap::new(), extra: Extra::default() }
    }
}

impl RuleSet {
    /// Adds user rules.
    #[must_use]
    pub fn with_extra(mut self, rules: Vec<&'static Rule>) -> Self {
        let keywords = rules.iter().enumerate().flat_map(|(index, rule)| rule.keywords.iter().map(move |k| (index, k)));
        let (owners, keywords): (Vec<usize>, Vec<&&str>) = keywords.unzip();
        let automaton = AhoCorasickBuilder::new().ascii_case_insensitive(true).build(keywords).ok();
        self.extra = Extra { automaton: automaton.filter(|_| !rules.is_empty()), rules, owners };
        self
    }

    /// Switches a rule off.
    ///
    /// # Errors
    /// There is no such rule.
    pub fn disable(&mut self, id: &str) -> Result<(), UnknownRule> {
        if let Some(index) = builtin::find(id) {
            (self.off[index], self.any_off) = (true, true);
            return Ok(());
        }
        self.find(id)?;
        // A user rule is switched off by name: there are few.
        let rules = std::mem::take(&mut self.extra).rules.into_iter().filter(|rule| rule.id != id).collect();
        *self = std::mem::take(self).with_extra(rules);
        Ok(())
    }

    /// Whether a rule is switched off.
    pub fn is_off(&self, rule: &Rule) -> bool {
        self.any_off && builtin::find(rule.id).is_some_and(|index| self.off[index])
    }

    /// Gives a rule another severity.
    ///
    /// # Errors
    /// There is no such rule.
    pub fn set_severity(&mut self, id: &str, severity: Severity) -> Result<(), UnknownRule> {
        self.find(id)?;
        self.severity.insert(id.to_owned(), severity);
        Ok(())
    }

    /// The severity that the policy gives to a rule; `None` where it says nothing.
    pub fn own_severity(&self, rule: &Rule) -> Option<Severity> {
        self.severity.get(rule.id).copied()
    }

    /// The severity that is in force for a rule.
    pub fn severity(&self, rule: &Rule) -> Severity {
        if self.severity.is_empty() {
            return rule.severity;
        }
        self.severity.get(rule.id).copied().unwrap_or(rule.severity)
    }

    /// Every rule in force: the built-in ones by id, then the user's.
    pub fn iter(&self) -> impl Iterator<Item = &'static Rule> {
        let in_force = self.off.iter().enumerate().filter(|(_, off)| !**off);
        in_force.filter_map(|(index, _)| builtin::rule(index)).chain(self.extra.rules.iter().copied())
    }

    /// The rule with this id, switched off or not.
    ///
    /// # Errors
    /// There is none; the error names the nearest id.
    pub fn find(&self, id: &str) -> Result<&'static Rule, UnknownRule> {
        let own = || self.extra.rules.iter().copied();
        let found = builtin::find(id).and_then(builtin::rule);
        found.or_else(|| own().find(|rule| rule.id == id)).ok_or_else(|| {
            let ids = (0..builtin::COUNT).filter_map(builtin::id).chain(own().map(|rule| rule.id));
            let near = ids.map(|known| (strsim::jaro_winkler(id, known), known)).filter(|(score, _)| *score > 0.8);
            let best = near.max_by(|a, b| a.0.total_cmp(&b.0));
            UnknownRule { id: id.to_owned(), suggestion: best.map(|(_, known)| known.to_owned()) }
        })
    }

    /// The rules in force for a file of this name.
    pub fn for_name(&self, path: &RepoPath) -> Vec<&'static Rule> {
        let path = path.as_bytes().to_ascii_lowercase();
        let mut found: Vec<&'static Rule> = Vec::new();
        builtin::named(&path, |index| found.extend(builtin::rule(index).filter(|_| !self.off[index])));
        found.extend(&self.extra.rules);
        found.retain(|rule| match &rule.matcher {
            Matcher::File(file) => {
                let fits = |pattern: &&str| names::matches(pattern, &path);
                file.names.iter().any(fits) && !file.except.iter().any(fits)
            }
            _ => false,
        });
        found.sort_by_key(|rule| rule.id);
        found.dedup_by_key(|rule| rule.id);
        found
    }

    /// Which rules may match in a text, and where: one pass over the text for all rules together. Rules for other
    /// languages than those that a file in `language` may hold are left out.
    pub fn candidates(&self, text: &[u8], language: Option<&'static Language>) -> Vec<Candidate> {
        let mut hits: Vec<(usize, usize)> = Vec::new();
        let holds = language.map_or(0, |language| language.holds);
        builtin::FILTER.scan(text, holds, |keyword, start| {
            for &rule in builtin::FILTER.rules(keyword) {
                hits.push((usize::from(rule), start));
            }
        });
        let own = builtin::COUNT;
        if let Some(automaton) = &self.extra.automaton {
            for found in automaton.find_overlapping_iter(text) {
                hits.push((own + self.extra.owners[found.pattern().as_usize()], found.start()));
            }
        }
        if hits.is_empty() {
            return Vec::new();
        }
        // Before anything of a rule is read.
        hits.retain(|(rule, _)| builtin::LANGUAGES.get(*rule).is_none_or(|wanted| *wanted == 0 || wanted & holds != 0));
        hits.sort_unstable();
        hits.dedup();
        let groups = hits.chunk_by(|a, b| a.0 == b.0).filter_map(|group| {
            let index = group.first()?.0;
            let rule = match self.off.get(index) {
                Some(true) => return None,
                Some(false) => builtin::rule(index)?,
                None => self.extra.rules.get(index - own)?,
            };
            // Of built-in rules only those for the language are left.
            let applies = index < own
                || rule.languages.is_empty()
                || language.is_some_and(|language| language.may_hold(rule.languages));
            applies.then(|| Candidate { rule, at: group.iter().map(|hit| hit.1).collect() })
        });
        groups.collect()
    }
}
