//! Waits until an app answers, and notices when it never will.

use std::sync::mpsc::{self, Receiver};
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
    let mut asked = ask(target);
    loop {
        let ended = app.as_mut().and_then(|app| app.has_ended());
        let stopped = signalled();
        if ended.is_none() && stopped.is_none() {
            match asked.recv_timeout(ANSWER_POLL) {
                Ok(true) => return Ok(()),
                Ok(false) => asked = ask(target),
                // It is still being asked.
                Err(_) => {}
            }
            if begun.elapsed() < limit {
                continue;
            }
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
}

/// Whether it answers, beside the wait: a name may be looked up for longer than a signal can wait. A no comes a while
/// after it was found.
fn ask(target: &Target) -> Receiver<bool> {
    let ((tell, told), target) = (mpsc::channel(), target.clone());
    thread::spawn(move || {
        let is_there = answers(&target);
        if !is_there {
            thread::sleep(ANSWER_POLL);
        }
        let _ = tell.send(is_there);
    });
    told
}

#[cfg(test)]
mod tests {
    use std::net::TcpListener;

    use super::*;

    #[test]
    fn a_signal_ends_a_wait_for_an_app_that_is_silent() {
        let silent = TcpListener::bind("127.0.0.1:0").unwrap();
        let target = format!("http://{}/", silent.local_addr().unwrap()).parse().unwrap();
        let ended = until_it_answers(&target, Duration::MAX, None, &|| Some(Exit::Interrupted));
        assert!(matches!(ended, Err(CliError::Stopped { exit: Exit::Interrupted, .. })));
    }
}
