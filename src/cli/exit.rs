//! Exit codes.

use std::borrow::Cow;
use std::process::{self, ExitCode};
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

use signal_hook::consts::SIGINT;
use signal_hook::flag;

/// What a shell reports of a program that Ctrl-C ended.
const INTERRUPTED: i32 = 130;

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

/// From now on Ctrl-C sets the flag, and a second one ends the program at once.
pub fn on_interrupt() -> Arc<AtomicBool> {
    let flag = Arc::new(AtomicBool::new(false));
    // Where signals cannot be handled, Ctrl-C ends the program as it does by itself: without a word, and with nothing lost.
    let _ = flag::register_conditional_shutdown(SIGINT, INTERRUPTED, Arc::clone(&flag))
        .and_then(|_| flag::register(SIGINT, Arc::clone(&flag)));
    flag
}

/// Ends the program after Ctrl-C. Nothing is written but by renaming a finished file, so there is nothing to clean up.
pub fn interrupted() -> ! {
    super::ui::complain("hunkguard: interrupted: nothing was let through");
    process::exit(INTERRUPTED)
}
