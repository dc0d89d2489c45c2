//! What must hold of the source as text: layers, who may use what, file lengths, no orphan.

#![allow(clippy::unwrap_used, reason = "a test may fail")]

use std::fs;
use std::path::{Path, PathBuf};

/// The rooms of `src`, bottom to top. A room may use rooms of lower layers and, within its layer, those named before it.
const LAYERS: [&[&str]; 3] = [
    &["base64", "text", "pattern", "finding", "lexer", "change", "rules"],
    &["engine", "secrets", "code", "unicode", "sensitive", "deps", "checks", "policy", "selftest"],
    &["git", "files", "advisories", "report", "install", "app", "cli", "main"],
];

/// Words that only some rooms may use, and why.
const RESERVED: [(&str, &[&str], &str); 6] = [
    ("git2::", &["git"], "only git/ knows libgit2"),
    ("ureq::", &["advisories"], "only advisories/ knows the network"),
    ("clap::", &["cli", "main"], "only cli/ knows the command line"),
    ("RegexBuilder", &["pattern", "rules"], "a regex is built lazily, by `Pattern`"),
    ("Regex::new", &["pattern"], "a regex is built lazily, by `Pattern`"),
    ("io::stdout", &["cli", "report"], "only report/ and cli/ write to a stream"),
];

const LONGEST_FILE: usize = 500;

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// Every Rust file below a folder, as path relative to the project and text.
fn sources(folder: &str) -> Vec<(PathBuf, String)> {
    fn walk(folder: &Path, found: &mut Vec<(PathBuf, String)>) {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                walk(&path, found);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                let text = fs::read_to_string(&path).unwrap();
                found.push((path.strip_prefix(root()).unwrap().to_owned(), text));
            }
        }
    }
    let mut found = Vec::new();
    walk(&root().join(folder), &mut found);
    found.sort();
    found
}

/// The room that a file of `src` belongs to.
fn room(path: &Path) -> String {
    let name = path.components().nth(1).unwrap().as_os_str().to_str().unwrap();
    name.trim_end_matches(".rs").to_owned()
}

/// Where a room stands: its layer and its place in it.
fn place(room: &str) -> Option<(usize, usize)> {
    LAYERS.iter().enumerate().find_map(|(layer, rooms)| Some((layer, rooms.iter().position(|known| *known == room)?)))
}

/// Whether a file of `src` holds nothing but tests.
fn is_test(path: &Path) -> bool {
    let stem = path.file_stem().unwrap().to_str().unwrap();
    stem == "tests"
        || stem == "samples"
        || stem.ends_with("_tests")
        || path.components().any(|part| part.as_os_str() == "tests")
}

/// The code of a file without its comments and its tests.
fn code(text: &str) -> String {
    let text = text.split("\n#[cfg(test)]\n").next().unwrap();
    text.lines().filter(|line| !line.trim_start().starts_with("//")).collect::<Vec<_>>().join("\n")
}

#[test]
fn no_room_reaches_upwards() {
    let mut wrong = Vec::new();
    for (path, text) in sources("src") {
        let own = room(&path);
        // Tests may look at everything.
        if own == "lib" || is_test(&path) {
            continue;
        }
        let Some(here) = place(&own) else {
            wrong.push(format!("{}: `{own}` is in no layer: add it to LAYERS", path.display()));
            continue;
        };
        let text = code(&text);
        let uses = text.split("crate::").skip(1);
        let used = uses.map(|rest| rest.split(|c: char| !c.is_alphanumeric() && c != '_').next().unwrap());
        for other in used.filter(|other| place(other).is_some_and(|there| there > here)) {
            wrong.push(format!("{}: `{own}` uses `{other}`, which stands above it", path.display()));
        }
    }
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

#[test]
fn reserved_words_stay_in_their_rooms() {
    let mut wrong = Vec::new();
    for (path, text) in sources("src") {
        for (word, rooms, why) in RESERVED {
            if code(&text).contains(word) && !rooms.contains(&room(&path).as_str()) {
                wrong.push(format!("{}: `{word}`: {why}", path.display()));
            }
        }
        let prints = ["println!(", "print!(", "dbg!("];
        if room(&path) != "main" && prints.iter().any(|print| code(&text).contains(print)) {
            wrong.push(format!("{}: prints by macro; write to a stream that was handed in", path.display()));
        }
    }
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

#[test]
fn no_file_is_too_long() {
    let folders = ["src", "build", "tests", "benches"];
    let all = folders.into_iter().flat_map(sources);
    let long: Vec<String> = all
        .map(|(path, text)| (path, text.lines().count()))
        .filter(|(_, lines)| *lines > LONGEST_FILE)
        .map(|(path, lines)| format!("{}: {lines} lines", path.display()))
        .collect();
    assert!(long.is_empty(), "\n{}", long.join("\n"));
}

#[test]
fn no_file_is_an_orphan() {
    let mut orphans = Vec::new();
    for folder in ["src", "tests"] {
        let all = sources(folder);
        for (path, _) in &all {
            let stem = path.file_stem().unwrap().to_str().unwrap();
            let top = path.components().count() == 2;
            let roots = ["main", "lib", "mod"];
            if roots.contains(&stem) || (folder == "tests" && top) {
                continue;
            }
            let declared = [format!("mod {stem};"), format!("mod r#{stem};"), format!("\"{stem}.rs\"")];
            if !all.iter().any(|(_, text)| declared.iter().any(|line| text.contains(line.as_str()))) {
                orphans.push(path.display().to_string());
            }
        }
    }
    assert!(orphans.is_empty(), "declared nowhere: {orphans:?}");
}
