use std::fmt::Write as _;

use proptest::prelude::*;

use super::seen;
use crate::deps::manifest::{Trouble, kind, read};
use crate::text::RepoPath;

#[test]
fn both_sides_of_a_conflict_are_read_and_it_is_said() {
    let text = "{\n  \"dependencies\": {\n<<<<<<< HEAD\n    \"lodash\": \"4.17.20\"\n=======\n    \"lodash\": \"4.17.21\"\n>>>>>>> topic\n  }\n}\n";
    assert_eq!(
        seen("package.json", text),
        [
            "lodash exact 4.17.20 <4.17.20>",
            "lodash exact 4.17.21 <4.17.21>",
            "! line 3: a merge conflict is not resolved"
        ]
    );
    let lock = "[[package]]\nname = \"a\"\n<<<<<<< HEAD\nversion = \"1.0.0\"\n=======\nversion = \"1.0.1\"\n>>>>>>> topic\nsource = \"registry+https://github.com/rust-lang/crates.io-index\"\n";
    assert_eq!(
        seen("Cargo.lock", lock),
        ["a locked 1.0.0 <1.0.0>", "a locked 1.0.1 <1.0.1>", "! line 3: a merge conflict is not resolved"]
    );
}

#[test]
fn what_is_half_written_is_read_as_far_as_it_goes() {
    assert_eq!(
        seen("package.json", "{\"dependencies\": {\"lodash\": \"4.17.20\",\n \"axi"),
        ["lodash exact 4.17.20 <4.17.20>", "! line 2: a string is not closed"]
    );
    assert_eq!(
        seen(
            "package-lock.json",
            "{\"packages\": {\"node_modules/a\": {\"version\": \"1.0.0\"}, \"node_modules/b\": {\"ver"
        ),
        ["a locked 1.0.0 <1.0.0>", "! line 1: a string is not closed"]
    );
    assert_eq!(
        seen(
            "Cargo.toml",
            "[dependencies]\ntime = \"0.1.42\"\nserde = { version = \n[dev-dependencies]\ntempfile = \"3\"\n"
        ),
        ["time range 0.1.42 <0.1.42>", "serde any <serde>", "tempfile range 3 <3>", "! line 3: this is not TOML"]
    );
    assert_eq!(
        seen(
            "pom.xml",
            "<project><dependencies><dependency><groupId>g</groupId><artifactId>a</artifactId><version>1.0</version>"
        ),
        ["g:a exact 1.0 <1.0>", "! line 1: the file ends before the last element is closed"]
    );
}

#[test]
fn a_mark_and_bytes_that_are_no_text_move_nothing() {
    let path = RepoPath::from("requirements.txt");
    let manifest = read(kind(&path).unwrap(), &path, b"\xef\xbb\xbf# caf\xe9\ndjango==3.2\r\n");
    assert_eq!(manifest.dependencies[0].place, 18..21);
    assert_eq!(manifest.unreadable.unwrap().trouble, Trouble::NotUtf8);
}

#[test]
fn nesting_is_bounded() {
    for (path, open) in [
        ("package.json", "{\"dependencies\":"),
        ("package-lock.json", "["),
        ("pom.xml", "<a>"),
        ("pyproject.toml", "a=["),
        ("pnpm-workspace.yaml", "["),
    ] {
        let text = open.repeat(200_000);
        let path = RepoPath::from(path);
        let manifest = read(kind(&path).unwrap(), &path, text.as_bytes());
        assert!(manifest.unreadable.is_some(), "{path}");
    }
}

#[test]
fn many_entries_are_read_entry_by_entry() {
    let mut text = String::from("{\"packages\":{");
    for number in 0..100_000 {
        let _ = write!(text, "\"node_modules/p{number}\":{{\"version\":\"1.0.{number}\"}},");
    }
    text.push_str("}}");
    let path = RepoPath::from("package-lock.json");
    let manifest = read(kind(&path).unwrap(), &path, text.as_bytes());
    assert_eq!(manifest.dependencies.len(), 100_000);
    assert_eq!(manifest.unreadable, None);
}

#[test]
fn versions_that_nobody_accepts_are_kept_as_written() {
    assert_eq!(seen("requirements.txt", "django==1.0.banana!!\n"), ["django exact 1.0.banana!! <1.0.banana!!>"]);
    assert_eq!(seen("composer.json", r#"{"require": {"a/b": "one two"}}"#), ["a/b range one two <one two>"]);
}

/// One path for each kind.
const PATHS: [&str; 42] = [
    "requirements.txt",
    "pyproject.toml",
    "setup.cfg",
    "setup.py",
    "Pipfile",
    "Pipfile.lock",
    "poetry.lock",
    "environment.yml",
    "pixi.toml",
    "package.json",
    "package-lock.json",
    "yarn.lock",
    "pnpm-lock.yaml",
    "pnpm-workspace.yaml",
    "bun.lock",
    "deno.json",
    "deno.lock",
    "Cargo.toml",
    "Cargo.lock",
    "go.mod",
    "pom.xml",
    "ivy.xml",
    "build.gradle",
    "gradle.lockfile",
    "libs.versions.toml",
    "build.sbt",
    "project.clj",
    "deps.edn",
    "Gemfile",
    "Gemfile.lock",
    "composer.json",
    "composer.lock",
    "a.csproj",
    "packages.config",
    "packages.lock.json",
    "a.nuspec",
    "dotnet-tools.json",
    "paket.dependencies",
    ".github/workflows/a.yml",
    ".pre-commit-config.yaml",
    "Dockerfile",
    "README.md",
];

/// Pieces that the grammars care about, so that random text reaches the depths of the readers.
const PIECES: [&str; 44] = [
    "\"",
    "'",
    "{",
    "}",
    "[",
    "]",
    "(",
    ")",
    "<",
    ">",
    ":",
    "=",
    ",",
    ";",
    "\n",
    "\n  ",
    "\n    ",
    " ",
    "\\",
    "#",
    "//",
    "/*",
    "*/",
    "@",
    "%",
    "$",
    "${a}",
    "v1.0.0",
    "1.0",
    "name",
    "version",
    "dependencies",
    "packages",
    "[[package]]\n",
    "- ",
    "pip install ",
    "npm i ",
    "gem ",
    "node_modules/",
    "git+",
    "é",
    "\u{feff}",
    "```\n",
    "==",
];

proptest! {
    #[test]
    fn no_text_breaks_a_reader(pieces in prop::collection::vec(prop::sample::select(&PIECES[..]), 0..60)) {
        let text = pieces.concat();
        for path in PATHS {
            let path = RepoPath::from(path);
            let manifest = read(kind(&path).unwrap(), &path, text.as_bytes());
            for dependency in manifest.dependencies {
                prop_assert!(text.get(dependency.place.clone()).is_some(), "{path}: {:?}", dependency);
            }
        }
    }

    #[test]
    fn no_bytes_break_a_reader(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        for path in PATHS {
            let path = RepoPath::from(path);
            let manifest = read(kind(&path).unwrap(), &path, &bytes);
            for dependency in manifest.dependencies {
                prop_assert!(dependency.place.end <= bytes.len(), "{path}: {:?}", dependency);
            }
        }
    }
}

#[test]
fn nothing_hides_in_an_array_that_is_passed_over() {
    let text = "[[package]]\nname = \"a\"\nversion = \"1\"\nwheels = [\n    { url = \"x\" },\n]\nsource = { git = \"x\" }\n\n[[package]]\nname = \"b\"\nfiles = [\n[[package]]\nname = \"c\"\nversion = \"3\"\n]\n[[package]]\nname = \"d\"\nversion = \"4\"\ndependencies = [\n \"e\",\n]\n";
    assert_eq!(
        seen("poetry.lock", text),
        ["a locked 1 <1> Vcs", "c locked 3 <3>", "d locked 4 <4>", "! line 11: this is not TOML"]
    );
}
