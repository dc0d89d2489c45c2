//! Who calls hunkguard from the folder in which git looks for hooks.

use std::fmt;
use std::path::{Path, PathBuf};

use super::file::is_executable;
use super::{shim, tools};

/// A hook that ends in a call of hunkguard.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Caller {
    /// Our own shim.
    Shim,
    /// Husky, by the line in its hook.
    Husky,
    /// A tool that moved our shim to `<hook>.legacy` and runs it from there, as pre-commit and prek do.
    Moved,
    /// A hook of somebody else that calls hunkguard.
    Other,
}

impl fmt::Display for Caller {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Shim => "hunkguard",
            Self::Husky => "hunkguard, called by husky",
            Self::Moved => "hunkguard, called by pre-commit or prek",
            Self::Other => "another tool's, which calls hunkguard",
        })
    }
}

/// Finds out whether git reaches hunkguard for this hook through the folder of its hooks. `None` where git would run
/// nothing, or a hook of which nothing is known. It costs reading one small file, so that a hook can ask about another.
pub fn caller(hooks_dir: &Path, hook: &str) -> Option<Caller> {
    let path = hooks_dir.join(hook);
    if !is_executable(&path) {
        return None;
    }
    // What cannot be read is not known.
    let read = |path: PathBuf| std::fs::read(path).unwrap_or_default();
    let text = read(path);
    if shim::is_ours(&text) {
        return Some(Caller::Shim);
    }
    if let Some(husky) = husky_folder(hooks_dir) {
        return tools::without_husky_line(&read(husky.join(hook)), hook).map(|_| Caller::Husky);
    }
    let legacy = hooks_dir.join(format!("{hook}.legacy"));
    if is_executable(&legacy) && shim::is_ours(&read(legacy)) {
        return Some(Caller::Moved);
    }
    calls_us(&text, hook).then_some(Caller::Other)
}

/// Whether a line of a script, no comment, calls hunkguard for this hook.
fn calls_us(text: &[u8], hook: &str) -> bool {
    let mut lines = text.split(|&byte| byte == b'\n').map(<[u8]>::trim_ascii_start);
    let call = format!("hook {hook}");
    lines.any(|line| !line.starts_with(b"#") && tools::holds(line, "hunkguard") && tools::holds(line, &call))
}

/// The folder with a team's own hooks, where git's folder is one of husky's: `.husky`, or `.husky/_` since version 9.
pub(super) fn husky_folder(hooks_dir: &Path) -> Option<&Path> {
    let folder = if hooks_dir.ends_with("_") { hooks_dir.parent()? } else { hooks_dir };
    folder.ends_with(".husky").then_some(folder)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_script_that_calls_us_counts() {
        for (text, ours) in [
            ("#!/bin/sh\nhunkguard hook commit-msg \"$@\"\n", true),
            ("#!/bin/sh\n  '/opt/x/hunkguard' hook commit-msg \"$1\"\n", true),
            ("#!/bin/sh\n# hunkguard hook commit-msg\nexit 0\n", false),
            ("#!/bin/sh\nhunkguard hook pre-commit\n", false),
            ("", false),
        ] {
            assert_eq!(calls_us(text.as_bytes(), "commit-msg"), ours, "{text}");
        }
    }
}
