//! How much of a value is words.

/// Words of code and prose, sorted, one to a line: those of three letters that 25 and more, and longer ones that five and
/// more of 172 projects and collections of documents use, counted over names and comments; and names that people give to
/// servers.
static WORDS: &[u8] = include_bytes!("lexicon.txt");

/// The longest word of the list.
const LONGEST: usize = 14;
/// The most letters of a run that are looked at; the rest counts as no word.
const MOST: usize = 96;

/// How many letters a value has, and how many of them belong to words. Words of three letters count only where they begin
/// and end as words do: at the ends of a run of letters, or at a hump.
pub(super) fn coverage(value: &[u8]) -> (usize, usize) {
    let (mut letters, mut covered) = (0, 0);
    for run in value.split(|byte| !byte.is_ascii_alphabetic()).filter(|run| !run.is_empty()) {
        letters += run.len();
        covered += covered_letters(&run[..run.len().min(MOST)]);
    }
    (letters, covered)
}

fn covered_letters(run: &[u8]) -> usize {
    let lower = run.to_ascii_lowercase();
    let edge =
        |at: usize| at == 0 || at == run.len() || run[at].is_ascii_uppercase() && run[at - 1].is_ascii_lowercase();
    // The most letters covered up to each place.
    let mut best = vec![0; run.len() + 1];
    for start in 0..run.len() {
        best[start + 1] = best[start + 1].max(best[start]);
        for length in 3..=LONGEST.min(run.len() - start) {
            let end = start + length;
            let whole = edge(start) && edge(end);
            if best[start] + length > best[end] && (length > 3 || whole) && is_word(&lower[start..end]) {
                best[end] = best[start] + length;
            }
        }
    }
    best[run.len()]
}

/// Whether the list holds a word.
pub(super) fn is_word(word: &[u8]) -> bool {
    let (mut low, mut high) = (0, WORDS.len());
    // Both stand at beginnings of lines.
    while low < high {
        let middle = low.midpoint(high);
        let start = memchr::memrchr(b'\n', &WORDS[low..middle]).map_or(low, |at| low + at + 1);
        let end = memchr::memchr(b'\n', &WORDS[start..]).map_or(WORDS.len(), |at| start + at);
        match WORDS[start..end].cmp(word) {
            std::cmp::Ordering::Equal => return true,
            std::cmp::Ordering::Less => low = end + 1,
            std::cmp::Ordering::Greater => high = start,
        }
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_list_is_sorted_and_every_word_is_found() {
        let words: Vec<&[u8]> = WORDS.strip_suffix(b"\n").unwrap().split(|&byte| byte == b'\n').collect();
        assert!(words.is_sorted());
        for word in &words {
            let text = String::from_utf8_lossy(word);
            assert!((3..=LONGEST).contains(&word.len()) && is_word(word), "{text}");
        }
        assert!(!is_word(b"") && !is_word(b"zzzzq") && !is_word(b"aaaq"));
    }

    #[test]
    fn letters_of_words_are_counted() {
        assert_eq!(coverage(b"rabbitGuest-42"), (11, 11));
        assert_eq!(coverage(b"kqzvwm"), (6, 0));
        assert_eq!(coverage(b"xAddq"), (5, 0));
        assert_eq!(coverage(b"kqAdd"), (5, 3));
    }
}
