//! What a file asks for that none of the texts it is compared with has asked for.

use std::collections::HashSet;

use crate::deps::{Dependency, Ecosystem, Manifest, Origin, Wanted};

/// A dependency that is new.
pub(super) struct Fresh<'m> {
    pub(super) dependency: &'m Dependency,
    /// Whether its name is new as well, not only its version.
    pub(super) is_new_name: bool,
}

type Pair<'m> = (Ecosystem, &'m str, &'m Wanted, Origin);

/// Each new pair of name and version once, where it stands first.
pub(super) fn news<'m>(dependencies: &'m [Dependency], bases: &'m [Manifest]) -> Vec<Fresh<'m>> {
    let old = || bases.iter().flat_map(|base| &base.dependencies);
    let names: HashSet<(Ecosystem, &str)> = old().map(|old| (old.ecosystem, old.name.as_str())).collect();
    let mut seen: HashSet<Pair> = old().map(pair).collect();
    let fresh = dependencies.iter().filter(|dependency| seen.insert(pair(dependency)));
    fresh
        .map(|dependency| Fresh {
            is_new_name: !names.contains(&(dependency.ecosystem, dependency.name.as_str())),
            dependency,
        })
        .collect()
}

fn pair(dependency: &Dependency) -> Pair<'_> {
    (dependency.ecosystem, &dependency.name, &dependency.wanted, dependency.origin)
}
