//! `--run` and `--wait`, as `replay`, `probe` and `ci` take them.

use std::time::Duration;

use super::process::AppProcess;
use super::wait::until_it_answers;
use crate::cli::CliError;
use crate::engine::parse_time;
use crate::protocol::Keys;
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
    /// Starts the app if one is to be started, which may print these keys, and waits until it answers if it is to be waited for.
    pub(crate) fn begin(
        &self,
        target: &Target,
        keys: &Keys,
        signalled: &dyn Fn() -> Option<Exit>,
    ) -> Result<Option<AppProcess>, CliError> {
        let mut app = match &self.run {
            Some(_) if is_listening(target) => {
                return Err(CliError::usage_with(
                    format!("something already listens at {target}: `--run` would not be what answers"),
                    "stop it, name another port, or leave --run out to use what is there",
                ));
            }
            Some(command) => Some(AppProcess::start(command, &keys.mask())?),
            None => None,
        };
        let limit = self.wait.or(app.as_ref().map(|_| DEFAULT_WAIT));
        if let Some(limit) = limit {
            until_it_answers(target, limit, app.as_mut(), signalled)?;
        }
        Ok(app)
    }
}
