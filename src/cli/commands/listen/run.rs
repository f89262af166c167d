//! What `listen` does while it listens: shows what comes, and ends when it is time.

use std::path::Path;
use std::pin::pin;
use std::time::Duration;

use tokio::time::sleep;

use crate::cli::control::{BoundControl, ControlArgs, OnDemand, WatchedRun};
use crate::cli::deliver::LocalReceiver;
use crate::cli::output::{RecordOutput, file};
use crate::cli::signal::STOP_POLL;
use crate::cli::{CliError, Stop, fitted, now_ms, run_id, say, say_public};
use crate::engine::receive::{EventReceiver, ReceiverPlan};
use crate::files::Healed;
use crate::model::Lang;
use crate::protocol::webhook::{Packet, Reply, SendError, Transport};
use crate::render::chinese::said;
use crate::render::text::layout::Break;
use crate::render::text::{counted, visible};
use crate::report::{Exit, Mischief, Receipt, Received, Record};
use crate::wire::block_on;
use crate::wire::http::{BindError, HttpTransport, Limits};

/// A receiver's front: what is shown, and what is counted.
pub(crate) struct ListenRun {
    pub(crate) output: RecordOutput,
    /// When to end without being told to: after so many events, after so long.
    pub(crate) max_events: Option<u64>,
    pub(crate) after: Option<Duration>,
    /// Why nothing can be shown any more.
    pub(crate) failure: Option<CliError>,
    pub(crate) lang: Lang,
    /// The way to the app behind us.
    pub(crate) behind: Option<HttpTransport>,
    pub(crate) control: ControlArgs,
    /// What those who watch can have delivered, until the server for them is started.
    pub(crate) on_demand: Option<OnDemand>,
}

impl ListenRun {
    pub(crate) fn run(
        mut self,
        plan: ReceiverPlan,
        host: &str,
        port: u16,
        limits: Limits,
        ready_file: Option<&Path>,
    ) -> Result<Exit, CliError> {
        let stop = Stop::watch();
        if let Some(path) = ready_file {
            // One from an earlier run would tell of a server that is gone.
            let _ = std::fs::remove_file(path);
        }
        let lang = self.lang;
        let about = said(&about(&plan), lang).into_owned();
        let record = plan.record.record.as_ref().map(|it| it.display().to_string()).unwrap_or_default();
        let (receiver, arrivals, mended) = EventReceiver::open(plan, now_ms)?;
        let receiver = match self.behind.take() {
            Some(behind) => receiver.forward(UntilStopped { behind, stop: stop.clone() }, run_id()),
            None => receiver,
        };
        for it in &mended.healed {
            say(&healed(it));
        }
        if mended.forgotten > 0 {
            let events = counted(mended.forgotten as u64, "event");
            say(&format!(
                "warning: {events} of `{}.seen` not found in the record: forgotten, and new if it comes again",
                visible(&record)
            ));
        }
        let run = async {
            let control = BoundControl::bind(self.control).await?;
            let reception = LocalReceiver::start(receiver, arrivals, host, port, limits).await?;
            if let Some(path) = ready_file {
                file::write_whole(path, &format!("{}\n", reception.url))?;
            }
            say_public(host, reception.address, "send events here, over plain HTTP");
            say(&said(&format!("listening on {}", reception.url), lang));
            say(&fitted(&about, 0, 2, Break::Dot));
            let watched = control.zip(self.on_demand.take());
            let control = watched.map(|(control, on_demand)| control.start("listen", lang, on_demand, false));
            let exit = self.serve(reception, &stop, control.as_ref().map(|it| &*it.live)).await;
            if let Some(control) = control {
                control.end().await;
            }
            exit
        };
        block_on(run).map_err(|source| BindError { host: host.to_owned(), port, source })?
    }

    async fn serve(
        mut self,
        mut reception: LocalReceiver,
        stop: &Stop,
        live: Option<&WatchedRun>,
    ) -> Result<Exit, CliError> {
        let mut over = pin!(sleep(self.after.unwrap_or(Duration::MAX)));
        let mut taken = 0;
        loop {
            let running = reception.is_open();
            tokio::select! {
                next = reception.arrivals.recv() => match next {
                    None => break,
                    Some(next) => taken += u64::from(self.show(next, live)),
                },
                exit = signalled(stop), if running => {
                    self.output.summary().raise(exit);
                    self.output.summary().stopped = true;
                    reception.stop();
                }
                () = &mut over, if running => reception.stop(),
            }
            if self.failure.is_some() || self.max_events.is_some_and(|max| taken >= max) {
                reception.stop();
            }
        }
        self.finish(taken)
    }

    /// Shows a request. Whether it counts for `--max-events`.
    fn show(&mut self, received: Received, live: Option<&WatchedRun>) -> bool {
        if let Some(live) = live {
            live.received(&received);
        }
        let counts = counts(&received);
        if self.failure.is_none() {
            self.failure = self.output.record(&Record::Received(Box::new(received))).err();
        }
        counts
    }

    fn finish(mut self, taken: u64) -> Result<Exit, CliError> {
        match self.failure {
            // Who reads the output has had enough: that ends it as a signal does.
            Some(failure) if failure.is_broken_pipe() => return Ok(Exit::Terminated),
            Some(failure) => return Err(failure),
            None => {}
        }
        let summary = self.output.summary();
        let missing = self.max_events.map_or(0, |max| max.saturating_sub(taken));
        let tally = summary.received.get_or_insert_default();
        tally.missing = missing;
        if missing > 0 {
            summary.raise(Exit::Findings);
        }
        Ok(self.output.finish()?.exit)
    }
}

/// The way to the app behind until a signal comes: what waits for its turn then is not waited for.
struct UntilStopped {
    behind: HttpTransport,
    stop: Stop,
}

impl Transport for UntilStopped {
    async fn send(&self, packet: Packet) -> Result<Reply, SendError> {
        if self.stop.exit().is_some() {
            return Err(SendError::Other { reason: "not forwarded: the listener was stopped".to_owned() });
        }
        self.behind.send(packet).await
    }
}

/// Whether an event was answered as asked, for the first time.
fn counts(received: &Received) -> bool {
    let Receipt::Event(delivery) = &received.receipt else { return false };
    delivery.duplicate_of.is_none() && matches!(delivery.mischief, None | Some(Mischief::Responded))
}

async fn signalled(stop: &Stop) -> Exit {
    loop {
        if let Some(exit) = stop.exit() {
            return exit;
        }
        sleep(STOP_POLL).await;
    }
}

/// What is checked and kept, in words.
fn about(plan: &ReceiverPlan) -> String {
    let checks = match (plan.keys.encrypt_key(), plan.keys.verification_token()) {
        (Some(_), Some(_)) => "decrypting, verifying signature and token",
        (Some(_), None) => "decrypting, verifying the signature; any token will do",
        (None, Some(_)) => "verifying the token; no encrypt key, so no signature",
        (None, None) => "verifying nothing: no encrypt key and no token given",
    };
    match &plan.record.record {
        Some(path) => {
            let path = path.display().to_string();
            format!("{checks} · recording to {}", visible(&path))
        }
        None => checks.to_owned(),
    }
}

fn healed(healed: &Healed) -> String {
    let path = healed.path.to_string_lossy();
    let path = visible(&path);
    match (healed.cut, &healed.kept_in) {
        (0, _) => format!("note: the last line of `{path}` had no end; it was ended"),
        (cut, None) => format!("note: `{path}` ended in a torn line; its {cut} bytes were removed"),
        (cut, Some(aside)) => format!(
            "note: `{path}` ended in a torn line, which was never acknowledged; its {cut} bytes are in `{}` now",
            visible(&aside.to_string_lossy())
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::wire::http::Settings;

    #[tokio::test]
    async fn what_waits_for_its_turn_when_a_signal_comes_is_not_passed_on() {
        let sent = async |stop| {
            let behind = "http://127.0.0.1:1/".parse().unwrap();
            let behind = HttpTransport::new(behind, &Settings::default()).unwrap();
            UntilStopped { behind, stop }.send(Packet { headers: Vec::new(), body: Vec::new() }).await
        };
        assert!(matches!(sent(Stop::default()).await, Err(SendError::Unreachable { .. })));
        assert!(matches!(sent(Stop::came(Exit::Interrupted)).await, Err(SendError::Other { .. })));
    }
}
