//! Decides how to take away what was installed: exactly our own, in whichever way it was put there.

use std::path::Path;

use super::Options;
use super::action::{Action, Plan};
use super::error::InstallError;
use super::file::{read_folder, read_if_there, resolved, shown, stands};
use super::git::{Git, Repository};
use super::machine::Machine;
use super::plan::{global_hooks_path, value_path};
use super::shim::{self, CHAINED, MOVED, OTHER_HOOKS, all_hooks};
use super::tools;

/// The steps of `hunkguard uninstall`.
pub(super) fn uninstall(machine: &Machine, git: &Git, options: &Options) -> Result<Plan, InstallError> {
    if options.global {
        let mut plan = global_folder(machine, git)?;
        plan.extend(config_hooks(git, "--global")?);
        return Ok(plan);
    }
    let repository = Repository::open(git)?;
    let own = repository.common_dir.join("hooks");
    let mut plan = shims(&own, all_hooks())?;
    let folder = &repository.hooks_dir;
    let global = machine.global_hooks().is_some_and(|global| resolved(&global) == resolved(folder));
    if global {
        plan.notes.push("the global hooks still work here: `hunkguard uninstall --global` removes them".to_owned());
    } else if resolved(folder) != resolved(&own) {
        let theirs = shims(folder, all_hooks())?;
        if repository.owns_hooks_dir() || options.force {
            plan.extend(theirs);
        } else if !theirs.actions.is_empty() {
            let folder = shown(folder);
            plan.notes.push(format!("`{folder}` is not this repository's alone: `--force` removes our hooks there"));
        }
    }
    if let Some(root) = &repository.work_tree {
        plan.extend(husky_lines(&root.join(".husky"))?);
    }
    plan.extend(config_hooks(git, "--local")?);
    Ok(plan)
}

/// Removes our shims from a folder and puts back what they replaced.
pub(super) fn shims(folder: &Path, hooks: impl IntoIterator<Item = &'static str>) -> Result<Plan, InstallError> {
    let mut plan = Plan::default();
    for hook in hooks {
        for path in MOVED.map(|suffix| folder.join(format!("{hook}{suffix}"))) {
            if read_if_there(&path)?.is_some_and(|text| shim::is_ours(&text)) {
                plan.remove(path);
            }
        }
        let (path, chained) = (folder.join(hook), folder.join(format!("{hook}{CHAINED}")));
        let ours = read_if_there(&path)?.is_some_and(|text| shim::is_ours(&text));
        match (ours || !stands(&path), stands(&chained)) {
            // The move takes the place of our shim at once.
            (true, true) => plan.actions.push(Action::Rename { from: chained, to: path }),
            (true, false) if ours => plan.remove(path),
            (false, true) if read_if_there(&path)? == read_if_there(&chained)? => plan.remove(chained),
            (false, true) => {
                let (path, chained) = (shown(&path), shown(&chained));
                plan.notes.push(format!("`{chained}` stays: another hook stands in its place, `{path}`"));
            }
            _ => {}
        }
    }
    Ok(plan)
}

/// Takes our line out of husky's hooks, and our hooks that hold nothing else.
fn husky_lines(folder: &Path) -> Result<Plan, InstallError> {
    let mut plan = Plan::default();
    for hook in all_hooks() {
        let path = folder.join(hook);
        let Some(text) = read_if_there(&path)? else { continue };
        if text == tools::new_husky_hook(hook) {
            plan.remove(path);
        } else if let Some(content) = tools::without_husky_line(&text, hook) {
            plan.actions.push(Action::Edit { path, content });
        }
    }
    Ok(plan)
}

/// Takes our entries out of git's configuration, `--local` or `--global`.
pub(super) fn config_hooks(git: &Git, level: &'static str) -> Result<Plan, InstallError> {
    let present = git.settings(Some(level), r"^hook\.hunkguard-")?;
    let sections = all_hooks().map(|hook| format!("hook.hunkguard-{hook}"));
    let mut plan = Plan::default();
    for section in sections {
        let ours = |key: &str| key.strip_prefix(&section).is_some_and(|rest| rest.starts_with('.'));
        if present.iter().any(|setting| ours(&setting.key)) {
            plan.actions.push(Action::RemoveSection { level, section });
        }
    }
    Ok(plan)
}

/// Removes the folder of global hooks, and the setting that makes git look there.
pub(super) fn global_folder(machine: &Machine, git: &Git) -> Result<Plan, InstallError> {
    let mut plan = Plan::default();
    let Some(folder) = machine.global_hooks() else { return Ok(plan) };
    let ours = |set: &super::git::Setting| set.scope == "global" && resolved(&value_path(set)) == resolved(&folder);
    if global_hooks_path(git)?.is_some_and(|set| ours(&set)) {
        // First, so that git never looks into a folder that is half empty.
        plan.actions.push(Action::Unset { level: "--global", key: "core.hooksPath".to_owned() });
    }
    for hook in all_hooks().chain(OTHER_HOOKS) {
        for path in [folder.join(hook), folder.join(format!("{hook}{CHAINED}"))] {
            if read_if_there(&path)?.is_some_and(|text| shim::is_ours(&text)) {
                plan.remove(path);
            }
        }
    }
    // The folder goes if nothing else is in it; so does the one above, which was made for it.
    for folder in [Some(folder.as_path()), folder.parent()].into_iter().flatten() {
        let path = folder.to_owned();
        if read_folder(folder)?.is_some_and(|entries| entries.iter().all(|entry| plan.removes(entry))) {
            plan.actions.push(Action::RemoveFolder { path });
        }
    }
    Ok(plan)
}
