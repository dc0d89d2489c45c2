//! A regex near keywords: what it would find in the whole text, at the cost of the text around the keywords.

use std::ops::Range;

use super::{Match, Pattern};

/// The most bytes that a window may grow on one side for one match: what is longer is data, no credential.
const LONGEST: usize = 64 << 10;

/// Calls `found` with every match of `regex` that lies within `window` bytes of a keyword. `keywords` are byte offsets,
/// ascending.
///
/// A match never depends on where a window was cut: one that touches the cut is tried again in a window four times as
/// large, up to [`LONGEST`] bytes, and dropped if it touches that cut too. Bytes before the window still count for word
/// boundaries. So the window of a rule need hold only what its regex cannot do without: what a repetition adds is followed.
///
/// The cost is linear in the text, whatever the keywords: windows that overlap are searched as one, and nothing before the
/// end of a match is looked at again.
pub fn near_keywords(pattern: &Pattern, text: &[u8], keywords: &[usize], window: usize, mut found: impl FnMut(&Match)) {
    // Not even built where every keyword ends a longer word.
    let is_word = |at: usize| text.get(at).is_some_and(|byte| byte.is_ascii_alphanumeric() || *byte == b'_');
    let ends_word =
        |word: &str, at: usize| text[at..].starts_with(word.as_bytes()) && at.checked_sub(1).is_some_and(is_word);
    if pattern.first_word().is_some_and(|word| keywords.iter().all(|&at| ends_word(word, at))) {
        return;
    }
    let mut keywords = keywords.iter().copied().peekable();
    let mut floor = 0;
    while let Some(first) = keywords.next() {
        if first < floor {
            continue;
        }
        let mut region = first.saturating_sub(window).max(floor)..(first + window).min(text.len());
        while let Some(next) = keywords.next_if(|next| next.saturating_sub(window) <= region.end) {
            region.end = (next + window).min(text.len());
        }
        while region.start < region.end
            && let Some(end) = first_match(pattern, text, floor, region.clone(), &mut found)
        {
            (floor, region.start) = (end, end);
        }
    }
}

/// Reports the first match of a region, which may begin or end outside it, but not before `floor`. Returns where to go on;
/// `None` if there is no match.
fn first_match(
    pattern: &Pattern,
    text: &[u8],
    floor: usize,
    region: Range<usize>,
    found: &mut impl FnMut(&Match),
) -> Option<usize> {
    let (mut range, mut reach) = (region.clone(), (region.len() / 2).clamp(64, LONGEST / 4));
    loop {
        // Without groups first: most matches that touch a cut are tried again.
        let whole = pattern.find_at(&text[..range.end], range.start)?;
        let cut_before = whole.start == range.start && range.start > floor;
        let cut_behind = whole.end == range.end && range.end < text.len();
        if !(cut_before || cut_behind) {
            found(&pattern.match_at(&text[..range.end], whole.start)?);
        } else if reach < LONGEST {
            reach *= 4;
            if cut_before {
                range.start = region.start.saturating_sub(reach).max(floor);
            }
            if cut_behind {
                range.end = (region.end + reach).min(text.len());
            }
            continue;
        }
        return Some(whole.end.max(whole.start + 1));
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use regex::bytes::RegexBuilder;

    use super::*;

    fn places(text: &[u8], keyword: &[u8]) -> Vec<usize> {
        (0..text.len()).filter(|&at| text[at..].starts_with(keyword)).collect()
    }

    fn near(source: &'static str, text: &[u8], keyword: &[u8], window: usize) -> Vec<Range<usize>> {
        let mut spans = Vec::new();
        near_keywords(&Pattern::new(source), text, &places(text, keyword), window, |found| {
            spans.push(found.range());
        });
        spans
    }

    #[test]
    fn a_word_boundary_at_the_cut_is_that_of_the_whole_text() {
        assert!(near(r"\bkey\b", b"monkey donkey", b"key", 3).is_empty());
        assert_eq!(near(r"\bkey\b", b"monkey key", b"key", 3), [7..10]);
        let text = [b"key".to_vec(), vec![b'a'; 300], b" key ".to_vec()].concat();
        assert_eq!(near(r"\bkey\b", &text, b"key", 3), [304..307]);
        let inside = [vec![b'a'; 300], b"key".to_vec(), vec![b'a'; 300]].concat();
        assert!(near(r"\bkey\b", &inside, b"key", 3).is_empty());
    }

    #[test]
    fn a_long_secret_is_found_whole_and_endless_data_is_not_one() {
        let long = |length| [b"key=".to_vec(), vec![b'x'; length], b" ".to_vec()].concat();
        assert_eq!(near("key=x+", &long(50_000), b"key", 16), [0..50_004]);
        assert!(near("key=x+", &long(500_000), b"key", 16).is_empty());
    }

    proptest! {
        #[test]
        fn a_window_finds_what_the_whole_text_holds(text in "[aky=e ]{0,80}|(a|key=| |b){0,60}", window in 6usize..40) {
            for source in [r"\bkey=[ab]*\b", r"[a-z]*key=[a-z]+", r"\b[ab]{0,2}key=|key= "] {
                let whole = RegexBuilder::new(source).unicode(false).build().unwrap();
                let all: Vec<Range<usize>> = whole.find_iter(text.as_bytes()).map(|m| m.range()).collect();
                prop_assert_eq!(near(source, text.as_bytes(), b"key", window), all, "{}", source);
            }
        }
    }
}
