//! `install.sh`, with a `cargo` that only puts the stand-in where a build would.

use std::ffi::OsStr;
use std::fs;
use std::os::unix::fs::symlink;
use std::path::{Path, PathBuf};
use std::process::Output;

use crate::sandbox::{Sandbox, snapshot, write_script};

/// Says where and how it is called.
const PROGRAM: &str = "#!/bin/sh\necho \"$1 in $PWD\" >>\"$STORY_LOG\"\n[ \"$1\" != doctor ] || exit ${DOCTOR:-0}\n";
/// What the script takes from the system.
const TOOLS: [&str; 12] = ["sh", "git", "cat", "cp", "mv", "mkdir", "chmod", "rm", "dirname", "mktemp", "cc", "sed"];

struct Clone {
    sandbox: Sandbox,
    dir: PathBuf,
}

impl Clone {
    fn new() -> Self {
        let sandbox = Sandbox::new();
        let dir = sandbox.repository("clone");
        fs::copy(Path::new(env!("CARGO_MANIFEST_DIR")).join("install.sh"), dir.join("install.sh")).unwrap();
        fs::write(dir.join("Cargo.toml"), "").unwrap();
        write_script(&sandbox.path("built"), PROGRAM);
        let cargo = "#!/bin/sh\n[ \"$1 $2 $3 $4\" = 'build --release --locked --target-dir' ] && [ -f Cargo.toml ] || exit 9\n\
                     mkdir -p \"$5/release\" && cp ../built \"$5/release/hunkguard\"\n";
        write_script(&sandbox.path("path/cargo"), cargo);
        for tool in TOOLS {
            let real = std::env::split_paths(&sandbox.machine.path).map(|folder| folder.join(tool));
            symlink(real.into_iter().find(|file| file.exists()).unwrap(), sandbox.path("path").join(tool)).unwrap();
        }
        Self { sandbox, dir }
    }

    fn run(&self, shell: impl AsRef<OsStr>, dir: &Path, args: &[&str], variables: &[(&str, &str)]) -> (Output, String) {
        let mut command = self.sandbox.command(shell, dir);
        command.env("PATH", self.sandbox.path("path")).envs(variables.iter().copied());
        let output = command.arg(self.dir.join("install.sh")).args(args).output().unwrap();
        let said = [output.stdout.as_slice(), &output.stderr].concat();
        (output, String::from_utf8(said).unwrap())
    }
}

#[test]
fn in_its_own_clone_it_proves_the_gate_in_a_scratch_repository_and_names_the_next_command() {
    for shell in Sandbox::new().shells() {
        let clone = Clone::new();
        let hooks = clone.dir.join(".git");
        let before = snapshot(&hooks);
        let (output, said) =
            clone.run(&shell, &clone.dir, &[], &[("TMPDIR", clone.sandbox.path("home").to_str().unwrap())]);
        assert!(output.status.success(), "{said}");
        let program = clone.sandbox.path("home/.local/bin/hunkguard");
        assert_eq!(fs::read_to_string(&program).unwrap(), PROGRAM);
        assert!(said.contains(&format!("installed {}\n", program.display())), "{said}");
        assert!(said.contains("is not on PATH"), "{said}");
        assert!(
            said.ends_with(&format!("next, in a repository of yours:\n  {} install\n", program.display())),
            "{said}"
        );
        let log = clone.sandbox.log();
        let calls: Vec<_> = log.lines().map(|line| line.split_once('.').unwrap().0).collect();
        assert_eq!(calls, ["install in ~/home/hunkguard-proof", "doctor in ~/home/hunkguard-proof"]);
        assert_eq!(fs::read_dir(clone.sandbox.path("home")).unwrap().count(), 2, "only .gitconfig and .local are left");
        assert_eq!(snapshot(&hooks), before, "the clone itself gets no hooks");
    }
}

#[test]
fn another_repository_is_set_up_by_its_path_or_from_inside() {
    let clone = Clone::new();
    let repo = clone.sandbox.repository("my repo");
    fs::create_dir(repo.join("deep")).unwrap();
    let prefix = clone.sandbox.path("opt");
    let prefix = [("HUNKGUARD_PREFIX", prefix.to_str().unwrap())];
    let (_, said) = clone.run("/bin/sh", &clone.dir, &["../my repo"], &prefix);
    assert_eq!(clone.sandbox.log(), "install in ~/my repo\ndoctor in ~/my repo\n", "{said}");
    assert!(clone.sandbox.path("opt/bin/hunkguard").exists());
    let (_, said) = clone.run("/bin/sh", &repo.join("deep"), &[], &prefix);
    assert_eq!(clone.sandbox.log(), "install in ~/my repo/deep\ndoctor in ~/my repo/deep\n", "{said}");
}

#[test]
fn a_gate_that_is_not_proven_is_a_failure() {
    let clone = Clone::new();
    let repo = clone.sandbox.repository("repo");
    for dir in [&clone.dir, &repo] {
        let (output, said) = clone.run("/bin/sh", dir, &[], &[("DOCTOR", "1")]);
        assert_eq!(output.status.code(), Some(1), "{said}");
        assert!(!said.contains("next, in a repository"), "{said}");
    }
}

#[test]
fn whatever_is_missing_is_named_before_anything_is_done() {
    for (tool, message) in [
        ("cargo", "install.sh: cargo is missing: install Rust from https://rustup.rs"),
        ("cc", "install.sh: a C compiler is missing"),
        ("git", "install.sh: git is missing"),
    ] {
        let clone = Clone::new();
        fs::remove_file(clone.sandbox.path("path").join(tool)).unwrap();
        let (output, said) = clone.run("/bin/sh", &clone.dir, &[], &[]);
        assert_eq!((output.status.code(), said.lines().count()), (Some(1), 1), "{said}");
        assert!(said.starts_with(message), "{said}");
        assert!(!clone.dir.join("target").exists());
    }
    let clone = Clone::new();
    let (output, said) = clone.run("/bin/sh", &clone.dir, &["../home"], &[]);
    assert_eq!(
        (output.status.code(), said.as_str()),
        (Some(1), "install.sh: ../home is not inside a git repository\n")
    );
}
