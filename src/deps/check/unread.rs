//! A manifest that cannot be read as a whole: what it asks for is not known, so it is no better than one that was not read.

use super::push_unsure;
use crate::change::Change;
use crate::deps::manifest::{FileKind, Manifest, Trouble, Unreadable};
use crate::engine::{Sink, Told};
use crate::finding::Confidence;

/// Folders whose manifests are often broken on purpose, or made whole later.
const SAMPLES: [&[u8]; 7] = [b"test", b"fixture", b"template", b"sample", b"example", b"snapshot", b"testdata"];

/// What stands in a text from which a program makes the manifest.
const TEMPLATES: [&[u8]; 4] = [b"{{", b"{%", b"<%", b"@@"];

pub(super) fn push(found: &Unreadable, kind: FileKind, change: &Change, bases: &[Manifest], sink: &mut Sink) {
    let grammar = matches!(found.trouble, Trouble::Syntax(_) | Trouble::NotUtf8);
    let was_so = bases.iter().any(|base| base.unreadable.as_ref().is_some_and(|old| old.trouble == found.trouble));
    // Grammar alone is no proof: some files are made whole by another program, some kinds are known by a loose name.
    let unsure = grammar && (was_so || is_sample(change) || is_loose(kind));
    let confidence = if unsure { Confidence::Low } else { Confidence::High };
    let told = Told {
        message: format!("Not all of this file could be read: {found}."),
        fix: capitalised(found.help()),
        // Bound to this content, as with any other file that is not read.
        identity: change.text().to_vec(),
        ..Told::default()
    };
    let line = change.text().get(found.at..).and_then(|rest| rest.split(|byte| *byte == b'\n').next());
    let end = found.at + line.map_or(0, <[u8]>::len);
    push_unsure(sink, "unreadable-manifest", found.at..end, confidence, told);
}

fn is_sample(change: &Change) -> bool {
    let path = change.path().as_bytes().to_ascii_lowercase();
    let in_samples = SAMPLES.iter().any(|word| memchr::memmem::find(&path, word).is_some());
    in_samples || TEMPLATES.iter().any(|mark| memchr::memmem::find(change.text(), mark).is_some())
}

/// Whether the name of such a file does not prove its format.
fn is_loose(kind: FileKind) -> bool {
    matches!(
        kind,
        FileKind::CondaEnvironment
            | FileKind::Requirements
            | FileKind::DotnetProject
            | FileKind::SetupPy
            | FileKind::Workflow
            | FileKind::PreCommit
            | FileKind::Pom
    )
}

fn capitalised(text: &str) -> String {
    let mut chars = text.chars();
    let first = chars.next().map(|first| first.to_ascii_uppercase());
    first.into_iter().chain(chars).chain(['.']).collect()
}
