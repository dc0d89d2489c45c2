//! Running `git`: one command with its whole output, or a process that answers one question after the other.

use std::ffi::{OsStr, OsString};
use std::io::{BufRead, BufReader, ErrorKind, Read, Write};
use std::path::PathBuf;
use std::process::{Child, ChildStdin, ChildStdout, Command, Output, Stdio};
use std::thread::{self, JoinHandle};

use crate::git::backend::GitError;
use crate::git::location::Location;
use crate::text::printable;

/// What is kept of an error output, in bytes.
const MOST_ERROR: usize = 2000;

/// What makes git take another repository than that of the current folder.
const REPOSITORY_VARIABLES: [&str; 12] = [
    "GIT_DIR",
    "GIT_WORK_TREE",
    "GIT_INDEX_FILE",
    "GIT_COMMON_DIR",
    "GIT_OBJECT_DIRECTORY",
    "GIT_ALTERNATE_OBJECT_DIRECTORIES",
    "GIT_NAMESPACE",
    "GIT_PREFIX",
    "GIT_CONFIG",
    "GIT_CONFIG_COUNT",
    "GIT_CONFIG_PARAMETERS",
    "GIT_SHALLOW_FILE",
];

/// What changes how git reads paths on its command line.
const PATHSPEC_VARIABLES: [&str; 4] =
    ["GIT_LITERAL_PATHSPECS", "GIT_GLOB_PATHSPECS", "GIT_NOGLOB_PATHSPECS", "GIT_ICASE_PATHSPECS"];

/// Runs `git` for one repository.
#[derive(Clone)]
pub(super) struct Git {
    location: Location,
}

impl Git {
    pub fn new(location: &Location) -> Self {
        Self { location: location.clone() }
    }

    pub fn location(&self) -> &Location {
        &self.location
    }

    /// A command that sees the objects as they are stored, takes no lock, and speaks English.
    fn command<S: AsRef<OsStr>>(&self, arguments: &[S]) -> Command {
        let mut command = Command::new("git");
        command.args(arguments).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        if let Location::Folder { path, index } = &self.location {
            command.current_dir(path);
            for name in REPOSITORY_VARIABLES {
                command.env_remove(name);
            }
            if let Some(index) = index {
                command.env("GIT_INDEX_FILE", index);
            }
        }
        for name in PATHSPEC_VARIABLES {
            command.env_remove(name);
        }
        command.env("GIT_NO_REPLACE_OBJECTS", "1").env("GIT_GRAFT_FILE", "/dev/null");
        command.env("GIT_OPTIONAL_LOCKS", "0").env("LC_ALL", "C");
        command
    }

    /// What a command prints.
    pub fn run<S: AsRef<OsStr>>(&self, arguments: &[S]) -> Result<Vec<u8>, GitError> {
        self.run_with_input(arguments, b"")
    }

    /// What a command prints, or `None` where it ends with 1, which for many means "no".
    pub fn ask<S: AsRef<OsStr>>(&self, arguments: &[S]) -> Result<Option<Vec<u8>>, GitError> {
        let output = self.output(arguments, b"")?;
        match output.status.code() {
            Some(0) => Ok(Some(output.stdout)),
            Some(1) => Ok(None),
            _ => Err(failure(&shown(arguments), &output.stderr)),
        }
    }

    /// What a command prints that reads `input` on its standard input.
    pub fn run_with_input<S: AsRef<OsStr>>(&self, arguments: &[S], input: &[u8]) -> Result<Vec<u8>, GitError> {
        let output = self.output(arguments, input)?;
        if output.status.success() { Ok(output.stdout) } else { Err(failure(&shown(arguments), &output.stderr)) }
    }

    /// Input is written by a thread of its own, so that neither side waits for the other with a full pipe. `wait_with_output`
    /// reads both outputs at once.
    fn output<S: AsRef<OsStr>>(&self, arguments: &[S], input: &[u8]) -> Result<Output, GitError> {
        let not_run = |error: std::io::Error| failure(&shown(arguments), error.to_string().as_bytes());
        let mut child = self.command(arguments).spawn().map_err(not_run)?;
        let stdin = child.stdin.take().filter(|_| !input.is_empty());
        thread::scope(|scope| {
            if let Some(mut stdin) = stdin {
                // A command that stops reading says why by its exit code.
                scope.spawn(move || drop(stdin.write_all(input)));
            }
            child.wait_with_output().map_err(not_run)
        })
    }

    /// Starts a process that answers questions.
    pub fn converse(&self, arguments: &[&str]) -> Result<Conversation, GitError> {
        let name = shown(arguments);
        let mut child =
            self.command(arguments).spawn().map_err(|error| failure(&name, error.to_string().as_bytes()))?;
        let errors = child.stderr.take().map(|stderr| thread::spawn(move || first_bytes(stderr)));
        match (child.stdin.take(), child.stdout.take()) {
            (Some(input), Some(output)) => {
                Ok(Conversation { name, child, input, output: BufReader::new(output), errors })
            }
            _ => Err(failure(&name, b"it has no pipes")),
        }
    }
}

/// The first bytes of an error output. All of it is read, so that the process never waits to be rid of it.
fn first_bytes(mut stderr: impl Read) -> Vec<u8> {
    let (mut kept, mut buffer) = (Vec::new(), [0; 1024]);
    loop {
        match stderr.read(&mut buffer) {
            Ok(0) => return kept,
            Ok(count) => kept.extend(buffer[..count].iter().take(MOST_ERROR.saturating_sub(kept.len()))),
            Err(error) if error.kind() == ErrorKind::Interrupted => {}
            Err(_) => return kept,
        }
    }
}

/// The arguments in one printable line.
fn shown<S: AsRef<OsStr>>(arguments: &[S]) -> String {
    let words: Vec<_> = arguments.iter().map(|word| printable(word.as_ref().as_encoded_bytes()).into_owned()).collect();
    words.join(" ")
}

/// A failed command, with its error output in one printable line.
fn failure(command: &str, stderr: &[u8]) -> GitError {
    let kept = &stderr[..stderr.len().min(MOST_ERROR)];
    let lines: Vec<_> =
        kept.split(|&byte| byte == b'\n').map(<[u8]>::trim_ascii).filter(|line| !line.is_empty()).collect();
    let reason =
        if lines.is_empty() { "it gave no reason".to_owned() } else { printable(&lines.join(&b"; "[..])).into_owned() };
    GitError::Command { command: command.to_owned(), reason }
}

/// A process that answers questions. One question is written and its whole answer read before the next, and a question is
/// shorter than any pipe, so that neither side can wait for the other; its error output is read by a thread.
pub(super) struct Conversation {
    name: String,
    child: Child,
    input: ChildStdin,
    output: BufReader<ChildStdout>,
    errors: Option<JoinHandle<Vec<u8>>>,
}

impl Conversation {
    /// Writes a question; a line feed is added.
    pub fn ask(&mut self, question: &[u8]) -> Result<(), GitError> {
        let line = [question, b"\n"].concat();
        self.input.write_all(&line).and_then(|()| self.input.flush()).map_err(|error| self.ended(&error.to_string()))
    }

    /// Reads up to a byte, which is not returned.
    pub fn read_until(&mut self, byte: u8) -> Result<Vec<u8>, GitError> {
        let mut answer = Vec::new();
        match self.output.read_until(byte, &mut answer) {
            Ok(_) if answer.pop_if(|last| *last == byte).is_some() => Ok(answer),
            Ok(_) => Err(self.ended("it ended early")),
            Err(error) => Err(self.ended(&error.to_string())),
        }
    }

    /// Reads a known number of bytes.
    pub fn read_exact(&mut self, size: usize) -> Result<Vec<u8>, GitError> {
        let mut answer = Vec::new();
        answer.try_reserve_exact(size).map_err(|error| GitError::Other(error.to_string()))?;
        match self.output.by_ref().take(size as u64).read_to_end(&mut answer) {
            Ok(read) if read == size => Ok(answer),
            Ok(_) => Err(self.ended("it ended early")),
            Err(error) => Err(self.ended(&error.to_string())),
        }
    }

    /// The next byte, which stays.
    pub fn peek(&mut self) -> Result<u8, GitError> {
        match self.output.fill_buf().map(|buffer| buffer.first().copied()) {
            Ok(Some(byte)) => Ok(byte),
            Ok(None) => Err(self.ended("it ended early")),
            Err(error) => Err(self.ended(&error.to_string())),
        }
    }

    /// Why the process has ended: what it printed, or what we saw. Ends it, if it has not.
    fn ended(&mut self, seen: &str) -> GitError {
        self.stop();
        let printed = self.errors.take().and_then(|thread| thread.join().ok()).unwrap_or_default();
        failure(&self.name, if printed.is_empty() { seen.as_bytes() } else { &printed })
    }

    fn stop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

impl Drop for Conversation {
    fn drop(&mut self) {
        self.stop();
    }
}

/// A path that git printed on a line of its own.
pub(super) fn path(line: &[u8]) -> PathBuf {
    PathBuf::from(os_string(line.strip_suffix(b"\n").unwrap_or(line)))
}

/// Bytes as an argument or a path.
#[cfg(unix)]
pub(super) fn os_string(bytes: &[u8]) -> OsString {
    <OsStr as std::os::unix::ffi::OsStrExt>::from_bytes(bytes).to_owned()
}

/// Bytes as an argument or a path: git speaks UTF-8 here.
#[cfg(not(unix))]
pub(super) fn os_string(bytes: &[u8]) -> OsString {
    String::from_utf8_lossy(bytes).into_owned().into()
}
