//! GitHub workflows and actions: `uses: owner/repository@ref`; and the additional dependencies of pre-commit.

use super::format::{Format, Node, tree};
use super::found::Found;
use super::npm;
use super::python;
use super::words::{is_full_semver, lines, place};
use crate::deps::{Ecosystem, Origin, Wanted};

/// Reads every `uses:`, line by line: the rest of a workflow does not matter.
pub fn uses(text: &str, found: &mut Found) {
    for (at, line) in lines(text) {
        let trimmed = line.trim_start().trim_start_matches("- ").trim_start().trim_start_matches('{').trim_start();
        let Some(value) = trimmed.strip_prefix("uses").map(str::trim_start).and_then(|rest| rest.strip_prefix(':'))
        else {
            continue;
        };
        let value = value.trim_start().trim_start_matches(['"', '\'']);
        let end =
            value.find(|c: char| c.is_whitespace() || matches!(c, '"' | '\'' | '#' | '}' | ',')).unwrap_or(value.len());
        let value = &value[..end];
        // Images and actions of the same repository are of no registry.
        if value.starts_with("docker://") || value.starts_with('.') {
            continue;
        }
        let Some((action, reference)) = value.split_once('@') else { continue };
        // `owner/repository/path`: a workflow or an action within it.
        let mut parts = action.split('/');
        let (Some(owner), Some(repository)) = (parts.next(), parts.next()) else { continue };
        let place = place(line, reference);
        let name = format!("{owner}/{repository}");
        found.add(
            Ecosystem::GitHubActions,
            &name,
            wanted(reference),
            Origin::Registry,
            at + place.start..at + place.end,
        );
    }
}

/// A commit or a whole version is one thing; `v4` and `v4.1` move along with the releases below them, a branch with all.
fn wanted(reference: &str) -> Wanted {
    let number = reference.strip_prefix(['v', 'V']).unwrap_or(reference);
    let is_commit = reference.len() == 40 && reference.bytes().all(|b| b.is_ascii_hexdigit());
    if is_commit || is_full_semver(number) {
        Wanted::Exact(reference.to_owned())
    } else if number.starts_with(|c: char| c.is_ascii_digit())
        && number.bytes().all(|b| b.is_ascii_digit() || b == b'.')
    {
        Wanted::Range(reference.to_owned())
    } else {
        Wanted::Any
    }
}

/// Reads `additional_dependencies`: `name==1.0` is Python's, `name@1.0` npm's.
pub fn pre_commit(text: &str, found: &mut Found) {
    let root = tree(Format::Yaml, text, found);
    let mut lists = Vec::new();
    root.walk(&mut |_, map| {
        if let Some(list) = map.get("additional_dependencies") {
            lists.push(list);
        }
    });
    for item in lists.into_iter().flat_map(Node::items).filter_map(Node::scalar) {
        let (name, version) = npm::name_and_version(&item.text);
        if item.text.contains("==") {
            python::requirement(&item.text, item.place.start, Origin::Registry, found);
        } else if is_full_semver(version) {
            let wanted = Wanted::Exact(version.to_owned());
            found.add(Ecosystem::Npm, name, wanted, Origin::Registry, item.place_of(version));
        }
    }
}
