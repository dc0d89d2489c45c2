//! The report in the README is what a commit really prints.

use std::fs;
use std::path::Path;

use crate::sandbox::{Backend, Sandbox, token};

const MARK: &str = "<!-- report -->\n```text\n";

/// Times differ from run to run.
fn settled(text: &str) -> String {
    let lines = text.trim_end().lines().map(|line| match line.split_once(" in ") {
        Some((read, _)) if line.starts_with("read ") => format!("{read} in 3 ms"),
        _ => line.to_owned(),
    });
    lines.collect::<Vec<_>>().join("\n")
}

#[test]
fn the_report_in_the_readme_is_real() {
    let repo = Sandbox::new(Backend::Libgit2);
    repo.stage(
        "app/users.py",
        format!(
            "import sqlite3\n\nGITHUB_TOKEN = \"{}\"\n\n\ndef find(db: sqlite3.Connection, name: str):\n    \
             return db.execute(f\"SELECT * FROM users WHERE name = '{{name}}'\").fetchone()\n",
            token()
        ),
    );
    let printed = settled(&repo.git(["commit", "-m", "look users up"]).is_blocked().err);
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("README.md");
    let readme = fs::read_to_string(&file).unwrap();
    let (before, rest) = readme.split_once(MARK).expect("README.md has the mark");
    let (shown, after) = rest.split_once("```\n").expect("the block ends");
    // `SNAPSHOTS=overwrite` writes the report of today into the README.
    if std::env::var_os("SNAPSHOTS").is_some_and(|value| value == "overwrite") {
        fs::write(&file, format!("{before}{MARK}{printed}\n```\n{after}")).unwrap();
        return;
    }
    assert_eq!(shown.trim_end(), printed, "`SNAPSHOTS=overwrite cargo test readme` updates README.md");
}
