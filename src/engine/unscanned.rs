//! Content that was not read is a finding: a gate that skips in silence is none.

use std::borrow::Cow;

use crate::finding::{Category, Confidence, Excerpt, Finding, Fingerprint, Location, Redacted, Severity};
use crate::text::RepoPath;

/// Why content was not read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unread {
    /// The file.
    pub path: RepoPath,
    /// A name of the content: its object id, or its size. It binds an override to this content.
    pub content: String,
    /// The reason.
    pub reason: UnreadReason,
}

/// The reasons.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum UnreadReason {
    /// More bytes than the policy allows to read: the size and the limit.
    TooLarge {
        /// Size of the content in bytes.
        size: u64,
        /// Limit of the policy in bytes.
        limit: u64,
    },
    /// A format that cannot be searched, such as a compressed archive.
    Opaque(Cow<'static, str>),
    /// A packed file of which not everything was searched.
    Partly {
        /// What it is.
        format: Cow<'static, str>,
        /// What was not read and why, in words.
        missed: String,
    },
    /// A file on disk that cannot be read.
    Unreadable(String),
}

/// The finding. A file that is too large or unreadable blocks, because anything may stand in it; an archive warns.
pub fn unscanned(unread: Unread) -> Finding {
    let (rule, severity, message, why) = match &unread.reason {
        UnreadReason::TooLarge { size, limit } => (
            "unscanned-large",
            Severity::High,
            format!("{} were not read: the limit is {}.", bytes(*size), bytes(*limit)),
            "A secret in it would pass unseen.",
        ),
        UnreadReason::Opaque(format) => (
            "unscanned-opaque",
            Severity::Low,
            format!("Only the bytes of the file itself were searched: {format}."),
            "A secret inside it would pass unseen.",
        ),
        UnreadReason::Partly { format, missed } => (
            "unscanned-opaque",
            Severity::Low,
            format!("Not everything in the {format} was searched: {missed}."),
            "A secret inside it would pass unseen.",
        ),
        UnreadReason::Unreadable(error) => (
            "unscanned-unreadable",
            Severity::High,
            format!("The file could not be read: {error}."),
            "A secret in it would pass unseen.",
        ),
    };
    Finding {
        rule,
        category: Category::Unscanned,
        severity,
        confidence: Confidence::High,
        fingerprint: Fingerprint::new(rule, &unread.path, &Redacted::new(unread.content)),
        path: unread.path,
        location: Location::FILE,
        commit: None,
        cwe: &[],
        title: "Content that was not read".into(),
        message: message.into(),
        why: why.into(),
        fix: match rule {
            "unscanned-large" => {
                "Keep it out of the repository (Git LFS, a package registry), or raise `[limits] file_bytes` in the policy."
            }
            "unscanned-opaque" => "Commit what it was made from instead, or look inside before you do.",
            _ => "Make the file readable, or exclude it in the policy.",
        }
        .into(),
        references: &[],
        excerpt: Excerpt::default(),
        notes: Vec::new(),
        package: None,
    }
}

/// A size for a person, in binary units.
pub fn bytes(count: u64) -> String {
    const UNITS: [(&str, u64); 3] = [("GiB", 1 << 30), ("MiB", 1 << 20), ("KiB", 1 << 10)];
    match UNITS.iter().find(|(_, unit)| count >= *unit) {
        Some((name, unit)) => format!("{}.{} {name}", count / unit, count % unit * 10 / unit),
        None => format!("{count} bytes"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_read_well() {
        assert_eq!([bytes(0), bytes(1536), bytes(600 << 20)], ["0 bytes", "1.5 KiB", "600.0 MiB"]);
    }

    #[test]
    fn the_fingerprint_is_bound_to_the_content() {
        let unread = |content: &str| Unread {
            path: RepoPath::from("big.bin"),
            content: content.to_owned(),
            reason: UnreadReason::TooLarge { size: 2, limit: 1 },
        };
        assert_ne!(unscanned(unread("a")).fingerprint, unscanned(unread("b")).fingerprint);
    }
}
