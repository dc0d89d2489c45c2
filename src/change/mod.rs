//! The neutral input of every check: a file as it will be after the commit, and which of its lines the commit adds.
//! Nothing here knows git.

mod added;
mod decode;
mod delta;
mod diff;
mod lines;
mod renames;

use std::cell::OnceCell;
use std::fmt;

pub use added::AddedLines;
pub use decode::{decode, opaque};
pub use delta::{ContentId, Delta, EntryKind, Version};
pub use diff::added_lines;
pub use lines::{Lines, count_lines};
pub use renames::{Gone, origin};

use crate::lexer::{self, Language, ScopeMap};
use crate::text::RepoPath;

/// Reads the texts that a file is compared with, decoded: one for each parent that has the file. It is given the new text, by
/// which it may recognise a renamed file. Called only when a check finds something, because most files have nothing to find.
pub type LoadBases<'a> = Box<dyn FnOnce(&[u8]) -> Vec<Vec<u8>> + 'a>;

/// A file with the lines that a commit adds to it.
pub struct Change<'a> {
    path: RepoPath,
    container: Option<RepoPath>,
    text: Vec<u8>,
    load: OnceCell<LoadBases<'a>>,
    bases: OnceCell<Vec<Vec<u8>>>,
    added: OnceCell<AddedLines>,
    lines: OnceCell<Lines>,
    language: OnceCell<Option<&'static Language>>,
    scopes: OnceCell<Option<ScopeMap>>,
}

impl<'a> Change<'a> {
    /// A new file: every line is added. `blob` is decoded here.
    pub fn whole(path: RepoPath, blob: Vec<u8>) -> Self {
        Self {
            path,
            container: None,
            text: decode(blob),
            load: OnceCell::new(),
            bases: OnceCell::new(),
            added: OnceCell::from(AddedLines::All),
            lines: OnceCell::new(),
            language: OnceCell::new(),
            scopes: OnceCell::new(),
        }
    }

    /// A text that is none of UTF-16 and the like any more: it stays as it is.
    pub fn decoded(path: RepoPath, text: Vec<u8>) -> Self {
        Self { text, ..Self::whole(path, Vec::new()) }
    }

    /// A member of an archive: `path` is its name in there, `file` that of the archive.
    pub fn inside(path: RepoPath, file: RepoPath, blob: Vec<u8>) -> Self {
        Self { container: Some(file), ..Self::whole(path, blob) }
    }

    /// The same file, with a content of a packed format that must not be decoded as text before it was unpacked.
    #[must_use]
    pub fn packed(self, blob: Vec<u8>) -> Self {
        Self { text: blob, lines: OnceCell::new(), language: OnceCell::new(), scopes: OnceCell::new(), ..self }
    }

    /// Decodes what [`Self::packed`] left as it was.
    pub fn decode(&mut self) {
        self.text = decode(std::mem::take(&mut self.text));
        (self.lines, self.language, self.scopes) = Default::default();
    }

    /// A changed file. `bases` is called at most once, when it must be known which lines are new; where it yields nothing,
    /// all of them are.
    pub fn against(path: RepoPath, blob: Vec<u8>, bases: LoadBases<'a>) -> Self {
        Self { added: OnceCell::new(), load: OnceCell::from(bases), ..Self::whole(path, blob) }
    }

    /// The path after the commit.
    pub fn path(&self) -> &RepoPath {
        &self.path
    }

    /// The file of the repository: that of an archive for what is in one. A finding names it.
    pub fn file(&self) -> &RepoPath {
        self.container.as_ref().unwrap_or(&self.path)
    }

    /// The whole text after the commit: bytes, usually UTF-8.
    pub fn text(&self) -> &[u8] {
        &self.text
    }

    /// The lines of the text.
    pub fn lines(&self) -> &Lines {
        self.lines.get_or_init(|| Lines::new(&self.text))
    }

    /// The language of the file, by name, extension or first line.
    pub fn language(&self) -> Option<&'static Language> {
        *self.language.get_or_init(|| lexer::detect(&self.path, &self.text))
    }

    /// What each byte of the text is, if its language is known.
    pub fn scopes(&self) -> Option<&ScopeMap> {
        self.scopes.get_or_init(|| self.language().map(|language| lexer::lex(language, &self.text))).as_ref()
    }

    /// The lines that the commit adds relative to every parent.
    pub fn added(&mut self) -> &AddedLines {
        let text = &self.text;
        let bases = self.bases.get();
        // Texts that nobody has asked for are not kept.
        let loaded = self.load.take().filter(|_| bases.is_none()).map(|load| load(text));
        self.added.get_or_init(|| {
            let bases = loaded.as_ref().or(bases).into_iter().flatten();
            let all = bases.map(|base| added_lines(base, text));
            all.reduce(AddedLines::intersect).unwrap_or(AddedLines::All)
        })
    }

    /// The texts that the file is compared with: of each parent that has it, if need be under another name. Empty for a new
    /// file.
    pub fn bases(&mut self) -> &[Vec<u8>] {
        if let Some(load) = self.load.take() {
            self.bases = OnceCell::from(load(&self.text));
        }
        self.bases.get_or_init(Vec::new)
    }
}

/// Shows the path and the size; never the text.
impl fmt::Debug for Change<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Change({}, {} bytes)", self.path, self.text.len())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_is_added_by_a_merge_only_if_no_parent_has_it() {
        let bases = |_: &[u8]| vec![b"ours\nold\n".to_vec(), b"theirs\nold\n".to_vec()];
        let merged = b"ours\ntheirs\nevil\nold\n".to_vec();
        let mut change = Change::against(RepoPath::from("f"), merged, Box::new(bases));
        assert_eq!(*change.added(), AddedLines::Some(std::iter::once(2..3).collect()));
    }

    #[test]
    fn whoever_has_seen_the_bases_still_learns_what_is_added() {
        let bases = |_: &[u8]| vec![b"old\n".to_vec()];
        let mut change = Change::against(RepoPath::from("f"), b"old\nnew\n".to_vec(), Box::new(bases));
        assert_eq!(change.bases(), [b"old\n"]);
        assert_eq!(*change.added(), AddedLines::Some(std::iter::once(1..2).collect()));
        assert_eq!(Change::whole(RepoPath::from("f"), b"x\n".to_vec()).bases(), [b""; 0]);
    }

    #[test]
    fn without_a_base_everything_is_added() {
        let mut change = Change::against(RepoPath::from("f"), b"x\n".to_vec(), Box::new(|_| Vec::new()));
        assert_eq!(*change.added(), AddedLines::All);
    }

    #[test]
    fn the_text_is_not_in_the_debug_output() {
        let change = Change::whole(RepoPath::from("f"), b"hush".to_vec());
        assert_eq!(format!("{change:?}"), "Change(f, 4 bytes)");
    }
}
