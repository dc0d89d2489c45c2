//! Each kind of file, as its tool writes it.

mod commands;
mod dotnet;
mod hostile;
mod jvm;
mod kinds;
mod mutated;
mod npm;
mod others;
mod python;

use super::{kind, read};
use crate::deps::{Origin, Wanted};
use crate::text::RepoPath;

/// What a file declares, one line for each dependency: name, what is wanted, the text at its place, the origin unless
/// it is the registry.
fn seen(path: &str, text: &str) -> Vec<String> {
    let path = RepoPath::from(path);
    let manifest = read(kind(&path).expect("a manifest"), &path, text.as_bytes());
    let line = |d: &crate::deps::Dependency| {
        let wanted = match &d.wanted {
            Wanted::Locked(version) => format!("locked {version}"),
            Wanted::Exact(version) => format!("exact {version}"),
            Wanted::Range(range) => format!("range {range}"),
            Wanted::Any => "any".to_owned(),
        };
        let origin = if d.origin == Origin::Registry { String::new() } else { format!(" {:?}", d.origin) };
        format!("{} {wanted} <{}>{origin}", d.name, &text[d.place.clone()])
    };
    let mut lines: Vec<String> = manifest.dependencies.iter().map(line).collect();
    lines.extend(manifest.unreadable.map(|unreadable| format!("! {unreadable}")));
    lines
}
