//! Runs the user's command that counts the effects of an event.

use std::env;
use std::io::Read as _;
use std::process::{Child, Command, Stdio};
use std::sync::mpsc;
use std::thread;
use std::time::{Duration, Instant};

use crate::cli::launch::group;
use crate::cli::{CliError, signal};
use crate::engine::probe::CountEffects;

/// What stands for the event's id in a command.
const ID_PLACE: &str = "{event_id}";
const TIME_LIMIT: Duration = Duration::from_secs(30);
const EXIT_POLL: Duration = Duration::from_millis(10);
/// How long more output is waited for once a command has ended.
const OUTPUT_WAIT: Duration = Duration::from_millis(500);

/// The command as something the engine can call; the user's shell runs it, and its standard error is shown as it is.
pub(crate) fn effect(command: String) -> Result<CountEffects, CliError> {
    if !command.contains(ID_PLACE) {
        return Err(CliError::usage_with(
            format!("`--effect` has no {ID_PLACE}: nothing says which event to count"),
            "put it where the id belongs, as in --effect 'grep -c {event_id} app.log'",
        ));
    }
    // The id is ours, 32 hex digits: it means nothing to a shell.
    Ok(Box::new(move |event_id| run(&command.replace(ID_PLACE, event_id))))
}

fn run(text: &str) -> Result<String, String> {
    let child = shell(text)
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .spawn()
        .map_err(|error| format!("the command cannot be started: {error}"))?;
    finish(child)
}

#[cfg(unix)]
fn shell(text: &str) -> Command {
    let shell = env::var_os("SHELL").filter(|it| !it.is_empty()).unwrap_or_else(|| "/bin/sh".into());
    let mut command = Command::new(shell);
    command.arg("-c").arg(text);
    group::lead(&mut command);
    command
}

#[cfg(not(unix))]
fn shell(text: &str) -> Command {
    let shell = env::var_os("COMSPEC").unwrap_or_else(|| "cmd".into());
    let mut command = Command::new(shell);
    command.arg("/C").arg(text);
    group::lead(&mut command);
    command
}

/// What it printed, or why it does not count.
fn finish(mut child: Child) -> Result<String, String> {
    let mut stdout = child.stdout.take().ok_or("the command has no output")?;
    let (send, pieces) = mpsc::channel();
    thread::spawn(move || {
        let mut piece = [0; 4096];
        while let Ok(count @ 1..) = stdout.read(&mut piece)
            && send.send(piece[..count].to_vec()).is_ok()
        {}
    });
    let begun = Instant::now();
    let status = loop {
        match child.try_wait() {
            Ok(Some(status)) => break status,
            Ok(None) if begun.elapsed() < TIME_LIMIT && !signal::came_again() => thread::sleep(EXIT_POLL),
            Ok(None) => {
                // It may have ended just now: then there is nothing to end.
                group::kill(&child);
                let _ = child.kill();
                let _ = child.wait();
                return Err(format!("the command did not end within {} s", begun.elapsed().as_secs()));
            }
            Err(error) => return Err(format!("the command was lost: {error}")),
        }
    };
    if !status.success() {
        return Err(format!("the command failed ({status})"));
    }
    // Something that it left behind may hold its output open for ever; what it printed itself is there.
    let mut text = Vec::new();
    while let Ok(piece) = pieces.recv_timeout(OUTPUT_WAIT) {
        text.extend(piece);
        if begun.elapsed() > TIME_LIMIT {
            return Err(format!("the command printed for longer than {} s", TIME_LIMIT.as_secs()));
        }
    }
    Ok(String::from_utf8_lossy(&text).into_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[cfg(unix)]
    fn count(command: &str) -> Result<String, String> {
        effect(command.to_owned()).unwrap()("abc")
    }

    #[cfg(unix)]
    #[test]
    fn a_command_gets_the_id_and_its_output_is_taken() {
        assert_eq!(count("printf %s {event_id}-{event_id}"), Ok("abc-abc".to_owned()));
    }

    #[cfg(unix)]
    #[test]
    fn a_command_that_leaves_a_child_behind_has_counted_all_the_same() {
        // The child holds the output open as long as the folder is there.
        let folder = tempfile::tempdir().unwrap();
        let command = format!(
            "(while [ -d '{}' ]; do sleep 0.1; done) 2>&1 & echo 1 # {{event_id}}",
            folder.path().display()
        );
        let counted = count(&command);
        assert_eq!(counted, Ok("1\n".to_owned()));
    }

    #[cfg(unix)]
    #[test]
    fn a_command_that_fails_is_told() {
        assert_eq!(count("exit 3 # {event_id}"), Err("the command failed (exit status: 3)".to_owned()));
        assert!(count("no-such-command-at-all {event_id} 2>/dev/null").is_err());
    }

    #[test]
    fn a_command_without_a_place_for_the_id_is_refused() {
        assert!(effect("wc -l app.log".to_owned()).is_err());
    }
}
