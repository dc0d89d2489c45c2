//! The parts by themselves, in bytes a second: `cargo bench`. Whole processes beside git: `benches/compare.sh`.

use std::fs;
use std::path::Path;
use std::sync::LazyLock;

use divan::{Bencher, black_box, counter::BytesCount, counter::ItemsCount};
use hunkguard::advisories;
use hunkguard::change::{Change, added_lines, count_lines, decode};
use hunkguard::checks;
use hunkguard::deps::Ecosystem;
use hunkguard::deps::index::{Facts, Index, write};
use hunkguard::deps::osv::{Records, join, parse};
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

fn scan(bencher: Bencher, path: &str) {
    let (rules, checks) = (RuleSet::default(), checks::all());
    let scanner = Scanner::new(&rules, &checks);
    bencher
        .counter(BytesCount::of_slice(&SOURCE[..]))
        .with_inputs(|| Change::whole(RepoPath::from(path), SOURCE.clone()))
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

/// An OSV record such as databases publish them; on about three in ten packages there is more than one.
fn osv_record(nth: usize) -> String {
    let versions: Vec<String> = (0..20).map(|minor| format!("\"1.{minor}.0\"")).collect();
    format!(
        r#"{{"id": "PYSEC-2026-{nth}", "modified": "2026-01-01T00:00:00Z", "aliases": ["CVE-2026-{nth}"], "details": "{}",
           "severity": [{{"type": "CVSS_V3", "score": "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H"}}], "affected": [{{
           "package": {{"ecosystem": "PyPI", "name": "package-{}"}}, "versions": [{}],
           "ranges": [{{"type": "ECOSYSTEM", "events": [{{"introduced": "0"}}, {{"fixed": "1.20.{nth}"}}]}}]}}]}}"#,
        "What is wrong and what follows from it. ".repeat(20),
        nth * 3 / 10,
        versions.join(", ")
    )
}

/// An index of 280,000 records on 84,000 packages, as a file.
static INDEX: LazyLock<Option<tempfile::TempPath>> = LazyLock::new(|| {
    let mut records = Records::default();
    (0..280_000).filter_map(|nth| parse(osv_record(nth).as_bytes()).ok()).for_each(|record| records.add(record));
    let catalogue = join(records.into_sorted());
    let bytes = write(&Facts { catalogue: &catalogue, built: 0, as_of: 0 }).ok()?;
    let path = tempfile::NamedTempFile::new().ok()?.into_temp_path();
    fs::write(&path, bytes).ok().map(|()| path)
});

#[divan::bench]
fn advisories_open(bencher: Bencher) {
    let Some(path) = INDEX.as_deref() else { return };
    bencher.bench(|| Index::open(black_box(path)));
}

/// What a lock file with 1,500 entries costs: opening, reading the names, and the look-ups.
#[divan::bench]
fn advisories_look_up_1500(bencher: Bencher) {
    let Some(path) = INDEX.as_deref() else { return };
    let names: Vec<String> = (0..1500).map(|nth| format!("package-{}", nth * 112)).collect();
    bencher.counter(ItemsCount::new(names.len())).bench(|| {
        let index = Index::open(path).ok()?;
        let known = names.iter().filter_map(|name| index.look_up(Ecosystem::PyPi, name).ok());
        Some(known.map(|advisories| advisories.len()).sum::<usize>())
    });
}

/// A folder of 11,800 records in an archive becomes an index on the disk.
#[divan::bench(sample_count = 5, sample_size = 1)]
fn advisories_import_11800(bencher: Bencher) {
    use std::io::Write;
    let Ok(folder) = tempfile::tempdir() else { return };
    let (from, to) = (folder.path().join("all.zip"), folder.path().join("index"));
    let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for nth in 0..11_800 {
        let options = zip::write::SimpleFileOptions::default();
        let written =
            zip.start_file(format!("{nth}.json"), options).map(|()| zip.write_all(osv_record(nth).as_bytes()));
        assert!(written.is_ok_and(|written| written.is_ok()));
    }
    let bytes = zip.finish().map(std::io::Cursor::into_inner).unwrap_or_default();
    assert!(fs::write(&from, bytes).is_ok());
    bencher
        .counter(ItemsCount::new(11_800_usize))
        .bench_local(|| advisories::import(&from, &to, None, 0, &|| ()).is_ok());
}
