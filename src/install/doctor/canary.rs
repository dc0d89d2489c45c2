//! The proof: a secret is planted in a scratch repository that has the hooks of the repository at hand, and git itself is
//! asked to commit it. Hooks of other tools are left out where ours are known: they miss their surroundings there.

use std::ffi::OsStr;
use std::fs::{self, DirBuilder};
use std::path::{Path, PathBuf};
use std::process::{self, Output};
use std::time::{SystemTime, UNIX_EPOCH};

use super::Problem;
use crate::install::caller::{Caller, caller};
use crate::install::error::InstallError;
use crate::install::file::read_if_there;
use crate::install::git::{Git, Repository};
use crate::install::machine::os_string;
use crate::install::shim::all_hooks;
use crate::install::tools;
use crate::rules;
use crate::text::printable;

/// A made-up token; written as a template, so that neither our source nor our program holds one.
const CANARY: &str = "ghp_{{base62:36}}";
/// The rule that must find it.
const CANARY_RULE: &str = "github-token";

/// What came of the proof.
pub(super) struct Proof {
    pub lines: Vec<String>,
    pub problems: Vec<Problem>,
}

/// Commits a secret, then a harmless file. For a bare repository, pushes them.
pub(super) fn prove(git: &Git, repository: &Repository) -> Result<Proof, InstallError> {
    let scratch = Scratch::new()?;
    let gate = Gate::new(git, repository, &scratch)?;
    let secret = rules::expand(CANARY)?.text;
    let mut proof = Proof { lines: Vec::new(), problems: Vec::new() };

    let planted = gate.attempt("canary.txt", &format!("token = \"{secret}\"\n"))?;
    let reply = said(&planted, &secret);
    let verb = gate.verb();
    if planted.status.success() {
        proof.lines.push(format!("a {verb} with a made-up GitHub token was NOT blocked"));
        proof.problems.push(Problem::new("the gate is open", "see the other problems, then run `hunkguard install`"));
    } else if reply.contains(CANARY_RULE) {
        proof.lines.push(format!("a {verb} with a made-up GitHub token was blocked by the rule `{CANARY_RULE}`"));
    } else {
        proof
            .lines
            .push(format!("a {verb} with a made-up GitHub token was blocked, but not by hunkguard: {}", short(&reply)));
        proof.problems.push(Problem::new("the gate is not proven", "look at what the hook says, then try again"));
    }

    let clean = gate.attempt("clean.txt", "nothing to see here\n")?;
    if clean.status.success() {
        proof.lines.push(format!("a clean {verb} passed"));
    } else {
        proof.lines.push(format!("a clean {verb} did NOT pass: {}", short(&said(&clean, &secret))));
        proof.problems.push(Problem::new("the gate blocks everything", "look at what the hook says, then try again"));
    }
    Ok(proof)
}

/// How many characters of what a hook says are shown.
const SHOWN: usize = 400;

/// What git and the hooks printed, in one line, without the canary.
fn said(output: &Output, secret: &str) -> String {
    let text = [output.stderr.as_slice(), &output.stdout].concat();
    let lines: Vec<_> = text.split(|&b| b == b'\n').map(<[u8]>::trim_ascii).filter(|line| !line.is_empty()).collect();
    printable(&lines.join(&b" / "[..])).replace(secret, "…")
}

/// The beginning of a text.
fn short(text: &str) -> String {
    let mut short: String = text.chars().take(SHOWN).collect();
    if short.len() < text.len() {
        short.push('…');
    }
    short
}

/// A folder that goes when it is not needed any more.
struct Scratch(PathBuf);

impl Scratch {
    fn new() -> Result<Self, InstallError> {
        let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
        let path = std::env::temp_dir().join(format!("hunkguard-doctor-{}-{}", process::id(), now.as_nanos()));
        let mut builder = DirBuilder::new();
        #[cfg(unix)]
        std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
        // Fails where something stands already, so nobody else chooses what lies there.
        builder.create(&path).map_err(|error| InstallError::file("make the folder", &path, error))?;
        Ok(Self(path))
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        // What is left behind in the folder for temporary files does no harm.
        let _ = fs::remove_dir_all(&self.0);
    }
}

/// The scratch repository, and for a bare one the repository that is pushed to.
struct Gate {
    work: Git,
    server: Option<PathBuf>,
}

impl Gate {
    fn new(git: &Git, repository: &Repository, scratch: &Scratch) -> Result<Self, InstallError> {
        let init = |name: &str, bare: bool| {
            let dir = scratch.0.join(name);
            fs::create_dir(&dir).map_err(|error| InstallError::file("make the folder", &dir, error))?;
            let git = git.alone_in(&dir);
            let kind = if bare { "--bare" } else { "--quiet" };
            // The branch gets its name here for the sake of gits that would give a lecture about it.
            git.read(&["-c", "init.defaultBranch=main", "init", "--quiet", kind, "--template="])?;
            Ok::<_, InstallError>(git)
        };
        let (work, server) = if repository.work_tree.is_some() {
            (init("work", false)?, None)
        } else {
            let work = init("work", false)?;
            work.read(&["config", "core.hooksPath", "no-hooks"])?;
            (work, Some(init("server", true)?))
        };
        for (key, value) in [("user.name", "hunkguard doctor"), ("user.email", "doctor@example.com")] {
            work.read(&["config", key, value])?;
        }
        work.read(&["config", "commit.gpgSign", "false"])?;
        let guarded = server.as_ref().unwrap_or(&work);
        copy_hooks(repository, guarded)?;
        copy_settings(git, guarded)?;
        Ok(Self { work, server: server.map(|server| server.dir) })
    }

    fn verb(&self) -> &'static str {
        if self.server.is_some() { "push" } else { "commit" }
    }

    /// Commits a file, alone, and pushes the commit where that is the question.
    fn attempt(&self, name: &str, content: &str) -> Result<Output, InstallError> {
        let path = self.work.dir.join(name);
        fs::write(&path, content).map_err(|error| InstallError::file("write", &path, error))?;
        self.work.read(&["read-tree", "--empty"])?;
        self.work.read(&["add", "--force", "--", name])?;
        let Some(server) = &self.server else { return self.work.output(&["commit", "--quiet", "-m", "Try the gate"]) };
        self.work.read(&["update-ref", "-d", "HEAD"])?;
        self.work.read(&["commit", "--quiet", "--no-verify", "-m", "Try the gate"])?;
        let target = format!("HEAD:refs/heads/{}", name.replace('.', "-"));
        self.work.output(&[
            "push".as_ref(),
            "--quiet".as_ref(),
            "--no-verify".as_ref(),
            server.as_os_str(),
            OsStr::new(&target),
        ])
    }
}

/// Gives the scratch repository the files that git would run. What our shims run first stays away.
fn copy_hooks(repository: &Repository, guarded: &Git) -> Result<(), InstallError> {
    let copy =
        |from: &Path, to: &Path| fs::copy(from, to).map(drop).map_err(|error| InstallError::file("copy", from, error));
    let make = |folder: &Path| {
        fs::create_dir_all(folder).map_err(|error| InstallError::file("make the folder", folder, error))
    };
    let (folder, named) = match repository.husky() {
        None => (guarded.dir.join("effective-hooks"), repository.hooks_dir.clone()),
        Some(husky) => {
            // Only our line of each, with the same permissions.
            let ours = guarded.dir.join(".husky");
            make(&ours)?;
            for hook in all_hooks() {
                let (from, to) = (husky.join(hook), ours.join(hook));
                if read_if_there(&from)?.is_some_and(|text| tools::without_husky_line(&text, hook).is_some()) {
                    copy(&from, &to)?;
                    fs::write(&to, tools::new_husky_hook(hook)).map_err(|e| InstallError::file("write", &to, e))?;
                }
            }
            if husky == repository.hooks_dir {
                return guarded.read(&[OsStr::new("config"), "core.hooksPath".as_ref(), ours.as_os_str()]).map(drop);
            }
            (ours.join("_"), repository.hooks_dir.clone())
        }
    };
    make(&folder)?;
    for name in all_hooks().chain(["h", "husky.sh"]) {
        // A tool that moved our shim away would miss its surroundings as well.
        let moved = caller(&named, name) == Some(Caller::Moved);
        let from = named.join(if moved { format!("{name}.legacy") } else { name.to_owned() });
        if from.is_file() {
            copy(&from, &folder.join(name))?;
        }
    }
    guarded.read(&[OsStr::new("config"), "core.hooksPath".as_ref(), folder.as_os_str()]).map(drop)
}

/// Gives the scratch repository what this one's own configuration says about our hooks. The person's and the machine's
/// configuration hold there in any case.
fn copy_settings(git: &Git, guarded: &Git) -> Result<(), InstallError> {
    for setting in git.settings(None, r"^hook\.")? {
        let about = |hook: &str| setting.key.starts_with(&format!("hook.{hook}."));
        let ours = setting.key.starts_with("hook.hunkguard-") || all_hooks().any(about);
        if ours && matches!(setting.scope.as_str(), "local" | "worktree") {
            guarded.read(&["config".into(), "--add".into(), setting.key.into(), os_string(&setting.value)])?;
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_canary_is_what_its_rule_looks_for() {
        let rule = rules::builtin_rules().iter().find(|rule| rule.id == CANARY_RULE).unwrap();
        let secret = rules::expand(CANARY).unwrap().text;
        assert!(rule.keywords.iter().any(|keyword| secret.starts_with(keyword)));
        assert!(rule.matches.iter().any(|example| example.contains(CANARY)));
    }
}
