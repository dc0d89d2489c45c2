//! What dependencies cost: `cargo bench --bench dependencies`. The check over the rest of the scan, where each figure is that of
//! the check alone, with an index of 280,000 records opened anew, as in each hook; and the index by itself.

use std::fmt::Write as _;
use std::fs;
use std::sync::LazyLock;

use divan::{Bencher, black_box, counter::ItemsCount};
use hunkguard::advisories;
use hunkguard::change::Change;
use hunkguard::deps::index::{Facts, Index, write};
use hunkguard::deps::osv::{Records, join, parse};
use hunkguard::deps::{Advisories, Dependencies, Ecosystem, Exceptions, IndexChoice};
use hunkguard::engine::Scanner;
use hunkguard::rules::RuleSet;
use hunkguard::text::RepoPath;

fn main() {
    divan::main();
}

/// An OSV record such as databases publish them; on about three in ten packages there is more than one.
fn osv_record(nth: usize) -> String {
    let versions: Vec<String> = (0..20).map(|minor| format!("\"1.{minor}.0\"")).collect();
    format!(
        r#"{{"id": "PYSEC-2026-{nth}", "modified": "2026-01-01T00:00:00Z", "aliases": ["CVE-2026-{nth}"], "details": "{}",
           "severity": [{{"type": "CVSS_V3", "score": "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H"}}], "affected": [{{
           "package": {{"ecosystem": "{}", "name": "package-{}"}}, "versions": [{}],
           "ranges": [{{"type": "ECOSYSTEM", "events": [{{"introduced": "0"}}, {{"fixed": "1.20.{nth}"}}]}}]}}]}}"#,
        "What is wrong and what follows from it. ".repeat(20),
        ["PyPI", "npm"][nth % 2],
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

/// Every package of the file is known; every tenth version is affected.
fn version(nth: usize) -> &'static str {
    if nth.is_multiple_of(10) { "1.3.0" } else { "2.0.0" }
}

fn check(bencher: Bencher, path: &str, text: &str, base: Option<&str>) {
    let Some(index) = INDEX.as_deref() else { return };
    let rules = RuleSet::default();
    let change = || {
        let (path, text) = (RepoPath::from(path), text.as_bytes().to_vec());
        match base {
            None => Change::whole(path, text),
            Some(base) => Change::against(path, text, Box::new(|_| vec![base.as_bytes().to_vec()])),
        }
    };
    bencher.with_inputs(change).bench_local_refs(|change| {
        let index = IndexChoice::Given(Box::new(Advisories::only(black_box(index)).ok()?));
        let dependencies = Dependencies::new(index, Exceptions::none());
        Some(Scanner::new(&rules, &[&dependencies]).scan(change).len())
    });
}

/// The rest of the scan in what the others measure: the pass for keywords.
#[divan::bench]
fn nothing_but_the_pass_for_keywords(bencher: Bencher) {
    let (rules, text) = (RuleSet::default(), package_lock(1500, 0));
    let change = || Change::whole(RepoPath::from("package-lock.txt"), text.as_bytes().to_vec());
    bencher.with_inputs(change).bench_local_refs(|change| Scanner::new(&rules, &[]).scan(change));
}

fn package_lock(entries: usize, changed: usize) -> String {
    let mut text = "{\n  \"lockfileVersion\": 3,\n  \"packages\": {\n".to_owned();
    for nth in 0..entries {
        let (name, version) = (nth * 50, if nth < changed { "1.3.1" } else { version(nth) });
        let _ = write!(
            text,
            "    \"node_modules/package-{name}\": {{\n      \"version\": \"{version}\",\n      \"resolved\": \
             \"https://registry.npmjs.org/package-{name}/-/package-{name}-{version}.tgz\",\n      \"integrity\": \
             \"sha512-{}==\",\n      \"engines\": {{ \"node\": \">=18\" }}\n    }},\n",
            "A".repeat(86)
        );
    }
    text.truncate(text.len() - 2);
    text + "\n  }\n}\n"
}

#[divan::bench]
fn package_lock_of_1500_new(bencher: Bencher) {
    check(bencher, "package-lock.json", &package_lock(1500, 0), None);
}

#[divan::bench]
fn package_lock_of_1500_with_3_changes(bencher: Bencher) {
    check(bencher, "package-lock.json", &package_lock(1500, 3), Some(&package_lock(1500, 0)));
}

fn blocks(entries: usize, block: impl Fn(usize, &str) -> String) -> String {
    (0..entries).map(|nth| block(nth * 50, version(nth))).collect()
}

#[divan::bench]
fn uv_lock_of_1500_new(bencher: Bencher) {
    let text = blocks(1500, |name, version| {
        format!(
            "[[package]]\nname = \"package-{name}\"\nversion = \"{version}\"\nsource = {{ registry = \
             \"https://pypi.org/simple\" }}\nwheels = [\n    {{ url = \"https://files.pythonhosted.org/{name}.whl\", hash = \
             \"sha256:{}\", size = 1 }},\n]\n\n",
            "0".repeat(64)
        )
    });
    check(bencher, "uv.lock", &text, None);
}

#[divan::bench]
fn pnpm_lock_of_1500_new(bencher: Bencher) {
    let text = blocks(1500, |name, version| {
        format!("  package-{name}@{version}:\n    resolution: {{integrity: sha512-{}==}}\n\n", "A".repeat(86))
    });
    check(bencher, "pnpm-lock.yaml", &format!("lockfileVersion: '9.0'\n\npackages:\n\n{text}"), None);
}

#[divan::bench]
fn requirements_of_20_new(bencher: Bencher) {
    let text = blocks(20, |name, version| format!("package-{name}=={version}\n"));
    check(bencher, "requirements.txt", &text, None);
}

#[divan::bench]
fn package_json_of_40_new(bencher: Bencher) {
    let entries = blocks(40, |name, version| format!("    \"package-{name}\": \"^{version}\",\n"));
    let text = format!("{{\n  \"dependencies\": {{\n{}\n  }}\n}}\n", entries.trim_end().trim_end_matches(','));
    check(bencher, "package.json", &text, None);
}

#[divan::bench]
fn package_json_of_40_with_1_change(bencher: Bencher) {
    let of = |changed: &str| {
        let entries = blocks(39, |name, version| format!("    \"package-{name}\": \"^{version}\",\n"));
        format!("{{\n  \"dependencies\": {{\n{entries}    \"package-7\": \"{changed}\"\n  }}\n}}\n")
    };
    check(bencher, "package.json", &of("1.3.0"), Some(&of("2.0.0")));
}

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
