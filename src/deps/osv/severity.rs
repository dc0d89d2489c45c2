//! How bad a record says it is: in a word, or in a CVSS vector.

use cvss::Cvss;
use serde::Deserialize;
use serde_json::Value;

use crate::finding::Severity;

/// One entry of `severity[]`: a CVSS vector or a word, without the number that follows from it.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub(super) struct Score {
    /// `CVSS_V2`, `CVSS_V3`, `CVSS_V4`, or the name of whoever uses words.
    #[serde(rename = "type")]
    kind: String,
    score: String,
}

/// What databases say outside `severity[]`: some a word that a person chose, some a vector.
pub(super) fn in_database(specific: &Value) -> Vec<Score> {
    let word = specific["severity"].as_str().map(|word| Score { kind: "word".to_owned(), score: word.to_owned() });
    let vector = specific["cvss"].as_str().or_else(|| specific["cvss"]["vectorString"].as_str());
    let vector = vector.map(|vector| Score { kind: "vector".to_owned(), score: vector.to_owned() });
    word.into_iter().chain(vector).collect()
}

/// One severity of all that a record says. A word is a person's judgement and goes before vectors; of the vectors the
/// newest version of CVSS counts, and of equals the worst. What cannot be read counts as not said.
pub(super) fn of(scores: &[Score]) -> Option<Severity> {
    let ranked = scores.iter().filter_map(|score| match parse_word(&score.score) {
        Some(severity) => Some((u8::MAX, severity)),
        None => parse_vector(&score.score),
    });
    ranked.max().map(|(_, severity)| severity)
}

fn parse_word(word: &str) -> Option<Severity> {
    match word.to_ascii_lowercase().as_str() {
        "critical" => Some(Severity::Critical),
        "high" | "important" => Some(Severity::High),
        "medium" | "moderate" => Some(Severity::Medium),
        "low" | "negligible" => Some(Severity::Low),
        _ => None,
    }
}

/// The version of CVSS, and the severity by its own scale.
fn parse_vector(vector: &str) -> Option<(u8, Severity)> {
    let vector: Cvss = vector.trim().parse().ok()?;
    let version = match vector {
        Cvss::CvssV20(_) => 2,
        Cvss::CvssV30(_) | Cvss::CvssV31(_) => 3,
        _ => 4,
    };
    let severity = match vector.severity() {
        cvss::Severity::None | cvss::Severity::Low => Severity::Low,
        cvss::Severity::Medium => Severity::Medium,
        cvss::Severity::High => Severity::High,
        cvss::Severity::Critical => Severity::Critical,
    };
    Some((version, severity))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of_pairs(pairs: &[(&str, &str)]) -> Option<Severity> {
        let scores = pairs.iter().map(|(kind, score)| Score { kind: (*kind).into(), score: (*score).into() });
        of(&scores.collect::<Vec<_>>())
    }

    #[test]
    fn vectors_of_each_version_are_scored() {
        // Vectors and their ratings as the CVSS specifications and NVD publish them.
        for (vector, severity) in [
            ("AV:N/AC:L/Au:N/C:N/I:N/A:C", Severity::High),
            ("CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:C/C:H/I:H/A:H", Severity::Critical),
            ("CVSS:3.0/AV:L/AC:H/PR:L/UI:R/S:U/C:H/I:N/A:N", Severity::Medium),
            ("CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:H/VI:H/VA:H/SC:N/SI:N/SA:N", Severity::Critical),
            ("CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:N/I:N/A:N", Severity::Low),
        ] {
            assert_eq!(of_pairs(&[("CVSS", vector)]), Some(severity), "{vector}");
        }
    }

    #[test]
    fn a_word_goes_before_a_vector_and_a_newer_vector_before_an_older_one() {
        let (critical, none) =
            ("CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:C/C:H/I:H/A:H", "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:N/I:N/A:N");
        assert_eq!(of_pairs(&[("CVSS_V3", critical), ("word", "MODERATE")]), Some(Severity::Medium));
        assert_eq!(of_pairs(&[("CVSS_V2", "AV:N/AC:L/Au:N/C:C/I:C/A:C"), ("CVSS_V3", none)]), Some(Severity::Low));
    }

    #[test]
    fn nonsense_says_nothing() {
        for nonsense in ["", "CVSS:3.1/", "CVSS:9.9/AV:N", "9.8", "scary"] {
            assert_eq!(of_pairs(&[("CVSS_V3", nonsense)]), None, "{nonsense}");
        }
    }
}
