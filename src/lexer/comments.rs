//! Comments, and the islands of code in pages.

use super::scan::{Around, Frame, Inside, Scan};
use super::scope::Scope;
use super::syntax::{BlockComment, CommentPlace};

impl Scan<'_> {
    /// Reads a comment that begins here.
    pub(super) fn comment(&mut self) -> bool {
        let syntax = &self.language.syntax;
        let block = |comment: &&BlockComment| {
            self.starts(self.at, comment.open) && (!comment.line_start || self.line_start(self.at))
        };
        let start = self.at;
        let end = if let Some(comment) = syntax.block_comments.iter().find(block) {
            self.block_end(comment)
        } else if syntax.line_comments.iter().any(|open| self.starts(start, open)) && self.line_comment_here() {
            let line = self.line_end(start);
            let close = self.island.map_or("", |island| island.close);
            let island = memchr::memmem::find(&self.text[start..line], close.as_bytes()).filter(|_| !close.is_empty());
            island.map_or(line, |length| start + length)
        } else {
            return false;
        };
        self.mark(Scope::Comment);
        self.at = end;
        self.mark_code();
        true
    }

    fn line_comment_here(&self) -> bool {
        match self.language.syntax.line_comments_at {
            CommentPlace::Anywhere => true,
            CommentPlace::Word => {
                self.before(self.at).is_none_or(|b| b.is_ascii_whitespace() || b";|&()`".contains(&b))
            }
            CommentPlace::Line => {
                let floor = self.out.last_start();
                let mut before = self.text[floor..self.at].iter().rev().skip_while(|b| matches!(b, b' ' | b'\t'));
                before.next().map_or(floor == 0 || self.line_start(floor), |&b| matches!(b, b'\n' | b'\r'))
            }
        }
    }

    fn block_end(&self, comment: &BlockComment) -> usize {
        let mut at = self.at + comment.open.len();
        let mut nested = 0;
        let (open, close) = (comment.open.as_bytes().first(), comment.close.as_bytes().first());
        let (Some(&open), Some(&close)) = (open, close) else { return self.text.len() };
        let open = if comment.nested { open } else { close };
        while let Some(length) = memchr::memchr2(open, close, self.text.get(at..).unwrap_or_default()) {
            at += length;
            if self.starts(at, comment.close) && (!comment.line_start || self.line_start(at)) {
                at += comment.close.len();
                if nested == 0 {
                    return at;
                }
                nested -= 1;
            } else if comment.nested && self.starts(at, comment.open) {
                at += comment.open.len();
                nested += 1;
            } else {
                at += 1;
            }
        }
        self.text.len()
    }

    /// Reads the closer of the island that stands here.
    pub(super) fn leaves_island(&mut self) -> bool {
        let Some(island) = self.island else { return false };
        if island.nests.is_some() || island.path || !self.starts(self.at, island.close) {
            return false;
        }
        self.leave_island(island.close.len());
        true
    }

    /// Reads text up to the next island of code.
    pub(super) fn markup(&mut self) {
        self.mark(Scope::Markup);
        let syntax = &self.language.syntax;
        while let Some(length) = self.text[self.at..].iter().position(|&byte| syntax.island_bytes.has(byte)) {
            self.at += length;
            let opened = syntax.islands.iter().filter_map(|island| {
                let open = island.open.iter().find(|open| self.starts(self.at, open))?;
                Some((open.len(), island))
            });
            // The longest opener wins: `{{--` is no `{{`. Of equal ones the first of the table does.
            let opened = opened.reduce(|best, next| if next.0 > best.0 { next } else { best });
            let Some((length, island)) = opened.filter(|(length, island)| !island.path || self.path_here(*length))
            else {
                self.at += 1;
                continue;
            };
            let start = self.at;
            self.at += length;
            if island.comment {
                let end = memchr::memmem::find(&self.text[self.at..], island.close.as_bytes());
                self.out.push(start, Scope::Comment, 0);
                self.at = end.map_or(self.text.len(), |length| self.at + length + island.close.len());
                self.mark(Scope::Markup);
                self.islands.push(start..self.at);
                continue;
            }
            self.islands.push(start..self.at);
            self.island = Some(island);
            self.mark_code();
            if island.path {
                return self.path();
            }
            if let Some(open) = island.nests {
                let inside = Inside { close: island.close, open, nested: 0, what: Around::Page };
                self.frames.push(Frame::Code(inside));
            }
            return;
        }
        self.at = self.text.len();
    }

    /// Whether a name begins behind the `length` bytes that stand here, and none ends before them: `a@b.example` is no code.
    fn path_here(&self, length: usize) -> bool {
        let word = |byte: Option<u8>| byte.is_some_and(|b| b.is_ascii_alphabetic() || b == b'_');
        word(self.byte(self.at + length))
            && !self.before(self.at).is_some_and(|b| b.is_ascii_alphanumeric() || b == b'@')
    }

    /// Reads a name with its members; arguments are code of their own, behind which the name may go on.
    pub(super) fn path(&mut self) {
        loop {
            let rest = &self.text[self.at..];
            let word = rest.iter().take_while(|b| b.is_ascii_alphanumeric() || **b == b'_').count();
            self.at += word;
            let next = self.byte(self.at);
            let spaces = if word > 0 { rest[word..].iter().take_while(|b| **b == b' ').count().min(1) } else { 0 };
            let group = self.byte(self.at + spaces);
            let close = match group {
                Some(b'(') => ")",
                Some(b'[') if spaces == 0 => "]",
                _ => "",
            };
            if !close.is_empty() {
                self.at += spaces + 1;
                let inside = Inside { close, open: group.unwrap_or(b'('), nested: 0, what: Around::Path };
                return self.frames.push(Frame::Code(inside));
            }
            let member = next == Some(b'.') && self.byte(self.at + 1).is_some_and(|b| b.is_ascii_alphabetic());
            if !member {
                break;
            }
            self.at += 1;
        }
        self.leave_island(0);
        self.markup();
    }
}
