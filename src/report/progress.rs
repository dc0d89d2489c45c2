//! The progress line of a long run. A few lines of our own: it draws one number, and must not cost a short run anything.

use std::io::{self, Write};
use std::sync::atomic::{AtomicBool, AtomicU64, AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use super::words::number;

/// How long a run may take without a word.
pub(super) const PATIENCE: Duration = Duration::from_secs(1);
/// How often the line is drawn at most.
pub(super) const EVERY: Duration = Duration::from_millis(100);
/// Back to the first column, and everything behind it erased.
pub(super) const ERASE: &str = "\r\x1b[K";

/// A line that says how many inputs are done; it appears after a second and is gone when this value is dropped.
pub struct ProgressLine {
    out: Option<Mutex<Box<dyn Write + Send>>>,
    total: usize,
    started: Instant,
    done: AtomicUsize,
    /// When it may be drawn next, in milliseconds from the start.
    next: AtomicU64,
    drawn: AtomicBool,
}

impl ProgressLine {
    /// A line on standard error about so many inputs. `visible` is whether standard error is a terminal that can erase.
    pub fn on_stderr(total: usize, visible: bool) -> Self {
        Self::new(visible.then(|| Box::new(io::stderr()) as Box<dyn Write + Send>), total, PATIENCE)
    }

    fn new(out: Option<Box<dyn Write + Send>>, total: usize, patience: Duration) -> Self {
        Self {
            out: out.map(Mutex::new),
            total,
            started: Instant::now(),
            done: AtomicUsize::new(0),
            next: AtomicU64::new(milliseconds(patience)),
            drawn: AtomicBool::new(false),
        }
    }

    /// One more input is done. Threads may call it at the same time.
    pub fn tick(&self) {
        let Some(out) = &self.out else { return };
        let done = self.done.fetch_add(1, Ordering::Relaxed) + 1;
        let now = milliseconds(self.started.elapsed());
        let next = self.next.load(Ordering::Relaxed);
        let later = now + milliseconds(EVERY);
        // Of the threads that come at the same time, one draws.
        if now >= next && self.next.compare_exchange(next, later, Ordering::Relaxed, Ordering::Relaxed).is_ok() {
            self.drawn.store(true, Ordering::Relaxed);
            write(out, &format!("{ERASE}scanned {} of {}", number(done), number(self.total)));
        }
    }
}

impl ProgressLine {
    /// Takes the line away, as dropping it does.
    pub fn erase(&self) {
        if let (Some(out), true) = (&self.out, self.drawn.load(Ordering::Relaxed)) {
            write(out, ERASE);
        }
    }
}

impl Drop for ProgressLine {
    fn drop(&mut self) {
        self.erase();
    }
}

/// A progress line that cannot be drawn is no reason to fail.
fn write(out: &Mutex<Box<dyn Write + Send>>, text: &str) {
    let mut out = out.lock().unwrap_or_else(PoisonError::into_inner);
    let _ = out.write_all(text.as_bytes()).and_then(|()| out.flush());
}

fn milliseconds(time: Duration) -> u64 {
    u64::try_from(time.as_millis()).unwrap_or(u64::MAX)
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;
    use std::thread;

    use super::*;

    #[derive(Clone, Default)]
    struct Screen(Arc<Mutex<Vec<u8>>>);

    impl Write for Screen {
        fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
            self.0.lock().unwrap().write(bytes)
        }

        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    impl Screen {
        fn line(&self, patience: Duration) -> ProgressLine {
            ProgressLine::new(Some(Box::new(self.clone())), 2000, patience)
        }

        fn text(&self) -> String {
            String::from_utf8(self.0.lock().unwrap().clone()).unwrap()
        }
    }

    #[test]
    fn a_short_run_shows_nothing() {
        let screen = Screen::default();
        let line = screen.line(Duration::from_hours(1));
        (0..2000).for_each(|_| line.tick());
        drop(line);
        assert_eq!(screen.text(), "");
    }

    #[test]
    fn a_long_run_draws_now_and_then_and_leaves_no_trace() {
        let screen = Screen::default();
        let line = screen.line(Duration::ZERO);
        thread::scope(|scope| {
            for _ in 0..4 {
                scope.spawn(|| (0..500).for_each(|_| line.tick()));
            }
        });
        assert!(screen.text().starts_with("\r\x1b[Kscanned "), "{}", screen.text());
        assert!(screen.text().matches("scanned").count() < 100, "{}", screen.text());
        assert_eq!(line.done.load(Ordering::Relaxed), 2000);
        drop(line);
        let drawn = screen.text();
        assert_eq!(drawn.rsplit("\r\x1b[K").next(), Some(""), "{drawn:?}");
        assert!(!drawn.contains('\n'));
    }
}
