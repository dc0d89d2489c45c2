//! The index in this program: facts on the packages that assistants suggest most. It answers where none was fetched.
//!
//! It is made of OSV records by `hunkguard advisories import FOLDER --only config/advisories/packages.txt --output
//! config/advisories/embedded.index`; NOTICE says from whom they come.

use super::index::Index;

/// It is used where it lies: nothing is copied, and what is not asked for is never read from the disk.
static BYTES: &[u8] = include_bytes!("../../config/advisories/embedded.index");

/// `None` only if this program was built with a file that is no index, which a test rules out.
pub(super) fn index() -> Option<Index> {
    Index::of_bytes(BYTES).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::deps::Ecosystem;

    const NOTICE: &str = include_str!("../../NOTICE");

    #[test]
    fn the_index_in_this_program_is_whole() {
        index().unwrap().verify().unwrap();
    }

    #[test]
    fn it_knows_the_releases_that_assistants_remember() {
        let index = index().unwrap();
        for (ecosystem, name, id) in [
            (Ecosystem::PyPi, "requests", "CVE-2018-18074"),
            (Ecosystem::PyPi, "pyyaml", "CVE-2020-14343"),
            (Ecosystem::CratesIo, "time", "RUSTSEC-2020-0071"),
            (Ecosystem::Go, "golang.org/x/net", "CVE-2023-44487"),
            (Ecosystem::Maven, "com.fasterxml.jackson.core:jackson-databind", "CVE-2020-36518"),
            (Ecosystem::RubyGems, "rack", "CVE-2022-30123"),
            (Ecosystem::Packagist, "guzzlehttp/guzzle", "CVE-2022-31090"),
            (Ecosystem::Npm, "marked", "NSWG-ECO-101"),
        ] {
            let known = index.look_up(ecosystem, name).unwrap();
            assert!(known.iter().any(|advisory| advisory.ids().any(|known| known == id)), "{name}: {known:#?}");
        }
    }

    #[test]
    fn everybody_whose_facts_it_holds_is_named() {
        for source in &index().unwrap().summary().sources {
            for word in [&source.name, &source.licence, &source.url] {
                assert!(NOTICE.contains(word.as_str()), "{word}");
            }
        }
    }
}
