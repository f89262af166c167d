//! SIGINT and SIGTERM ask for a clean stop: the loop ends, what was done is reported, the exit code says so.

use std::io::{self, IsTerminal as _};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;

use signal_hook::consts::{SIGINT, SIGTERM};
#[cfg(not(windows))]
use signal_hook::iterator::Signals;

use crate::cli::args::InputArgs;
use crate::report::Exit;

/// Whether a signal has come.
#[derive(Clone, Debug, Default)]
pub(crate) struct Stop {
    interrupted: Arc<AtomicBool>,
    terminated: Arc<AtomicBool>,
}

impl Stop {
    /// Watches for signals from now on; a second one of its kind ends the process at once. A person who types events
    /// at a terminal keeps the usual Ctrl-C, because a read from a terminal would not return.
    pub(crate) fn watch(input: &InputArgs) -> Self {
        let is_typed = input.paths.iter().any(|path| path.as_os_str() == "-") && io::stdin().is_terminal();
        if is_typed { Self::default() } else { Self::watch_always() }
    }

    /// The same for a command that reads nothing.
    pub(crate) fn watch_always() -> Self {
        let stop = Self::default();
        for (signal, flag, exit) in
            [(SIGINT, &stop.interrupted, Exit::Interrupted), (SIGTERM, &stop.terminated, Exit::Terminated)]
        {
            // Where a handler cannot be set, the signal ends the process as it always does.
            let code = i32::from(exit.code());
            let _ = signal_hook::flag::register_conditional_shutdown(signal, code, Arc::clone(flag));
            let _ = signal_hook::flag::register(signal, Arc::clone(flag));
        }
        stop
    }

    /// How the run must end, once a signal has come.
    pub(crate) fn exit(&self) -> Option<Exit> {
        if self.interrupted.load(Ordering::Relaxed) {
            return Some(Exit::Interrupted);
        }
        self.terminated.load(Ordering::Relaxed).then_some(Exit::Terminated)
    }
}

/// Tells of every signal, for a command that ends in steps: the first two are told of, one more ends the process as if
/// nobody watched. Where no handler can be set, signals end the process as they always do.
#[cfg(not(windows))]
pub(crate) fn each(mut tell: impl FnMut(Exit) + Send + 'static) {
    let Ok(mut signals) = Signals::new([SIGINT, SIGTERM]) else { return };
    thread::spawn(move || {
        for (count, signal) in signals.forever().enumerate() {
            if count >= 2 {
                // Nothing is left to be told when even this fails.
                let _ = signal_hook::low_level::emulate_default_handler(signal);
            }
            tell(if signal == SIGINT { Exit::Interrupted } else { Exit::Terminated });
        }
    });
}

/// The same on Windows, where signals can only be looked for: one is told of, the second ends the process.
#[cfg(windows)]
pub(crate) fn each(mut tell: impl FnMut(Exit) + Send + 'static) {
    let stop = Stop::watch_always();
    thread::spawn(move || {
        loop {
            if let Some(exit) = stop.exit() {
                return tell(exit);
            }
            thread::sleep(std::time::Duration::from_millis(50));
        }
    });
}
