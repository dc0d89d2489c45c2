//! A repository made by the installed git, shut off from the configuration of the machine.

use std::ffi::OsStr;
use std::fs;
use std::io::Write;
use std::os::unix::ffi::OsStrExt;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use hunkguard::change::{ContentId, Delta, EntryKind, Version};
use hunkguard::git::{self, Backend, Location};
use hunkguard::text::RepoPath;
use tempfile::TempDir;

/// A temporary repository.
pub struct Repository {
    pub path: PathBuf,
    _folder: TempDir,
}

impl Repository {
    /// A repository with the given options of `git init`.
    pub fn new(options: &[&str]) -> Self {
        Self::try_new(options).expect("`git init` works")
    }

    /// `None` where the installed git does not know an option.
    pub fn try_new(options: &[&str]) -> Option<Self> {
        let folder = tempfile::tempdir().unwrap();
        let path = fs::canonicalize(folder.path()).unwrap().join("repository");
        fs::create_dir(&path).unwrap();
        let made = run(&path, &[&["init", "-q", "-b", "main"], options].concat(), b"");
        made.status.success().then_some(Self { path, _folder: folder })
    }

    /// What a git command prints, which must work.
    pub fn git<S: AsRef<OsStr>>(&self, arguments: &[S]) -> Vec<u8> {
        self.git_with_input(arguments, b"")
    }

    pub fn git_with_input<S: AsRef<OsStr>>(&self, arguments: &[S], input: &[u8]) -> Vec<u8> {
        let output = run(&self.path, arguments, input);
        let words: Vec<_> = arguments.iter().map(AsRef::as_ref).collect();
        assert!(output.status.success(), "{words:?}: {}", String::from_utf8_lossy(&output.stderr));
        output.stdout
    }

    /// The id that a git command prints.
    pub fn id<S: AsRef<OsStr>>(&self, arguments: &[S]) -> ContentId {
        ContentId::from_hex(self.git(arguments).trim_ascii()).expect("git prints an id")
    }

    pub fn write(&self, path: &[u8], content: &str) {
        let path = self.file(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, content).unwrap();
    }

    pub fn file(&self, path: &[u8]) -> PathBuf {
        self.path.join(OsStr::from_bytes(path))
    }

    /// Writes a file, adds everything and commits; returns the commit.
    pub fn commit(&self, path: &str, content: &str) -> ContentId {
        self.write(path.as_bytes(), content);
        self.git(&["add", "-A"]);
        self.git(&["commit", "-q", "--allow-empty", "-m", path]);
        self.id(&["rev-parse", "HEAD"])
    }

    /// The commit of `HEAD`, if there is one.
    pub fn head(&self) -> Option<ContentId> {
        ContentId::from_hex(run(&self.path, &["rev-parse", "-q", "--verify", "HEAD"], b"").stdout.trim_ascii())
    }

    pub fn location(&self) -> Location {
        Location::folder(&self.path)
    }

    /// libgit2 and git.
    pub fn both(&self) -> [Box<dyn Backend>; 2] {
        [git::libgit2::open(&self.location()).unwrap(), git::plumbing::open(&self.location()).unwrap()]
    }

    /// What `git diff --cached` says, against a commit or the empty tree.
    pub fn staged_by_git(&self, against: Option<ContentId>) -> Vec<Delta> {
        let against = match against {
            Some(id) => id.to_string(),
            None => String::from_utf8(self.git(&["hash-object", "-t", "tree", "/dev/null"])).unwrap().trim().to_owned(),
        };
        let options = ["diff", "--cached", "--raw", "-z", "--no-renames", "--no-abbrev", "--ignore-submodules=none"];
        deltas(&self.git(&[&options[..], &[&against]].concat()))
    }
}

/// Runs git.
pub fn run<S: AsRef<OsStr>>(folder: &Path, arguments: &[S], input: &[u8]) -> Output {
    let mut child = isolated("git", folder).args(arguments).spawn().unwrap();
    child.stdin.take().unwrap().write_all(input).unwrap();
    child.wait_with_output().unwrap()
}

/// A command that sees no configuration but that of the repository, and always the same person and time.
pub fn isolated(program: impl AsRef<OsStr>, folder: &Path) -> Command {
    let mut command = Command::new(program);
    command.current_dir(folder).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    command.env("HOME", folder).env("GIT_CONFIG_GLOBAL", "/dev/null").env("GIT_CONFIG_NOSYSTEM", "1");
    for who in ["AUTHOR", "COMMITTER"] {
        command.env(format!("GIT_{who}_NAME"), "A").env(format!("GIT_{who}_EMAIL"), "a@example.com");
        command.env(format!("GIT_{who}_DATE"), "1700000000 +0000");
    }
    command
}

/// Reads `--raw -z`, without conflicts and changes of mode alone, sorted by path.
pub fn deltas(raw: &[u8]) -> Vec<Delta> {
    let fields: Vec<&[u8]> = raw.split(|&byte| byte == 0).collect();
    let mut found = Vec::new();
    for pair in fields.chunks_exact(2) {
        let words: Vec<&str> = std::str::from_utf8(pair[0]).unwrap().trim_start_matches(':').split(' ').collect();
        let side = |mode: &str, id: &str| {
            let kind = EntryKind::from_mode(u32::from_str_radix(mode, 8).unwrap())?;
            Some(Version { id: ContentId::from_hex(id.as_bytes()).unwrap(), kind })
        };
        let (old, new) = (side(words[0], words[2]), side(words[1], words[3]));
        if words[4] != "U" && old != new {
            found.push(Delta { path: RepoPath::new(pair[1]), new, old: old.into_iter().collect() });
        }
    }
    found.sort();
    found
}
