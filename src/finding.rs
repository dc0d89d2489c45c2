//! Findings: plain data that says what was found, where, why it matters and how to mend it.

use std::borrow::Cow;
use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize, Serializer};
use sha2::{Digest, Sha256};

use crate::text::RepoPath;

/// How bad it is if the finding is right.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// Worth a look.
    Low,
    /// A weakness that needs something else to become a hole.
    Medium,
    /// Exploitable where the code is reachable.
    High,
    /// Exploitable by whoever reads the repository.
    Critical,
}

impl Severity {
    /// The word used in rules, policy and reports.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Low => "low",
            Self::Medium => "medium",
            Self::High => "high",
            Self::Critical => "critical",
        }
    }
}

/// How sure the rule is that it is right.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Confidence {
    /// Often wrong: never blocks by itself.
    Low,
    /// Right more often than not.
    Medium,
    /// Nearly always right.
    High,
}

impl Confidence {
    /// The word used in rules and reports.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Low => "low",
            Self::Medium => "medium",
            Self::High => "high",
        }
    }
}

/// What kind of finding it is; the `category` of the JSON report.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Category {
    /// A credential.
    Secret,
    /// A dangerous call or setting.
    Code,
    /// A vulnerable, malicious or suspicious dependency.
    Dependency,
    /// A file that should not be in a repository.
    File,
    /// Characters that hide what the code does.
    Unicode,
    /// A change to hunkguard's own policy.
    Policy,
    /// Content that was not read.
    Unscanned,
}

impl Category {
    /// The word used in rules and reports.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Secret => "secret",
            Self::Code => "code",
            Self::Dependency => "dependency",
            Self::File => "file",
            Self::Unicode => "unicode",
            Self::Policy => "policy",
            Self::Unscanned => "unscanned",
        }
    }
}

/// Where a finding is. Lines and columns count from 1; a column counts characters (Unicode scalar values), not bytes.
/// Line 0 means the file as a whole.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Location {
    /// First line of the match.
    pub line: u32,
    /// Last line of the match.
    pub end_line: u32,
    /// Column of the first character of the match in its first line.
    pub column: u32,
}

impl Location {
    /// The file as a whole.
    pub const FILE: Self = Self { line: 0, end_line: 0, column: 0 };
}

/// Bytes that may be a secret. It has no way to be shown but masked: `Debug`, `Display` and `Serialize` print the mask.
#[derive(Clone, PartialEq, Eq)]
pub struct Redacted(Vec<u8>);

impl Redacted {
    /// Longest run of mask characters.
    const LONGEST: usize = 40;
    /// Shortest secret of which the first characters are shown: below it they would give away too much.
    const SHOWN_FROM: usize = 20;
    /// How many characters are shown of a long one: a provider's prefix, which tells a reader which token it is.
    const SHOWN: usize = 4;

    /// Wraps bytes that matched.
    pub fn new(bytes: impl Into<Vec<u8>>) -> Self {
        Self(bytes.into())
    }

    /// The mask: the first four characters of a long secret and then one `*` per character, at most 40 in all.
    pub fn mask(&self) -> String {
        let text = String::from_utf8_lossy(&self.0);
        let length = text.chars().count();
        let shown = if length >= Self::SHOWN_FROM { Self::SHOWN } else { 0 };
        let head = text.chars().take(shown).map(|c| if c.is_ascii_graphic() { c } else { '*' });
        head.chain(std::iter::repeat_n('*', length.min(Self::LONGEST) - shown)).collect()
    }
}

impl fmt::Debug for Redacted {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.mask())
    }
}

impl fmt::Display for Redacted {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.mask())
    }
}

impl Serialize for Redacted {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.mask())
    }
}

/// The name of a finding: the first 16 hexadecimal digits of a SHA-256 over rule, path and match. It holds no commit id and
/// no line number, so it survives amend, rebase, cherry-pick and moved lines; it holds the path, so an exception for a
/// fixture does not license the same value elsewhere.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Fingerprint([u8; 8]);

impl Fingerprint {
    /// Version tag of the recipe: a change of the recipe changes the tag, and with it every fingerprint.
    const TAG: &[u8] = b"hg1";

    /// `matched` is the normalised match: the secret alone, or the statement with its white space squeezed.
    pub fn new(rule: &str, path: &RepoPath, matched: &Redacted) -> Self {
        let mut hash = Sha256::new();
        for part in [Self::TAG, rule.as_bytes(), path.as_bytes(), &matched.0] {
            hash.update(part);
            hash.update([0]);
        }
        let digest = hash.finalize();
        let mut first = [0; 8];
        first.copy_from_slice(&digest[..8]);
        Self(first)
    }
}

impl fmt::Display for Fingerprint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

impl fmt::Debug for Fingerprint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl Serialize for Fingerprint {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

/// A text is not a fingerprint.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
#[error("a fingerprint is 16 hexadecimal digits, as the report prints it")]
pub struct BadFingerprint;

impl FromStr for Fingerprint {
    type Err = BadFingerprint;

    fn from_str(text: &str) -> Result<Self, BadFingerprint> {
        if text.len() != 16 || !text.bytes().all(|b| b.is_ascii_hexdigit()) {
            return Err(BadFingerprint);
        }
        u64::from_str_radix(text, 16).map(|number| Self(number.to_be_bytes())).map_err(|_| BadFingerprint)
    }
}

/// The line of the finding as it may be shown: secrets masked, cut to a readable length, printable (see
/// [`crate::text::printable`]), split at the match.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Excerpt {
    /// What stands before the match in its line.
    pub before: String,
    /// The match, as far as it stands in its first line.
    pub marked: String,
    /// What stands behind the match in the line.
    pub after: String,
}

impl Excerpt {
    /// The whole excerpt in one piece.
    pub fn text(&self) -> String {
        format!("{}{}{}", self.before, self.marked, self.after)
    }
}

/// The package that a finding is about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Package {
    /// Its name, as its registry shows it; printable.
    pub name: String,
    /// The version that is asked for, as it is written: one version, a range, or empty for any; printable.
    pub version: String,
    /// Where it comes from, by the names of OSV, such as `PyPI`.
    pub ecosystem: &'static str,
    /// Every id of every advisory; empty where the name alone is suspicious.
    pub ids: Vec<String>,
    /// The lowest version to which it can be raised that nothing is known about.
    pub fixed: Option<String>,
    /// A page for each advisory, the worst first.
    pub links: Vec<String>,
    /// Set where the policy ignores all that is known of it.
    pub ignored: Option<Ignored>,
}

/// Why the policy ignores an advisory.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ignored {
    /// The reason that was given.
    pub reason: String,
    /// The last day, such as `2027-01-31`; `None` means for ever.
    pub until: Option<String>,
}

/// One finding.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// Id of the rule, stable across releases.
    pub rule: &'static str,
    /// Kind of the finding.
    pub category: Category,
    /// How bad.
    pub severity: Severity,
    /// How sure.
    pub confidence: Confidence,
    /// The file.
    pub path: RepoPath,
    /// Where in the file.
    pub location: Location,
    /// The commit that adds it, as full hexadecimal id; `None` for staged content and plain files.
    pub commit: Option<String>,
    /// CWE numbers.
    pub cwe: &'static [u16],
    /// What it is, in a few words.
    pub title: Cow<'static, str>,
    /// What is wrong, in one sentence.
    pub message: Cow<'static, str>,
    /// What somebody can do with it.
    pub why: Cow<'static, str>,
    /// What to write instead.
    pub fix: Cow<'static, str>,
    /// Where to read more.
    pub references: &'static [&'static str],
    /// The line, masked.
    pub excerpt: Excerpt,
    /// Evidence in words, such as a checksum that is valid; never matched text.
    pub notes: Vec<Cow<'static, str>>,
    /// The name by which an override names it.
    pub fingerprint: Fingerprint,
    /// The package it is about; `None` for whatever is no dependency.
    pub package: Option<Box<Package>>,
}

impl Finding {
    /// The order of a report: by commit as given, then path, line, column and rule, whatever thread found it.
    pub fn order(&self) -> impl Ord + '_ {
        (&self.path, self.location, self.rule)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_redacted_value_shows_at_most_its_first_four_characters() {
        let long = Redacted::new("abcdefghijklmnopqrstuvwxyz");
        assert_eq!(format!("{long} {long:?}"), format!("abcd{0} abcd{0}", "*".repeat(22)));
        assert_eq!(serde_json::to_string(&long).unwrap(), format!("\"abcd{}\"", "*".repeat(22)));
        assert_eq!(Redacted::new("hunter2!").mask(), "********");
        assert_eq!(Redacted::new(vec![b'x'; 5000]).mask().len(), 40);
        assert_eq!(Redacted::new("é\u{1b}[2Jaaaaaaaaaaaaaaaaaaaaaaaa").mask().chars().next(), Some('*'));
    }

    #[test]
    fn a_fingerprint_depends_on_rule_path_and_match_and_reads_back() {
        let of =
            |rule: &str, path: &str, text: &str| Fingerprint::new(rule, &RepoPath::from(path), &Redacted::new(text));
        let first = of("rule", "a.py", "x");
        assert_eq!(first, of("rule", "a.py", "x"));
        for other in
            [of("rule2", "a.py", "x"), of("rule", "b.py", "x"), of("rule", "a.py", "y"), of("rulea", ".py", "x")]
        {
            assert_ne!(first, other);
        }
        assert_eq!(first.to_string().parse(), Ok(first));
        for bad in ["", "123", "0123456789abcdeg", "+123456789abcdef", "0123456789abcdef0"] {
            assert_eq!(bad.parse::<Fingerprint>(), Err(BadFingerprint));
        }
    }
}
