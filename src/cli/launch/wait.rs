//! Waits until an app answers, and notices when it never will.

use std::thread;
use std::time::{Duration, Instant};

use super::process::AppProcess;
use crate::cli::CliError;
use crate::report::Exit;
use crate::wire::Target;
use crate::wire::http::answers;

const ANSWER_POLL: Duration = Duration::from_millis(100);

/// The error says why it does not answer, with the end of what it printed.
pub(super) fn until_it_answers(
    target: &Target,
    limit: Duration,
    mut app: Option<&mut AppProcess>,
    signalled: &dyn Fn() -> Option<Exit>,
) -> Result<(), CliError> {
    let begun = Instant::now();
    while !answers(target) {
        let ended = app.as_mut().and_then(|app| app.has_ended());
        let stopped = signalled();
        if ended.is_none() && stopped.is_none() && begun.elapsed() < limit {
            thread::sleep(ANSWER_POLL);
            continue;
        }
        let tail = app.map_or(String::new(), |app| {
            app.stop();
            app.tail()
        });
        let (message, help) = match (ended, stopped) {
            (Some(how), _) => (
                format!("the app ended before it answered at {target} ({how})"),
                "run the command by hand: it has to stay in the foreground and listen there",
            ),
            (None, Some(exit)) => {
                let message = format!("stopped while waiting for {target}{tail}");
                return Err(CliError::Stopped { message, exit });
            }
            (None, None) => {
                let help = if tail.is_empty() {
                    "is the app started, and at this port? --wait gives it more time"
                } else {
                    "does it listen at this port? --wait gives it more time"
                };
                (format!("nothing answered at {target} within {} s", limit.as_secs_f64()), help)
            }
        };
        return Err(CliError::Unreachable { message: format!("{message}{tail}"), help: help.to_owned() });
    }
    Ok(())
}
