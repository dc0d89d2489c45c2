//! The processes that stay: `cat-file` for objects and `diff-tree` for trees.

use std::cell::RefCell;

use super::process::{Conversation, Git};
use super::raw;
use crate::change::{ContentId, Delta};
use crate::git::backend::{GitError, ObjectKind};

/// A process that is started by its first question. After an error its answers may be out of step, so it is started anew.
pub(super) struct Batch {
    git: Git,
    arguments: &'static [&'static str],
    running: RefCell<Option<Conversation>>,
}

impl Batch {
    pub fn new(git: &Git, arguments: &'static [&'static str]) -> Self {
        Self { git: git.clone(), arguments, running: RefCell::new(None) }
    }

    fn talk<T>(&self, talk: impl FnOnce(&mut Conversation) -> Result<T, GitError>) -> Result<T, GitError> {
        let mut conversation = match self.running.take() {
            Some(running) => running,
            None => self.git.converse(self.arguments)?,
        };
        let answer = talk(&mut conversation)?;
        self.running.replace(Some(conversation));
        Ok(answer)
    }
}

/// An object as `cat-file` describes it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Described {
    pub id: ContentId,
    pub kind: ObjectKind,
    pub size: u64,
}

/// Reads objects.
pub(super) struct Objects {
    describe: Batch,
    content: Batch,
}

impl Objects {
    pub fn new(git: &Git) -> Self {
        Self {
            describe: Batch::new(git, &["cat-file", "--batch-check"]),
            content: Batch::new(git, &["cat-file", "--batch"]),
        }
    }

    /// The object that a revision names; `None` where there is none.
    pub fn describe(&self, revision: &[u8]) -> Result<Option<Described>, GitError> {
        if revision.is_empty() || revision.contains(&b'\n') || revision.contains(&0) {
            return Ok(None);
        }
        self.describe.talk(|process| {
            process.ask(revision)?;
            header(&process.read_until(b'\n')?)
        })
    }

    /// The bytes of an object.
    pub fn content(&self, id: &ContentId, kind: ObjectKind) -> Result<Vec<u8>, GitError> {
        let unreadable = |reason: String| GitError::Object { id: *id, reason };
        let read = self.content.talk(|process| {
            process.ask(id.to_string().as_bytes())?;
            let Some(object) = header(&process.read_until(b'\n')?)? else { return Ok(None) };
            let size = usize::try_from(object.size).map_err(|error| GitError::Other(error.to_string()))?;
            let data = process.read_exact(size)?;
            process.read_until(b'\n')?;
            Ok(Some((object.kind, data)))
        });
        match read {
            Ok(Some((found, data))) if found == kind => Ok(data),
            Ok(Some((found, _))) => Err(unreadable(format!("it is a {found:?}, not a {kind:?}").to_lowercase())),
            Ok(None) => Err(unreadable("it is missing".to_owned())),
            Err(error) => Err(unreadable(error.to_string())),
        }
    }
}

/// Reads `<id> <kind> <size>`; `None` for what git says of a name without object, `<name> missing` or `ambiguous`.
fn header(line: &[u8]) -> Result<Option<Described>, GitError> {
    let mut words = line.splitn(3, |&byte| byte == b' ');
    let id = words.next().and_then(ContentId::from_hex);
    let kind = match words.next() {
        Some(b"commit") => Some(ObjectKind::Commit),
        Some(b"tree") => Some(ObjectKind::Tree),
        Some(b"blob") => Some(ObjectKind::Blob),
        Some(b"tag") => Some(ObjectKind::Tag),
        _ => None,
    };
    let size = words.next().and_then(|size| std::str::from_utf8(size).ok()?.parse().ok());
    match (id, kind, size) {
        (Some(id), Some(kind), Some(size)) => Ok(Some(Described { id, kind, size })),
        _ if [&b" missing"[..], b" ambiguous", b" submodule"].iter().any(|end| line.ends_with(end)) => Ok(None),
        _ => Err(GitError::Other("git describes an object in an unknown way".to_owned())),
    }
}

/// Compares trees.
pub(super) struct Trees {
    process: Batch,
}

impl Trees {
    pub fn new(git: &Git) -> Self {
        const ARGUMENTS: &[&str] =
            &["diff-tree", "--stdin", "-r", "-z", "--raw", "--no-renames", "--no-abbrev", "--ignore-submodules=none"];
        Self { process: Batch::new(git, ARGUMENTS) }
    }

    /// Every path that differs between two trees. The id of the empty tree needs no object.
    pub fn diff(&self, old: &ContentId, new: &ContentId) -> Result<Vec<Delta>, GitError> {
        // A line that names no object is printed again as it is: that marks the end of an answer, and no record begins so.
        const END: &[u8] = b"end";
        self.process.talk(|process| {
            process.ask(format!("{old} {new}").as_bytes())?;
            process.ask(END)?;
            process.read_until(b'\n')?;
            let mut deltas = Vec::new();
            while process.peek()? == b':' {
                let header = process.read_until(0)?;
                raw::record(&mut deltas, &header, &process.read_until(0)?)?;
            }
            match process.read_until(b'\n')? {
                line if line == END => Ok(deltas),
                _ => Err(GitError::Other("git compares trees in an unknown way".to_owned())),
            }
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_name_without_object_is_none_whatever_it_looks_like() {
        let id = "1111111111111111111111111111111111111111";
        let object = header(format!("{id} blob 12").as_bytes()).unwrap().unwrap();
        assert_eq!((object.id.to_string().as_str(), object.kind, object.size), (id, ObjectKind::Blob, 12));
        for none in [format!("{id} missing"), "blob 12 missing".to_owned(), "ab ambiguous".to_owned()] {
            assert_eq!(header(none.as_bytes()).unwrap(), None, "{none}");
        }
        assert!(header(b"fatal").is_err());
    }

    proptest! {
        #[test]
        fn any_line_is_an_object_none_or_an_error(line in "([0-9a-f]{40}|blob|missing| |[0-9]){0,6}") {
            let _ = header(line.as_bytes());
        }
    }
}
