//! Hooks that git's configuration names.

use super::backend::Backend;

/// Whether git's configuration makes it call us for commit-msg. It counts only where git calls hooks that way at all, which
/// it does since 2.54: the caller knows, because it was called so itself.
pub fn commit_msg_is_configured(backend: &dyn Backend) -> bool {
    let name = "hook.hunkguard-commit-msg";
    let off = |key: &str| backend.config(key).is_some_and(|value| matches!(&*value, "false" | "no" | "off" | "0"));
    backend.config(&format!("{name}.command")).is_some()
        && backend.config_all(&format!("{name}.event")).iter().any(|event| event == "commit-msg")
        && !off(&format!("{name}.enabled"))
        && !off("hook.commit-msg.enabled")
}
