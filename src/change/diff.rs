//! The line diff: on the bytes of two texts, whatever git's attributes, drivers and settings say about the file.

use std::ops::Range;

use imara_diff::{Algorithm, Diff, InternedInput, TokenSource};

use super::added::AddedLines;
use super::lines::Lines;

/// The lines of `new` that are not in `old`. Line ends do not count: a file whose line ends change adds nothing.
pub fn added_lines(old: &[u8], new: &[u8]) -> AddedLines {
    let (old_lines, new_lines) = (Lines::new(old), Lines::new(new));
    let head = common_head((&old_lines, old), (&new_lines, new));
    let tail = common_tail((&old_lines, old), (&new_lines, new), head);
    let before = Slice { text: old, lines: &old_lines, from: head, to: old_lines.len() - tail };
    let after = Slice { text: new, lines: &new_lines, from: head, to: new_lines.len() - tail };
    if after.from == after.to {
        return AddedLines::Some(Vec::new());
    }
    if before.from == before.to {
        return AddedLines::Some(std::iter::once(after.from..after.to).collect());
    }
    let input = InternedInput::new(before, after);
    let counts = counts(&input);
    let frequent = input.after.iter().filter(|line| counts[line.0 as usize] > CHAIN).count();
    if frequent > MOST_FREQUENT {
        return AddedLines::Some(surplus(&input, counts, head));
    }
    // "Minimal" takes a hundred times longer on rewrites.
    let diff = Diff::compute(Algorithm::Histogram, &input);
    let hunks = diff.hunks().filter(|hunk| !hunk.after.is_empty());
    let offset = |line: u32| head + line as usize;
    AddedLines::Some(hunks.map(|hunk| offset(hunk.after.start)..offset(hunk.after.end)).collect())
}

/// From how many occurrences on the histogram leaves a line to an algorithm whose effort grows with the square of the
/// number of such lines.
const CHAIN: u32 = 63;
/// How many such lines are diffed: about half a second of work.
const MOST_FREQUENT: usize = 20_000;

/// How often each token stands in the old lines.
fn counts(input: &InternedInput<&[u8]>) -> Vec<u32> {
    let mut counts = vec![0; input.interner.num_tokens() as usize];
    for line in &input.before {
        counts[line.0 as usize] += 1;
    }
    counts
}

/// The lines of which the new text has more than the old one, whatever their order: for texts that repeat themselves so
/// much that where a line moved to is a guess.
fn surplus(input: &InternedInput<&[u8]>, mut counts: Vec<u32>, head: usize) -> Vec<Range<usize>> {
    let mut added: Vec<Range<usize>> = Vec::new();
    for (line, token) in (head..).zip(&input.after) {
        let left = &mut counts[token.0 as usize];
        if *left > 0 {
            *left -= 1;
        } else if let Some(last) = added.last_mut().filter(|last| last.end == line) {
            last.end += 1;
        } else {
            added.push(line..line + 1);
        }
    }
    added
}

fn common_head((old, old_text): (&Lines, &[u8]), (new, new_text): (&Lines, &[u8])) -> usize {
    let most = old.len().min(new.len());
    (0..most).find(|&line| old_text[old.range(old_text, line)] != new_text[new.range(new_text, line)]).unwrap_or(most)
}

fn common_tail((old, old_text): (&Lines, &[u8]), (new, new_text): (&Lines, &[u8]), head: usize) -> usize {
    let most = old.len().min(new.len()) - head;
    (0..most)
        .find(|&back| {
            let old_line = old.range(old_text, old.len() - 1 - back);
            let new_line = new.range(new_text, new.len() - 1 - back);
            old_text[old_line] != new_text[new_line]
        })
        .unwrap_or(most)
}

/// A run of lines, as tokens for the diff.
struct Slice<'t> {
    text: &'t [u8],
    lines: &'t Lines,
    from: usize,
    to: usize,
}

impl<'t> TokenSource for Slice<'t> {
    type Token = &'t [u8];
    type Tokenizer = std::vec::IntoIter<&'t [u8]>;

    fn tokenize(&self) -> Self::Tokenizer {
        let lines = (self.from..self.to).map(|line| &self.text[self.lines.range(self.text, line)]);
        lines.collect::<Vec<_>>().into_iter()
    }

    fn estimate_tokens(&self) -> u32 {
        u32::try_from(self.to - self.from).unwrap_or(u32::MAX)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const NONE: [Range<usize>; 0] = [];

    fn added(old: &str, new: &str) -> Vec<Range<usize>> {
        match added_lines(old.as_bytes(), new.as_bytes()) {
            AddedLines::Some(ranges) => ranges,
            AddedLines::All => panic!("a diff never says all"),
        }
    }

    #[test]
    fn only_new_lines_are_added() {
        assert_eq!(added("a\nb\nc\n", "a\nx\nc\n"), [1..2]);
        assert_eq!(added("a\nc\n", "a\nb\nc\n"), [1..2]);
        assert_eq!(added("a\nb\nc\n", "a\nc\n"), NONE);
        assert_eq!(added("", "a\nb\n"), [0..2]);
        assert_eq!(added("a\n", ""), NONE);
        assert_eq!(added("a\nb\nc\nd\ne\n", "a\n1\nc\n2\ne\n3\n"), [1..2, 3..4, 5..6]);
    }

    #[test]
    fn changed_line_ends_add_nothing() {
        assert_eq!(added("a\nb\n", "a\r\nb\r\n"), NONE);
        assert_eq!(added("a\nb", "a\nb\n"), NONE);
        assert_eq!(added("a\nb\n", "a\rb\r"), NONE);
    }

    #[test]
    fn two_lines_that_alternate_forever_are_counted() {
        let old = "a\nb\n".repeat(100_000);
        let new = format!("{}key\n{}", "b\na\n".repeat(50_000), "b\n".repeat(50_000));
        assert_eq!(added(&old, &new), [100_000..100_001]);
    }

    proptest! {
        /// What is not reported as added stands in the old text, in the same order.
        #[test]
        fn the_rest_is_a_subsequence_of_the_old(old in "([a-c]\n){0,20}", new in "([a-c]\n){0,20}") {
            let ranges = added(&old, &new);
            let kept = new.lines().enumerate().filter(|(n, _)| !ranges.iter().any(|r| r.contains(n)));
            let mut rest = old.lines();
            for (_, line) in kept {
                prop_assert!(rest.any(|l| l == line));
            }
        }
    }
}
