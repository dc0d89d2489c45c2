//! Names that are slips of others, and names that are not.

use fst::Streamer;

use super::*;

fn likely(ecosystem: Ecosystem, name: &str) -> Option<String> {
    suspect(ecosystem, &ecosystem.normal(name)).map(|suspicion| suspicion.likely)
}

#[test]
fn a_slip_is_told_with_what_was_meant() {
    for (ecosystem, name, meant) in [
        (Ecosystem::PyPi, "reqeusts", "requests"),
        (Ecosystem::PyPi, "urlib3", "urllib3"),
        (Ecosystem::PyPi, "jeIlyfish", "jellyfish"),
        (Ecosystem::PyPi, "colourama", "colorama"),
        (Ecosystem::PyPi, "diango", "django"),
        (Ecosystem::PyPi, "tqmd", "tqdm"),
        (Ecosystem::PyPi, "setup-tools", "setuptools"),
        (Ecosystem::PyPi, "python3-dateutil", "python-dateutil"),
        (Ecosystem::Npm, "crossenv", "cross-env"),
        (Ecosystem::Npm, "electorn", "electron"),
        (Ecosystem::Npm, "jquery.js", "jquery"),
        (Ecosystem::Npm, "discordjs", "discord.js"),
        (Ecosystem::CratesIo, "rustdecimal", "rust-decimal"),
        (Ecosystem::CratesIo, "envlogger", "env-logger"),
        (Ecosystem::RubyGems, "atlas-client", "atlas_client"),
        (Ecosystem::Go, "github.com/siruspen/logrus", "github.com/sirupsen/logrus"),
        (Ecosystem::Packagist, "symfont/process", "symfony/process"),
        (Ecosystem::NuGet, "Newtonsoft.Jsonn", "newtonsoft.json"),
        (Ecosystem::GitHubActions, "action/checkout", "actions/checkout"),
    ] {
        assert_eq!(likely(ecosystem, name).as_deref(), Some(meant), "{ecosystem}: `{name}`");
    }
}

#[test]
fn the_import_is_not_the_project() {
    let suspicion = suspect(Ecosystem::PyPi, "cv2").unwrap();
    assert_eq!((suspicion.likely.as_str(), suspicion.why), ("opencv-python", Why::Import));
    assert_eq!(likely(Ecosystem::PyPi, "sklearn").as_deref(), Some("scikit-learn"));
    assert_eq!(suspect(Ecosystem::PyPi, "subprocess").unwrap().why, Why::BuiltIn);
}

#[test]
fn a_name_of_another_language_is_told() {
    assert_eq!(suspect(Ecosystem::Npm, "openai"), None, "it is there as well");
    assert_eq!(suspect(Ecosystem::Npm, "beautifulsoup4").unwrap().why, Why::Elsewhere(Ecosystem::PyPi));
    assert_eq!(suspect(Ecosystem::PyPi, "mongoose").unwrap().why, Why::Elsewhere(Ecosystem::Npm));
}

#[test]
fn other_versions_and_neighbours_are_names_of_their_own() {
    for (ecosystem, name) in [
        (Ecosystem::PyPi, "requests"),
        (Ecosystem::PyPi, "pypdf3"),
        (Ecosystem::PyPi, "acme-billing-client"),
        (Ecosystem::PyPi, "mypy-boto3-drs"),
        (Ecosystem::PyPi, "nvidia-nccl-cu14"),
        (Ecosystem::Npm, "preact"),
        (Ecosystem::Npm, "@acme/utils"),
        (Ecosystem::Npm, "react-dom"),
        (Ecosystem::CratesIo, "tower-http"),
        (Ecosystem::Go, "github.com/acme/widgets"),
        (Ecosystem::Maven, "com.acme:billing"),
    ] {
        assert_eq!(likely(ecosystem, name), None, "{ecosystem}: `{name}`");
    }
}

#[test]
fn no_much_used_name_is_suspected() {
    for ecosystem in Ecosystem::ALL {
        let names = list(ecosystem).unwrap();
        assert!(names.len() > 50, "{ecosystem}");
        let (mut stream, mut suspected) = (names.stream(), Vec::new());
        while let Some((name, _)) = stream.next() {
            let name = std::str::from_utf8(name).unwrap();
            assert_eq!(ecosystem.normal(name), name, "{ecosystem}: another spelling is never found");
            suspected.extend(suspect(ecosystem, name));
        }
        // `sklearn` is much used and wrong all the same.
        assert!(suspected.iter().all(|suspicion| suspicion.likely == "scikit-learn"), "{ecosystem}: {suspected:?}");
    }
}

#[test]
fn of_names_kept_out_of_the_lists_few_are_suspected() {
    for (ecosystem, deepest) in [(Ecosystem::PyPi, 5), (Ecosystem::Npm, 5)] {
        let names = list(ecosystem).unwrap();
        let (mut stream, mut all, mut suspected) = (names.stream(), 0, Vec::new());
        while let Some((name, rank)) = stream.next() {
            if rank == deepest {
                all += 1;
                let name = std::str::from_utf8(name).unwrap();
                suspected.extend(resembling(ecosystem, &names, name).map(|found| (name.to_owned(), found)));
            }
        }
        assert!(suspected.len() * 140 < all, "{ecosystem}: {} of {all}: {suspected:?}", suspected.len());
    }
}

#[test]
fn a_walk_finds_what_a_list_finds() {
    let words = ["abc", "abcd", "ab-c", "acb", "bac", "xbc", "ab", "b-c"];
    let mut sorted = words.to_vec();
    sorted.sort_unstable();
    let bytes: &'static [u8] =
        Map::from_iter(sorted.into_iter().map(|word| (word, 7))).unwrap().into_fst().into_inner().leak();
    let names = Map::new(bytes).unwrap();
    let texts = |found: Vec<near::Ranked>| -> Vec<String> {
        found.into_iter().map(|(name, _)| String::from_utf8(name).unwrap()).collect()
    };
    assert_eq!(texts(near::one_slip(&names, "abc")), ["ab", "ab-c", "abcd", "acb", "bac", "xbc"]);
    assert_eq!(texts(near::one_slip(&names, "")), Vec::<String>::new());
    assert_eq!(texts(near::but_for_separators(&names, "a_b.c")), ["ab-c", "abc"]);
    assert_eq!(texts(near::one_slip(&names, &"a".repeat(100_000))), Vec::<String>::new());
}
