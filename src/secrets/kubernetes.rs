//! Values of Kubernetes Secret manifests.
//!
//! Neither YAML nor JSON is parsed, for templates of charts are neither. What counts is what stands above a value.

use super::assignment::is_password;
use super::placeholder::{is_stand_in, is_variable};
use super::randomness::is_random;
use super::validate::Subject;
use crate::base64::decode;

/// The most bytes above and below a value that are read, so that a manifest of many values costs a multiple of its length.
const MOST: usize = 16 << 10;

/// Whether the match is an entry of `data` or `stringData` of an object of kind Secret whose value, decoded in `data`, is a
/// secret. The group `user` is the name of the entry.
pub(super) fn is_secret(subject: &Subject) -> bool {
    let Some(name) = subject.user.clone() else { return false };
    let text = subject.text;
    let Some(section) = section(text, name.start).filter(|_| is_of_secret(text, name.start)) else { return false };
    let (name, value) = (&text[name], subject.secret().trim_ascii());
    match section {
        Section::Plain => opens(name, value),
        Section::Encoded => decode(value).is_some_and(|decoded| opens(name, decoded.trim_ascii())),
    }
}

#[derive(Clone, Copy)]
enum Section {
    Encoded,
    Plain,
}

/// The section that holds the entry whose name begins at `at`.
fn section(text: &[u8], at: usize) -> Option<Section> {
    let before = &text[at.saturating_sub(MOST)..at];
    let line = memchr::memrchr(b'\n', before).map_or(0, |end| end + 1);
    let own = &before[line..];
    if own.iter().any(|&byte| matches!(byte, b'{' | b',')) {
        return section_of_json(before);
    }
    // YAML, or JSON in lines: the first line above that is less deep names the section.
    let depth = |line: &[u8]| line.len() - line.trim_ascii_start().len();
    let indent = own.iter().take_while(|byte| byte.is_ascii_whitespace()).count();
    let above = before[..line.saturating_sub(1)].split(|&byte| byte == b'\n').rev();
    let mut above = above.filter(|line| !line.trim_ascii().is_empty() && !line.trim_ascii().starts_with(b"{{"));
    above.find(|line| depth(line) < indent).and_then(named)
}

/// The name in front of the brace that the end of `before` stands in.
fn section_of_json(before: &[u8]) -> Option<Section> {
    let mut depth = 0;
    for (at, &byte) in before.iter().enumerate().rev() {
        match byte {
            b'}' => depth += 1,
            b'{' if depth == 0 => return named(&before[at.saturating_sub(32)..=at]),
            b'{' => depth -= 1,
            _ => {}
        }
    }
    None
}

/// The section that the last word of a line names: `data:`, `"stringData": {`.
fn named(line: &[u8]) -> Option<Section> {
    let line = line.trim_ascii();
    let line = line.strip_suffix(b"{").unwrap_or(line).trim_ascii().strip_suffix(b":")?;
    let sign = |byte: &u8| matches!(byte, b'"' | b'\'' | b'\\');
    let end = line.len() - line.iter().rev().take_while(|byte| sign(byte)).count();
    match line[..end].rsplit(|byte| !byte.is_ascii_alphanumeric()).next()? {
        b"data" => Some(Section::Encoded),
        b"stringData" => Some(Section::Plain),
        _ => None,
    }
}

/// Whether the document around a place is of kind Secret: by the last kind above it, or the first one below.
fn is_of_secret(text: &[u8], at: usize) -> bool {
    let before = &text[at.saturating_sub(MOST)..at];
    let start = memchr::memmem::rfind(before, b"\n---").unwrap_or(0);
    let behind = &text[at..text.len().min(at + MOST)];
    let end = memchr::memmem::find(behind, b"\n---").unwrap_or(behind.len());
    let above = memchr::memmem::rfind_iter(&before[start..], b"kind").find_map(|at| kind(&before[start + at + 4..]));
    let below = || memchr::memmem::find_iter(&behind[..end], b"kind").find_map(|at| kind(&behind[at + 4..]));
    above.or_else(below).unwrap_or(false)
}

/// Whether the kind is Secret, from what stands behind the word `kind`; `None` where that is no key.
fn kind(behind: &[u8]) -> Option<bool> {
    let plain = |byte: &u8| !matches!(byte, b'"' | b'\'' | b'\\' | b' ' | b'\t');
    let value = behind[behind.iter().position(plain)?..].strip_prefix(b":")?;
    let value = &value[value.iter().position(plain)?..];
    let end = value.iter().position(|byte| !byte.is_ascii_alphanumeric()).unwrap_or(value.len());
    Some(&value[..end] == b"Secret")
}

/// Whether a value opens something: a key, a login, a random value, or what is no stand-in under the name of a password.
fn opens(name: &[u8], value: &[u8]) -> bool {
    const SECRET: [&[u8]; 7] = [b"pass", b"pwd", b"secret", b"token", b"key", b"credential", b"dockerconfig"];
    const PUBLIC: [&[u8]; 8] = [b"user", b"host", b"port", b".crt", b"cert", b"region", b"endpoint", b"name"];
    let holds = |part: &[u8]| memchr::memmem::find(value, part).is_some();
    let lower = name.to_ascii_lowercase();
    let is_named = |words: &[&[u8]]| words.iter().any(|word| memchr::memmem::find(&lower, word).is_some());
    let public = holds(b"-----BEGIN CERTIFICATE") || holds(b"BEGIN PUBLIC KEY");
    if holds(b"PRIVATE KEY-----") || holds(b"\"auth\"") {
        return true;
    }
    if value.is_empty() || is_variable(value) || public || is_named(&PUBLIC) {
        return false;
    }
    !is_stand_in(value) && (is_named(&SECRET) || is_random(value) || is_password(value).is_some())
}

#[cfg(test)]
mod tests {
    use crate::change::Change;
    use crate::checks;
    use crate::engine::Scanner;
    use crate::rules::{RuleSet, expand};
    use crate::text::RepoPath;

    /// The lines at which the rule finds something.
    fn lines(template: &str) -> Vec<u32> {
        let text = expand(template).unwrap().text.into_bytes();
        let mut change = Change::whole(RepoPath::from("manifest.yaml"), text);
        let findings = Scanner::new(&RuleSet::default(), &checks::all()).scan(&mut change);
        findings.iter().filter(|found| found.rule == "kubernetes-secret").map(|found| found.location.line).collect()
    }

    #[test]
    fn only_values_of_secrets_count_in_a_file_of_many_documents() {
        let manifest = "kind: ConfigMap\ndata:\n  password: {{encoded:12}}\n---\nkind: Secret\nmetadata:\n  name: db\ndata:\n  \
                        username: YWRtaW4=\n  password: {{encoded:12}}\n---\nkind: Deployment\nspec:\n  token: {{encoded:12}}\n";
        assert_eq!(lines(manifest), [10]);
    }

    #[test]
    fn the_kind_may_stand_below_and_json_counts_too() {
        assert_eq!(lines("stringData:\n  password: {{lower:9}}7\nkind: Secret\n"), [2]);
        assert_eq!(lines(r#"{"kind":"Secret","data":{"username":"YWRtaW4=","password":"{{encoded:12}}"}}"#), [1]);
        assert_eq!(lines("{\n  \"kind\": \"Secret\",\n  \"data\": {\n    \"key\": \"{{encoded:12}}\"\n  }\n}\n"), [4]);
    }

    #[test]
    fn stand_ins_templates_and_certificates_are_quiet() {
        // `password`, and a value that a chart fills in.
        let manifest = "kind: Secret\ndata:\n  password: cGFzc3dvcmQ=\n  token: {{ .Values.token | b64enc }}\n";
        assert!(lines(manifest).is_empty());
        assert!(lines("kind: SealedSecret\nspec:\n  data:\n    password: {{base64:80}}\n").is_empty());
    }
}
