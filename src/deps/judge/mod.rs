//! What is known about the versions that a dependency allows, and how to mend it. Pure: advisories come in, concerns go out.

mod affected;
mod edit;
mod fix;
mod group;
mod link;
mod reach;
#[cfg(test)]
mod tests;

pub use edit::{Edit, Remedy};
pub use reach::Reach;

use affected::Record;
use reach::Asked;

use super::advisory::{Advisory, Kind};
use super::model::{Dependency, Origin};
use crate::finding::Severity;

/// One weakness that a dependency has, whatever number of records tell of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Concern {
    /// The worst that a record of it says.
    pub kind: Kind,
    /// Every id and alias; a CVE first, then a GHSA.
    pub ids: Vec<String>,
    /// A page about it.
    pub link: String,
    /// The worst that a record says; `None` where none says anything.
    pub severity: Option<Severity>,
    /// Which of the allowed versions it concerns.
    pub reach: Reach,
    /// The lowest fixed version that no record concerns, within the same major version if there is one.
    pub fixed: Option<String>,
    /// Where no such version exists: the lowest that at least this concern does not touch.
    pub partly_fixed: Option<String>,
    /// What to write or run to come to `fixed`.
    pub remedy: Option<Remedy>,
}

impl Concern {
    /// Whether it is reason enough to stop a commit: it can be used by an attacker, and no allowed version is free of it.
    pub fn blocks(&self) -> bool {
        !self.kind.informs_only() && self.reach != Reach::Floor
    }

    /// The severity to judge by: what nobody has rated counts as high, malware as critical.
    pub fn weight(&self) -> Severity {
        match self.kind {
            Kind::Malware => Severity::Critical,
            _ => self.severity.unwrap_or(Severity::High),
        }
    }
}

/// What the advisories of a package say about a dependency on it; the worst first. The advisories are all those of the
/// package. Only packages of the public registry are judged: under another origin the name says nothing.
pub fn judge(dependency: &Dependency, advisories: &[Advisory]) -> Vec<Concern> {
    if dependency.origin != Origin::Registry || advisories.is_empty() {
        return Vec::new();
    }
    let ecosystem = dependency.ecosystem;
    let records: Vec<Record> = advisories.iter().map(|advisory| Record::read(ecosystem, advisory)).collect();
    let asked = Asked::read(ecosystem, &dependency.wanted);
    let reaches = asked.reaches(&records);
    if reaches.iter().all(Option::is_none) {
        return Vec::new();
    }
    // Where only information concerns it, that is what a fix must be free of.
    let any_weak = records.iter().zip(&reaches).any(|(record, reach)| record.is_weakness() && reach.is_some());
    let counts = |record: &&Record| record.is_weakness() || !any_weak;
    let fixes = fix::candidates(records.iter().filter(counts), &asked);
    let clean =
        |fix: &&fix::Fix| !records.iter().filter(counts).any(|record| record.affects(fix.text, Some(&fix.version)));
    let fixed = fixes.iter().find(clean).map(|fix| fix.text.to_owned());
    let remedy = fixed.as_deref().and_then(|fixed| edit::remedy(dependency, fixed));
    let mut concerns: Vec<Concern> = group::by_alias(advisories)
        .into_iter()
        .filter_map(|members| {
            let reach = members.iter().filter_map(|&member| reaches[member]).max()?;
            let told: Vec<&Advisory> = members.iter().map(|&member| &advisories[member]).collect();
            let ids = group::ids(&told);
            let spares =
                |fix: &&fix::Fix| !members.iter().any(|&member| records[member].affects(fix.text, Some(&fix.version)));
            let partly_fixed =
                if fixed.is_some() { None } else { fixes.iter().find(spares).map(|fix| fix.text.to_owned()) };
            Some(Concern {
                kind: told.iter().map(|advisory| advisory.kind).min_by_key(|kind| group::order(*kind))?,
                link: link::page(&ids),
                ids,
                severity: told.iter().filter_map(|advisory| advisory.severity).max(),
                reach,
                fixed: fixed.clone(),
                partly_fixed,
                remedy: remedy.clone(),
            })
        })
        .collect();
    concerns.sort_by(|a, b| {
        let key =
            |concern: &Concern| (!concern.blocks(), group::order(concern.kind), std::cmp::Reverse(concern.weight()));
        key(a).cmp(&key(b)).then_with(|| a.ids.cmp(&b.ids))
    });
    concerns
}
