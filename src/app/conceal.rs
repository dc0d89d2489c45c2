//! Secrets in what is shown beside the searched text: names of files, reasons, values of a policy, errors that quote any of
//! them. Everything of that kind passes here before it is printed.

use std::borrow::Cow;

use crate::checks;
use crate::engine::Scanner;
use crate::policy::{Judged, Judgement};
use crate::rules::RuleSet;
use crate::text::RepoPath;

/// The text with every secret in it masked.
pub fn conceal(text: &str) -> Cow<'_, str> {
    match concealed(text.as_bytes()) {
        Some(masked) => Cow::Owned(String::from_utf8_lossy(&masked).into_owned()),
        None => Cow::Borrowed(text),
    }
}

/// Masks what a judgement quotes. The fingerprints are made already: an override still names what it named.
pub(super) fn conceal_judgement(judgement: &mut Judgement) {
    let mask = |text: &mut String| {
        if let Cow::Owned(masked) = conceal(text) {
            *text = masked;
        }
    };
    for Judged { finding, exception, remark, .. } in &mut judgement.findings {
        if let Some(masked) = concealed(finding.path.as_bytes()) {
            finding.path = RepoPath::new(masked);
        }
        [&mut finding.message, &mut finding.fix].into_iter().chain(&mut finding.notes).for_each(|text| {
            // What is borrowed comes from a rule.
            if let Cow::Owned(text) = text {
                mask(text);
            }
        });
        if let Some(exception) = exception {
            mask(&mut exception.reason);
            exception.reviewers.iter_mut().for_each(mask);
        }
        remark.iter_mut().for_each(mask);
    }
    judgement.problems.iter_mut().for_each(|problem| mask(&mut problem.message));
}

fn concealed(text: &[u8]) -> Option<Vec<u8>> {
    let (rules, checks) = (RuleSet::default(), checks::of_texts());
    Scanner::new(&rules, &checks).conceal(text)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::expand;

    #[test]
    fn a_secret_in_any_text_is_masked_and_the_rest_stays() {
        let token = expand("ghp_{{base62:36}}").unwrap().text;
        let shown = conceal(&format!("cannot read `x/{token}.txt`, {token}")).into_owned();
        assert_eq!(shown, format!("cannot read `x/ghp_{0}.txt`, ghp_{0}", "*".repeat(36)));
        assert!(matches!(conceal("cannot read `x/y.txt`"), Cow::Borrowed(_)));
    }
}
