//! The keyword filter: finds every built-in keyword in a text at about the speed of memory, with no start-up at all.
//!
//! Each keyword is represented by its rarest four bytes (a keyword of three bytes by those behind every non-word byte). A
//! bitmap of 32 KiB says of nearly every position that no keyword can stand there; the few others are compared in full.

use super::gram::{self, BITMAP_WORDS, BUCKETS};

/// A keyword and the rules that want it.
#[derive(Debug)]
pub struct Keyword {
    /// Lower case.
    pub text: &'static [u8],
    /// Indexes into the table of built-in rules.
    pub rules: &'static [u16],
}

/// A gram that stands for a keyword.
#[derive(Debug)]
pub struct Gram {
    /// The four bytes, folded to lower case.
    pub gram: u32,
    /// Index of the keyword.
    pub keyword: u16,
    /// How many bytes lie between the start of the keyword and the end of the gram.
    pub end: u8,
}

/// The table that `build.rs` makes.
#[derive(Debug)]
pub struct Filter {
    /// One bit for each hash value.
    pub bitmap: &'static [u64; BITMAP_WORDS],
    /// Where the grams of each bucket begin; one more than there are buckets.
    pub starts: &'static [u16; BUCKETS + 1],
    /// Sorted by hash.
    pub grams: &'static [Gram],
    /// The keywords.
    pub keywords: &'static [Keyword],
}

impl Filter {
    /// Calls `hit` with the index of the keyword and the byte offset at which it begins, in the order of their ends.
    /// Overlapping keywords are all reported; upper and lower case are the same.
    pub fn scan(&self, text: &[u8], mut hit: impl FnMut(usize, usize)) {
        let mut last = 0;
        for (at, &byte) in text.iter().enumerate() {
            last = gram::push(last, byte);
            let hash = gram::hash(last);
            if self.bitmap[(hash >> 6) & (BITMAP_WORDS - 1)] >> (hash & 63) & 1 != 0 {
                self.verify(text, at, last, hash, &mut hit);
            }
        }
    }

    #[inline(never)]
    fn verify(&self, text: &[u8], at: usize, last: u32, hash: usize, hit: &mut impl FnMut(usize, usize)) {
        let bucket = hash >> 6;
        let grams = usize::from(self.starts[bucket])..usize::from(self.starts[bucket + 1]);
        for gram in self.grams[grams].iter().filter(|gram| gram.gram == last) {
            let keyword = usize::from(gram.keyword);
            let expected = self.keywords[keyword].text;
            let Some(start) = (at + 1).checked_sub(usize::from(gram.end)) else { continue };
            let found = text.get(start..start + expected.len());
            if found.is_some_and(|found| found.eq_ignore_ascii_case(expected)) {
                hit(keyword, start);
            }
        }
    }
}
