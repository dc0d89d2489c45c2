//! A person with a home, a git configuration and a `hunkguard`, all in one temporary folder. Its path holds a space and a
//! quote, so every story is told with such a path.

use std::collections::BTreeMap;
use std::ffi::{OsStr, OsString};
use std::fs;
use std::io::Write;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use hunkguard::install::{Health, InstallError, Machine, Options, doctor, install, uninstall};

/// Writes each call to the log: arguments in brackets, then the standard input of the hooks that have one.
const RECORDER: &str = r#"#!/bin/sh
{
    printf hunkguard
    printf ' [%s]' "$@"
    echo
    case $2 in pre-push | pre-receive) sed 's/^/< /' ;; esac
} >>"$STORY_LOG"
"#;

/// Blocks a token as hunkguard does, and names the rule.
pub const BLOCKER: &str = r#"#!/bin/sh
case $2 in
commit-msg) git diff --cached ;;
pre-receive) while read -r _ new _; do git show "$new"; done ;;
esac | grep -q ghp_ || exit 0
echo "blocked: github-token" >&2
exit 1
"#;

pub struct Sandbox {
    folder: tempfile::TempDir,
    pub machine: Machine,
}

impl Sandbox {
    pub fn new() -> Self {
        let folder = tempfile::Builder::new().prefix("it's a place ").tempdir().unwrap();
        let root = folder.path().canonicalize().unwrap();
        for name in ["home", "config", "tools"] {
            fs::create_dir(root.join(name)).unwrap();
        }
        let binary = root.join("tools/hunkguard");
        write_script(&binary, RECORDER);
        let path = std::env::var_os("PATH").unwrap();
        let variables = [
            ("HOME", root.join("home").into_os_string()),
            ("XDG_CONFIG_HOME", root.join("config").into_os_string()),
            ("GIT_CONFIG_GLOBAL", root.join("home/.gitconfig").into_os_string()),
            ("GIT_CONFIG_NOSYSTEM", "1".into()),
            ("STORY_LOG", root.join("log").into_os_string()),
            ("PATH", path.clone()),
        ];
        let variables = variables.map(|(name, value)| (name.into(), value)).to_vec();
        let config_home = Some(root.join("config"));
        let machine = Machine { binary, git: "git".into(), config_home, path, variables };
        let sandbox = Self { folder, machine };
        sandbox.git(&root, &["config", "--global", "user.name", "A"]);
        sandbox.git(&root, &["config", "--global", "user.email", "a@example.com"]);
        sandbox.git(&root, &["config", "--global", "init.defaultBranch", "main"]);
        sandbox
    }

    /// A git that calls itself 2.54 and is the real one in everything else.
    pub fn with_new_git(mut self) -> Self {
        let real = std::env::split_paths(&self.machine.path).map(|folder| folder.join("git"));
        let real = real.into_iter().find(|file| file.is_file()).unwrap();
        let new = self.path("tools/git");
        let answer = "[ \"$1\" = --version ] && echo 'git version 2.54.0' && exit";
        write_script(&new, &format!("#!/bin/sh\n{answer}\nexec '{}' \"$@\"\n", real.display()));
        self.machine.git = new.into();
        self
    }

    /// A path below the folder.
    pub fn path(&self, name: &str) -> PathBuf {
        self.folder.path().canonicalize().unwrap().join(name)
    }

    /// A fresh repository.
    pub fn repository(&self, name: &str) -> PathBuf {
        let dir = self.path(name);
        self.git(&self.path(""), &["init", "--quiet", "--template=", name]);
        dir
    }

    /// A program in the person's environment and nobody else's.
    pub fn command(&self, program: impl AsRef<OsStr>, dir: &Path) -> Command {
        let mut command = Command::new(program);
        command.env_clear().envs(self.machine.variables.iter().cloned()).current_dir(dir).stdin(Stdio::null());
        command
    }

    /// Runs the real git, which must succeed.
    #[track_caller]
    pub fn git(&self, dir: &Path, args: &[&str]) -> String {
        let output = self.try_git(dir, args);
        assert!(output.status.success(), "git {args:?}: {}", String::from_utf8_lossy(&output.stderr));
        String::from_utf8_lossy(&output.stdout).trim_end().to_owned()
    }

    pub fn try_git(&self, dir: &Path, args: &[&str]) -> Output {
        self.command("git", dir).args(args).output().unwrap()
    }

    /// Commits a new file.
    pub fn try_commit(&self, dir: &Path, message: &str) -> Output {
        fs::write(dir.join("file.txt"), message).unwrap();
        self.git(dir, &["add", "file.txt"]);
        self.try_git(dir, &["commit", "--quiet", "-m", message])
    }

    /// What was written down since the last look. Paths below the folder are shortened to `~`.
    pub fn log(&self) -> String {
        let log = fs::read_to_string(self.path("log")).unwrap_or_default();
        let _ = fs::remove_file(self.path("log"));
        self.short(&log)
    }

    fn short(&self, text: &str) -> String {
        text.replace(self.path("").to_str().unwrap(), "~/")
    }

    /// The shells of this machine that may be its `/bin/sh`.
    pub fn shells(&self) -> Vec<PathBuf> {
        let folders: Vec<_> = std::env::split_paths(&self.machine.path).collect();
        let find = |name| folders.iter().map(|folder| folder.join(name)).find(|file| file.is_file());
        ["sh", "dash", "bash", "ksh"].into_iter().filter_map(find).collect()
    }

    pub fn options(dir: &Path) -> Options {
        Options { dir: dir.to_owned(), ..Options::default() }
    }

    /// Installs, and gives what was told.
    #[track_caller]
    pub fn install(&self, options: &Options) -> String {
        self.try_install(options).unwrap()
    }

    pub fn try_install(&self, options: &Options) -> Result<String, InstallError> {
        let mut out = Vec::new();
        install(&self.machine, options, &mut out).map(|()| self.short(&String::from_utf8(out).unwrap()))
    }

    #[track_caller]
    pub fn uninstall(&self, options: &Options) -> String {
        let mut out = Vec::new();
        uninstall(&self.machine, options, &mut out).unwrap();
        self.short(&String::from_utf8(out).unwrap())
    }

    #[track_caller]
    pub fn doctor(&self, dir: &Path) -> (Health, String) {
        let mut out = Vec::new();
        let health = doctor(&self.machine, dir, &mut out).unwrap();
        (health, self.short(&String::from_utf8(out).unwrap()))
    }
}

pub fn write_script(path: &Path, text: &str) {
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, text).unwrap();
    fs::set_permissions(path, fs::Permissions::from_mode(0o755)).unwrap();
}

/// A hook of somebody else that writes its name, its arguments and its input to the log.
pub fn write_hook(path: &Path, name: &str, exit: u8) {
    write_script(
        path,
        &format!(
            "#!/bin/sh\n{{ printf {name}; printf ' [%s]' \"$@\"; echo; sed 's/^/< /'; }} >>\"$STORY_LOG\"\nexit {exit}\n"
        ),
    );
}

/// Every file below a folder: permissions and content, or where a link leads.
pub fn snapshot(folder: &Path) -> BTreeMap<PathBuf, (u32, Vec<u8>)> {
    let mut files = BTreeMap::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let data = path.symlink_metadata().unwrap();
        if data.is_dir() {
            files.extend(snapshot(&path));
        } else if data.is_symlink() {
            files.insert(path.clone(), (0, fs::read_link(&path).unwrap().into_os_string().into_encoded_bytes()));
        } else {
            files.insert(path.clone(), (data.permissions().mode(), fs::read(&path).unwrap()));
        }
    }
    files
}

/// Runs a command with some input.
pub fn feed(mut command: Command, input: &[u8]) -> Output {
    let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    // A hook need not read its input.
    let _ = child.stdin.take().unwrap().write_all(input);
    child.wait_with_output().unwrap()
}

pub fn os(text: &str) -> OsString {
    text.into()
}
