//! Records of many databases become one catalogue: what is said of each package, under all names, at the worst severity.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::{Affected, Record, Source, source_of};
use crate::deps::{Advisory, Ecosystem};
use crate::finding::Severity;

/// What is known, by package.
#[derive(Debug, Default)]
pub struct Catalogue {
    /// What is said of each package; by id within a package.
    pub packages: BTreeMap<Package, Vec<Advisory>>,
    /// How many records came from whom.
    pub sources: BTreeMap<Source, u64>,
    /// Ecosystems whose own records were read. A record that concerns several makes none of them complete: it stands in
    /// the archive of each.
    pub complete: BTreeSet<Ecosystem>,
    /// When the newest record changed, in microseconds since 1970.
    pub newest: i64,
    /// How many records were taken back.
    pub withdrawn: u64,
    /// How many concern other ecosystems, or name commits instead of versions.
    pub elsewhere: u64,
}

/// A package: its ecosystem, and its name in the spelling of [`Ecosystem::normal`].
pub type Package = (Ecosystem, String);

/// Joins records. Ids that name each other belong together, directly or through others, whatever their ecosystem.
pub fn join(mut records: Vec<Record>) -> Catalogue {
    let mut catalogue = Catalogue::default();
    let before = records.len();
    records.retain(|record| !record.withdrawn);
    catalogue.withdrawn = count(before - records.len());
    let groups = Groups::of(&records);
    for (nth, record) in records.into_iter().enumerate() {
        catalogue.newest = catalogue.newest.max(record.modified);
        if record.affected.is_empty() {
            catalogue.elsewhere += 1;
            continue;
        }
        if let Some(first) = record.affected.first().map(|affected| affected.ecosystem)
            && record.affected.iter().all(|affected| affected.ecosystem == first)
        {
            catalogue.complete.insert(first);
        }
        *catalogue.sources.entry(source_of(&record.id)).or_default() += 1;
        let group = groups.of_record(nth);
        let aliases = group.ids.iter().filter(|alias| **alias != record.id).cloned().collect::<Vec<_>>();
        for affected in record.affected {
            let Affected { ecosystem, name, kind, ranges, versions } = affected;
            let advisories = catalogue.packages.entry((ecosystem, name)).or_default();
            // A record may speak of a package once for each of its branches.
            match advisories.iter_mut().find(|known| known.id == record.id && known.kind == kind) {
                Some(known) => {
                    known.ranges.extend(ranges);
                    known.versions.extend(versions);
                }
                None => advisories.push(Advisory {
                    id: record.id.clone(),
                    aliases: aliases.clone(),
                    severity: group.severity,
                    kind,
                    ranges,
                    versions,
                }),
            }
        }
    }
    catalogue
}

impl Catalogue {
    /// Leaves out every other package, and records of a licence that is not known: this is for passing on. Then no ecosystem
    /// is complete.
    pub fn keep(&mut self, packages: &BTreeSet<Package>) {
        self.packages.retain(|package, advisories| {
            advisories.retain(|advisory| source_of(&advisory.id).is_known());
            packages.contains(package) && !advisories.is_empty()
        });
        self.complete.clear();
        self.sources.clear();
        let ids: BTreeSet<&str> = self.packages.values().flatten().map(|advisory| advisory.id.as_str()).collect();
        for id in ids {
            *self.sources.entry(source_of(id)).or_default() += 1;
        }
    }
}

/// Records whose ids name each other.
struct Groups {
    /// The group of each record.
    of: Vec<usize>,
    groups: Vec<Group>,
}

#[derive(Default)]
struct Group {
    ids: BTreeSet<String>,
    severity: Option<Severity>,
}

impl Groups {
    fn of(records: &[Record]) -> Self {
        let mut numbers: HashMap<&str, usize> = HashMap::new();
        let mut sets = DisjointSets::default();
        for record in records {
            let mut number = |id| *numbers.entry(id).or_insert_with(|| sets.add());
            let own = number(record.id.as_str());
            let others: Vec<usize> = record.aliases.iter().map(|alias| number(alias)).collect();
            for other in others {
                sets.unite(own, other);
            }
        }
        // The sets, numbered as they are met.
        let mut groups: Vec<Group> = Vec::new();
        let mut of_root: HashMap<usize, usize> = HashMap::new();
        let mut of = Vec::with_capacity(records.len());
        for record in records {
            let root = numbers.get(record.id.as_str()).map_or(usize::MAX, |number| sets.root(*number));
            let group = *of_root.entry(root).or_insert_with(|| {
                groups.push(Group::default());
                groups.len() - 1
            });
            let Group { ids, severity } = &mut groups[group];
            ids.insert(record.id.clone());
            ids.extend(record.aliases.iter().cloned());
            *severity = (*severity).max(record.severity);
            of.push(group);
        }
        Self { of, groups }
    }

    fn of_record(&self, nth: usize) -> &Group {
        &self.groups[self.of[nth]]
    }
}

/// Union-find with path halving.
#[derive(Default)]
struct DisjointSets(Vec<usize>);

impl DisjointSets {
    fn add(&mut self) -> usize {
        self.0.push(self.0.len());
        self.0.len() - 1
    }

    fn root(&mut self, mut member: usize) -> usize {
        while self.0[member] != member {
            self.0[member] = self.0[self.0[member]];
            member = self.0[member];
        }
        member
    }

    fn unite(&mut self, a: usize, b: usize) {
        let (a, b) = (self.root(a), self.root(b));
        self.0[a.max(b)] = a.min(b);
    }
}

fn count(number: usize) -> u64 {
    u64::try_from(number).unwrap_or(u64::MAX)
}
