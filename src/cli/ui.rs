//! Colour and width, decided once for a run. The decisions are pure functions over [`Env`].

use std::ffi::OsString;
use std::io::{self, IsTerminal, Write};

use clap::ValueEnum;
use terminal_size::{Width, terminal_size_of};

/// Columns where nothing says how many there are.
const DEFAULT_WIDTH: usize = 80;

/// `--color`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum ColorChoice {
    /// What the environment says, and else whether the output is a terminal.
    #[default]
    Auto,
    /// Colour, also in a file or pipe.
    Always,
    /// No colour.
    Never,
}

/// The stream that a command prints its result on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stream {
    /// Commands.
    Stdout,
    /// Hooks: git gives them no standard output of their own.
    Stderr,
}

/// The environment variables that decide, as they are set.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Env {
    /// `NO_COLOR`, see <https://no-color.org>.
    pub no_color: Option<OsString>,
    /// `CLICOLOR_FORCE`, see <https://bixense.com/clicolors/>.
    pub clicolor_force: Option<OsString>,
    /// `CLICOLOR`, likewise.
    pub clicolor: Option<OsString>,
    /// `TERM`: `dumb` is a terminal that obeys no escape sequence.
    pub term: Option<OsString>,
    /// `COLUMNS`: the width, where there is no terminal to ask.
    pub columns: Option<OsString>,
}

impl Env {
    /// The environment of this process.
    pub fn read() -> Self {
        let var = std::env::var_os;
        Self {
            no_color: var("NO_COLOR"),
            clicolor_force: var("CLICOLOR_FORCE"),
            clicolor: var("CLICOLOR"),
            term: var("TERM"),
            columns: var("COLUMNS"),
        }
    }

    fn is_dumb(&self) -> bool {
        self.term.as_ref().is_some_and(|term| term == "dumb")
    }
}

/// Whether to colour: `--color` before `NO_COLOR` (not empty), `CLICOLOR_FORCE` (neither empty nor `0`), `CLICOLOR=0`,
/// `TERM=dumb`, and last whether the stream is a terminal.
pub fn use_color(choice: ColorChoice, env: &Env, is_terminal: bool) -> bool {
    let set = |value: &Option<OsString>| value.as_ref().is_some_and(|value| !value.is_empty());
    let zero = |value: &Option<OsString>| value.as_ref().is_some_and(|value| value == "0");
    match choice {
        ColorChoice::Always => true,
        ColorChoice::Never => false,
        ColorChoice::Auto if set(&env.no_color) => false,
        ColorChoice::Auto if set(&env.clicolor_force) && !zero(&env.clicolor_force) => true,
        ColorChoice::Auto => is_terminal && !zero(&env.clicolor) && !env.is_dumb(),
    }
}

/// How many columns there are: those of the terminal, else `COLUMNS`, else 80.
pub fn width(env: &Env, terminal: Option<u16>) -> usize {
    let columns = || env.columns.as_ref()?.to_str()?.trim().parse().ok();
    terminal.map(usize::from).or_else(columns).filter(|width| *width > 0).unwrap_or(DEFAULT_WIDTH)
}

/// What was decided.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Ui {
    /// Whether the output is coloured.
    pub color: bool,
    /// Columns of the terminal.
    pub width: usize,
    /// Whether the result goes to a terminal; else a program may read it.
    pub is_terminal: bool,
    /// Whether a progress line may be drawn on standard error.
    pub progress: bool,
}

impl Ui {
    /// Looks at the process, and sets the colour for everything that is printed from now on.
    pub fn decide(choice: ColorChoice, stream: Stream) -> Self {
        let env = Env::read();
        let stderr_is_terminal = io::stderr().is_terminal();
        let is_terminal = match stream {
            Stream::Stdout => io::stdout().is_terminal(),
            Stream::Stderr => stderr_is_terminal,
        };
        let size = match stream {
            Stream::Stdout => terminal_size_of(io::stdout()).or_else(|| terminal_size_of(io::stderr())),
            Stream::Stderr => terminal_size_of(io::stderr()).or_else(|| terminal_size_of(io::stdout())),
        };
        let color = use_color(choice, &env, is_terminal);
        colored::control::set_override(color);
        Self {
            color,
            width: width(&env, size.map(|(Width(columns), _)| columns)),
            is_terminal,
            progress: stderr_is_terminal && !env.is_dumb(),
        }
    }
}

/// One line for a person, on standard error. A stream that is gone is no reason to fail.
pub fn complain(line: &str) {
    let _ = writeln!(io::stderr().lock(), "{line}");
}

/// One line of result, on standard output. A stream that is gone is no reason to fail.
pub fn say(line: &str) {
    let _ = writeln!(io::stdout().lock(), "{line}");
}

#[cfg(test)]
mod tests {
    use super::*;

    fn env(pairs: &[(&str, &str)]) -> Env {
        let var = |name| pairs.iter().find(|(key, _)| *key == name).map(|(_, value)| OsString::from(value));
        Env {
            no_color: var("NO_COLOR"),
            clicolor_force: var("CLICOLOR_FORCE"),
            clicolor: var("CLICOLOR"),
            term: var("TERM"),
            columns: var("COLUMNS"),
        }
    }

    #[test]
    fn the_option_beats_the_environment() {
        let no = env(&[("NO_COLOR", "1"), ("TERM", "dumb")]);
        assert!(use_color(ColorChoice::Always, &no, false));
        assert!(!use_color(ColorChoice::Never, &env(&[("CLICOLOR_FORCE", "1")]), true));
    }

    #[test]
    fn the_environment_beats_the_terminal_in_its_order() {
        let auto = |pairs: &[(&str, &str)], is_terminal| use_color(ColorChoice::Auto, &env(pairs), is_terminal);
        for (pairs, on_terminal, in_pipe) in [
            (&[][..], true, false),
            (&[("NO_COLOR", "")], true, false),
            (&[("NO_COLOR", "0")], false, false),
            (&[("NO_COLOR", "1"), ("CLICOLOR_FORCE", "1")], false, false),
            (&[("CLICOLOR_FORCE", "1"), ("CLICOLOR", "0"), ("TERM", "dumb")], true, true),
            (&[("CLICOLOR_FORCE", "0")], true, false),
            (&[("CLICOLOR_FORCE", "")], true, false),
            (&[("CLICOLOR", "0")], false, false),
            (&[("CLICOLOR", "1")], true, false),
            (&[("TERM", "dumb")], false, false),
            (&[("TERM", "xterm")], true, false),
        ] {
            assert_eq!((auto(pairs, true), auto(pairs, false)), (on_terminal, in_pipe), "{pairs:?}");
        }
    }

    #[test]
    fn the_terminal_knows_its_width_best() {
        let columns = |value| env(&[("COLUMNS", value)]);
        assert_eq!(width(&columns("132"), Some(100)), 100);
        assert_eq!(width(&columns("132"), None), 132);
        assert_eq!(width(&Env::default(), None), 80);
        for nonsense in ["", "wide", "0", "-5"] {
            assert_eq!(width(&columns(nonsense), None), 80, "{nonsense}");
        }
        assert_eq!(width(&columns("90"), Some(0)), 80);
    }
}
