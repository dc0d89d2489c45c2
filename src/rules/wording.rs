//! The texts of rules that say no more than whose credential it is: one wording for all.

use super::spec::RuleSpec;

/// Fills in what a rule with a provider leaves out.
pub fn complete(rule: &mut RuleSpec) {
    let Some(provider) = rule.provider.take() else { return };
    let kind = rule.kind.take().unwrap_or_else(|| "API key".to_owned());
    fill(&mut rule.title, || format!("{provider} {kind}"));
    fill(&mut rule.message, || format!("{} {kind} of {provider} is written in the file.", article(&kind)));
    if let Some(opens) = rule.opens.take() {
        fill(&mut rule.why, || format!("It opens {opens} to whoever reads the repository."));
    }
    if let Some(page) = rule.revoke.take() {
        fill(&mut rule.fix, || {
            format!("Revoke it at {page}, then read its successor from the environment or a secret store.")
        });
        if rule.references.is_empty() {
            rule.references.push(page);
        }
    }
    if rule.cwe.is_empty() {
        // Use of hard-coded credentials.
        rule.cwe.push(798);
    }
}

fn fill(text: &mut String, with: impl FnOnce() -> String) {
    if text.is_empty() {
        *text = with();
    }
}

/// "An" before a vowel that is heard: an API key, an SMTP password, a user token.
fn article(kind: &str) -> &'static str {
    let first = kind.split(' ').next().unwrap_or_default();
    let spelled = first.len() > 1 && first.bytes().all(|byte| byte.is_ascii_uppercase());
    let vowels = if spelled { "AEFHILMNORSX" } else { "aeioAEIO" };
    if first.starts_with(|c| vowels.contains(c)) { "An" } else { "A" }
}
