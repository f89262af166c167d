//! Waits until an app answers, and notices when it never will.

use std::thread;
use std::time::{Duration, Instant};

use super::process::AppProcess;
use crate::report::Exit;
use crate::wire::Target;
use crate::wire::http::answers;

/// How long lies between two looks.
const ANSWER_POLL: Duration = Duration::from_millis(100);

/// Why it does not answer.
#[derive(Debug)]
pub(super) enum WaitFailure {
    Ended(String),
    Late,
    /// A signal came, which asks for this exit.
    Stopped(Exit),
}

pub(super) fn until_it_answers(
    target: &Target,
    limit: Duration,
    mut app: Option<&mut AppProcess>,
    signalled: &dyn Fn() -> Option<Exit>,
) -> Result<(), WaitFailure> {
    let begun = Instant::now();
    loop {
        if answers(target) {
            return Ok(());
        }
        if let Some(how) = app.as_mut().and_then(|app| app.has_ended()) {
            return Err(WaitFailure::Ended(how));
        }
        if let Some(exit) = signalled() {
            return Err(WaitFailure::Stopped(exit));
        }
        if begun.elapsed() >= limit {
            return Err(WaitFailure::Late);
        }
        thread::sleep(ANSWER_POLL);
    }
}
