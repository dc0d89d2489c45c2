//! The keyword filter: finds every built-in keyword in a text at about the speed of memory, with no start-up at all.
//!
//! Each keyword is represented by its rarest four bytes (a keyword of three bytes by those behind every non-word byte). A
//! bitmap of 128 KiB says of nearly every position that no keyword can stand there; the few others are compared in full.

use super::gram::{self, BITMAP_WORDS, BUCKETS};

/// A gram that stands for a keyword.
#[derive(Debug)]
pub struct Gram {
    /// The four bytes, folded: see [`gram::fold`].
    pub bytes: u32,
    /// Index of the keyword.
    pub keyword: u16,
    /// How many bytes lie between the start of the keyword and the end of the gram.
    pub end: u8,
}

/// The table that `build.rs` makes: flat lists and places in them, because a pointer for each keyword would have to be
/// relocated at each start.
#[derive(Debug)]
pub struct Filter {
    /// One bit for each hash value.
    pub bitmap: &'static [u64; BITMAP_WORDS],
    /// Where the grams of each bucket begin; one more than there are buckets.
    pub buckets: &'static [u32; BUCKETS + 1],
    /// Sorted by hash.
    pub grams: &'static [Gram],
    /// For each keyword the languages in which it is wanted: a bit each, in the order of the tables of languages.
    pub wanted: &'static [u64],
    /// The keywords in lower case, one behind the other.
    pub texts: &'static [u8],
    /// Where each keyword begins in `texts`; one more than there are keywords.
    pub text_starts: &'static [u32],
    /// Indexes of the built-in rules that want the first keyword, the second, and so on.
    pub rules: &'static [u16],
    /// Where those of each keyword begin in `rules`; one more than there are keywords.
    pub rule_starts: &'static [u32],
}

impl Filter {
    /// A keyword, in lower case.
    pub fn keyword(&self, index: usize) -> &'static [u8] {
        part(self.texts, self.text_starts, index)
    }

    /// The indexes of the built-in rules that want a keyword.
    pub fn rules(&self, keyword: usize) -> &'static [u16] {
        part(self.rules, self.rule_starts, keyword)
    }

    /// Calls `hit` with the index of the keyword and the byte offset at which it begins, in the order of their ends.
    /// Overlapping keywords are all reported; upper and lower case are the same. Only what is wanted in one of `languages`
    /// is, a bit each, or in every file.
    pub fn scan(&self, text: &[u8], languages: u64, mut hit: impl FnMut(usize, usize)) {
        // The highest bit is no language: it stands for every file.
        let languages = languages | 1 << 63;
        // A keyword of three bytes at the very start has nothing in front of it; its gram begins with a zero byte.
        if let Some(&[a, b, c]) = text.first_chunk() {
            self.look_up(text, 3, [0, a, b, c], languages, &mut hit);
        }
        for (start, &window) in text.array_windows().enumerate() {
            self.look_up(text, start + 4, window, languages, &mut hit);
        }
    }

    /// Asks the bitmap about the gram that ends at byte offset `end`.
    #[inline]
    fn look_up(&self, text: &[u8], end: usize, window: [u8; 4], languages: u64, hit: &mut impl FnMut(usize, usize)) {
        let gram = gram::fold(window);
        let hash = gram::hash(gram);
        if self.bitmap[(hash >> 6) & (BITMAP_WORDS - 1)] >> (hash & 63) & 1 != 0 {
            self.verify(text, end, (gram, hash), languages, hit);
        }
    }

    #[cold]
    #[inline(never)]
    fn verify(
        &self,
        text: &[u8],
        end: usize,
        (gram, hash): (u32, usize),
        languages: u64,
        hit: &mut impl FnMut(usize, usize),
    ) {
        let bucket = hash >> 6;
        for entry in part(self.grams, self.buckets, bucket).iter().filter(|entry| entry.bytes == gram) {
            let keyword = usize::from(entry.keyword);
            if self.wanted[keyword] & languages == 0 {
                continue;
            }
            let expected = self.keyword(keyword);
            let Some(start) = end.checked_sub(usize::from(entry.end)) else { continue };
            let found = text.get(start..start + expected.len());
            if found.is_some_and(|found| found.eq_ignore_ascii_case(expected)) && begins(text, start, expected) {
                hit(keyword, start);
            }
        }
    }
}

/// One of several lists that stand one behind the other.
pub(super) fn part<T>(all: &'static [T], starts: &[u32], index: usize) -> &'static [T] {
    &all[starts[index] as usize..starts[index + 1] as usize]
}

/// Whether a keyword may begin at `start`: one of three bytes only behind a byte that is neither letter nor digit.
fn begins(text: &[u8], start: usize, keyword: &[u8]) -> bool {
    keyword.len() > 3 || start.checked_sub(1).is_none_or(|before| !text[before].is_ascii_alphanumeric())
}

#[cfg(test)]
#[path = "filter_tests.rs"]
mod tests;
