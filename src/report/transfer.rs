//! The line that shows how much of something has come.

use std::cell::{Cell, RefCell};
use std::io::{self, Write};
use std::time::{Duration, Instant};

use super::progress::{ERASE, EVERY, PATIENCE};
use super::words::number;

/// Columns of the bar.
const BAR: usize = 24;
const MEGABYTE: u64 = 1_000_000;

/// A line that appears after a second and is gone when this value is dropped.
pub struct TransferLine {
    out: Option<RefCell<Box<dyn Write>>>,
    started: Instant,
    /// When it may be drawn next, after the start.
    next: Cell<Duration>,
    drawn: Cell<bool>,
}

impl TransferLine {
    /// A line on standard error. `visible` is whether that is a terminal that can erase.
    pub fn on_stderr(visible: bool) -> Self {
        Self::new(visible.then(|| Box::new(io::stderr()) as Box<dyn Write>), PATIENCE)
    }

    fn new(out: Option<Box<dyn Write>>, patience: Duration) -> Self {
        let out = out.map(RefCell::new);
        Self { out, started: Instant::now(), next: Cell::new(patience), drawn: Cell::new(false) }
    }

    /// So many bytes have come, of so many if that is known.
    pub fn bytes(&self, what: &str, done: u64, total: Option<u64>) {
        self.draw(|| match total.filter(|total| *total >= done && *total > 0) {
            Some(total) => format!("{what}  {}  {} of {}", bar(done, total), megabytes(done), megabytes(total)),
            None => format!("{what}  {}", megabytes(done)),
        });
    }

    /// So many records have come, of so many.
    pub fn records(&self, what: &str, done: u64, total: u64) {
        self.draw(|| format!("{what}  {}  {} of {} records", bar(done, total), number(done), number(total)));
    }

    /// So many records have been read.
    pub fn read(&self, done: u64) {
        self.draw(|| format!("read {} records", number(done)));
    }

    /// A line that cannot be drawn is no reason to fail.
    fn draw(&self, line: impl FnOnce() -> String) {
        let Some(out) = &self.out else { return };
        let now = self.started.elapsed();
        if now >= self.next.get() {
            self.next.set(now + EVERY);
            self.drawn.set(true);
            let mut out = out.borrow_mut();
            let _ = write!(out, "{ERASE}{}", line()).and_then(|()| out.flush());
        }
    }
}

impl Drop for TransferLine {
    fn drop(&mut self) {
        if let (Some(out), true) = (&self.out, self.drawn.get()) {
            let mut out = out.borrow_mut();
            let _ = write!(out, "{ERASE}").and_then(|()| out.flush());
        }
    }
}

fn bar(done: u64, total: u64) -> String {
    let filled = usize::try_from(done.saturating_mul(BAR as u64) / total.max(1)).map_or(BAR, |filled| filled.min(BAR));
    format!("{}{}", "━".repeat(filled), "─".repeat(BAR - filled))
}

/// As `12.3 MB`.
fn megabytes(bytes: u64) -> String {
    format!("{}.{} MB", number(bytes / MEGABYTE), bytes % MEGABYTE / (MEGABYTE / 10))
}

#[cfg(test)]
mod tests {
    use std::rc::Rc;

    use super::*;

    #[derive(Clone, Default)]
    struct Screen(Rc<RefCell<Vec<u8>>>);

    impl Write for Screen {
        fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
            self.0.borrow_mut().write(bytes)
        }

        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    fn drawn(patience: Duration, draw: impl FnOnce(&TransferLine)) -> String {
        let screen = Screen::default();
        draw(&TransferLine::new(Some(Box::new(screen.clone())), patience));
        let text = screen.0.borrow().clone();
        String::from_utf8(text).unwrap()
    }

    #[test]
    fn a_quick_transfer_shows_nothing() {
        assert_eq!(drawn(Duration::from_hours(1), |line| line.bytes("PyPI", 1, Some(2))), "");
    }

    #[test]
    fn a_long_one_shows_how_far_it_is_and_leaves_no_trace() {
        let text = drawn(Duration::ZERO, |line| line.bytes("PyPI", 12_345_678, Some(40_000_000)));
        let bar = format!("{}{}", "━".repeat(7), "─".repeat(17));
        assert_eq!(text, format!("\r\x1b[KPyPI  {bar}  12.3 MB of 40.0 MB\r\x1b[K"));
        let text = drawn(Duration::ZERO, |line| line.bytes("PyPI", 1_000_000, None));
        assert_eq!(text, "\r\x1b[KPyPI  1.0 MB\r\x1b[K");
        let text = drawn(Duration::ZERO, |line| line.records("npm", 500, 500));
        assert_eq!(text, format!("\r\x1b[Knpm  {}  500 of 500 records\r\x1b[K", "━".repeat(24)));
    }
}
