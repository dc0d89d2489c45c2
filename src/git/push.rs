//! What a push brings: from the lines that git gives to pre-push and pre-receive.

use std::collections::HashSet;

use super::backend::{Backend, GitError, ObjectKind, Reference};
use crate::change::ContentId;

/// One reference of a push.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RefUpdate {
    /// The object that the reference will name; all zeros for a deletion.
    pub new: ContentId,
    /// The object that it names now; all zeros where it does not exist.
    pub old: ContentId,
    /// Full name of the reference on the receiving side: bytes, usually UTF-8.
    pub name: Vec<u8>,
}

/// Reads the standard input of pre-push: `<local ref> <local id> <remote ref> <remote id>` in each line.
///
/// # Errors
/// A line is not of that form.
pub fn parse_pre_push(input: &[u8]) -> Result<Vec<RefUpdate>, GitError> {
    parse(input, |words| match words {
        [_, new, name, old] => Some((*new, *old, *name)),
        _ => None,
    })
}

/// Reads the standard input of pre-receive: `<old id> <new id> <ref>` in each line.
///
/// # Errors
/// A line is not of that form.
pub fn parse_pre_receive(input: &[u8]) -> Result<Vec<RefUpdate>, GitError> {
    parse(input, |words| match words {
        [old, new, name] => Some((*new, *old, *name)),
        _ => None,
    })
}

type Words<'l> = (&'l [u8], &'l [u8], &'l [u8]);

fn parse<'i>(input: &'i [u8], fields: impl Fn(&[&'i [u8]]) -> Option<Words<'i>>) -> Result<Vec<RefUpdate>, GitError> {
    let lines = input.split(|&byte| byte == b'\n').filter(|line| !line.is_empty());
    lines
        .map(|line| {
            let words: Vec<&[u8]> = line.split(|&byte| byte == b' ').collect();
            let update = fields(&words).and_then(|(new, old, name)| {
                let (new, old) = (ContentId::from_hex(new)?, ContentId::from_hex(old)?);
                Some(RefUpdate { new, old, name: name.to_vec() })
            });
            update.ok_or_else(|| GitError::Other("git gave the hook a line that is not of the documented form".into()))
        })
        .collect()
}

/// What the receiving side has already.
#[derive(Clone, Copy, Debug)]
pub enum Known<'a> {
    /// What the tracking references of this remote say: its name, or its URL where it has no name.
    Remote {
        /// First argument of pre-push.
        name: &'a str,
        /// Second argument of pre-push.
        url: &'a str,
    },
    /// Everything that this repository's references reach: it is the receiving side.
    AllReferences,
}

/// What must be read before a push may pass.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Push {
    /// New commits, parents before children.
    pub commits: Vec<ContentId>,
    /// Blobs and trees that a tag names without any commit, each with the name of the reference.
    pub bare_objects: Vec<(Vec<u8>, ContentId, ObjectKind)>,
    /// Names of the references that are made or moved.
    pub names: Vec<Vec<u8>>,
    /// Messages of annotated tags, each with the name of the reference.
    pub tags: Vec<(Vec<u8>, Vec<u8>)>,
    /// The commit whose policy counts: it is on the receiving side already. `None` where nothing is.
    pub base: Option<ContentId>,
    /// The commit that takes the place of `base`, where the push moves the reference that stood there.
    pub successor: Option<ContentId>,
    /// Whether nothing of the history is known to be there, so that all of it is new.
    pub everything: bool,
}

/// Works out what a push brings.
///
/// # Errors
/// An object is missing or the references cannot be read.
pub fn plan(backend: &dyn Backend, updates: &[RefUpdate], known: Known) -> Result<Push, GitError> {
    let mut push = Push::default();
    let mut include = Vec::new();
    for update in updates.iter().filter(|update| !update.new.is_zero()) {
        include.extend(push.take(backend, &update.name, update.new)?);
    }
    let mut exclude = known_tips(backend, known)?;
    exclude.extend(updates.iter().map(|update| update.old).filter(|old| !old.is_zero()));
    exclude.sort_unstable();
    exclude.dedup();
    let mut present = Vec::new();
    for id in exclude {
        // After somebody else's forced push the remote's commit is not here: it hides nothing.
        if backend.kind(&id)?.is_some() && peel(backend, id)?.1 == ObjectKind::Commit {
            present.push(peel(backend, id)?.0);
        }
    }
    push.everything = present.is_empty();
    if !include.is_empty() {
        push.commits = backend.range(&include, &present)?;
        // What a shallow clone begins with came from the remote. Its list of these is a file that anybody can write: what has
        // its parents here is no beginning.
        let cut = push.commits.iter().map(|id| is_cut(backend, id)).collect::<Result<Vec<_>, _>>()?;
        let mut cut = cut.into_iter();
        push.commits.retain(|_| !cut.next().unwrap_or(false));
    }
    push.base = base(backend, updates, known, &push.commits)?;
    let moved = updates.iter().find(|update| Some(update.old) == push.base && !update.new.is_zero());
    push.successor = match moved.map(|update| peel(backend, update.new)).transpose()? {
        Some((id, ObjectKind::Commit)) => Some(id),
        _ => None,
    };
    Ok(push)
}

/// What all references of this repository reach, and `HEAD`: a push of everything to nobody.
///
/// # Errors
/// An object is missing or the references cannot be read.
pub fn every_reference(backend: &dyn Backend) -> Result<Push, GitError> {
    let (mut push, head) = (Push { everything: true, ..Push::default() }, backend.head()?);
    let mut include: Vec<ContentId> = head.into_iter().collect();
    for Reference { name, id } in backend.references("refs/")? {
        include.extend(push.take(backend, name.as_bytes(), id)?);
    }
    include.sort_unstable();
    include.dedup();
    push.commits = if include.is_empty() { Vec::new() } else { backend.range(&include, &[])? };
    push.base = head;
    Ok(push)
}

impl Push {
    /// Notes a reference: its name, what it says as a tag, and what it names. Returns that if it is a commit.
    fn take(&mut self, backend: &dyn Backend, name: &[u8], id: ContentId) -> Result<Option<ContentId>, GitError> {
        self.names.push(name.to_vec());
        let (id, kind) = peel_through(backend, id, &mut |text| {
            // What the header says stands in the name of the reference, or is the tagger.
            let message = memchr::memmem::find(&text, b"\n\n").map_or(0, |end| end + 2);
            self.tags.push((name.to_vec(), text[message..].to_vec()));
        })?;
        if matches!(kind, ObjectKind::Blob | ObjectKind::Tree) {
            self.bare_objects.push((name.to_vec(), id, kind));
        }
        Ok((kind == ObjectKind::Commit).then_some(id))
    }
}

/// Whether a shallow clone lacks a parent of this commit.
///
/// # Errors
/// The commit cannot be read.
pub fn is_cut(backend: &dyn Backend, id: &ContentId) -> Result<bool, GitError> {
    if !backend.is_shallow_boundary(id) {
        return Ok(false);
    }
    for parent in backend.commit(id)?.parents {
        if backend.kind(&parent)?.is_none() {
            return Ok(true);
        }
    }
    Ok(false)
}

/// Follows annotated tags to what they name.
fn peel(backend: &dyn Backend, id: ContentId) -> Result<(ContentId, ObjectKind), GitError> {
    peel_through(backend, id, &mut |_| ())
}

/// [`peel`], which tells what stands in each tag on the way.
fn peel_through(
    backend: &dyn Backend,
    mut id: ContentId,
    tag: &mut dyn FnMut(Vec<u8>),
) -> Result<(ContentId, ObjectKind), GitError> {
    // A tag of a tag of a tag …: nobody nests deeper, and git itself refuses cycles.
    for _ in 0..64 {
        match backend.kind(&id)? {
            Some(ObjectKind::Tag) => {
                let (named, text) = backend.tag(&id)?;
                tag(text);
                id = named;
            }
            Some(kind) => return Ok((id, kind)),
            None => return Err(GitError::NotFound(id.to_string())),
        }
    }
    Err(GitError::Other(format!("the tag {id} is nested too deep")))
}

/// The tips that the receiving side is known to have. References of other remotes do not count: pushing a private branch to
/// a public remote must read it again.
fn known_tips(backend: &dyn Backend, known: Known) -> Result<Vec<ContentId>, GitError> {
    let mut tips = Vec::new();
    match known {
        Known::AllReferences => tips.extend(backend.references("refs/")?),
        Known::Remote { name, url } => {
            let specs = remotes(backend, name, url).into_iter().flat_map(|remote| tracked(backend, &remote));
            for (prefix, suffix) in specs.collect::<Vec<_>>() {
                let known = backend.references(&prefix)?;
                tips.extend(known.into_iter().filter(|known| match &suffix {
                    Some(suffix) => known.name[prefix.len()..].ends_with(suffix),
                    None => known.name == prefix,
                }));
            }
        }
    }
    Ok(tips.into_iter().map(|reference| reference.id).collect())
}

/// The configured remotes that a push goes to: the one of that name, or those with that URL.
fn remotes(backend: &dyn Backend, name: &str, url: &str) -> Vec<String> {
    if name != url {
        return vec![name.to_owned()];
    }
    let urls = backend.remote_urls();
    urls.into_iter().filter(|(_, known)| known == url).map(|(remote, _)| remote).collect()
}

/// Where the fetch refspecs of a remote put its branches, such as `refs/remotes/origin/`: what the names begin with, and
/// what they end with; `None` where it is one whole name.
///
/// Only what is below `refs/remotes/` counts. A refspec of a mirror, or one for tags, names references that the user makes
/// and moves: they say nothing of the other side.
fn tracked(backend: &dyn Backend, remote: &str) -> Vec<(String, Option<String>)> {
    let specs = backend.config_all(&format!("remote.{remote}.fetch"));
    let targets = specs.iter().filter_map(|spec| spec.split_once(':')).map(|(_, target)| target);
    let tracking = targets.filter(|target| target.starts_with("refs/remotes/"));
    let split = tracking.map(|target| match target.split_once('*') {
        Some((prefix, suffix)) => (prefix.to_owned(), Some(suffix.to_owned())),
        None => (target.to_owned(), None),
    });
    split.collect()
}

/// The commit whose policy counts: the default branch of the receiving side, else the commit that a pushed branch stood at,
/// else the newest commit that the new ones build on.
fn base(
    backend: &dyn Backend,
    updates: &[RefUpdate],
    known: Known,
    commits: &[ContentId],
) -> Result<Option<ContentId>, GitError> {
    let default_branch = match known {
        Known::AllReferences => backend.head()?,
        Known::Remote { name, url } if name == url => None,
        Known::Remote { name, .. } => backend.resolve(&format!("refs/remotes/{name}/HEAD")).ok(),
    };
    if default_branch.is_some() {
        return Ok(default_branch);
    }
    for update in updates.iter().filter(|update| !update.old.is_zero()) {
        if backend.kind(&update.old)?.is_some() {
            let (id, kind) = peel(backend, update.old)?;
            if kind == ObjectKind::Commit {
                return Ok(Some(id));
            }
        }
    }
    let new: HashSet<&ContentId> = commits.iter().collect();
    for id in commits.iter().rev() {
        let parents = backend.commit(id)?.parents;
        if let Some(outside) = parents.into_iter().find(|parent| !new.contains(parent)) {
            return Ok(backend.kind(&outside)?.map(|_| outside));
        }
    }
    Ok(None)
}

#[cfg(test)]
mod tests {
    use super::*;

    const A: &str = "1111111111111111111111111111111111111111";
    const ZERO: &str = "0000000000000000000000000000000000000000";

    #[test]
    fn lines_of_both_hooks_are_read() {
        let line = format!("refs/heads/x {A} refs/heads/y {ZERO}\n(delete) {ZERO} refs/heads/z {A}\n");
        let updates = parse_pre_push(line.as_bytes()).unwrap();
        assert_eq!(updates[0].name, b"refs/heads/y");
        assert!(updates[0].old.is_zero() && updates[1].new.is_zero());
        let updates = parse_pre_receive(format!("{ZERO} {A} refs/tags/v1").as_bytes()).unwrap();
        assert!(updates[0].old.is_zero() && !updates[0].new.is_zero());
    }

    #[test]
    fn anything_else_is_an_error_not_a_pass() {
        assert!(parse_pre_push(b"refs/heads/x 123 refs/heads/y 456\n").is_err());
        assert!(parse_pre_push(b"nonsense\n").is_err());
        assert!(parse_pre_receive(format!("{A} {A} a b\n").as_bytes()).is_err());
        assert_eq!(parse_pre_push(b"").unwrap(), []);
    }
}
