//! `--run` and `--wait`, as `replay`, `probe` and `ci` take them.

use std::time::Duration;

use super::process::AppProcess;
use super::wait::{WaitFailure, until_it_answers};
use crate::cli::CliError;
use crate::engine::parse_time;
use crate::report::Exit;
use crate::wire::Target;
use crate::wire::http::is_listening;

/// How long an app that is started here is waited for.
pub(crate) const DEFAULT_WAIT: Duration = Duration::from_mins(1);

/// How the app comes to be there.
#[derive(Debug, Default, clap::Args)]
#[command(next_help_heading = "App")]
pub(crate) struct LaunchArgs {
    /// Wait so long for the app to answer, then begin
    #[arg(long, value_name = "TIME", value_parser = parse_time, requires = "url")]
    pub(crate) wait: Option<Duration>,
    /// Start the app by this command, wait up to 60s (or --wait) for it, and end it after the run
    #[arg(long, value_name = "COMMAND", requires = "url")]
    pub(crate) run: Option<String>,
}

impl LaunchArgs {
    /// Starts the app if one is to be started, and waits until it answers if it is to be waited for.
    pub(crate) fn begin(
        &self,
        target: &Target,
        signalled: &dyn Fn() -> Option<Exit>,
    ) -> Result<Option<AppProcess>, CliError> {
        let mut app = match &self.run {
            Some(_) if is_listening(target) => {
                return Err(CliError::usage_with(
                    format!("something already listens at {target}: `--run` would not be what answers"),
                    "stop it, name another port, or leave --run out to use what is there",
                ));
            }
            Some(command) => Some(AppProcess::start(command)?),
            None => None,
        };
        let limit = self.wait.or(app.as_ref().map(|_| DEFAULT_WAIT));
        if let Some(limit) = limit {
            let waited = until_it_answers(target, limit, app.as_mut(), signalled);
            waited.map_err(|failure| not_started(&failure, target, limit, app.as_mut()))?;
        }
        Ok(app)
    }
}

/// What is said where the app does not come up, with the end of what it printed.
fn not_started(
    failure: &WaitFailure,
    target: &Target,
    limit: Duration,
    app: Option<&mut AppProcess>,
) -> CliError {
    let message = match failure {
        WaitFailure::Ended(how) => format!("the app ended before it answered at {target} ({how})"),
        WaitFailure::Late => format!("nothing answered at {target} within {} s", limit.as_secs_f64()),
        WaitFailure::Stopped(_) => format!("stopped while waiting for {target}"),
    };
    let tail = app.map_or(String::new(), |app| {
        app.stop();
        app.tail()
    });
    let help = match failure {
        WaitFailure::Late if tail.is_empty() => {
            "is the app started, and at this port? --wait gives it more time"
        }
        WaitFailure::Late => "does it listen at this port? --wait gives it more time",
        WaitFailure::Ended(_) => "run the command by hand: it has to stay in the foreground and listen there",
        WaitFailure::Stopped(exit) => {
            return CliError::Stopped { message: format!("{message}{tail}"), exit: *exit };
        }
    };
    CliError::Unreachable { message: format!("{message}{tail}"), help: help.to_owned() }
}
