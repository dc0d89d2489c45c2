//! The parts by themselves, in bytes a second: `cargo bench`. Whole processes beside git: `benches/compare.sh`.

use std::fs;
use std::path::Path;
use std::sync::LazyLock;

use divan::{Bencher, black_box, counter::BytesCount};
use hunkguard::change::{Change, added_lines, count_lines, decode};
use hunkguard::checks;
use hunkguard::engine::Scanner;
use hunkguard::lexer::{languages, lex};
use hunkguard::policy::{DEFAULT_POLICY, Layer, parse_stored};
use hunkguard::rules::{RuleSet, expand};
use hunkguard::text::RepoPath;

fn main() {
    divan::main();
}

/// Ordinary source: our own, until it is eight megabytes.
static SOURCE: LazyLock<Vec<u8>> = LazyLock::new(|| {
    fn read(folder: &Path, text: &mut Vec<u8>) {
        let mut entries: Vec<_> =
            fs::read_dir(folder).into_iter().flatten().flatten().map(|entry| entry.path()).collect();
        entries.sort();
        for path in entries {
            if path.is_dir() {
                read(&path, text);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                text.extend(fs::read(&path).unwrap_or_default());
            }
        }
    }
    let mut text = Vec::new();
    read(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src"), &mut text);
    text.repeat((8 << 20) / text.len().max(1) + 1)
});

fn bytes(bencher: Bencher, run: impl Fn(&[u8]) + Sync) {
    let text: &[u8] = &SOURCE;
    bencher.counter(BytesCount::of_slice(text)).bench(|| run(black_box(text)));
}

/// The one pass that says which rules may match.
#[divan::bench]
fn keywords(bencher: Bencher) {
    let rules = RuleSet::default();
    bytes(bencher, |text| drop(black_box(rules.candidates(text, None))));
}

/// All checks over a text without language: secrets alone have rules for it.
#[divan::bench]
fn secrets(bencher: Bencher) {
    scan(bencher, "source.txt");
}

/// One line in which every word is a keyword: the windows around them must not be searched twice.
#[divan::bench]
fn secrets_in_a_line_of_keywords(bencher: Bencher) {
    let (rules, checks) = (RuleSet::default(), checks::all());
    let scanner = Scanner::new(&rules, &checks);
    let line = b"password=1234 token=5678 ".repeat(40_000);
    bencher
        .counter(BytesCount::of_slice(&line))
        .with_inputs(|| Change::whole(RepoPath::from("line.txt"), line.clone()))
        .bench_local_refs(|change| scanner.scan(change));
}

/// A text in which every line is encoded: decoded, searched, and decoded again.
#[divan::bench]
fn secrets_behind_escapes(bencher: Bencher) {
    let (rules, checks) = (RuleSet::default(), checks::all());
    let scanner = Scanner::new(&rules, &checks);
    let escaped: Vec<u8> = SOURCE[..1 << 20].iter().flat_map(|&byte| format!("%{byte:02x}").into_bytes()).collect();
    bencher
        .counter(BytesCount::of_slice(&escaped))
        .with_inputs(|| Change::whole(RepoPath::from("escaped.txt"), escaped.clone()))
        .bench_local_refs(|change| scanner.scan(change));
}

/// All checks over the same text, taken for Python: the lexer and the calls as well.
#[divan::bench]
fn secrets_and_code(bencher: Bencher) {
    scan(bencher, "source.py");
}

/// Five megabytes as a generator of code writes them: calls in every line, and what rules look for in some.
#[divan::bench]
fn generated_code(bencher: Bencher) {
    let line = |n: usize| {
        let extra = if n.is_multiple_of(50) { "row = db.execute(QUERY, (path, request.args))" } else { "pass" };
        format!("FIELD_{n} = pool.Add(name=\"field_{n}\", index={n}, options=parse(b\"\\x01\")); {extra}\n")
    };
    let mut text = String::new();
    for n in 0..55_000 {
        text.push_str(&line(n));
    }
    over(bencher, "generated.py", text.as_bytes());
}

fn scan(bencher: Bencher, path: &str) {
    over(bencher, path, &SOURCE);
}

fn over(bencher: Bencher, path: &str, text: &[u8]) {
    let (rules, checks) = (RuleSet::default(), checks::all());
    let scanner = Scanner::new(&rules, &checks);
    bencher
        .counter(BytesCount::of_slice(text))
        .with_inputs(|| Change::whole(RepoPath::from(path), text.to_vec()))
        .bench_local_refs(|change| scanner.scan(change));
}

/// The lexer by itself, on ordinary source of a few languages.
#[divan::bench(args = ["rust", "python", "javascript", "shell", "html"])]
fn lexing(bencher: Bencher, name: &str) {
    let Some(language) = languages().find(|language| language.name == name) else { return };
    bytes(bencher, |text| drop(black_box(lex(language, text))));
}

/// A text in which every hundredth line has changed.
#[divan::bench]
fn line_diff(bencher: Bencher) {
    let old: Vec<u8> = SOURCE[..1 << 20].to_vec();
    let lines = old.split(|&byte| byte == b'\n').enumerate();
    let changed = lines.map(|(n, line)| if n % 100 == 0 { format!("changed {n}").into_bytes() } else { line.to_vec() });
    let new = changed.collect::<Vec<_>>().join(&b'\n');
    bencher.counter(BytesCount::of_slice(&new)).bench(|| added_lines(black_box(&old), black_box(&new)));
}

#[divan::bench]
fn line_count(bencher: Bencher) {
    bytes(bencher, |text| {
        black_box(count_lines(text));
    });
}

#[divan::bench]
fn utf16(bencher: Bencher) {
    let units = SOURCE[..1 << 20].iter().flat_map(|&byte| [byte, 0]);
    let blob: Vec<u8> = [0xff, 0xfe].into_iter().chain(units).collect();
    bencher.counter(BytesCount::of_slice(&blob)).with_inputs(|| blob.clone()).bench_values(decode);
}

#[divan::bench]
fn policy_file(bencher: Bencher) {
    bencher.bench(|| Layer::parse("policy", black_box(DEFAULT_POLICY.as_bytes())));
}

#[divan::bench]
fn commit_message(bencher: Bencher) {
    let fingerprint = expand("{{hex:16}}").map(|example| example.text).unwrap_or_default();
    let message = format!(
        "subject\n\n{}\nHunkguard-Override: {fingerprint} github-token a documented example\n",
        "body\n".repeat(20)
    );
    bencher.bench(|| parse_stored(black_box(message.as_bytes())));
}
