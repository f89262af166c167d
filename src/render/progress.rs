//! How far a long run has come, on a terminal's standard error. The only place that uses `indicatif`.

use std::time::Duration;

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

/// A bar with rate and time left, or without a known end a count with its rate. Elsewhere than on a terminal it shows
/// nothing. A clone is the same bar.
#[derive(Clone)]
pub(crate) struct Progress(Option<ProgressBar>);

impl Progress {
    pub(crate) fn hidden() -> Self {
        Self(None)
    }

    /// Shows itself on standard error, for `total` events if that is known.
    pub(crate) fn on_stderr(total: Option<u64>) -> Self {
        const KNOWN: &str = "{bar:30} {human_pos}/{human_len}  {per_sec}  {eta} left";
        const UNKNOWN: &str = "{spinner} {human_pos} events  {per_sec}  {elapsed}";
        Self::shown(total, if total.is_some() { KNOWN } else { UNKNOWN })
    }

    /// Shows itself on standard error, for an input of `total` bytes if that is known.
    pub(crate) fn of_bytes(total: Option<u64>) -> Self {
        const KNOWN: &str = "{bar:30} {bytes}/{total_bytes}  {bytes_per_sec}  {eta} left";
        const UNKNOWN: &str = "{spinner} {bytes}  {bytes_per_sec}  {elapsed}";
        Self::shown(total, if total.is_some() { KNOWN } else { UNKNOWN })
    }

    fn shown(total: Option<u64>, template: &str) -> Self {
        let bar = ProgressBar::with_draw_target(total, ProgressDrawTarget::stderr_with_hz(10));
        let style = ProgressStyle::with_template(template);
        bar.set_style(style.expect("the templates are ours"));
        bar.enable_steady_tick(Duration::from_millis(200));
        Self(Some(bar))
    }

    /// So many more events are decided, or bytes read.
    pub(crate) fn advance(&self, more: u64) {
        if let Some(bar) = &self.0 {
            bar.inc(more);
        }
    }

    /// Writes elsewhere while the bar is out of the way.
    pub(crate) fn aside<T>(&self, write: impl FnOnce() -> T) -> T {
        match &self.0 {
            Some(bar) => bar.suspend(write),
            None => write(),
        }
    }

    pub(crate) fn finish(&self) {
        if let Some(bar) = &self.0 {
            bar.finish_and_clear();
        }
    }
}
