//! Fuzzes the lexer and the rules for code on stable Rust: `cargo run --example fuzz -- SECONDS [FILE…]`. Mutations of the
//! examples of all rules and of the files given, in every language. What makes it fail is printed as a Rust literal: keep it
//! as a test. The coverage-guided targets are in `fuzz/`.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::process::ExitCode;
use std::time::{Duration, Instant};

use hunkguard::change::Change;
use hunkguard::code::Code;
use hunkguard::engine::{Check, Scanner};
use hunkguard::lexer::{Language, languages, parts};
use hunkguard::rules::RuleSet;
use hunkguard::text::RepoPath;

/// Marks that open, close or escape something somewhere.
const MARKS: [&str; 60] = [
    "(",
    ")",
    "[",
    "]",
    "{",
    "}",
    "<",
    ">",
    "\"",
    "'",
    "`",
    "\\",
    "\n",
    "\r",
    "\t",
    " ",
    "\"\"\"",
    "'''",
    "/*",
    "*/",
    "//",
    "#",
    "--",
    "<!--",
    "-->",
    "${",
    "#{",
    "$(",
    "{{",
    "}}",
    "{%",
    "%}",
    "<%",
    "%>",
    "<?php ",
    "?>",
    "<<EOF\n",
    "\nEOF\n",
    "<<~A",
    "r#\"",
    "\"#",
    "R\"a(",
    ")a\"",
    "[==[",
    "]==]",
    "$$",
    "q{",
    "s/",
    "~s(",
    "%w(",
    "@\"\n",
    "\n\"@",
    "|\n  ",
    ": ",
    "<script>",
    "</script>",
    "eval(",
    "exec(",
    "=",
    ",",
];

/// A generator of random numbers that anybody can repeat (xorshift).
struct Random(u64);

impl Random {
    fn below(&mut self, limit: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 % (limit.max(1) as u64)).unwrap_or(0)
    }

    fn mutate(&mut self, corpus: &[Vec<u8>]) -> Vec<u8> {
        let mut text = corpus[self.below(corpus.len())].clone();
        for _ in 0..=self.below(12) {
            let at = self.below(text.len() + 1);
            let end = (at + self.below(40)).min(text.len());
            let piece = match self.below(6) {
                0 => Vec::new(),
                1 => vec![u8::try_from(self.below(256)).unwrap_or(0)],
                2 => text[at..end].repeat(1 + self.below(20)),
                3 => {
                    let other = &corpus[self.below(corpus.len())];
                    let from = self.below(other.len() + 1);
                    other[from..(from + self.below(200)).min(other.len())].to_vec()
                }
                _ => MARKS[self.below(MARKS.len())].repeat(1 + self.below(3)).into_bytes(),
            };
            let removed = if self.below(2) == 0 { end } else { at };
            text.splice(at..removed, piece);
        }
        text.truncate(20_000);
        text
    }
}

fn read(language: &'static Language, text: &[u8], scanner: &Scanner) {
    for part in parts(language, text, |_| true) {
        let mut at = 0;
        for (piece, _) in part.map.within(0..part.text.len()) {
            assert_eq!(piece.start, at, "a gap in the map");
            at = piece.end;
            assert!(part.outer(&piece).end <= text.len(), "a place outside the file");
        }
        assert_eq!(at, part.text.len(), "the map is too short");
    }
    if let Some(extension) = language.extensions.first() {
        let path = RepoPath::from(format!("a.{extension}").as_str());
        scanner.scan(&mut Change::whole(path, text.to_vec()));
    }
}

fn main() -> ExitCode {
    let mut args = std::env::args().skip(1);
    let seconds = args.next().and_then(|text| text.parse().ok()).unwrap_or(60);
    let rules = RuleSet::default();
    let examples = rules.iter().flat_map(|rule| rule.matches.iter().chain(rule.no_match));
    let mut corpus: Vec<Vec<u8>> = examples.map(|example| example.as_bytes().to_vec()).collect();
    corpus.extend(args.filter_map(|file| std::fs::read(file).ok()));
    let checks: [&dyn Check; 1] = [&Code];
    let scanner = Scanner::new(&rules, &checks);
    let all: Vec<&'static Language> = languages().collect();
    let mut random = Random(0x9e37_79b9_7f4a_7c15);
    let (start, mut runs, mut slowest) = (Instant::now(), 0_u64, Duration::ZERO);
    while start.elapsed().as_secs() < seconds {
        let text = random.mutate(&corpus);
        let language = all[random.below(all.len())];
        let began = Instant::now();
        if catch_unwind(AssertUnwindSafe(|| read(language, &text, &scanner))).is_err() {
            println!("{} fails on {:?}", language.name, String::from_utf8_lossy(&text));
            return ExitCode::FAILURE;
        }
        slowest = slowest.max(began.elapsed());
        runs += 1;
    }
    println!("{runs} texts in {seconds} seconds; the slowest took {slowest:?}");
    ExitCode::SUCCESS
}
