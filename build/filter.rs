//! The keyword filter as static tables: see `src/rules/filter.rs`.

use std::collections::BTreeMap;
use std::error::Error;

use crate::blob;
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
pub fn emit(rules: &[RuleSpec], languages: &[&str]) -> Result<String, Box<dyn Error>> {
    let mut owners: BTreeMap<String, Vec<u16>> = BTreeMap::new();
    for (index, rule) in rules.iter().enumerate() {
        for keyword in &rule.keywords {
            let rules = owners.entry(keyword.to_ascii_lowercase()).or_default();
            let index = u16::try_from(index)?;
            if !rules.contains(&index) {
                rules.push(index);
            }
        }
    }
    let mut entries: Vec<Entry> =
        owners.keys().enumerate().flat_map(|(index, keyword)| grams(keyword.as_bytes(), index)).collect();
    entries.sort_by_key(|entry| (gram::hash(entry.gram), entry.gram, entry.keyword));

    let mut bitmap = vec![0u64; BITMAP_WORDS];
    let mut buckets = vec![0; BUCKETS];
    for entry in &entries {
        let hash = gram::hash(entry.gram);
        bitmap[hash >> 6] |= 1 << (hash & 63);
        buckets[hash >> 6] += 1;
    }
    let grams = entries.iter().map(|entry| {
        let keyword = u16::try_from(entry.keyword)?;
        Ok(format!("Gram {{ bytes: {}, keyword: {keyword}, end: {} }}, ", entry.gram, entry.end))
    });
    let grams: String = grams.collect::<Result<_, Box<dyn Error>>>()?;
    // A bit for each language in which a rule wants the keyword; all of them for one that every file is tried for.
    let wanted = |owners: &Vec<u16>| {
        let all = |rule: &u16| match blob::wanted(&rules[usize::from(*rule)], languages) {
            0 => u64::MAX,
            some => some,
        };
        owners.iter().map(all).fold(0, |before, some| before | some)
    };
    Ok(format!(
        "pub static FILTER: Filter = Filter {{ bitmap: &{bitmap:?}, buckets: &{:?}, grams: &[{grams}], wanted: &{:?}, texts: &{:?}, \
         text_starts: &{:?}, rules: &{:?}, rule_starts: &{:?} }};\n",
        starts(buckets)?,
        owners.values().map(wanted).collect::<Vec<u64>>(),
        owners.keys().flat_map(|text| text.bytes()).collect::<Vec<u8>>(),
        starts(owners.keys().map(String::len))?,
        owners.values().flatten().collect::<Vec<_>>(),
        starts(owners.values().map(Vec::len))?,
    ))
}

/// Where each of several lists begins that stand one behind the other, and where the last one ends.
pub fn starts(lengths: impl IntoIterator<Item = usize>) -> Result<Vec<u32>, Box<dyn Error>> {
    let (mut starts, mut end) = (vec![0], 0);
    for length in lengths {
        end += u32::try_from(length)?;
        starts.push(end);
    }
    Ok(starts)
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
