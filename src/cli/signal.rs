//! SIGINT, SIGTERM and SIGHUP ask for a clean stop: the loop ends, what was done is reported, the exit code says so.

use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, OnceLock};
use std::thread;
use std::time::Duration;

use signal_hook::consts::{SIGINT, SIGTERM};
#[cfg(not(windows))]
use signal_hook::iterator::Signals;
use tokio::sync::watch;

use super::say::say;
use crate::engine::deliver::Halt;
use crate::report::Exit;

/// The signals that ask for a stop, and their exits. A hang-up that was ignored from the beginning (`nohup`) stays so.
fn asked_for() -> impl Iterator<Item = (i32, Exit)> {
    let hang_up = (!ignores_hang_up()).then_some(HANG_UP).flatten();
    let usual = [(SIGINT, Exit::Interrupted), (SIGTERM, Exit::Terminated)];
    usual.into_iter().chain(hang_up.map(|signal| (signal, Exit::HungUp)))
}

#[cfg(unix)]
const HANG_UP: Option<i32> = Some(signal_hook::consts::SIGHUP);
#[cfg(not(unix))]
const HANG_UP: Option<i32> = None;

/// Whether a hang-up is ignored, as far as the system tells.
fn ignores_hang_up() -> bool {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let ignored = status.lines().find_map(|line| line.strip_prefix("SigIgn:"));
    // Signals are numbered from 1, the lowest bit is the first.
    ignored.and_then(|it| u64::from_str_radix(it.trim(), 16).ok()).is_some_and(|it| it & 1 == 1)
}

/// Makes a file that would grow beyond the user's limit an error of the write, like a full disk, and no signal.
pub(crate) fn survive_file_limits() {
    #[cfg(unix)]
    let _ = signal_hook::flag::register(signal_hook::consts::SIGXFSZ, Arc::default());
}

/// Whether a signal has come: its exit, 0 (which none has) as long as none came.
#[derive(Clone, Debug, Default)]
pub(crate) struct Stop(Arc<AtomicUsize>);

/// The exits that signals mean.
const EXITS: [Exit; 3] = [Exit::Interrupted, Exit::Terminated, Exit::HungUp];

/// What watches for signals, once something does.
static WATCHED: OnceLock<Stop> = OnceLock::new();

/// The first signal that a command was told of.
static FIRST: OnceLock<Exit> = OnceLock::new();

/// How long a run may take to end before it is said what it waits for.
const STOP_SAID_AFTER: Duration = Duration::from_millis(200);

/// How often a signal is looked for while something is waited for.
pub(crate) const STOP_POLL: Duration = Duration::from_millis(50);

impl Stop {
    /// Watches for signals from now on; a second one, of any kind, ends the process at once.
    pub(crate) fn watch() -> Self {
        WATCHED.get_or_init(Self::register).clone()
    }

    /// How the run must end, where it watches for signals, or is told of them, and one has come.
    pub(crate) fn asked() -> Option<Exit> {
        FIRST.get().copied().or_else(|| WATCHED.get()?.exit())
    }

    fn register() -> Self {
        let stop = Self::default();
        let came = Arc::new(AtomicBool::new(false));
        for (signal, exit) in asked_for() {
            // Where a handler cannot be set, the signal ends the process as it always does.
            let code = i32::from(exit.code());
            let _ = signal_hook::flag::register_conditional_shutdown(signal, code, Arc::clone(&came));
            let _ = signal_hook::flag::register(signal, Arc::clone(&came));
            let _ = signal_hook::flag::register_usize(signal, Arc::clone(&stop.0), exit as usize);
        }
        stop
    }

    /// How the run must end, once a signal has come.
    pub(crate) fn exit(&self) -> Option<Exit> {
        let came = self.0.load(Ordering::Relaxed);
        EXITS.into_iter().find(|it| *it as usize == came)
    }
}

/// The exit that the first signal asks for, once one has come. One more says nothing new; a third ends the process.
pub(crate) fn first() -> Arc<OnceLock<Exit>> {
    let first = Arc::new(OnceLock::new());
    let its = Arc::clone(&first);
    each(move |exit| {
        its.get_or_init(|| exit);
    });
    first
}

/// What signals ask for: the first one to finish, the next one to abandon what is in flight; and the exit they mean.
pub(crate) fn halts() -> (watch::Receiver<Halt>, watch::Receiver<Option<Exit>>) {
    let ((halt, halts), (tell, exit)) = (watch::channel(Halt::No), watch::channel(None));
    each(move |signal| {
        // The run ends as the first one asks.
        tell.send_modify(|it| *it = it.or(Some(signal)));
        let mut first = false;
        halt.send_modify(|halt| {
            first = *halt == Halt::No;
            *halt = if first { Halt::Finish } else { Halt::Abandon };
        });
        if first {
            thread::spawn(|| {
                thread::sleep(STOP_SAID_AFTER);
                say("stopping: waiting for what is in flight; a second signal does not wait");
            });
        }
    });
    (halts, exit)
}

/// Done once what is in flight is to be abandoned.
pub(crate) async fn abandoned(mut halts: watch::Receiver<Halt>) {
    if halts.wait_for(|halt| *halt == Halt::Abandon).await.is_err() {
        std::future::pending::<()>().await;
    }
}

/// How many signals a command that ends in steps was told of.
static TOLD: AtomicUsize = AtomicUsize::new(0);

/// Whether a second signal has come, which does not wait.
pub(crate) fn came_again() -> bool {
    TOLD.load(Ordering::Relaxed) > 1
}

/// Tells of every signal, for a command that ends in steps: the first two are told of, one more ends the process as
/// it would without a handler. Where no handler can be set, signals end the process as they always do.
#[cfg(not(windows))]
pub(crate) fn each(mut tell: impl FnMut(Exit) + Send + 'static) {
    let Ok(mut signals) = Signals::new(asked_for().map(|it| it.0)) else { return };
    thread::spawn(move || {
        for (count, signal) in signals.forever().enumerate() {
            if count >= 2 {
                // Nothing is left to be told when even this fails.
                let _ = signal_hook::low_level::emulate_default_handler(signal);
            }
            // A command within a command counts for itself.
            TOLD.fetch_max(count + 1, Ordering::Relaxed);
            let exit = match signal {
                SIGINT => Exit::Interrupted,
                SIGTERM => Exit::Terminated,
                _ => Exit::HungUp,
            };
            FIRST.get_or_init(|| exit);
            tell(exit);
        }
    });
}

/// The same on Windows, where signals can only be looked for: one is told of, the second ends the process.
#[cfg(windows)]
pub(crate) fn each(mut tell: impl FnMut(Exit) + Send + 'static) {
    let stop = Stop::watch();
    thread::spawn(move || {
        loop {
            if let Some(exit) = stop.exit() {
                return tell(exit);
            }
            thread::sleep(STOP_POLL);
        }
    });
}
