//! What a change does to the gate itself: to the policy, and to the user's own rules.

use super::source::Source;
use super::{Failure, Gate};
use crate::change::{ContentId, Delta};
use crate::finding::Finding;
use crate::git::{Backend, touches};
use crate::policy::{POLICY_FILE, broken_policy, rule_findings};
use crate::text::RepoPath;

/// Whether a change concerns the gate.
pub(super) fn steers(gate: &Gate, differences: &[Vec<Delta>]) -> bool {
    let own = &gate.policy.rules.extra;
    let rules = || differences.iter().flatten().any(|delta| own.matches(&delta.path));
    touches(differences, &RepoPath::from(POLICY_FILE)) || (!own.patterns().is_empty() && rules())
}

/// The findings of a change that concerns the gate. `new` is what it leads to.
pub(super) fn findings(
    backend: &dyn Backend,
    gate: &Gate,
    parents: &[ContentId],
    new: &Source,
) -> Result<Vec<Finding>, Failure> {
    let old = parents.iter().map(|parent| Source::Commit(parent).policy(backend)).collect::<Result<Vec<_>, _>>()?;
    let mut findings = gate.policy_change(&old, new.policy(backend)?.as_deref());
    let problems = gate.problems(backend, new)?;
    for errors in problems.chunk_by(|a, b| a.file == b.file) {
        let found = broken_policy(errors);
        findings.extend(found.filter(|found| findings.iter().all(|known| known.fingerprint != found.fingerprint)));
    }
    findings.extend(own_rules(backend, gate, parents, new)?);
    Ok(findings)
}

/// What becomes of the user's own rules. As with the policy, a merge that leaves them as good as one side has them adds
/// nothing.
fn own_rules(backend: &dyn Backend, gate: &Gate, parents: &[ContentId], new: &Source) -> Result<Vec<Finding>, Failure> {
    let globs = &gate.policy.rules.extra;
    let new = new.files(backend, globs)?;
    let mut first = None;
    for parent in parents {
        let found = rule_findings(&Source::Commit(parent).files(backend, globs)?, &new);
        if found.is_empty() {
            return Ok(Vec::new());
        }
        first = first.or(Some(found));
    }
    Ok(first.unwrap_or_default())
}
