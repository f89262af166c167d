//! How far a long run has come: a bar on standard error, of which a process has one. The only place that uses `indicatif`.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

/// The bar of the process.
pub(crate) static BAR: Bar = Bar::hidden();

pub(crate) struct Bar {
    shown: Mutex<Option<ProgressBar>>,
    /// Whether it is out of the way. What is written then waits for nobody: the one who took it away may wait for a reader.
    is_aside: AtomicBool,
}

impl Bar {
    const fn hidden() -> Self {
        Self { shown: Mutex::new(None), is_aside: AtomicBool::new(false) }
    }

    /// Shows a bar with rate and time left, for `total` events; where that is not known, a count with its rate.
    pub(crate) fn show_events(&self, total: Option<u64>) {
        const KNOWN: &str = "{bar:30} {human_pos}/{human_len}  {per_sec}  {eta} left";
        const UNKNOWN: &str = "{spinner} {human_pos} events  {per_sec}  {elapsed}";
        self.show(total, if total.is_some() { KNOWN } else { UNKNOWN });
    }

    /// The same for an input of `total` bytes.
    pub(crate) fn show_bytes(&self, total: Option<u64>) {
        const KNOWN: &str = "{bar:30} {bytes}/{total_bytes}  {bytes_per_sec}  {eta} left";
        const UNKNOWN: &str = "{spinner} {bytes}  {bytes_per_sec}  {elapsed}";
        self.show(total, if total.is_some() { KNOWN } else { UNKNOWN });
    }

    fn show(&self, total: Option<u64>, template: &str) {
        let bar = ProgressBar::with_draw_target(total, ProgressDrawTarget::stderr_with_hz(10));
        let style = ProgressStyle::with_template(template);
        bar.set_style(style.expect("the templates are ours"));
        bar.enable_steady_tick(Duration::from_millis(200));
        self.set(Some(bar));
    }

    fn set(&self, bar: Option<ProgressBar>) -> Option<ProgressBar> {
        std::mem::replace(&mut *self.shown.lock().unwrap_or_else(PoisonError::into_inner), bar)
    }

    fn shown(&self) -> Option<ProgressBar> {
        self.shown.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// So many more events are decided, or bytes read.
    pub(crate) fn advance(&self, more: u64) {
        if let Some(bar) = self.shown() {
            bar.inc(more);
        }
    }

    /// Writes to the terminal while the bar is out of the way.
    pub(crate) fn aside<T>(&self, write: impl FnOnce() -> T) -> T {
        match self.shown().filter(|_| !self.is_aside.swap(true, Ordering::Relaxed)) {
            Some(bar) => bar.suspend(|| {
                let done = write();
                self.is_aside.store(false, Ordering::Relaxed);
                done
            }),
            None => write(),
        }
    }

    /// Takes the bar away.
    pub(crate) fn end(&self) {
        if let Some(bar) = self.set(None) {
            bar.finish_and_clear();
        }
    }
}

#[cfg(test)]
mod tests {
    use std::thread;

    use super::*;

    #[test]
    fn what_is_written_aside_keeps_nobody_from_writing() {
        static OWN: Bar = Bar::hidden();
        OWN.show_events(Some(2));
        OWN.advance(1);
        assert_eq!(OWN.aside(|| OWN.aside(|| 7)), 7);
        assert_eq!(OWN.aside(|| thread::spawn(|| OWN.aside(|| 8)).join().unwrap()), 8);
        OWN.end();
        assert!(OWN.shown().is_none());
    }
}
