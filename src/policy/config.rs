//! The policy that is in force: the built-in defaults with the layers on top.

use std::collections::BTreeMap;

use time::Date;

use super::globs::Globs;
use super::layer::{At, Layer};
use crate::deps::Ignore;
use crate::finding::{Confidence, Finding, Fingerprint, Severity};
use crate::rules::{Rule, RuleSet, UnknownRule};

/// The commented default policy: what `hunkguard init` writes. [`Policy::default`] is what it says, without parsing it.
pub const DEFAULT_POLICY: &str = include_str!("../../config/hunkguard.toml");

/// The name of the policy file, in the root of the repository.
pub const POLICY_FILE: &str = ".hunkguard.toml";

/// A policy. The fields follow the tables of the file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Policy {
    /// The lowest severity that blocks.
    pub block: Severity,
    /// Who must confirm an override before it is pushed.
    pub review: Review,
    /// Which files are read.
    pub paths: Paths,
    /// Which rules are in force.
    pub rules: Rules,
    /// Findings that are allowed for good.
    pub allow: Vec<Allow>,
    /// What does not count about dependencies.
    pub dependencies: Dependencies,
    /// How much is read.
    pub limits: Limits,
}

/// `[review]`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Review {
    /// Whether a review is demanded.
    pub mode: ReviewMode,
    /// Mail addresses of those who may review; empty means anybody who has no part in the commit.
    pub reviewers: Vec<String>,
}

/// Whether a review is demanded.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum ReviewMode {
    /// None.
    Off,
    /// A `Reviewed-by` line of somebody else.
    Simple,
}

impl ReviewMode {
    /// The word used in the policy file.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Off => "off",
            Self::Simple => "simple",
        }
    }
}

/// `[paths]`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Paths {
    /// Files that are not searched.
    pub exclude: Globs,
}

/// `[rules]`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Rules {
    /// Ids of rules that are switched off.
    pub disable: Vec<String>,
    /// Files with rules of the user's own.
    pub extra: Globs,
    /// Severities that differ from the rule's.
    pub severity: BTreeMap<String, Severity>,
}

/// `[[allow]]`: a finding that is allowed for good.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Allow {
    /// The finding.
    pub fingerprint: Fingerprint,
    /// Why.
    pub reason: String,
    /// The last day on which the entry counts; `None` means that it counts for ever.
    pub expires: Option<Date>,
}

impl Allow {
    /// Whether the entry still counts.
    pub fn counts(&self, today: Date) -> bool {
        self.expires.is_none_or(|last| today <= last)
    }
}

/// `[dependencies]`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Dependencies {
    /// Globs over names of packages of one's own, which are not judged.
    pub internal: Vec<String>,
    /// Advisories that do not count.
    pub ignore: Vec<Ignore>,
}

/// `[limits]`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// The most bytes of a file that is read.
    pub file_bytes: u64,
    /// How many commits of a push are read that has no known base.
    pub history_commits: u32,
}

/// What `config/hunkguard.toml` says.
impl Default for Policy {
    fn default() -> Self {
        Self {
            block: Severity::High,
            review: Review { mode: ReviewMode::Simple, reviewers: Vec::new() },
            paths: Paths::default(),
            rules: Rules::default(),
            allow: Vec::new(),
            dependencies: Dependencies::default(),
            limits: Limits { file_bytes: 512 << 20, history_commits: 2000 },
        }
    }
}

impl Policy {
    /// The defaults with layers on top, the lowest first: a single value replaces the one before it, a list is added to the
    /// one before it.
    pub fn merge<'l>(layers: impl IntoIterator<Item = &'l Layer>) -> Self {
        let mut policy = Self::default();
        let (mut exclude, mut extra) = (Vec::new(), Vec::new());
        for layer in layers {
            set(&mut policy.block, layer.block.as_ref());
            set(&mut policy.review.mode, layer.mode.as_ref());
            set(&mut policy.limits.file_bytes, layer.file_bytes.as_ref());
            set(&mut policy.limits.history_commits, layer.history_commits.as_ref());
            add(&mut policy.review.reviewers, &layer.reviewers);
            add(&mut policy.rules.disable, &layer.disable);
            add(&mut policy.allow, &layer.allow);
            add(&mut policy.dependencies.internal, &layer.internal);
            add(&mut policy.dependencies.ignore, &layer.ignore);
            add(&mut exclude, &layer.exclude);
            add(&mut extra, &layer.extra);
            let severities = layer.severity.iter().map(|(rule, severity)| (rule.clone(), severity.value));
            policy.rules.severity.extend(severities);
        }
        policy.paths.exclude = Globs::new(exclude);
        policy.rules.extra = Globs::new(extra);
        policy
    }

    /// Whether a finding is bad enough, and sure enough, to block.
    pub fn blocks(&self, finding: &Finding) -> bool {
        finding.severity >= self.block && finding.confidence >= Confidence::Medium
    }

    /// The rules that are in force, with the user's own.
    ///
    /// # Errors
    /// The policy names a rule that does not exist.
    pub fn rule_set(&self, extra: Vec<&'static Rule>) -> Result<RuleSet, UnknownRule> {
        let mut rules = RuleSet::default();
        if !extra.is_empty() {
            rules = rules.with_extra(extra);
        }
        for (rule, severity) in &self.rules.severity {
            rules.set_severity(rule, *severity)?;
        }
        // Found first, then switched off: a list that two layers share may name a rule twice.
        self.rules.disable.iter().try_for_each(|rule| rules.find(rule).map(drop))?;
        for (at, rule) in self.rules.disable.iter().enumerate() {
            if !self.rules.disable[..at].contains(rule) {
                rules.disable(rule)?;
            }
        }
        Ok(rules)
    }
}

fn set<T: Copy>(value: &mut T, layer: Option<&At<T>>) {
    if let Some(at) = layer {
        *value = at.value;
    }
}

fn add<T: Clone>(list: &mut Vec<T>, layer: &[At<T>]) {
    list.extend(layer.iter().map(|at| at.value.clone()));
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::policy::layer;
    use crate::text::RepoPath;

    fn parsed(text: &str) -> Layer {
        Layer::parse("x.toml", text.as_bytes()).unwrap()
    }

    #[test]
    fn the_defaults_are_what_the_default_file_says() {
        assert_eq!(Policy::merge(&[parsed(DEFAULT_POLICY)]), Policy::default());
        assert_eq!(Policy::merge(&[]), Policy::default());
    }

    /// The file is the documentation of every key.
    #[test]
    fn the_default_file_names_every_key() {
        let lines: Vec<&str> = DEFAULT_POLICY.lines().map(|line| line.trim_start_matches(['#', ' '])).collect();
        for key in layer::KEYS.iter().flat_map(|(_, keys)| *keys) {
            let heads =
                [format!("[{key}]"), format!("[[{key}]]"), format!("[rules.{key}]"), format!("[[dependencies.{key}]]")];
            let named = |line: &&str| line.starts_with(&format!("{key} = ")) || heads.iter().any(|head| head == line);
            assert!(lines.iter().any(named), "{key}");
        }
    }

    #[test]
    fn single_values_replace_and_lists_grow() {
        let system = parsed(
            "block = \"critical\"\n[paths]\nexclude = [\"a/**\"]\n[rules.severity]\nx-rule = \"low\"\ny-rule = \"low\"\n",
        );
        let own = parsed("block = \"low\"\n[paths]\nexclude = [\"b/**\"]\n[rules.severity]\nx-rule = \"high\"\n");
        let policy = Policy::merge(&[system, own]);
        assert_eq!(policy.block, Severity::Low);
        assert_eq!(policy.paths.exclude.patterns(), ["a/**", "b/**"]);
        assert!(policy.paths.exclude.matches(&RepoPath::from("a/x")));
        let severity = |rule: &str| policy.rules.severity.get(rule).copied();
        assert_eq!((severity("x-rule"), severity("y-rule")), (Some(Severity::High), Some(Severity::Low)));
    }

    #[test]
    fn the_rules_in_force_follow_the_policy() {
        let policy = Policy::merge(&[parsed("[rules.severity]\ngithub-token = \"low\"\n")]);
        let rules = policy.rule_set(Vec::new()).unwrap();
        assert_eq!(rules.severity(rules.find("github-token").unwrap()), Severity::Low);
        let off = parsed("[rules]\ndisable = [\"github-token\", \"github-token\"]\n");
        let rules = Policy::merge(&[off]).rule_set(Vec::new()).unwrap();
        assert!(rules.iter().all(|rule| rule.id != "github-token"));
        let unknown =
            Policy::merge(&[parsed("[rules]\ndisable = [\"github-tokn\"]\n")]).rule_set(Vec::new()).unwrap_err();
        assert_eq!(unknown.to_string(), "there is no rule `github-tokn`; did you mean `github-token`?");
    }

    #[test]
    fn an_allowance_counts_until_the_end_of_its_last_day() {
        let date = |day| Date::from_calendar_date(2030, time::Month::May, day).unwrap();
        let reason = "a test value".to_owned();
        let allow = Allow { fingerprint: "0123456789abcdef".parse().unwrap(), reason, expires: Some(date(9)) };
        assert!(allow.counts(date(9)) && !allow.counts(date(10)));
        assert!(Allow { expires: None, ..allow }.counts(date(31)));
    }
}
