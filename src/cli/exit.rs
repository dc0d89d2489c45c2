//! Exit codes.

use std::borrow::Cow;
use std::process::{self, ExitCode};

/// How the program ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Exit {
    /// 0: nothing blocks.
    Passed,
    /// 1: something blocks.
    Blocked,
    /// 2: hunkguard could not do its work, which blocks too.
    Failed,
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        Self::from(match exit {
            Exit::Passed => 0,
            Exit::Blocked => 1,
            Exit::Failed => 2,
        })
    }
}

/// Prints what is wrong with the arguments, or the help that was asked for.
pub fn of_arguments(error: &clap::Error) -> ExitCode {
    let text = error.render().to_string();
    match crate::app::conceal(&text) {
        // What was typed may be a secret.
        Cow::Owned(masked) => super::ui::complain(masked.trim_end()),
        // A closed pipe behind `--help` is no error.
        Cow::Borrowed(_) => drop(error.print()),
    }
    if error.use_stderr() { Exit::Failed.into() } else { Exit::Passed.into() }
}

/// A panic ends with exit code 2 and tells its place, never its message: a message may quote what was scanned.
pub fn on_panic() {
    std::panic::set_hook(Box::new(|info| {
        let place = info.location().map(|place| format!(" at {}:{}", place.file(), place.line())).unwrap_or_default();
        super::ui::complain(&format!(
            "hunkguard: internal error{place}: nothing was let through; please report this place, and what you did"
        ));
        process::exit(2);
    }));
}
