//! What is told of a dependency: what is known, and the exact edit that mends it.

use crate::deps::judge::{Concern, Reach, Remedy};
use crate::deps::names::{Suspicion, Why};
use crate::deps::{Dependency, Kind, Wanted};
use crate::engine::Told;
use crate::finding::Package;
use crate::text::{RepoPath, printable_str};

/// The most advisories that are listed one by one.
const LISTED: usize = 3;
/// The most characters of a line that is quoted as a whole.
const QUOTED: usize = 70;
/// The most characters of a name or version that is shown.
const SHOWN: usize = 120;

/// What is told of a dependency with known concerns, the worst first.
pub(super) fn told(dependency: &Dependency, concerns: &[Concern], text: &str, path: &RepoPath) -> Told {
    let package = Package {
        ids: all_ids(concerns),
        fixed: concerns.first().and_then(|concern| concern.fixed.clone()),
        links: concerns.iter().map(|concern| concern.link.clone()).filter(|link| !link.is_empty()).collect(),
        ..package(dependency)
    };
    Told {
        message: message(dependency, concerns),
        fix: fix(dependency, concerns, text, path),
        notes: notes(concerns),
        identity: identity(&package),
        package: Some(package),
    }
}

/// What is told of a name that looks like another.
pub(super) fn suspicious(dependency: &Dependency, suspicion: &Suspicion) -> Told {
    let package = package(dependency);
    let (name, likely, registry) = (&package.name, shown(&suspicion.likely), package.ecosystem);
    let message = match suspicion.why {
        Why::Separators => format!("`{name}` is `{likely}` but for hyphens, underscores and dots."),
        Why::Slip => format!("`{name}` is one slip away from `{likely}`, which is much used."),
        Why::Affix => format!("`{name}` is `{likely}` with the name of the language added."),
        Why::Import => format!("`{name}` is what `{likely}` is called in code or in talk, not its name on {registry}."),
        Why::BuiltIn => format!("`{name}` is a part of the language: nothing has to be installed."),
        Why::Elsewhere(other) => format!("`{name}` is well known on {other}, and not on {registry}."),
    };
    let fix = match suspicion.why {
        Why::BuiltIn => "Take the line out.".to_owned(),
        Why::Elsewhere(_) => {
            "Make sure that the package is the one you mean; if it is your own, name it in `[dependencies] internal` of the \
             policy."
                .to_owned()
        }
        _ => format!(
            "Write `{likely}` if that is what you mean; if `{name}` is your own, name it in `[dependencies] internal` of \
             the policy."
        ),
    };
    Told { message, fix, notes: Vec::new(), identity: identity(&package), package: Some(package) }
}

fn package(dependency: &Dependency) -> Package {
    let version = match &dependency.wanted {
        Wanted::Locked(text) | Wanted::Exact(text) | Wanted::Range(text) => shown(text),
        Wanted::Any => String::new(),
    };
    Package {
        name: shown(&dependency.shown),
        version,
        ecosystem: dependency.ecosystem.as_str(),
        ids: Vec::new(),
        fixed: None,
        links: Vec::new(),
        ignored: None,
    }
}

/// No advisory is part of it: an override must still be known where more has been learnt since.
fn identity(package: &Package) -> Vec<u8> {
    [package.ecosystem, &package.name, &package.version].join("\0").into_bytes()
}

fn all_ids(concerns: &[Concern]) -> Vec<String> {
    let mut ids: Vec<String> = Vec::new();
    for id in concerns.iter().flat_map(|concern| &concern.ids) {
        if !ids.contains(id) {
            ids.push(id.clone());
        }
    }
    ids
}

fn message(dependency: &Dependency, concerns: &[Concern]) -> String {
    let Package { name, version, .. } = package(dependency);
    let known = match concerns {
        [] => String::new(),
        [one] => id(one).to_owned(),
        [first, rest @ ..] => format!("{} and {} more", id(first), rest.len()),
    };
    let Some(worst) = concerns.first() else { return String::new() };
    let what = if version.is_empty() { format!("`{name}`") } else { format!("`{name}` {version}") };
    match (worst.kind, worst.reach) {
        (Kind::Malware, _) => format!("{what} is malicious: {known}."),
        (Kind::Vulnerability, Reach::Version) => format!("{what} has known weaknesses: {known}."),
        (Kind::Vulnerability, Reach::Every) if version.is_empty() => {
            format!("No version of {what} is known to be free of {known}.")
        }
        (Kind::Vulnerability, Reach::Every) => {
            format!("No version of `{name}` that `{version}` allows is free of known weaknesses: {known}.")
        }
        (Kind::Vulnerability, Reach::Floor) => {
            format!("`{version}` allows versions of `{name}` with known weaknesses: {known}.")
        }
        (Kind::Unsound, _) => format!("{what} can break memory safety through a safe interface: {known}."),
        (Kind::Unmaintained, _) => format!("{what} is no longer maintained: {known}."),
        (Kind::Notice, _) => format!("There is a notice about {what}: {known}."),
    }
}

fn id(concern: &Concern) -> &str {
    concern.ids.first().map_or("an advisory", String::as_str)
}

fn notes(concerns: &[Concern]) -> Vec<String> {
    let line = |concern: &Concern| {
        let rated = match concern.severity {
            Some(severity) => severity.as_str(),
            None if concern.kind.informs_only() => "not rated",
            None => "not rated, which counts as high",
        };
        format!("{}: {rated}", concern.ids.iter().take(3).cloned().collect::<Vec<_>>().join(", "))
    };
    let mut notes: Vec<String> = concerns.iter().take(LISTED).map(line).collect();
    if let Some(more) = concerns.len().checked_sub(LISTED).filter(|more| *more > 0) {
        notes.push(format!("and {more} more"));
    }
    notes
}

fn fix(dependency: &Dependency, concerns: &[Concern], text: &str, path: &RepoPath) -> String {
    let Some(worst) = concerns.first() else { return String::new() };
    if worst.kind == Kind::Malware {
        let other = worst.fixed.as_ref().map(|fixed| format!(" {} is not known to be malicious.", shown(fixed)));
        return format!(
            "Take it out, and treat every machine that has installed it as broken into.{}",
            other.unwrap_or_default()
        );
    }
    let Some(fixed) = worst.fixed.as_deref().map(shown) else {
        return match worst.partly_fixed.as_deref().map(shown) {
            _ if worst.kind.informs_only() => {
                "Read the advisory: it tells of a release or a package instead.".to_owned()
            }
            Some(partly) => format!("No release is free of all of it; {partly} is free of {}.", id(worst)),
            None => "No release that mends it is known: take another package, or none.".to_owned(),
        };
    };
    match &worst.remedy {
        Some(Remedy::Replace(edit)) => {
            let (old, new) =
                match edit.line(text, &dependency.place).filter(|(old, new)| is_short(old) && is_short(new)) {
                    Some((old, new)) => (old, new),
                    None => (edit.from.clone(), edit.to.clone()),
                };
            format!("Write `{}` instead of `{}`.", shown(&new), shown(&old))
        }
        Some(Remedy::Run(command)) => {
            let command = lock_command(path, dependency, &fixed).unwrap_or_else(|| command.clone());
            format!("Raise it to {fixed}: `{command}`.")
        }
        None => match lock_command(path, dependency, &fixed) {
            Some(command) => format!("Raise it to {fixed}: `{command}`."),
            None if dependency.wanted == Wanted::Any => format!("Ask for {fixed} or newer."),
            None => format!("Raise it to {fixed} where it is asked for, and write the lock file again."),
        },
    }
}

/// A line with an address in it may hold a password.
fn is_short(line: &str) -> bool {
    line.chars().count() <= QUOTED && !line.contains("://")
}

/// The command of the tool that writes this lock file. A name that a shell could read otherwise gets none.
fn lock_command(path: &RepoPath, dependency: &Dependency, fixed: &str) -> Option<String> {
    let name = &dependency.shown;
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'-' | b'_' | b'/' | b'@' | b'+');
    if [name.as_str(), fixed].iter().any(|text| text.starts_with('-') || !text.bytes().all(plain)) {
        return None;
    }
    Some(match path.file_name() {
        b"uv.lock" => format!("uv lock --upgrade-package {name}"),
        b"poetry.lock" => format!("poetry update {name}"),
        b"pdm.lock" => format!("pdm update {name}"),
        b"Pipfile.lock" => format!("pipenv upgrade {name}"),
        b"yarn.lock" => format!("yarn upgrade {name}@{fixed}"),
        b"pnpm-lock.yaml" => format!("pnpm update {name}@{fixed}"),
        b"bun.lock" => format!("bun add {name}@{fixed}"),
        _ => return None,
    })
}

fn shown(text: &str) -> String {
    let text = printable_str(text);
    match text.char_indices().nth(SHOWN) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.into_owned(),
    }
}
