//! What git will run for each event, and what keeps it from running hunkguard.

use super::Problem;
use crate::install::caller::{Caller, caller};
use crate::install::error::InstallError;
use crate::install::file::{is_executable, read_if_there, resolved, shown, stands};
use crate::install::git::{Git, Repository, Setting, Version};
use crate::install::machine::Machine;
use crate::install::shim::{self, CHAINED, CLIENT_HOOKS, SERVER_HOOKS};
use crate::text::{printable, printable_str};

/// What the examination of the hooks found.
#[derive(Debug, Default)]
pub(super) struct Found {
    /// The folder of the hooks, and why it is that one.
    pub folder: String,
    /// Hooks, each with what git runs for it.
    pub states: Vec<(&'static str, String)>,
    pub problems: Vec<Problem>,
    /// What is worth knowing and keeps nothing from working.
    pub remarks: Vec<String>,
}

/// Looks at every hook that the repository should have.
pub(super) fn inspect(
    machine: &Machine,
    git: &Git,
    version: &Version,
    repository: &Repository,
) -> Result<Found, InstallError> {
    let settings = git.settings(None, r"^hook\.")?;
    let folder = shown(&repository.hooks_dir);
    let folder = match &repository.hooks_path {
        Some(setting) => format!("{folder}, as `core.hooksPath` says ({})", printable_str(&setting.origin)),
        None => folder,
    };
    let mut found = Found { folder, ..Found::default() };
    let unread = settings.iter().find(|setting| setting.key.starts_with("hook.hunkguard-"));
    if let Some(setting) = unread.filter(|_| !version.has_config_hooks()) {
        let (version, origin) = (&version.text, printable_str(&setting.origin));
        found.remarks.push(format!("git {version} does not read the hooks in its configuration ({origin}); 2.54 does"));
    }
    let hooks = if repository.work_tree.is_some() { &CLIENT_HOOKS[..] } else { &SERVER_HOOKS };
    for &hook in hooks {
        let configured = configured(machine, &settings, hook, &mut found);
        let read = version.has_config_hooks();
        let state = match (configured.filter(|_| read), in_folder(machine, repository, hook)?) {
            (Some(place), InFolder::Ours(_)) => {
                found.remarks.push(format!("`{hook}` runs twice: from the configuration and from the folder"));
                place
            }
            (Some(place), _) | (None, InFolder::Ours(place)) => place,
            (None, InFolder::Foreign) => {
                let what = format!("whether the `{hook}` hook of another tool calls hunkguard is not known");
                found.problems.push(Problem::new(what, "run `hunkguard install`: it keeps that hook and adds ours"));
                "another tool's".to_owned()
            }
            (None, InFolder::Nothing(state, problem)) => {
                found.problems.push(problem);
                state.to_owned()
            }
        };
        found.states.push((hook, state));
    }
    let own = repository.common_dir.join("hooks");
    let twice = |hook: &&&str| caller(&own, hook) == Some(Caller::Shim);
    let global = machine.global_hooks().is_some_and(|global| resolved(&global) == resolved(&repository.hooks_dir));
    if let Some(hook) = CLIENT_HOOKS.iter().find(twice).filter(|_| global) {
        found.remarks.push(format!("`{hook}` runs twice: `hunkguard install` takes it out of `{}`", shown(&own)));
    }
    on_path(machine, repository, &mut found);
    Ok(found)
}

/// Where git's configuration names our hook.
fn configured(machine: &Machine, settings: &[Setting], hook: &str, found: &mut Found) -> Option<String> {
    let last = |key: &str| settings.iter().rfind(|setting| setting.key == key);
    let command = last(&format!("hook.hunkguard-{hook}.command"))?;
    let event = format!("hook.hunkguard-{hook}.event");
    if !settings.iter().any(|setting| setting.key == event && setting.value == hook.as_bytes()) {
        return None;
    }
    let origin = printable_str(&command.origin);
    for key in [format!("hook.hunkguard-{hook}.enabled"), format!("hook.{hook}.enabled")] {
        let is_off = |value: &[u8]| [&b"false"[..], b"no", b"off", b"0", b""].contains(&&*value.to_ascii_lowercase());
        if let Some(switch) = last(&key).filter(|switch| is_off(&switch.value)) {
            let what = format!("`{hook}` is switched off by `{key}` ({})", printable_str(&switch.origin));
            found.problems.push(Problem::new(what, format!("run `git config --{} --unset-all {key}`", switch.scope)));
        }
    }
    if command.value != shim::command_line(hook, &machine.binary) {
        found.remarks.push(format!("`{hook}` runs another program: {}", printable(&command.value)));
    }
    Some(format!("hunkguard, from git's configuration ({origin})"))
}

/// What stands in the folder of hooks for an event.
enum InFolder {
    /// Ours, or one that calls us, in words.
    Ours(String),
    /// A hook of which nothing is known.
    Foreign,
    /// None that git would run: which state, and why.
    Nothing(&'static str, Problem),
}

fn in_folder(machine: &Machine, repository: &Repository, hook: &str) -> Result<InFolder, InstallError> {
    let path = repository.hooks_dir.join(hook);
    if !stands(&path) {
        return Ok(InFolder::Nothing("missing", missing(repository, hook)?));
    }
    let place = shown(&path);
    if !is_executable(&path) {
        let problem = Problem::new(format!("git ignores `{place}`: it is not executable"), "run `hunkguard install`");
        return Ok(InFolder::Nothing("not executable", problem));
    }
    Ok(match caller(&repository.hooks_dir, hook) {
        Some(Caller::Shim) => {
            let chained = repository.hooks_dir.join(format!("{hook}{CHAINED}"));
            let first = if is_executable(&chained) { format!(", after {hook}{CHAINED}") } else { String::new() };
            let current = read_if_there(&path)?.is_some_and(|text| text == shim::shim(hook, &machine.binary));
            let other = if current { "" } else { ", another version or place of it" };
            InFolder::Ours(format!("{}{first}{other}", Caller::Shim))
        }
        Some(caller) => InFolder::Ours(caller.to_string()),
        None => InFolder::Foreign,
    })
}

/// Why there is no hook.
fn missing(repository: &Repository, hook: &str) -> Result<Problem, InstallError> {
    let own = repository.common_dir.join("hooks");
    let hidden = read_if_there(&own.join(hook))?.is_some_and(|text| shim::is_ours(&text));
    Ok(match &repository.hooks_path {
        Some(setting) if resolved(&own) != resolved(&repository.hooks_dir) && hidden => Problem::new(
            format!(
                "`core.hooksPath` ({}) hides our `{hook}` hook in `{}`",
                printable_str(&setting.origin),
                shown(&own)
            ),
            "run `hunkguard install`, or remove that setting",
        ),
        _ => Problem::new(format!("there is no `{hook}` hook"), "run `hunkguard install`"),
    })
}

/// Whether a shell finds the program.
fn on_path(machine: &Machine, repository: &Repository, found: &mut Found) {
    match machine.find("hunkguard".as_ref()) {
        None if repository.husky().is_some() => found.problems.push(Problem::new(
            "husky's hooks call `hunkguard`, and it is not on PATH",
            "put its folder on PATH, for graphical programs in `~/.config/husky/init.sh`",
        )),
        None => found.remarks.push("`hunkguard` is not on PATH; the hooks know its place".to_owned()),
        Some(other) if resolved(&other) != resolved(&machine.binary) => {
            found.remarks.push(format!("`hunkguard` on PATH is another program: {}", shown(&other)));
        }
        Some(_) => {}
    }
}
