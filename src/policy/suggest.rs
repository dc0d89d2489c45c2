//! "Did you mean": the known word that a mistyped one is nearest to.

/// The least likeness, from 0 to 1 (Jaro-Winkler), at which a suggestion helps more than it confuses.
const LIKENESS: f64 = 0.8;

/// The known word that is nearest to `word`, if any is near. Case does not count.
pub(super) fn nearest<'k>(word: &str, known: &[&'k str]) -> Option<&'k str> {
    let word = word.to_lowercase();
    let scored = known.iter().map(|known| (strsim::jaro_winkler(&word, &known.to_lowercase()), *known));
    scored.filter(|(score, _)| *score > LIKENESS).max_by(|a, b| a.0.total_cmp(&b.0)).map(|(_, known)| known)
}

/// `; did you mean ...?`, or nothing where no known word is near.
pub(super) fn did_you_mean(word: &str, known: &[&str]) -> String {
    nearest(word, known).map(|near| format!("; did you mean `{near}`?")).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slip_is_recognised_and_a_stranger_is_not() {
        let keys = ["exclude", "reviewers", "mode"];
        assert_eq!(nearest("exlude", &keys), Some("exclude"));
        assert_eq!(nearest("Reviewer", &keys), Some("reviewers"));
        assert_eq!(nearest("colour", &keys), None);
    }
}
