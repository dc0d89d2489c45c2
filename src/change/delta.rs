//! A changed path with the names of its contents before and after, as a git back end lists them.

use std::fmt;

use crate::text::RepoPath;

/// The name of a stored content: a SHA-1 or SHA-256 object id.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ContentId {
    bytes: [u8; 32],
    len: u8,
}

impl ContentId {
    /// Takes 20 or 32 bytes; `None` for any other length.
    pub fn new(id: &[u8]) -> Option<Self> {
        let len = match id.len() {
            20 => 20,
            32 => 32,
            _ => return None,
        };
        let mut bytes = [0; 32];
        bytes[..id.len()].copy_from_slice(id);
        Some(Self { bytes, len })
    }

    /// Reads 40 or 64 hexadecimal digits.
    pub fn from_hex(hex: &[u8]) -> Option<Self> {
        let digit = |c: u8| char::from(c).to_digit(16).and_then(|d| u8::try_from(d).ok());
        let (pairs, odd) = hex.as_chunks::<2>();
        if !odd.is_empty() || pairs.len() > 32 {
            return None;
        }
        let mut bytes = [0; 32];
        for (byte, pair) in bytes.iter_mut().zip(pairs) {
            *byte = digit(pair[0])? << 4 | digit(pair[1])?;
        }
        Self::new(&bytes[..pairs.len()])
    }

    /// The 20 or 32 bytes.
    pub fn as_bytes(&self) -> &[u8] {
        &self.bytes[..usize::from(self.len)]
    }

    /// Whether all bytes are zero: git's way to say "nothing".
    pub fn is_zero(&self) -> bool {
        self.as_bytes().iter().all(|&byte| byte == 0)
    }
}

/// Hexadecimal.
impl fmt::Display for ContentId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.as_bytes().iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

impl fmt::Debug for ContentId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

/// What kind of entry a path is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum EntryKind {
    /// A file, executable or not.
    File,
    /// A symbolic link; its content is the target.
    Symlink,
    /// A commit of another repository. It has no content here.
    Submodule,
}

impl EntryKind {
    /// From a git file mode such as `0o100644`; `None` for trees and unknown modes.
    pub fn from_mode(mode: u32) -> Option<Self> {
        match mode & 0o170_000 {
            0o100_000 => Some(Self::File),
            0o120_000 => Some(Self::Symlink),
            0o160_000 => Some(Self::Submodule),
            _ => None,
        }
    }
}

/// One side of a changed path.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Version {
    /// Where the content is stored.
    pub id: ContentId,
    /// What it is.
    pub kind: EntryKind,
}

/// A path that differs from every parent.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Delta {
    /// The path.
    pub path: RepoPath,
    /// After the commit; `None` where it was deleted.
    pub new: Option<Version>,
    /// Before the commit, in each parent that has the path. Empty for a new file. A parent that lacks the path makes no
    /// line old, so it need not be told apart.
    pub old: Vec<Version>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_read_and_print() {
        let hex = "0123456789abcdef0123456789abcdef01234567";
        let id = ContentId::from_hex(hex.as_bytes()).unwrap();
        assert_eq!(id.to_string(), hex);
        assert_eq!(ContentId::new(id.as_bytes()), Some(id));
        assert!(ContentId::from_hex(&b"0".repeat(64)).unwrap().is_zero());
        for bad in ["", "0", "01", "g123456789abcdef0123456789abcdef01234567", &"0".repeat(66)] {
            assert_eq!(ContentId::from_hex(bad.as_bytes()), None);
        }
    }

    #[test]
    fn modes_are_told_apart() {
        assert_eq!(EntryKind::from_mode(0o100_755), Some(EntryKind::File));
        assert_eq!(EntryKind::from_mode(0o120_000), Some(EntryKind::Symlink));
        assert_eq!(EntryKind::from_mode(0o160_000), Some(EntryKind::Submodule));
        assert_eq!(EntryKind::from_mode(0o040_000), None);
    }
}
