//! The text of what git runs: our shims, and the command lines in its configuration.

use std::path::Path;

use super::machine::bytes_of;

/// The shim of a hook. One text serves all hooks; only the name of the hook and the path of the program differ.
const SHIM: &str = include_str!("../../hooks/shim.sh");
/// Hands on to the hook of the repository at hand, from the folder of global hooks.
const PASS_THROUGH: &str = include_str!("../../hooks/pass-through.sh");
/// How the second line of our files starts, in every version.
const MARKER: &[u8] = b"# hunkguard shim v";
/// What is appended to the name of a hook that was there before ours.
pub(super) const CHAINED: &str = ".hunkguard-chained";
/// Where other tools move a hook that stands in their way; ours may be among them.
pub(super) const MOVED: [&str; 2] = [".legacy", ".old"];

/// The hooks that a developer's repository gets.
pub(super) const CLIENT_HOOKS: [&str; 5] =
    ["pre-commit", "prepare-commit-msg", "commit-msg", "pre-merge-commit", "pre-push"];
/// The hook of a repository that is pushed to.
pub(super) const SERVER_HOOKS: [&str; 1] = ["pre-receive"];

/// Every hook that hunkguard can answer.
pub(super) fn all_hooks() -> impl Iterator<Item = &'static str> {
    CLIENT_HOOKS.into_iter().chain(SERVER_HOOKS)
}

/// The other hooks of git, from githooks(5). `push-to-checkout` is left out: that it exists changes what git does.
/// `fsmonitor-watchman` is, too: git finds it by `core.fsmonitor`, not by its name.
pub(super) const OTHER_HOOKS: [&str; 20] = [
    "applypatch-msg",
    "pre-applypatch",
    "post-applypatch",
    "post-commit",
    "pre-rebase",
    "post-checkout",
    "post-merge",
    "update",
    "proc-receive",
    "post-receive",
    "post-update",
    "reference-transaction",
    "pre-auto-gc",
    "post-rewrite",
    "sendemail-validate",
    "p4-changelist",
    "p4-prepare-changelist",
    "p4-post-changelist",
    "p4-pre-submit",
    "post-index-change",
];

/// The shim that calls a program for a hook.
pub(super) fn shim(hook: &str, binary: &Path) -> Vec<u8> {
    let text = SHIM.replace("@hook@", hook);
    let mut out = Vec::with_capacity(text.len() + 64);
    let (before, behind) = text.split_once("@binary@").unwrap_or((&text, ""));
    out.extend_from_slice(before.as_bytes());
    out.extend(quoted(&bytes_of(binary.as_os_str())));
    out.extend_from_slice(behind.as_bytes());
    out
}

/// The script that hands a hook on to the repository at hand.
pub(super) fn pass_through(hook: &str) -> Vec<u8> {
    PASS_THROUGH.replace("@hook@", hook).into_bytes()
}

/// The command of a hook in git's configuration, a line for the shell. Git appends the arguments. The option tells the
/// program that this git obeys such settings.
pub(super) fn command_line(hook: &str, binary: &Path) -> Vec<u8> {
    let mut line = quoted(&bytes_of(binary.as_os_str()));
    line.extend_from_slice(b" hook --from-config ");
    line.extend_from_slice(hook.as_bytes());
    line
}

/// The line that husky's own hooks get. They are shared by a team, so it holds no path of this machine.
pub(super) fn husky_line(hook: &str) -> String {
    format!("hunkguard hook {hook} \"$@\"")
}

/// Whether the text of a hook is one that we wrote, in any version.
pub(super) fn is_ours(text: &[u8]) -> bool {
    text.split(|&b| b == b'\n').nth(1).is_some_and(|line| line.starts_with(MARKER))
}

/// A word for a POSIX shell, whatever bytes it holds.
fn quoted(word: &[u8]) -> Vec<u8> {
    let mut out = vec![b'\''];
    for &byte in word {
        if byte == b'\'' {
            out.extend_from_slice(br"'\''");
        } else {
            out.push(byte);
        }
    }
    out.push(b'\'');
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_scripts_are_recognised_and_have_no_carriage_return_or_gap() {
        for text in [shim("pre-push", Path::new("/opt/h g/it's @hook@")), pass_through("post-commit")] {
            assert!(is_ours(&text));
            assert!(text.starts_with(b"#!/bin/sh\n") && !text.contains(&b'\r'));
            let text = String::from_utf8(text).unwrap();
            assert!(!text.contains("@binary@") && text.ends_with("\"$@\"\n"), "{text}");
        }
        assert!(!is_ours(b"#!/bin/sh\nexec hunkguard\n# hunkguard shim v1"));
    }

    #[test]
    fn a_path_is_one_word_for_the_shell() {
        let text = String::from_utf8(shim("commit-msg", Path::new("/opt/h g/it's @hook@"))).unwrap();
        assert!(text.contains("\nhook=commit-msg\nhunkguard='/opt/h g/it'\\''s @hook@'\n"), "{text}");
    }
}
