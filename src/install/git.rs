//! Asks the `git` program: hooks are run by it, so its own answers count, not those of a library.

use std::ffi::{OsStr, OsString};
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use super::caller::husky_folder;
use super::error::InstallError;
use super::file::resolved;
use super::machine::{Machine, os_string};
use crate::text::printable;

/// A version of git, by its first two numbers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Version {
    pub numbers: (u32, u32),
    pub text: String,
}

impl Version {
    /// Whether hooks can stand in the configuration: `hook.<name>.command`, since git 2.54.
    pub fn has_config_hooks(&self) -> bool {
        self.numbers >= (2, 54)
    }

    fn parse(printed: &str) -> Option<Self> {
        let text = printed.trim().strip_prefix("git version ")?.to_owned();
        let mut numbers = text.split('.');
        Some(Self { numbers: (numbers.next()?.parse().ok()?, numbers.next()?.parse().ok()?), text })
    }
}

/// A value in git's configuration and where it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Setting {
    /// `system`, `global`, `local`, `worktree` or `command`.
    pub scope: String,
    /// Such as `file:.git/config`.
    pub origin: String,
    /// The key; section and variable are in lower case, as git prints them.
    pub key: String,
    pub value: Vec<u8>,
}

/// Runs git in a directory.
#[derive(Clone, Debug)]
pub(super) struct Git {
    program: OsString,
    variables: Vec<(OsString, OsString)>,
    pub dir: PathBuf,
    /// Whether the repository is the one of `dir`, whatever `GIT_DIR` and its like say.
    alone: bool,
}

/// What ties a process to a repository; the list of `git rev-parse --local-env-vars`, save the configuration.
const REPOSITORY_VARIABLES: [&str; 14] = [
    "GIT_ALTERNATE_OBJECT_DIRECTORIES",
    "GIT_OBJECT_DIRECTORY",
    "GIT_DIR",
    "GIT_WORK_TREE",
    "GIT_IMPLICIT_WORK_TREE",
    "GIT_GRAFT_FILE",
    "GIT_INDEX_FILE",
    "GIT_NO_REPLACE_OBJECTS",
    "GIT_REPLACE_REF_BASE",
    "GIT_PREFIX",
    "GIT_SHALLOW_FILE",
    "GIT_COMMON_DIR",
    "GIT_NAMESPACE",
    "GIT_QUARANTINE_PATH",
];

impl Git {
    /// Git in a directory, relative to the current one.
    pub fn new(machine: &Machine, dir: &Path) -> Result<Self, InstallError> {
        // Asked for here, because a process that cannot start in its directory blames the program.
        let find = |dir: &Path| dir.metadata().and_then(|_| std::path::absolute(dir));
        let dir = find(dir).map_err(|error| InstallError::file("find", dir, error))?;
        Ok(Self { program: machine.git.clone(), variables: machine.variables.clone(), dir, alone: false })
    }

    /// The same git for a repository of its own.
    pub fn alone_in(&self, dir: &Path) -> Self {
        Self { dir: dir.to_owned(), alone: true, ..self.clone() }
    }

    /// Runs a command to its end.
    pub fn output<S: AsRef<OsStr>>(&self, args: &[S]) -> Result<Output, InstallError> {
        let mut command = Command::new(&self.program);
        command.args(args).current_dir(&self.dir).stdin(Stdio::null());
        command.env("LC_ALL", "C").env("GIT_TERMINAL_PROMPT", "0");
        command.envs(self.variables.iter().map(|(name, value)| (name, value)));
        if self.alone {
            for name in REPOSITORY_VARIABLES {
                command.env_remove(name);
            }
        }
        command.output().map_err(InstallError::NoGit)
    }

    /// What a command prints. Its last line end is taken off.
    pub fn read<S: AsRef<OsStr>>(&self, args: &[S]) -> Result<Vec<u8>, InstallError> {
        let mut output = self.output(args)?;
        if !output.status.success() {
            return Err(failure(args, &output));
        }
        if output.stdout.ends_with(b"\n") {
            output.stdout.pop();
        }
        Ok(output.stdout)
    }

    pub fn version(&self) -> Result<Version, InstallError> {
        let printed = String::from_utf8_lossy(&self.read(&["--version"])?).into_owned();
        let version = Version::parse(&printed).ok_or_else(|| InstallError::OldGit(printed.clone()))?;
        // `git config --show-scope` came with 2.26.
        if version.numbers < (2, 26) { Err(InstallError::OldGit(version.text)) } else { Ok(version) }
    }

    /// All settings whose key matches a regular expression, lowest level first. With `level` (`--global`, …) only its own.
    pub fn settings(&self, level: Option<&str>, pattern: &str) -> Result<Vec<Setting>, InstallError> {
        let mut args = vec!["config", "-z", "--show-scope", "--show-origin"];
        args.extend(level);
        args.extend(["--get-regexp", pattern]);
        let output = self.output(&args)?;
        match output.status.code() {
            Some(0) => Ok(parse_settings(&output.stdout)),
            // No key matches, or there is no such file yet.
            Some(1) => Ok(Vec::new()),
            _ => Err(failure(&args, &output)),
        }
    }
}

/// Reads `scope NUL origin NUL key LF value NUL`, repeated. A key without `=` has no line feed and means `true`.
fn parse_settings(printed: &[u8]) -> Vec<Setting> {
    let fields: Vec<&[u8]> = printed.split(|&b| b == 0).collect();
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    let settings = fields.chunks_exact(3).map(|field| {
        let end = memchr::memchr(b'\n', field[2]);
        let value = end.map_or(&b"true"[..], |end| &field[2][end + 1..]).to_vec();
        let key = text(&field[2][..end.unwrap_or(field[2].len())]);
        Setting { scope: text(field[0]), origin: text(field[1]), key, value }
    });
    settings.collect()
}

fn failure<S: AsRef<OsStr>>(args: &[S], output: &Output) -> InstallError {
    let command: Vec<_> = args.iter().map(|arg| arg.as_ref().to_string_lossy()).collect();
    let said = output.stderr.split(|&b| b == b'\n').next().unwrap_or_default();
    let reason = if said.is_empty() { output.status.to_string() } else { printable(said).into_owned() };
    InstallError::Git { command: printable(command.join(" ").as_bytes()).into_owned(), reason }
}

/// A repository as far as its hooks go.
#[derive(Clone, Debug)]
pub(super) struct Repository {
    /// The root of the working tree; `None` in a bare repository.
    pub work_tree: Option<PathBuf>,
    /// The git directory that all worktrees share.
    pub common_dir: PathBuf,
    /// The folder in which git looks for hooks.
    pub hooks_dir: PathBuf,
    /// What `core.hooksPath` is set to, where it is.
    pub hooks_path: Option<Setting>,
}

impl Repository {
    /// The repository of a directory.
    pub fn open(git: &Git) -> Result<Self, InstallError> {
        let args = ["rev-parse", "--is-bare-repository"];
        let probe = git.output(&args)?;
        if !probe.status.success() {
            let lost = String::from_utf8_lossy(&probe.stderr).contains("not a git repository");
            return Err(if lost { InstallError::NoRepository } else { failure(&args, &probe) });
        }
        let query = |git: &Git, args: &[&str]| git.read(args).map(|path| git.dir.join(os_string(&path)));
        let common_dir = query(git, &["rev-parse", "--git-common-dir"])?;
        let bare = probe.stdout.starts_with(b"true");
        let work_tree = if bare { None } else { Some(query(git, &["rev-parse", "--show-toplevel"])?) };
        // A relative `core.hooksPath` counts from where hooks run: the root, or the git directory of a bare repository.
        let root = Git { dir: work_tree.clone().unwrap_or_else(|| common_dir.clone()), ..git.clone() };
        let hooks_dir = query(&root, &["rev-parse", "--git-path", "hooks"])?;
        let hooks_path = git.settings(None, r"^core\.hookspath$")?.pop().filter(|set| !set.value.is_empty());
        Ok(Self { work_tree, common_dir: resolved(&common_dir), hooks_dir: tidy(&hooks_dir), hooks_path })
    }

    /// Whether the folder of the hooks belongs to this repository alone.
    pub fn owns_hooks_dir(&self) -> bool {
        let folder = resolved(&self.hooks_dir);
        // The main worktree belongs to the repository also where the work is done in a linked one.
        let main = self.common_dir.parent().filter(|_| self.common_dir.ends_with(".git"));
        let work_tree = self.work_tree.as_deref().map(resolved);
        [Some(self.common_dir.as_path()), main, work_tree.as_deref()]
            .into_iter()
            .flatten()
            .any(|own| folder.starts_with(own))
    }

    /// The hooks of husky, where `core.hooksPath` leads there.
    pub fn husky(&self) -> Option<PathBuf> {
        self.hooks_path.as_ref()?;
        husky_folder(&self.hooks_dir).filter(|_| self.owns_hooks_dir()).map(Path::to_owned)
    }
}

/// Takes `.` components and doubled slashes out.
fn tidy(path: &Path) -> PathBuf {
    path.components().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_of_all_vendors_are_understood() {
        for (printed, numbers, config_hooks) in [
            ("git version 2.47.3\n", (2, 47), false),
            ("git version 2.39.5 (Apple Git-154)\n", (2, 39), false),
            ("git version 2.54.0.windows.1\n", (2, 54), true),
            ("git version 3.0.rc1\n", (3, 0), true),
        ] {
            let version = Version::parse(printed).unwrap();
            assert_eq!((version.numbers, version.has_config_hooks()), (numbers, config_hooks), "{printed}");
        }
        assert_eq!(Version::parse("hub version 1"), None);
    }

    #[test]
    fn settings_keep_their_origin_and_every_byte_of_the_value() {
        let printed = b"global\0file:/h/.gitconfig\0core.hookspath\n/a\nb\0local\0file:.git/config\0hook.x.enabled\0";
        let settings = parse_settings(printed);
        assert_eq!(settings.len(), 2);
        assert_eq!((settings[0].scope.as_str(), settings[0].value.as_slice()), ("global", &b"/a\nb"[..]));
        assert_eq!((settings[1].key.as_str(), settings[1].value.as_slice()), ("hook.x.enabled", &b"true"[..]));
    }
}
