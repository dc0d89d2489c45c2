use proptest::prelude::*;

use super::*;
use crate::rules::builtin;

/// Keyword and offset of every hit, sorted.
fn hits(text: &[u8]) -> Vec<(usize, usize)> {
    let mut hits = Vec::new();
    builtin::FILTER.scan(text, u64::MAX, |keyword, start| hits.push((start, keyword)));
    hits.sort_unstable();
    hits
}

fn keywords() -> impl Iterator<Item = &'static [u8]> {
    (0..builtin::FILTER.text_starts.len() - 1).map(|index| builtin::FILTER.keyword(index))
}

/// What the filter must find, the slow way.
fn naive(text: &[u8]) -> Vec<(usize, usize)> {
    let mut hits = Vec::new();
    for start in 0..text.len() {
        for (index, keyword) in keywords().enumerate() {
            let found = text.get(start..start + keyword.len());
            let behind_word = start > 0 && text[start - 1].is_ascii_alphanumeric();
            if found.is_some_and(|found| found.eq_ignore_ascii_case(keyword)) && !(keyword.len() == 3 && behind_word) {
                hits.push((start, index));
            }
        }
    }
    hits
}

#[test]
fn every_keyword_is_found_in_any_case_at_both_ends_and_in_the_middle() {
    for (index, keyword) in keywords().enumerate() {
        for word in [keyword.to_vec(), keyword.to_ascii_uppercase()] {
            let end = [b"say ".as_slice(), &word].concat();
            let middle = [b"say ".as_slice(), &word, b" twice"].concat();
            for (text, at) in [(&word, 0), (&end, 4), (&middle, 4)] {
                assert!(hits(text).contains(&(at, index)), "{}", String::from_utf8_lossy(text));
            }
        }
    }
}

/// A filter over two keywords of three bytes and two that overlap, made by hand as `build.rs` makes it.
fn small(text: &[u8]) -> Vec<(usize, usize)> {
    let mut grams = vec![(*b"yzzy", 1, 5), (*b"zzyq", 2, 4)];
    for before in (0..=u8::MAX).filter(|byte| !byte.is_ascii_alphanumeric()) {
        grams.extend([([before, b'a', b'b', b'c'], 0, 3), ([before, b'b', b':', b'c'], 3, 3)]);
    }
    let mut grams: Vec<Gram> =
        grams.into_iter().map(|(gram, keyword, end)| Gram { bytes: gram::fold(gram), keyword, end }).collect();
    grams.sort_by_key(|entry| (gram::hash(entry.bytes), entry.bytes, entry.keyword));
    grams.dedup_by_key(|entry| (entry.bytes, entry.keyword));
    let (mut bitmap, mut buckets) = (vec![0; BITMAP_WORDS], vec![0; BUCKETS + 1]);
    for entry in &grams {
        let hash = gram::hash(entry.bytes);
        bitmap[hash >> 6] |= 1 << (hash & 63);
        buckets[(hash >> 6) + 1] += 1;
    }
    (0..BUCKETS).for_each(|bucket| buckets[bucket + 1] += buckets[bucket]);
    let leaked = |grams: Vec<Gram>| &*Vec::leak(grams);
    let filter = Filter {
        bitmap: bitmap.leak().first_chunk().unwrap(),
        buckets: buckets.leak().first_chunk().unwrap(),
        grams: leaked(grams),
        wanted: &[u64::MAX; 4],
        texts: b"abcxyzzyzzyqb:c",
        text_starts: &[0, 3, 8, 12, 15],
        rules: &[],
        rule_starts: &[0; 5],
    };
    let mut hits = Vec::new();
    filter.scan(text, u64::MAX, |keyword, start| hits.push((start, keyword)));
    hits
}

#[test]
fn a_keyword_of_three_bytes_stands_at_the_start_or_behind_a_byte_that_is_no_word() {
    assert_eq!(small(b"ABC abc_abc"), [(0, 0), (4, 0), (8, 0)]);
    assert_eq!(small(b"xabc 9abc \x10abc \xffabc \0b:C"), [(11, 0), (16, 0), (21, 3)]);
    assert_eq!(small(b"abc"), [(0, 0)]);
    assert_eq!(small(b"ab"), []);
}

#[test]
fn overlapping_keywords_are_all_found() {
    assert_eq!(small(b"xyZZyq"), [(0, 1), (2, 2)]);
}

proptest! {
    #[test]
    fn the_filter_finds_what_a_naive_search_finds(
        parts in proptest::collection::vec((any::<proptest::sample::Index>(), ".{0,3}", any::<bool>(), 0usize..4), 0..12)
    ) {
        // Keywords, whole or cut, glued together with a little of anything: overlaps and near misses are common.
        let mut text = Vec::new();
        for (keyword, glue, upper, cut) in parts {
            let word = keywords().nth(keyword.index(keywords().count())).unwrap();
            let word = &word[cut.min(word.len() - 1)..];
            text.extend(if upper { word.to_ascii_uppercase() } else { word.to_vec() });
            text.extend(glue.bytes());
        }
        prop_assert_eq!(hits(&text), naive(&text));
    }
}
