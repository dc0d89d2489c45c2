//! Decides how git is made to run hunkguard. Nothing is changed here: the steps go into a [`Plan`].

use std::path::{Path, PathBuf};

use super::action::{Action, Plan};
use super::error::InstallError;
use super::file::{read_if_there, resolved, shown, stands};
use super::git::{Git, Repository, Setting};
use super::machine::{Machine, bytes_of, os_string};
use super::shim::{self, CHAINED, CLIENT_HOOKS, MOVED, OTHER_HOOKS, SERVER_HOOKS};
use super::{Options, tools, uninstall};
use crate::text::{printable, printable_str};

/// The steps of `hunkguard install`. The new way comes before the old one goes, so that the gate is never open between.
pub(super) fn install(machine: &Machine, git: &Git, options: &Options) -> Result<Plan, InstallError> {
    let in_config = git.version()?.has_config_hooks() && !options.shims;
    match (options.global, in_config) {
        (true, true) => {
            let mut plan = config_hooks(git, "--global", &client_hooks(options), &machine.binary)?;
            plan.extend(uninstall::global_folder(machine, git)?);
            Ok(plan)
        }
        (true, false) => {
            let mut plan = global_folder(machine, git, options)?;
            plan.extend(uninstall::config_hooks(git, "--global")?);
            Ok(plan)
        }
        (false, _) => in_repository(machine, git, options, in_config),
    }
}

fn client_hooks(options: &Options) -> Vec<&'static str> {
    let server = SERVER_HOOKS.into_iter().filter(|_| options.server);
    CLIENT_HOOKS.into_iter().chain(server).collect()
}

fn in_repository(machine: &Machine, git: &Git, options: &Options, in_config: bool) -> Result<Plan, InstallError> {
    let repository = Repository::open(git)?;
    let mut hooks = if repository.work_tree.is_some() { client_hooks(options) } else { SERVER_HOOKS.to_vec() };
    let own_folder = repository.common_dir.join("hooks");
    if in_config {
        let mut plan = config_hooks(git, "--local", &hooks, &machine.binary)?;
        // From the time when this git was older.
        plan.extend(uninstall::shims(&own_folder, shim::all_hooks())?);
        return Ok(plan);
    }
    let mut plan = Plan::default();
    let mut folder = repository.hooks_dir.clone();
    if machine.global_hooks().is_some_and(|global| resolved(&global) == resolved(&folder)) {
        // The global shims hand on to the repository's own folder: what they gate would run twice from there, and what they
        // may not gate can stand there.
        plan.extend(uninstall::shims(&own_folder, CLIENT_HOOKS)?);
        hooks.retain(|hook| !CLIENT_HOOKS.contains(hook));
        folder = own_folder;
        plan.notes.push("the global hooks work in this repository".to_owned());
    } else if let Some(husky) = repository.husky() {
        plan.extend(husky_lines(&husky, &hooks)?);
        plan.extend(uninstall::config_hooks(git, "--local")?);
        return Ok(plan);
    } else {
        check_folder(&repository, options.force)?;
    }
    plan.extend(shims(&folder, &hooks, &machine.binary)?);
    plan.extend(uninstall::config_hooks(git, "--local")?);
    if folder == repository.hooks_dir
        && let Some(setting) = &repository.hooks_path
    {
        let (value, origin) = (printable(&setting.value), printable_str(&setting.origin));
        plan.notes.push(format!(
            "the hooks are in `{value}`, as `core.hooksPath` says ({origin}); for whoever gets them from there, they look for \
             hunkguard on PATH, too"
        ));
    }
    plan.notes.extend(tools::advice(&repository)?);
    Ok(plan)
}

/// Refuses a folder that is not the repository's to change.
fn check_folder(repository: &Repository, force: bool) -> Result<(), InstallError> {
    let Some(setting) = &repository.hooks_path else { return Ok(()) };
    let (folder, origin) = (shown(&repository.hooks_dir), printable_str(&setting.origin).into_owned());
    if stands(&repository.hooks_dir) && !repository.hooks_dir.is_dir() {
        return Err(InstallError::HooksOff { folder, origin });
    }
    if repository.owns_hooks_dir() || force { Ok(()) } else { Err(InstallError::OutsideHooks { folder, origin }) }
}

/// Puts our shims into a folder. Hooks of others are moved beside them.
fn shims(folder: &Path, hooks: &[&str], binary: &Path) -> Result<Plan, InstallError> {
    let mut plan = Plan::default();
    for hook in hooks {
        let path = folder.join(hook);
        for moved in MOVED.map(|suffix| folder.join(format!("{hook}{suffix}"))) {
            // A tool moved our shim away to run it from there: without this, it would run twice.
            if read_if_there(&moved)?.is_some_and(|text| shim::is_ours(&text)) {
                plan.remove(moved);
            }
        }
        let chained = folder.join(format!("{hook}{CHAINED}"));
        let foreign = stands(&path) && !read_if_there(&path)?.is_some_and(|text| shim::is_ours(&text));
        if foreign && stands(&chained) {
            if read_if_there(&path)? != read_if_there(&chained)? {
                return Err(InstallError::ChainedTaken(shown(&path)));
            }
        } else if foreign {
            plan.actions.push(Action::Rename { from: path.clone(), to: chained });
            plan.actions.push(Action::Write { path, content: shim::shim(hook, binary) });
            continue;
        }
        plan.write(path, shim::shim(hook, binary))?;
    }
    Ok(plan)
}

/// Adds our line to the hooks that husky runs.
fn husky_lines(folder: &Path, hooks: &[&str]) -> Result<Plan, InstallError> {
    let mut plan = Plan::default();
    for hook in hooks {
        let path = folder.join(hook);
        match read_if_there(&path)? {
            Some(text) => {
                if let Some(content) = tools::with_husky_line(&text, hook) {
                    plan.actions.push(Action::Edit { path, content });
                }
            }
            None => plan.write(path, tools::new_husky_hook(hook))?,
        }
    }
    let folder = shown(folder);
    plan.notes.push(format!(
        "the hooks are husky's, in `{folder}`: commit them, and everybody who works here needs `hunkguard` on PATH"
    ));
    Ok(plan)
}

/// Makes git's configuration name our hooks, each under its own name: the command is not told for which event it runs.
fn config_hooks(git: &Git, level: &'static str, hooks: &[&str], binary: &Path) -> Result<Plan, InstallError> {
    let present = git.settings(Some(level), r"^hook\.hunkguard-")?;
    let mut plan = Plan::default();
    for hook in hooks {
        let section = format!("hook.hunkguard-{hook}");
        for (variable, value) in [("command", shim::command_line(hook, binary)), ("event", hook.as_bytes().to_vec())] {
            let key = format!("{section}.{variable}");
            if values(&present, &key) != [&value] {
                plan.actions.push(Action::Set { level, key, value });
            }
        }
        let key = format!("{section}.enabled");
        if !values(&present, &key).is_empty() {
            plan.actions.push(Action::Unset { level, key });
        }
    }
    Ok(plan)
}

fn values<'a>(settings: &'a [Setting], key: &str) -> Vec<&'a Vec<u8>> {
    settings.iter().filter(|setting| setting.key == key).map(|setting| &setting.value).collect()
}

/// Fills the folder of global hooks and makes git look there, in every repository. That hides the repositories' own hooks,
/// so each hook that git knows hands on to them.
fn global_folder(machine: &Machine, git: &Git, options: &Options) -> Result<Plan, InstallError> {
    let folder = machine.global_hooks().ok_or(InstallError::NoHome)?;
    let present = global_hooks_path(git)?;
    if let Some(other) = present.as_ref().filter(|set| resolved(&value_path(set)) != resolved(&folder)) {
        let (folder, origin) = (printable(&other.value).into_owned(), printable_str(&other.origin).into_owned());
        return Err(InstallError::GlobalTaken { folder, origin });
    }
    let gates = client_hooks(options);
    let others = OTHER_HOOKS.iter().chain(SERVER_HOOKS.iter().filter(|hook| !gates.contains(hook)));
    let mut files: Vec<(String, Vec<u8>)> = Vec::new();
    for hook in &gates {
        files.push((format!("{hook}{CHAINED}"), shim::pass_through(hook)));
        files.push(((*hook).to_owned(), shim::shim(hook, &machine.binary)));
    }
    files.extend(others.map(|hook| ((*hook).to_owned(), shim::pass_through(hook))));
    let mut plan = Plan::default();
    for (name, content) in files {
        let path = folder.join(name);
        if stands(&path) && !read_if_there(&path)?.is_some_and(|text| shim::is_ours(&text)) {
            return Err(InstallError::GlobalForeign(shown(&path)));
        }
        plan.write(path, content)?;
    }
    if present.is_none() {
        let value = bytes_of(folder.as_os_str()).into_owned();
        plan.actions.push(Action::Set { level: "--global", key: "core.hooksPath".to_owned(), value });
    }
    plan.notes
        .push("a repository that sets `core.hooksPath` itself, as husky does, is not covered: install there".into());
    plan.notes.push(
        "`push-to-checkout` hooks of repositories do not run any more: that hook alone cannot be handed on".into(),
    );
    Ok(plan)
}

/// What `core.hooksPath` is for all repositories.
pub(super) fn global_hooks_path(git: &Git) -> Result<Option<Setting>, InstallError> {
    let mut settings = git.settings(None, r"^core\.hookspath$")?;
    settings.retain(|setting| matches!(setting.scope.as_str(), "system" | "global"));
    Ok(settings.pop())
}

/// The path that a setting holds.
pub(super) fn value_path(setting: &Setting) -> PathBuf {
    PathBuf::from(os_string(&setting.value))
}
