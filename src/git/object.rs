//! Commit and tag objects, read from their bytes, so that both back ends give the same answer and neither grafts nor
//! replace refs change it.

use super::backend::{Commit, GitError, Signature};
use crate::change::ContentId;

/// A commit with the tree it names.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct ParsedCommit {
    pub tree: ContentId,
    pub commit: Commit,
}

/// Reads a commit object.
pub(super) fn commit(id: &ContentId, data: &[u8]) -> Result<ParsedCommit, GitError> {
    let malformed = || GitError::Object { id: *id, reason: "the commit is malformed".to_owned() };
    let (header, message) = split(data);
    let mut parents = Vec::new();
    let (mut tree, mut author, mut committer) = (None, None, None);
    for (number, line) in header.split(|&byte| byte == b'\n').enumerate() {
        if number == 0 {
            tree = line.strip_prefix(b"tree ").and_then(ContentId::from_hex);
        } else if let Some(hex) = line.strip_prefix(b"parent ").filter(|_| number == parents.len() + 1) {
            // Further down git takes such a line for something unknown, and what it names for no ancestor.
            parents.push(ContentId::from_hex(hex).ok_or_else(malformed)?);
        } else if let Some(person) = line.strip_prefix(b"author ") {
            author = author.or_else(|| Some(signature(person)));
        } else if let Some(person) = line.strip_prefix(b"committer ") {
            committer = committer.or_else(|| Some(signature(person)));
        }
    }
    let commit = Commit {
        id: *id,
        parents,
        author: author.unwrap_or_default(),
        committer: committer.unwrap_or_default(),
        message: message.to_vec(),
    };
    Ok(ParsedCommit { tree: tree.ok_or_else(malformed)?, commit })
}

/// Reads a tag object: what it names, and all that follows its `object` and `type` lines.
pub(super) fn tag(id: &ContentId, data: &[u8]) -> Result<(ContentId, Vec<u8>), GitError> {
    let malformed = || GitError::Object { id: *id, reason: "the tag is malformed".to_owned() };
    let mut lines = data.splitn(3, |&byte| byte == b'\n');
    let object = lines.next().and_then(|line| line.strip_prefix(b"object ")).and_then(ContentId::from_hex);
    let kind = lines.next().and_then(|line| line.strip_prefix(b"type "));
    match (object, kind, lines.next()) {
        (Some(object), Some(_), Some(rest)) => Ok((object, rest.to_vec())),
        _ => Err(malformed()),
    }
}

/// The header lines and the message behind the first empty line.
fn split(data: &[u8]) -> (&[u8], &[u8]) {
    match memchr::memmem::find(data, b"\n\n") {
        Some(end) => (&data[..end], &data[end + 2..]),
        None => (data, b""),
    }
}

/// `Name <mail> seconds zone`; the mail ends at the first `>`, as git reads it.
fn signature(person: &[u8]) -> Signature {
    let open = memchr::memchr(b'<', person).unwrap_or(person.len());
    let rest = person.get(open + 1..).unwrap_or_default();
    let close = memchr::memchr(b'>', rest).unwrap_or(rest.len());
    Signature { name: person[..open].trim_ascii().to_vec(), mail: rest[..close].trim_ascii().to_vec() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const TREE: &str = "1111111111111111111111111111111111111111";
    const PARENT: &str = "2222222222222222222222222222222222222222";

    fn id(hex: &str) -> ContentId {
        ContentId::from_hex(hex.as_bytes()).unwrap()
    }

    #[test]
    fn a_commit_is_read_with_its_signature_lines_passed_over() {
        let text = format!(
            "tree {TREE}\nparent {PARENT}\nauthor A U Thor <a@example.com> 1 +0000\ncommitter  <> 1 +0000\n\
             gpgsig -----BEGIN\n tree {PARENT}\n author X <x@example.com> 1 +0000\n\nsubject\n\nparent {TREE}\n"
        );
        let parsed = commit(&id(PARENT), text.as_bytes()).unwrap();
        assert_eq!(parsed.tree, id(TREE));
        assert_eq!(parsed.commit.parents, [id(PARENT)]);
        assert_eq!(parsed.commit.author, Signature { name: b"A U Thor".to_vec(), mail: b"a@example.com".to_vec() });
        assert_eq!(parsed.commit.committer, Signature::default());
        assert_eq!(parsed.commit.message, format!("subject\n\nparent {TREE}\n").into_bytes());
    }

    #[test]
    fn a_parent_that_git_does_not_see_is_none() {
        let people = "author A <a@example.com> 1 +0000\ncommitter A <a@example.com> 1 +0000\n";
        let text = format!("tree {TREE}\nparent {TREE}\n{people}parent {PARENT}\n\nsubject\n");
        assert_eq!(commit(&id(PARENT), text.as_bytes()).unwrap().commit.parents, [id(TREE)]);
        assert!(commit(&id(PARENT), format!("{people}tree {TREE}\n\nsubject\n").as_bytes()).is_err());
    }

    #[test]
    fn a_tag_keeps_its_name_tagger_and_message() {
        let text = format!("object {TREE}\ntype commit\ntag v1\ntagger A <a@example.com> 1 +0000\n\nwords\n");
        let (target, rest) = tag(&id(PARENT), text.as_bytes()).unwrap();
        assert_eq!(target, id(TREE));
        assert_eq!(rest, b"tag v1\ntagger A <a@example.com> 1 +0000\n\nwords\n");
        assert!(tag(&id(PARENT), b"object 1\ntype commit\ntag v1\n").is_err());
    }

    proptest! {
        #[test]
        fn any_bytes_are_an_object_or_an_error(data in proptest::collection::vec(any::<u8>(), 0..200)) {
            let _ = (commit(&id(TREE), &data), tag(&id(TREE), &data));
        }
    }
}
