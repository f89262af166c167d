//! Waits until an app answers, and notices when it never will.

use std::thread;
use std::time::{Duration, Instant};

use super::process::AppProcess;
use crate::wire::Target;
use crate::wire::http::answers;

/// How long lies between two looks.
const PAUSE: Duration = Duration::from_millis(100);

/// Why it does not answer.
#[derive(Debug)]
pub(super) enum Failure {
    /// Its process ended, and how.
    Ended(String),
    /// The time is over.
    Late,
    /// A signal came.
    Stopped,
}

/// Waits until something answers at the target.
pub(super) fn until_it_answers(
    target: &Target,
    limit: Duration,
    mut app: Option<&mut AppProcess>,
    is_stopped: &dyn Fn() -> bool,
) -> Result<(), Failure> {
    let begun = Instant::now();
    loop {
        if answers(target) {
            return Ok(());
        }
        if let Some(how) = app.as_mut().and_then(|app| app.has_ended()) {
            return Err(Failure::Ended(how));
        }
        if is_stopped() {
            return Err(Failure::Stopped);
        }
        if begun.elapsed() >= limit {
            return Err(Failure::Late);
        }
        thread::sleep(PAUSE);
    }
}
