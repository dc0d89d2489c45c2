//! The policy and the rules that are in force for a change: those of the commit it builds on.

use std::fs;
use std::io::ErrorKind;
use std::path::PathBuf;

use super::Failure;
use super::source::{Own, Source};
use crate::change::ContentId;
use crate::finding::Finding;
use crate::git::Backend;
use crate::policy::{ConfigError, Layer, POLICY_FILE, Policy, PolicyChange, policy_findings};
use crate::rules::{Rule, RuleSet, UnknownRule};
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
    /// What is wrong with the policy of the repository or with its own rules. Then the policy is that of the system alone,
    /// which is the strict side, with the rules that can be read; the change is blocked unless it mends the file.
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
        Self::new(system_layer()?.into_iter().collect(), None, Vec::new())
    }

    /// The policy that a commit holds; `None`: before the first commit.
    ///
    /// # Errors
    /// The system's policy is broken, or an object cannot be read.
    pub fn at(backend: &dyn Backend, base: Option<&ContentId>) -> Result<Self, Failure> {
        let system: Vec<Layer> = system_layer()?.into_iter().collect();
        let Some(base) = base else { return Self::new(system, None, Vec::new()) };
        let source = Source::Commit(base);
        let text = source.policy(backend)?;
        let parsed = text.as_ref().map(|text| Layer::parse(POLICY_FILE, text));
        let (layer, broken) = match parsed {
            None => (None, Vec::new()),
            Some(Ok(layer)) => (Some(layer), Vec::new()),
            Some(Err(errors)) => (None, errors),
        };
        let own = Own::read(backend, &source, &Policy::merge(system.iter().chain(&layer)).rules.extra)?;
        let gate = Self::new(system, layer, own.rules)?;
        Ok(Self { text, broken: [broken, own.broken, gate.broken].concat(), ..gate })
    }

    /// `layer` is the repository's. One that names rules which nobody knows counts as broken.
    fn new(system: Vec<Layer>, layer: Option<Layer>, own: Vec<&'static Rule>) -> Result<Self, Failure> {
        let merge = |layers: Vec<Layer>, own| {
            let policy = if layers.is_empty() { Policy::default() } else { Policy::merge(&layers) };
            let rules = policy.rule_set(own)?;
            Ok::<_, UnknownRule>(Self { policy, rules, layers, broken: Vec::new(), text: None })
        };
        let Some(layer) = layer else { return Ok(merge(system, own)?) };
        match merge([system.clone(), vec![layer.clone()]].concat(), own.clone()) {
            Ok(gate) => Ok(gate),
            Err(unknown) => Ok(Self { broken: vec![layer.unknown_rule(&unknown)], ..merge(system, own)? }),
        }
    }

    /// What is wrong with the policy and the user's own rules as a source holds them: nobody could commit on top of it.
    pub(super) fn problems(&self, backend: &dyn Backend, source: &Source) -> Result<Vec<ConfigError>, Failure> {
        let layer = match source.policy(backend)?.map(|text| Layer::parse(POLICY_FILE, &text)) {
            None => return Ok(Vec::new()),
            Some(Err(errors)) => return Ok(errors),
            Some(Ok(layer)) => layer,
        };
        let system = self.system_layers();
        let own = Own::read(backend, source, &Policy::merge(system.iter().chain([&layer])).rules.extra)?;
        let gate = Self::new(system, Some(layer), own.rules)?;
        Ok([own.broken, gate.broken].concat())
    }

    /// The policy file of the repository as it counts.
    pub fn text(&self) -> Option<&[u8]> {
        self.text.as_deref()
    }

    fn system_layers(&self) -> Vec<Layer> {
        self.layers.iter().filter(|layer| layer.name != POLICY_FILE).cloned().collect()
    }

    /// Whether a policy file that parses can also be used: every rule it names must exist, among ours or among the user's own
    /// as they are staged.
    ///
    /// # Errors
    /// A rule is unknown, or the index cannot be read.
    pub fn check(layer: &Layer, backend: Option<&dyn Backend>) -> Result<(), Failure> {
        let policy = Policy::merge([layer]);
        let own = match backend.filter(|backend| backend.work_tree().is_some()) {
            Some(backend) => Own::read(backend, &Source::Index, &policy.rules.extra)?,
            None => Own::default(),
        };
        if !own.broken.is_empty() {
            return Err(Failure::policy(&own.broken));
        }
        policy.rule_set(own.rules).map(drop).map_err(Failure::from)
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
        let system = self.system_layers();
        let change = PolicyChange {
            path: &RepoPath::from(POLICY_FILE),
            system: &system,
            base: base.as_ref(),
            staged: staged.as_ref().map(|staged| staged.as_ref().map_err(Vec::as_slice)),
        };
        policy_findings(&change, &self.rules)
    }
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
