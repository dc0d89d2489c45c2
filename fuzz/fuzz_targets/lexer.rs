//! Any bytes in any language: maps cover the text, and parts know where they came from. The first byte chooses the language.
#![no_main]

use hunkguard::lexer::{languages, parts};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| {
    let Some((first, text)) = data.split_first() else { return };
    let count = languages().count();
    let Some(language) = languages().nth(usize::from(*first) % count) else { return };
    for part in parts(language, text, |_| true) {
        let mut at = 0;
        for (piece, _) in part.map.within(0..part.text.len()) {
            assert_eq!(piece.start, at);
            at = piece.end;
            assert!(part.outer(&piece).end <= text.len());
        }
        assert_eq!(at, part.text.len());
    }
});
