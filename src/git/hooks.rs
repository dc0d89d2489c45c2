//! Whether git will run us again when the message is there.

use std::fs;
use std::path::Path;

use super::backend::Backend;

/// Whether the commit-msg hook is ours, so that the decision can be left to it. `from_config` says that git called us by its
/// configuration, which it can since 2.54: only then do entries there count.
pub fn commit_msg_is_guarded(backend: &dyn Backend, from_config: bool) -> bool {
    if from_config && configured(backend) {
        return true;
    }
    let hooks = backend.hooks_dir();
    let script = hooks.join("commit-msg");
    // husky keeps a stub in `.husky/_` that runs the script of the same name one folder above.
    let husky = hooks.file_name().is_some_and(|name| name == "_").then(|| hooks.with_file_name("commit-msg"));
    (is_executable(&script) && calls_us(&script)) || husky.is_some_and(|script| calls_us(&script))
}

fn configured(backend: &dyn Backend) -> bool {
    let name = "hook.hunkguard-commit-msg";
    let off = |key: &str| backend.config(key).is_some_and(|value| matches!(&*value, "false" | "no" | "off" | "0"));
    backend.config(&format!("{name}.command")).is_some()
        && backend.config_all(&format!("{name}.event")).iter().any(|event| event == "commit-msg")
        && !off(&format!("{name}.enabled"))
        && !off("hook.commit-msg.enabled")
}

/// Our shim carries its name in the first lines; a script of somebody else's has the call in it.
fn calls_us(script: &Path) -> bool {
    let Ok(text) = fs::read(script) else { return false };
    let mut lines = text.split(|&byte| byte == b'\n').map(<[u8]>::trim_ascii_start);
    lines.any(|line| {
        line.starts_with(b"# hunkguard shim")
            || (!line.starts_with(b"#") && contains(line, b"hunkguard") && contains(line, b"hook commit-msg"))
    })
}

fn contains(line: &[u8], word: &[u8]) -> bool {
    line.windows(word.len()).any(|window| window == word)
}

#[cfg(unix)]
fn is_executable(script: &Path) -> bool {
    use std::os::unix::fs::PermissionsExt;
    fs::metadata(script).is_ok_and(|meta| meta.is_file() && meta.permissions().mode() & 0o111 != 0)
}

#[cfg(not(unix))]
fn is_executable(script: &Path) -> bool {
    script.is_file()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_script_that_calls_us_counts() {
        let dir = tempfile::tempdir().unwrap();
        let script = dir.path().join("commit-msg");
        for (text, ours) in [
            ("#!/bin/sh\n# hunkguard shim v1: written by hunkguard install\nexec x\n", true),
            ("#!/bin/sh\nhunkguard hook commit-msg \"$@\"\n", true),
            ("#!/bin/sh\n'/opt/x/hunkguard' hook commit-msg \"$1\"\n", true),
            ("#!/bin/sh\n# hunkguard hook commit-msg\nexit 0\n", false),
            ("#!/bin/sh\nhunkguard hook pre-commit\n", false),
            ("", false),
        ] {
            fs::write(&script, text).unwrap();
            assert_eq!(calls_us(&script), ours, "{text}");
        }
    }
}
