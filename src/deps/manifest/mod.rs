//! Reading manifests and lock files: which packages a file asks for, in which versions, from where, and the exact byte
//! place of each version.
//!
//! Every reader is linear in its text, goes on behind mistakes, and keeps names and versions as they are written. What
//! is asked by a lock file is read entry by entry, so that a large one needs little more memory than its result.

mod cargo;
mod commands;
mod dotnet;
mod format;
mod found;
mod go;
mod hosts;
mod kind;
mod maven;
mod npm;
mod php;
mod python;
mod repair;
mod ruby;
#[cfg(test)]
mod tests;
mod words;
mod workflow;

pub use found::{Manifest, Trouble, Unreadable};
pub use kind::{FileKind, kind, locks_of};

use found::Found;

use crate::text::RepoPath;

/// Reads a file of a known kind. What is wrong with it is told beside what could be read.
pub fn read(kind: FileKind, path: &RepoPath, bytes: &[u8]) -> Manifest {
    let mut found = Found::default();
    let text = repair::readable(bytes, &mut found);
    let text = text.as_ref();
    let found_mut = &mut found;
    match kind {
        FileKind::Requirements => python::requirements(text, found_mut),
        FileKind::Pyproject => python::pyproject(text, found_mut),
        FileKind::SetupCfg => python::setup_cfg(text, found_mut),
        FileKind::SetupPy => python::setup_py(text, found_mut),
        FileKind::Pipfile => python::pipfile(text, found_mut),
        FileKind::PipfileLock => python::pipfile_lock(text, found_mut),
        FileKind::PythonLock => python::lock(text, found_mut),
        FileKind::CondaEnvironment => python::conda(text, found_mut),
        FileKind::Pixi => python::pixi(text, found_mut),
        FileKind::PackageJson => npm::package_json(text, found_mut),
        FileKind::PackageLock => npm::package_lock(text, found_mut),
        FileKind::YarnLock => npm::yarn_lock(text, found_mut),
        FileKind::PnpmLock => npm::pnpm_lock(text, found_mut),
        FileKind::PnpmWorkspace => npm::pnpm_workspace(text, found_mut),
        FileKind::BunLock => npm::bun_lock(text, found_mut),
        FileKind::DenoJson => npm::deno_json(text, found_mut),
        FileKind::DenoLock => npm::deno_lock(text, found_mut),
        FileKind::CargoToml => cargo::manifest(text, found_mut),
        FileKind::CargoLock => cargo::lock(text, found_mut),
        FileKind::GoMod => go::module(text, found_mut),
        FileKind::Pom => maven::pom(text, found_mut),
        FileKind::Ivy => maven::ivy(text, found_mut),
        FileKind::GradleBuild => maven::gradle(text, found_mut),
        FileKind::GradleLock => maven::gradle_lock(text, found_mut),
        FileKind::VersionCatalog => maven::catalog(text, found_mut),
        FileKind::Sbt => maven::sbt(text, found_mut),
        FileKind::Clojure => maven::clojure(text, found_mut),
        FileKind::Gemfile => ruby::gemfile(text, found_mut),
        FileKind::GemfileLock => ruby::lock(text, found_mut),
        FileKind::ComposerJson => php::manifest(text, found_mut),
        FileKind::ComposerLock => php::lock(text, found_mut),
        FileKind::DotnetProject => dotnet::project(text, found_mut),
        FileKind::PackagesConfig => dotnet::packages_config(text, found_mut),
        FileKind::NugetLock => dotnet::lock(text, found_mut),
        FileKind::Nuspec => dotnet::nuspec(text, found_mut),
        FileKind::DotnetTools => dotnet::tools(text, found_mut),
        FileKind::Paket => dotnet::paket(text, path.file_name() == b"paket.lock", found_mut),
        FileKind::Workflow => {
            workflow::uses(text, found_mut);
            commands::commands(text, found_mut);
        }
        FileKind::PreCommit => workflow::pre_commit(text, found_mut),
        FileKind::Commands => commands::commands(text, found_mut),
        FileKind::Markdown => commands::markdown(text, found_mut),
    }
    if matches!(kind, FileKind::Commands | FileKind::Markdown) {
        // Scripts and prose may have any encoding, and may quote a conflict.
        found.trouble = None;
    }
    found.finish(bytes)
}
