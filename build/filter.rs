//! The keyword filter as static tables: see `src/rules/filter.rs`.

use std::collections::BTreeMap;

use crate::gram::{self, BITMAP_WORDS, BUCKETS};
use crate::spec::RuleSpec;

/// The bytes of source code from common to rare, in lower case: the later a byte stands here, the rarer it is. Counted over
/// 60 MB of Python, JavaScript, TypeScript, Rust and their documents; bytes not named are rarer still.
const COMMON: &[u8] = b" etairnoslcdu\"p\n.,mfh_:gby)(v01=-wk/{}x;2*'34qz6[]5j89`7>|#&?!<$\\+\t@%^~";

struct Entry {
    gram: u32,
    keyword: usize,
    end: usize,
}

/// Source text of `FILTER`.
pub fn emit(rules: &[RuleSpec]) -> String {
    let mut owners: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    for (index, rule) in rules.iter().enumerate() {
        for keyword in &rule.keywords {
            let rules = owners.entry(keyword.to_ascii_lowercase()).or_default();
            if !rules.contains(&index) {
                rules.push(index);
            }
        }
    }
    let mut entries: Vec<Entry> =
        owners.keys().enumerate().flat_map(|(index, keyword)| grams(keyword.as_bytes(), index)).collect();
    entries.sort_by_key(|entry| (gram::hash(entry.gram), entry.gram, entry.keyword));

    let mut bitmap = vec![0u64; BITMAP_WORDS];
    let mut starts = vec![0usize; BUCKETS + 1];
    for entry in &entries {
        let hash = gram::hash(entry.gram);
        bitmap[hash >> 6] |= 1 << (hash & 63);
        starts[(hash >> 6) + 1] += 1;
    }
    for bucket in 0..BUCKETS {
        starts[bucket + 1] += starts[bucket];
    }
    let grams: String = entries
        .iter()
        .map(|e| format!("Gram {{ bytes: {}, keyword: {}, end: {} }}, ", e.gram, e.keyword, e.end))
        .collect();
    let keywords: String = owners
        .iter()
        .map(|(text, rules)| format!("Keyword {{ text: &{:?}, rules: &{rules:?} }}, ", text.as_bytes()))
        .collect();
    format!(
        "pub static FILTER: Filter = Filter {{ bitmap: &BITMAP, starts: &STARTS, grams: &GRAMS, keywords: &KEYWORDS }};\n\
         static BITMAP: [u64; {}] = {bitmap:?};\nstatic STARTS: [u16; {}] = {starts:?};\n\
         static GRAMS: [Gram; {}] = [{grams}];\nstatic KEYWORDS: [Keyword; {}] = [{keywords}];\n",
        BITMAP_WORDS,
        BUCKETS + 1,
        entries.len(),
        owners.len()
    )
}

/// The grams that stand for a keyword: its rarest four bytes, or for three bytes those behind each byte that is neither
/// letter nor digit.
fn grams(keyword: &[u8], index: usize) -> Vec<Entry> {
    if let [a, b, c] = *keyword {
        let before = (0..=u8::MAX).filter(|byte| !byte.is_ascii_alphanumeric());
        let mut grams: Vec<u32> = before.map(|byte| gram::fold([byte, a, b, c])).collect();
        grams.sort_unstable();
        grams.dedup();
        return grams.into_iter().map(|gram| Entry { gram, keyword: index, end: 3 }).collect();
    }
    let rarity = |window: &[u8]| -> usize {
        window.iter().map(|byte| COMMON.iter().position(|known| known == byte).unwrap_or(COMMON.len())).sum()
    };
    let windows = keyword.array_windows().enumerate();
    let best = windows.max_by_key(|(_, window)| rarity(&window[..]));
    best.map(|(at, &window)| Entry { gram: gram::fold(window), keyword: index, end: at + 4 }).into_iter().collect()
}
