//! A repository with the gate installed, apart from whatever the machine's own git is set to.

use std::ffi::OsStr;
use std::fs;
use std::io::Write;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use hunkguard::rules::expand;
use tempfile::TempDir;

/// Which back end a repository makes hunkguard take.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Backend {
    /// An ordinary repository.
    Libgit2,
    /// A repository with an extension that git knows and libgit2 does not.
    Plumbing,
}

/// Tells each story twice: once on each back end.
macro_rules! stories {
    ($($(#[$meta:meta])* fn $name:ident($sandbox:ident) $body:block)*) => {$(
        mod $name {
            #[allow(unused_imports, reason = "not every story needs all of it")]
            use super::*;
            use crate::sandbox::{Backend, Sandbox};

            fn story($sandbox: &Sandbox) $body

            $(#[$meta])*
            #[test]
            fn libgit2() {
                story(&Sandbox::new(Backend::Libgit2));
            }

            $(#[$meta])*
            #[test]
            fn plumbing() {
                story(&Sandbox::new(Backend::Plumbing));
            }
        }
    )*};
}

/// What a program did.
pub struct Ran {
    /// Its exit code.
    pub code: i32,
    /// Standard output.
    pub out: String,
    /// Standard error.
    pub err: String,
}

impl Ran {
    /// It must have succeeded.
    #[track_caller]
    pub fn passes(self) -> Self {
        assert_eq!(self.code, 0, "should pass\n--- out\n{}\n--- err\n{}", self.out, self.err);
        self
    }

    /// It must have failed, and hunkguard must have said why.
    #[track_caller]
    pub fn is_blocked(self) -> Self {
        assert_ne!(self.code, 0, "should be blocked\n--- out\n{}\n--- err\n{}", self.out, self.err);
        assert!(self.err.contains("blocked"), "no report\n--- out\n{}\n--- err\n{}", self.out, self.err);
        self
    }

    /// Its standard error must hold a text.
    #[track_caller]
    pub fn says(self, text: &str) -> Self {
        assert!(self.err.contains(text), "`{text}` is not in\n{}", self.err);
        self
    }

    /// Its standard error must not hold a text.
    #[track_caller]
    pub fn does_not_say(self, text: &str) -> Self {
        assert!(!self.err.contains(text), "`{text}` is in\n{}", self.err);
        self
    }

    /// The first override line that the report offers, with a reason filled in.
    #[track_caller]
    pub fn override_line(&self) -> String {
        let (_, rest) = self.err.split_once("Hunkguard-Override: ").expect("the report offers an override");
        let mut words = rest.split_whitespace();
        let (fingerprint, rule) = (words.next().unwrap(), words.next().unwrap());
        format!("Hunkguard-Override: {fingerprint} {rule} a value made for this test")
    }
}

/// A repository in a temporary folder.
pub struct Sandbox {
    dir: TempDir,
    backend: Backend,
}

/// A file with one rule of a user's own.
pub const OWN_RULE: &str = r#"
[[rule]]
id = "acme-key"
title = "Acme key"
severity = "high"
confidence = "high"
keywords = ["acme_"]
message = "An Acme key is written in the file."
why = "Whoever has it can order anvils."
fix = "Read it from the environment."
match = ["acme_{{hex:8}}", "k = acme_{{hex:8}}"]
no_match = ["acme_", "acme_key"]
secret = { pattern = '\bacme_[0-9a-f]{8}\b' }
"#;

/// A token that is blocked wherever it stands; no such text is in this source.
pub fn token() -> String {
    expand("ghp_{{base62:36}}").unwrap().text
}

/// Another one.
pub fn other_token() -> String {
    "gho_".chars().chain(token().chars().skip(4).map(rotate)).collect()
}

fn rotate(c: char) -> char {
    match c {
        'a'..='y' | 'A'..='Y' | '0'..='8' => char::from(c as u8 + 1),
        'z' => 'a',
        'Z' => 'A',
        _ => '0',
    }
}

impl Sandbox {
    /// A repository `work` with the gate and one commit.
    pub fn new(backend: Backend) -> Self {
        let sandbox = Self::without_gate(backend);
        sandbox.hunkguard(["install"]).passes();
        sandbox.write("README", "hello\n");
        sandbox.git(["add", "."]).passes();
        sandbox.git(["commit", "-q", "-m", "first"]).passes();
        sandbox
    }

    /// An empty repository `work` without hooks.
    pub fn without_gate(backend: Backend) -> Self {
        let dir = tempfile::tempdir().unwrap();
        fs::create_dir(dir.path().join("home")).unwrap();
        let sandbox = Self { dir, backend };
        sandbox.init("work", &[]);
        sandbox
    }

    /// Makes a repository beside `work`, of the same kind.
    pub fn init(&self, name: &str, options: &[&str]) {
        let path = self.path_of(name);
        let mut args = vec!["init", "-q", "-b", "main"];
        args.extend(options);
        args.push(path.to_str().unwrap());
        self.run_in(self.dir.path(), "git", args).passes();
        if self.backend == Backend::Plumbing {
            self.git_in(name, ["config", "core.repositoryFormatVersion", "1"]).passes();
            self.git_in(name, ["config", "extensions.partialClone", "nowhere"]).passes();
        }
    }

    /// A path beside the repository.
    pub fn path_of(&self, name: &str) -> PathBuf {
        self.dir.path().join(name)
    }

    /// The repository.
    pub fn root(&self) -> PathBuf {
        self.path_of("work")
    }

    /// Writes a file of the repository.
    pub fn write(&self, path: &str, content: impl AsRef<[u8]>) {
        let path = self.root().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, content).unwrap();
    }

    /// Writes and stages a file.
    pub fn stage(&self, path: &str, content: impl AsRef<[u8]>) {
        self.write(path, content);
        self.git(["add", "--", path]).passes();
    }

    /// Stages a file with a token.
    pub fn stage_token(&self, path: &str) {
        self.stage(path, format!("key = \"{}\"\n", token()));
    }

    /// Commits something without the gate.
    pub fn commit_unchecked(&self, path: &str, content: impl AsRef<[u8]>, message: &str) {
        self.stage(path, content);
        self.git(["commit", "-q", "--no-verify", "-m", message]).passes();
    }

    /// Runs git in the repository.
    pub fn git<'a>(&self, args: impl IntoIterator<Item = &'a str>) -> Ran {
        self.git_in("work", args)
    }

    /// Runs git in a folder beside the repository.
    pub fn git_in<'a>(&self, name: &str, args: impl IntoIterator<Item = &'a str>) -> Ran {
        self.run_in(&self.path_of(name), "git", args)
    }

    /// Runs git with an editor, a shell script that gets the message file as `$1`.
    pub fn git_with_editor<'a>(&self, script: &str, args: impl IntoIterator<Item = &'a str>) -> Ran {
        let editor = self.path_of("editor");
        fs::write(&editor, format!("#!/bin/sh\nset -e\n{script}\n")).unwrap();
        fs::set_permissions(&editor, fs::Permissions::from_mode(0o755)).unwrap();
        let mut command = self.command(&self.root(), "git");
        command.args(args).env("GIT_EDITOR", editor).env_remove("EDITOR");
        run(command, b"")
    }

    /// Runs hunkguard in the repository.
    pub fn hunkguard<'a>(&self, args: impl IntoIterator<Item = &'a str>) -> Ran {
        self.run_in(&self.root(), env!("CARGO_BIN_EXE_hunkguard"), args)
    }

    /// Runs hunkguard with standard input.
    pub fn hunkguard_with<'a>(&self, args: impl IntoIterator<Item = &'a str>, input: &[u8]) -> Ran {
        let mut command = self.command(&self.root(), env!("CARGO_BIN_EXE_hunkguard"));
        command.args(args);
        run(command, input)
    }

    /// Runs a program in a folder.
    pub fn run_in<'a>(&self, folder: &Path, program: &str, args: impl IntoIterator<Item = &'a str>) -> Ran {
        let mut command = self.command(folder, program);
        command.args(args);
        run(command, b"")
    }

    /// A command in a clean environment.
    pub fn command(&self, folder: &Path, program: impl AsRef<OsStr>) -> Command {
        let mut command = Command::new(program);
        command.current_dir(folder);
        for (name, _) in std::env::vars_os().filter(|(name, _)| name.as_encoded_bytes().starts_with(b"GIT_")) {
            command.env_remove(name);
        }
        command
            .env("HOME", self.path_of("home"))
            .env("XDG_CONFIG_HOME", self.path_of("home/.config"))
            .env("XDG_CACHE_HOME", self.path_of("home/.cache"))
            .env("GIT_CONFIG_GLOBAL", self.path_of("home/.gitconfig"))
            .env("GIT_CONFIG_NOSYSTEM", "1")
            .env("GIT_AUTHOR_NAME", "Author")
            .env("GIT_AUTHOR_EMAIL", "author@example.com")
            .env("GIT_COMMITTER_NAME", "Author")
            .env("GIT_COMMITTER_EMAIL", "author@example.com")
            .env("GIT_EDITOR", "false")
            .env("LC_ALL", "C")
            .env("NO_COLOR", "1");
        command
    }

    /// The message of a commit.
    pub fn message(&self, revision: &str) -> String {
        self.git(["log", "-1", "--format=%B", revision]).passes().out
    }

    /// The id of a revision.
    pub fn id(&self, revision: &str) -> String {
        self.git(["rev-parse", revision]).passes().out.trim().to_owned()
    }
}

/// Runs a command to its end.
pub fn run(mut command: Command, input: &[u8]) -> Ran {
    let mut child = command
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the program starts");
    // A program that does not read its input is no failure.
    let _ = child.stdin.take().unwrap().write_all(input);
    let output = child.wait_with_output().unwrap();
    Ran {
        code: output.status.code().unwrap_or(-1),
        out: String::from_utf8_lossy(&output.stdout).into_owned(),
        err: String::from_utf8_lossy(&output.stderr).into_owned(),
    }
}
