//! Order of NuGet's versions: up to four numbers, then a prerelease whose case does not count; metadata does not either.

use std::cmp::Ordering;

#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Version {
    pub(super) parts: [u64; 4],
    labels: Vec<Label>,
    /// Below all prereleases of these numbers.
    floor: bool,
}

#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Label {
    /// Numbers stand below words.
    Number(u64),
    /// In lower case.
    Word(Box<str>),
}

impl Version {
    pub(super) fn parse(text: &str) -> Option<Self> {
        let text = text.strip_prefix(['v', 'V']).unwrap_or(text);
        let text = text.split('+').next().unwrap_or_default();
        let (numbers, prerelease) = match text.split_once('-') {
            Some((numbers, prerelease)) => (numbers, Some(prerelease)),
            None => (text, None),
        };
        let mut parts = [0; 4];
        for (place, part) in numbers.split('.').enumerate() {
            if !part.bytes().all(|byte| byte.is_ascii_digit()) {
                return None;
            }
            *parts.get_mut(place)? = part.parse().ok()?;
        }
        let labels = prerelease.map_or_else(Vec::new, |labels| labels.split('.').map(label).collect());
        let proper = |label: &Label| !matches!(label, Label::Word(word) if word.is_empty());
        labels.iter().all(proper).then_some(Self { parts, labels, floor: false })
    }

    /// The version of these numbers, below all its prereleases.
    pub(super) fn floor(parts: [u64; 4]) -> Self {
        Self { parts, labels: Vec::new(), floor: true }
    }

    pub(super) fn is_prerelease(&self) -> bool {
        self.floor || !self.labels.is_empty()
    }

    pub(super) fn cmp(&self, other: &Self) -> Ordering {
        // A release stands above its prereleases.
        let release = |version: &Self| !version.is_prerelease();
        let label = || match (release(self), release(other)) {
            (false, false) => self.labels.cmp(&other.labels),
            (a, b) => a.cmp(&b),
        };
        self.parts.cmp(&other.parts).then(other.floor.cmp(&self.floor)).then_with(label)
    }
}

fn label(text: &str) -> Label {
    let number = text.bytes().all(|byte| byte.is_ascii_digit()).then(|| text.parse().ok()).flatten();
    number.map_or_else(|| Label::Word(text.to_lowercase().into()), Label::Number)
}
