//! Making an index of a catalogue.

use std::collections::BTreeMap;

use fst::MapBuilder;

use super::error::IndexError;
use super::header::{EcosystemSummary, Extent, Header, SourceSummary, Summary};
use super::parts;
use crate::deps::osv::Catalogue;
use crate::deps::{Advisory, Ecosystem};

/// What an index is made of.
#[derive(Debug)]
pub struct Facts<'c> {
    /// What is known.
    pub catalogue: &'c Catalogue,
    /// Now, in seconds since 1970.
    pub built: i64,
    /// See [`Summary::as_of`].
    pub as_of: i64,
}

/// The bytes of an index. The same facts give the same bytes.
///
/// # Errors
/// More is said of one package than a block can hold.
pub fn write(facts: &Facts) -> Result<Vec<u8>, IndexError> {
    let mut of_ecosystem: BTreeMap<Ecosystem, Vec<(&str, &[Advisory])>> =
        facts.catalogue.complete.iter().map(|ecosystem| (*ecosystem, Vec::new())).collect();
    for ((ecosystem, name), advisories) in &facts.catalogue.packages {
        of_ecosystem.entry(*ecosystem).or_default().push((name, advisories));
    }
    let mut bodies = Vec::new();
    let mut ecosystems = Vec::new();
    for (ecosystem, packages) in &of_ecosystem {
        let complete = facts.catalogue.complete.contains(ecosystem);
        ecosystems.push(EcosystemSummary { complete, ..write_section(&mut bodies, *ecosystem, packages)? });
    }
    let summary = Summary { built: facts.built, as_of: facts.as_of, ecosystems, sources: sources(facts.catalogue) };
    let mut bytes = Header::write(&summary, bodies.len() as u64)?;
    bytes.append(&mut bodies);
    Ok(bytes)
}

/// Writes the blocks of an ecosystem, then its names.
fn write_section(
    bodies: &mut Vec<u8>,
    ecosystem: Ecosystem,
    packages: &[(&str, &[Advisory])],
) -> Result<EcosystemSummary, IndexError> {
    let mut summary = EcosystemSummary { name: ecosystem.as_str().to_owned(), ..EcosystemSummary::default() };
    let (mut names, mut malware) = (MapBuilder::memory(), MapBuilder::memory());
    for (name, advisories) in packages {
        let (whole, rest): (Vec<_>, Vec<_>) =
            advisories.iter().partition(|advisory| parts::malware_number(advisory).is_some());
        // One such record says all; another would add nothing but a second id.
        if let Some(number) = whole.first().and_then(|advisory| parts::malware_number(advisory)) {
            malware.insert(name, number)?;
            summary.malware += 1;
        }
        if !rest.is_empty() {
            let rest: Vec<Advisory> = rest.into_iter().cloned().collect();
            let place = parts::write_block(bodies, &rest).ok_or_else(|| IndexError::TooLarge((*name).to_owned()))?;
            names.insert(name, place)?;
            summary.packages += 1;
            summary.advisories += rest.len() as u64;
        }
    }
    summary.names = append(bodies, &names.into_inner()?);
    summary.malware_names = append(bodies, &malware.into_inner()?);
    Ok(summary)
}

fn append(bodies: &mut Vec<u8>, part: &[u8]) -> Extent {
    let offset = bodies.len() as u64;
    bodies.extend_from_slice(part);
    Extent { offset, length: part.len() as u64, crc32c: crc32c::crc32c(part) }
}

fn sources(catalogue: &Catalogue) -> Vec<SourceSummary> {
    let summaries = catalogue.sources.iter().map(|(source, records)| SourceSummary {
        name: source.name.to_owned(),
        licence: source.licence.to_owned(),
        url: source.url.to_owned(),
        records: *records,
    });
    summaries.collect()
}
