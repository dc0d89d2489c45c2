//! Where a command prints, and how.

use std::io::{self, BufWriter, Write};
use std::sync::atomic::Ordering;

use super::args::Format;
use super::exit::{interrupted, on_interrupt};
use super::ui::{ColorChoice, Stream, Ui, complain};
use crate::app::{Failure, Run, conceal};
use crate::report::{Human, Json, ProgressLine, Render, Report};
use crate::text::printable_str;

/// The output of one command.
pub struct Output {
    choice: ColorChoice,
}

impl Output {
    /// `choice` is what `--color` says.
    pub fn new(choice: ColorChoice) -> Self {
        Self { choice }
    }

    /// Colour and width for a stream. Decided when it is needed, so that a silent hook never asks the terminal.
    pub fn ui(&self, stream: Stream) -> Ui {
        Ui::decide(self.choice, stream)
    }

    /// Prints the report of a run: for a person on the given stream, for a program always on standard output.
    pub fn report(&self, run: &Run, advice: Vec<String>, format: Format, stream: Stream) -> io::Result<()> {
        let report = Report {
            judgement: &run.judgement,
            totals: run.totals,
            commits: run.commits,
            excluded: run.excluded,
            elapsed: run.elapsed,
            advice,
        };
        for remark in &run.remarks {
            complain(&format!("hunkguard: {remark}"));
        }
        match (format, stream) {
            (Format::Json, _) => write(io::stdout().lock(), &Json, &report),
            (Format::Human, Stream::Stdout) => write(io::stdout().lock(), &self.human(stream), &report),
            (Format::Human, Stream::Stderr) => write(io::stderr().lock(), &self.human(stream), &report),
        }
    }

    fn human(&self, stream: Stream) -> Human {
        Human::new(self.ui(stream).width)
    }

    /// Prints an own failure on standard error: what happened, and what to do.
    pub fn failure(&self, failure: &Failure) {
        self.ui(Stream::Stderr);
        let message = conceal(&failure.message);
        let mut lines = message.lines();
        let first = lines.next().unwrap_or_default();
        complain(&format!("{} {}", colored::Colorize::red("hunkguard:"), printable_str(first)));
        lines.for_each(|line| complain(&format!("  {}", printable_str(line))));
        for hint in &failure.hints {
            complain(&format!("  hint: {}", printable_str(&conceal(hint))));
        }
    }
}

/// Makes progress lines on standard error, where that is a terminal. Between two inputs the run notices Ctrl-C.
pub fn progress() -> impl Fn(usize) -> Box<dyn Fn(usize) + Sync> {
    let visible = io::IsTerminal::is_terminal(&io::stderr());
    move |total| {
        let line = ProgressLine::on_stderr(total, visible);
        let interrupt = on_interrupt();
        Box::new(move |_| {
            line.tick();
            if interrupt.load(Ordering::Relaxed) {
                line.erase();
                interrupted();
            }
        })
    }
}

fn write(stream: impl Write, format: &dyn Render, report: &Report) -> io::Result<()> {
    let mut out = BufWriter::new(stream);
    format.render(report, &mut out)?;
    out.flush()
}
