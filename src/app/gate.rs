//! The policy and the rules that are in force for a change: those of the commit it builds on.

use std::fs;
use std::io::ErrorKind;
use std::path::PathBuf;

use super::Failure;
use crate::change::{ContentId, EntryKind};
use crate::finding::Finding;
use crate::git::{Backend, GitError};
use crate::policy::{ConfigError, Layer, POLICY_FILE, Policy, PolicyChange, policy_findings};
use crate::rules::{Rule, RuleSet, load_user_rules};
use crate::text::RepoPath;

/// What is in force.
#[derive(Debug)]
pub struct Gate {
    /// The policy.
    pub policy: Policy,
    /// The rules.
    pub rules: RuleSet,
    /// Where the policy comes from, lowest first: the system's file, the repository's.
    pub layers: Vec<Layer>,
    /// What is wrong with the policy of the repository. Then the policy is that of the system alone, which is the strict
    /// side; the change is blocked unless it mends the file.
    pub broken: Vec<ConfigError>,
    /// The policy file of the repository, as it stands in the base.
    text: Option<Vec<u8>>,
}

impl Gate {
    /// Without a repository: the defaults and the system's policy.
    ///
    /// # Errors
    /// The system's policy is broken.
    pub fn of_system() -> Result<Self, Failure> {
        Self::new(system_layer()?.into_iter().collect(), Vec::new(), &|_| Ok(Vec::new()))
    }

    /// The policy that a commit holds; `None`: before the first commit.
    ///
    /// # Errors
    /// The system's policy is broken, an object cannot be read, or a file with rules is bad.
    pub fn at(backend: &dyn Backend, base: Option<&ContentId>) -> Result<Self, Failure> {
        let mut layers: Vec<Layer> = system_layer()?.into_iter().collect();
        let mut broken = Vec::new();
        let text = base.map(|base| committed_policy(backend, base)).transpose()?.flatten();
        match text.as_ref().map(|text| Layer::parse(POLICY_FILE, text)) {
            None => {}
            Some(Ok(layer)) => layers.push(layer),
            Some(Err(errors)) => broken = errors,
        }
        let extra = |policy: &Policy| base.map_or(Ok(Vec::new()), |base| extra_rules(backend, base, policy));
        Ok(Self { text, ..Self::new(layers, broken, &extra)? })
    }

    fn new(
        layers: Vec<Layer>,
        broken: Vec<ConfigError>,
        extra: &dyn Fn(&Policy) -> Result<Vec<&'static Rule>, Failure>,
    ) -> Result<Self, Failure> {
        if layers.is_empty() {
            let (policy, rules) = (Policy::default(), RuleSet::default());
            return Ok(Self { policy, rules, layers, broken, text: None });
        }
        let policy = Policy::merge(&layers);
        let rules = policy.rule_set(extra(&policy)?)?;
        Ok(Self { policy, rules, layers, broken, text: None })
    }

    /// Whether a policy file that parses can also be used: every rule it names must exist, here or in `extra`.
    ///
    /// # Errors
    /// A rule is unknown.
    pub fn check(layer: &Layer, extra: Vec<&'static Rule>) -> Result<(), Failure> {
        Policy::merge([layer]).rule_set(extra).map(drop).map_err(Failure::from)
    }

    /// Whether the policy excludes a path.
    pub fn excludes(&self, path: &RepoPath) -> bool {
        self.policy.paths.exclude.matches(path)
    }

    /// What a commit does to the repository's policy file that is worth a finding. `parents` is the file in each parent,
    /// `None` where there is no such file.
    ///
    /// A merge that leaves the policy as good as one side has it adds nothing: what that side did is judged with its own
    /// commits. A parent without policy is no excuse where another has one, and neither is a history without any where the
    /// base has one: else a branch that begins anew could bring in a policy as if it were the first.
    pub fn policy_change(&self, parents: &[Option<Vec<u8>>], new: Option<&[u8]>) -> Vec<Finding> {
        let mut old: Vec<&[u8]> = parents.iter().flatten().map(Vec::as_slice).collect();
        if old.is_empty() {
            old.extend(self.text.as_deref().filter(|_| new.is_some()));
        }
        let Some((first, others)) = old.split_first() else { return self.policy_step(None, new) };
        let unchanged = others.iter().any(|old| self.policy_step(Some(old), new).is_empty());
        if unchanged { Vec::new() } else { self.policy_step(Some(first), new) }
    }

    /// What is worth a finding when a commit takes the place of the base: whatever way it came to be, the next push is judged
    /// by its policy.
    pub fn policy_succession(&self, new: Option<&[u8]>) -> Vec<Finding> {
        match self.text.as_deref() {
            Some(base) if Some(base) != new => self.policy_step(Some(base), new),
            _ => Vec::new(),
        }
    }

    fn policy_step(&self, old: Option<&[u8]>, new: Option<&[u8]>) -> Vec<Finding> {
        let parse = |text: &[u8]| Layer::parse(POLICY_FILE, text);
        let base = old.map(|text| parse(text).unwrap_or_default());
        let staged = new.map(parse);
        let system: Vec<Layer> = self.layers.iter().filter(|layer| layer.name != POLICY_FILE).cloned().collect();
        let change = PolicyChange {
            path: &RepoPath::from(POLICY_FILE),
            system: &system,
            base: base.as_ref(),
            staged: staged.as_ref().map(|staged| staged.as_ref().map_err(Vec::as_slice)),
        };
        policy_findings(&change, &self.rules)
    }
}

/// The policy file of a commit; `None` where it has none.
///
/// # Errors
/// An object is missing.
pub fn committed_policy(backend: &dyn Backend, commit: &ContentId) -> Result<Option<Vec<u8>>, GitError> {
    match backend.entry(commit, &RepoPath::from(POLICY_FILE))? {
        Some(version) if version.kind == EntryKind::File => Ok(Some(backend.blob(&version.id)?)),
        _ => Ok(None),
    }
}

/// The policy file of the index.
pub(super) fn staged_policy(backend: &dyn Backend) -> Result<Option<Vec<u8>>, GitError> {
    match backend.staged_entry(&RepoPath::from(POLICY_FILE))? {
        Some(version) if version.kind == EntryKind::File => Ok(Some(backend.blob(&version.id)?)),
        _ => Ok(None),
    }
}

/// The user's own rules, as the base holds them: a commit cannot change the rules that judge it.
fn extra_rules(backend: &dyn Backend, base: &ContentId, policy: &Policy) -> Result<Vec<&'static Rule>, Failure> {
    if policy.rules.extra.patterns().is_empty() {
        return Ok(Vec::new());
    }
    let mut rules = Vec::new();
    for delta in backend.diff(None, base)? {
        let file = delta.new.filter(|new| new.kind == EntryKind::File && policy.rules.extra.matches(&delta.path));
        if let Some(file) = file {
            let name = delta.path.to_string();
            let text = String::from_utf8(backend.blob(&file.id)?)
                .map_err(|_| Failure::new(format!("`{name}` is not UTF-8"), "rule files are TOML, in UTF-8"))?;
            rules.extend(load_user_rules(&name, &text)?);
        }
    }
    Ok(rules)
}

/// Where the policy of the system stands: the same for every user, and no environment variable moves it on Unix.
pub fn system_policy_file() -> PathBuf {
    if cfg!(windows) {
        let data = std::env::var_os("ProgramData").map_or_else(|| PathBuf::from("C:\\ProgramData"), PathBuf::from);
        data.join("hunkguard").join("policy.toml")
    } else {
        PathBuf::from("/etc/hunkguard/policy.toml")
    }
}

fn system_layer() -> Result<Option<Layer>, Failure> {
    let file = system_policy_file();
    let text = match fs::read(&file) {
        Ok(text) => text,
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(None),
        Err(error) => {
            let message = format!("cannot read the system's policy `{}`: {error}", file.display());
            return Err(Failure::new(message, "make it readable for every user, or remove it"));
        }
    };
    Layer::parse(&file.display().to_string(), &text).map(Some).map_err(|errors| Failure::policy(&errors))
}
