//! The app that `gateway --run` starts: a run whose app has ended is over, and the app is ended after the run.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use crate::cli::CliError;
use crate::cli::launch::AppProcess;
use crate::mask::Mask;
use crate::model::Lang;
use crate::report::Exit;

const EXIT_POLL: Duration = Duration::from_millis(100);

/// An app, once it is started; there may be none.
#[derive(Clone, Default)]
pub(super) struct StartedApp(Arc<Mutex<Option<AppProcess>>>);

impl StartedApp {
    pub(super) fn start(&self, command: &str, mask: &Mask) -> Result<(), CliError> {
        *self.process() = Some(AppProcess::start(command, mask)?);
        Ok(())
    }

    /// Done once it has ended by itself; never where none is started.
    pub(super) async fn ended(&self) {
        while self.how_it_ended().is_none() {
            tokio::time::sleep(EXIT_POLL).await;
        }
    }

    /// How it ended by itself, if it has.
    pub(super) fn how_it_ended(&self) -> Option<String> {
        // Who holds it ends the app: a task that waited for that would hold up the connections.
        self.0.try_lock().ok()?.as_mut()?.has_ended()
    }

    /// Ends it, before its connections are: its last lines are about the run, and not about them. How it ended by itself,
    /// if it had.
    pub(super) fn stop(&self) -> Option<String> {
        self.process().as_mut().and_then(|app| app.stop().by_itself())
    }

    /// Ends it; the last lines that it printed, to stand below a message.
    pub(super) fn tail(&self) -> String {
        let Some(mut app) = self.process().take() else { return String::new() };
        app.stop();
        app.tail()
    }

    /// Ends it after a run with this exit, as every app that is started for a run.
    pub(super) fn conclude(&self, exit: Exit, lang: Lang) -> Exit {
        self.process().take().map_or(exit, |app| app.conclude(exit, lang))
    }

    /// A panic leaves it as it is: a process to be ended.
    fn process(&self) -> MutexGuard<'_, Option<AppProcess>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
