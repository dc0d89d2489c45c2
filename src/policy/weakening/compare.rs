//! What one policy lets through that another does not.

use time::Date;

use crate::deps::Ignore;
use crate::finding::{Fingerprint, Severity};
use crate::policy::config::{Allow, Policy, ReviewMode};
use crate::policy::layer::{At, Layer};
use crate::rules::RuleSet;

/// One change for the worse.
pub(super) struct Weaker {
    /// What changes, in one sentence.
    pub(super) message: String,
    /// The change as a key of its own, from what to what.
    pub(super) identity: String,
    /// 1-based line of the staged file; `None` where it is about something that is no longer there.
    pub(super) line: Option<usize>,
}

/// Every way in which `staged` is weaker than `base`. `layer` is the file of the repository in `staged`.
pub(super) fn weaker(base: &Policy, staged: &Policy, layer: &Layer, rules: &RuleSet) -> Vec<Weaker> {
    let mut found = Vec::new();
    if staged.block > base.block {
        let (old, new) = (base.block.as_str(), staged.block.as_str());
        let message = format!("`block` goes up from `{old}` to `{new}`: what is less severe no longer blocks.");
        found.push(Weaker { message, identity: format!("block {old} {new}"), line: line(layer.block.as_ref()) });
    }
    review(base, staged, layer, &mut found);
    for glob in added(base.paths.exclude.patterns(), staged.paths.exclude.patterns()) {
        found.push(Weaker {
            message: format!("Files that match `{glob}` are no longer searched."),
            identity: format!("exclude {glob}"),
            line: line_of(&layer.exclude, glob),
        });
    }
    for rule in added(&base.rules.disable, &staged.rules.disable) {
        found.push(Weaker {
            message: format!("The rule `{rule}` is switched off."),
            identity: format!("disable {rule}"),
            line: line_of(&layer.disable, rule),
        });
    }
    for glob in added(staged.rules.extra.patterns(), base.rules.extra.patterns()) {
        found.push(Weaker {
            message: format!("The rules in `{glob}` are no longer in force."),
            identity: format!("extra {glob}"),
            line: None,
        });
    }
    severities(base, staged, layer, rules, &mut found);
    allowances(base, staged, layer, &mut found);
    dependencies(base, staged, layer, &mut found);
    let limits = [
        ("file_bytes", base.limits.file_bytes, staged.limits.file_bytes, line(layer.file_bytes.as_ref())),
        (
            "history_commits",
            base.limits.history_commits.into(),
            staged.limits.history_commits.into(),
            line(layer.history_commits.as_ref()),
        ),
    ];
    for (key, old, new, line) in limits.into_iter().filter(|(_, old, new, _)| new < old) {
        let message = format!("`[limits] {key}` goes down from {old} to {new}: less is read.");
        found.push(Weaker { message, identity: format!("{key} {old} {new}"), line });
    }
    found
}

fn review(base: &Policy, staged: &Policy, layer: &Layer, found: &mut Vec<Weaker>) {
    let (old, new) = (&base.review, &staged.review);
    if old.mode == ReviewMode::Off {
        return;
    }
    if new.mode == ReviewMode::Off {
        found.push(Weaker {
            message: "`[review] mode` is off: overrides are pushed without anybody else having seen them.".to_owned(),
            identity: "review off".to_owned(),
            line: line(layer.mode.as_ref()),
        });
    } else if old.reviewers.is_empty() {
        // Anybody could review; a list only makes that fewer.
    } else if new.reviewers.is_empty() {
        found.push(Weaker {
            message: "The list of reviewers is gone: anybody may review.".to_owned(),
            identity: "reviewers anybody".to_owned(),
            line: None,
        });
    } else {
        for mail in added(&old.reviewers, &new.reviewers) {
            found.push(Weaker {
                message: format!("`{mail}` may review overrides."),
                identity: format!("reviewer {mail}"),
                line: line_of(&layer.reviewers, mail),
            });
        }
    }
}

/// Severities that go down. Of a rule that is not known the worst is assumed: that it was critical, or that it will be low.
fn severities(base: &Policy, staged: &Policy, layer: &Layer, rules: &RuleSet, found: &mut Vec<Weaker>) {
    let (old, new) = (&base.rules.severity, &staged.rules.severity);
    let only_new = new.keys().filter(|rule| !old.contains_key(*rule));
    for rule in old.keys().chain(only_new) {
        let own = rules.find(rule).ok().map(|rule| rule.severity);
        let before = old.get(rule).copied().or(own).unwrap_or(Severity::Critical);
        let after = new.get(rule).copied().or(own).unwrap_or(Severity::Low);
        if after < before {
            let (before, after) = (before.as_str(), after.as_str());
            found.push(Weaker {
                message: format!("The severity of `{rule}` goes down from `{before}` to `{after}`."),
                identity: format!("severity {rule} {before} {after}"),
                line: line(layer.severity.get(rule)),
            });
        }
    }
}

/// Findings that are allowed and were not, or for longer than they were.
fn allowances(base: &Policy, staged: &Policy, layer: &Layer, found: &mut Vec<Weaker>) {
    let mut seen: Vec<Fingerprint> = Vec::new();
    for Allow { fingerprint, .. } in &staged.allow {
        if seen.contains(fingerprint) {
            continue;
        }
        seen.push(*fingerprint);
        let (old, new) = (longest(&base.allow, *fingerprint), longest(&staged.allow, *fingerprint));
        if new <= old {
            continue;
        }
        let new = new.and_then(|Until(forever, date)| date.filter(|_| !forever));
        let until = new.map_or_else(|| "for ever".to_owned(), |date| format!("until {date}"));
        let longer = if old.is_some() { ", longer than before" } else { "" };
        let of_this = layer.allow.iter().find(|at| at.value.fingerprint == *fingerprint && at.value.expires == new);
        found.push(Weaker {
            message: format!("The finding {fingerprint} is allowed {until}{longer}."),
            identity: format!("allow {fingerprint} {until}"),
            line: line(of_this),
        });
    }
}

/// Packages that are not judged any more, and advisories that are ignored and were not, or for longer than they were.
fn dependencies(base: &Policy, staged: &Policy, layer: &Layer, found: &mut Vec<Weaker>) {
    let (old, new) = (&base.dependencies, &staged.dependencies);
    for glob in added(&old.internal, &new.internal) {
        found.push(Weaker {
            message: format!("Packages that match `{glob}` are no longer judged."),
            identity: format!("internal {glob}"),
            line: line_of(&layer.internal, glob),
        });
    }
    let mut seen: Vec<(&str, Option<&str>)> = Vec::new();
    for entry in &new.ignore {
        let key = (entry.id.as_str(), entry.package.as_deref());
        if seen.contains(&key) {
            continue;
        }
        seen.push(key);
        let (before, after) = (longest_ignored(&old.ignore, key), longest_ignored(&new.ignore, key));
        if after <= before {
            continue;
        }
        let date = after.and_then(|Until(forever, date)| date.filter(|_| !forever));
        let until = date.map_or_else(|| "for ever".to_owned(), |date| format!("until {date}"));
        let longer = if before.is_some() { ", longer than before" } else { "" };
        let place = key.1.map(|package| format!(" in `{package}`")).unwrap_or_default();
        let of_this = layer.ignore.iter().find(|at| at.value.id == key.0 && at.value.package.as_deref() == key.1);
        found.push(Weaker {
            message: format!("The advisory {}{place} is ignored {until}{longer}.", key.0),
            identity: format!("ignore {}{place} {until}", key.0),
            line: line(of_this),
        });
    }
}

/// The longest entry for an advisory in a package; one for every package counts for each.
fn longest_ignored(ignore: &[Ignore], (id, package): (&str, Option<&str>)) -> Option<Until> {
    let covers = |entry: &&Ignore| entry.id == id && (entry.package.is_none() || entry.package.as_deref() == package);
    ignore.iter().filter(covers).map(|entry| Until(entry.expires.is_none(), entry.expires)).max()
}

/// How long an allowance counts: whether for ever, else until when.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
struct Until(bool, Option<Date>);

/// The longest allowance of a finding; `None`, which is less than any, where there is none.
fn longest(allow: &[Allow], fingerprint: Fingerprint) -> Option<Until> {
    let entries = allow.iter().filter(|allow| allow.fingerprint == fingerprint);
    entries.map(|allow| Until(allow.expires.is_none(), allow.expires)).max()
}

/// The items of `new` that are not in `old`, each once.
fn added<'n>(old: &[String], new: &'n [String]) -> Vec<&'n String> {
    let mut items: Vec<&String> = new.iter().filter(|item| !old.contains(item)).collect();
    items.sort();
    items.dedup();
    items
}

fn line<T>(at: Option<&At<T>>) -> Option<usize> {
    at.map(|at| at.line)
}

fn line_of(list: &[At<String>], item: &str) -> Option<usize> {
    line(list.iter().find(|at| at.value == item))
}
