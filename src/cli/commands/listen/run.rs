//! What `listen` does while it listens: shows what comes, and ends when it is time.

use std::path::Path;
use std::pin::pin;
use std::time::Duration;

use tokio::sync::watch;
use tokio::time::sleep;

use crate::cli::control::{BoundControl, ControlArgs, OnDemand, WatchedRun};
use crate::cli::deliver::LocalReceiver;
use crate::cli::output::{RecordOutput, file};
use crate::cli::{CliError, fitted, now_ms, run_id, say, say_public, signal};
use crate::engine::deliver::Halt;
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

/// How long a second signal leaves for what was acknowledged to be told.
const ABANDONED_WAIT: Duration = Duration::from_millis(200);

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
        let (halts, signalled) = signal::halts();
        if let Some(path) = ready_file {
            // One from an earlier run would tell of a server that is gone.
            let _ = std::fs::remove_file(path);
        }
        let lang = self.lang;
        let about = said(&about(&plan), lang).into_owned();
        let record = plan.record.record.as_ref().map(|it| it.display().to_string()).unwrap_or_default();
        let (receiver, arrivals, mended) = EventReceiver::open(plan, now_ms)?;
        let receiver = match self.behind.take() {
            Some(behind) => receiver.forward(UntilStopped { behind, halts: halts.clone() }, run_id()),
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
            let exit = self.serve(reception, halts, signalled, control.as_ref().map(|it| &*it.live)).await;
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
        halts: watch::Receiver<Halt>,
        mut signalled: watch::Receiver<Option<Exit>>,
        live: Option<&WatchedRun>,
    ) -> Result<Exit, CliError> {
        let mut over = pin!(sleep(self.after.unwrap_or(Duration::MAX)));
        let mut abandoned = pin!(async {
            signal::abandoned(halts).await;
            sleep(ABANDONED_WAIT).await;
        });
        let mut taken = 0;
        loop {
            let running = reception.is_open();
            tokio::select! {
                next = reception.arrivals.recv() => match next {
                    None => break,
                    Some(next) => taken += u64::from(self.show(next, live)),
                },
                Ok(exit) = signalled.wait_for(Option::is_some), if running => {
                    exit.into_iter().for_each(|it| self.end_as(it));
                }
                () = &mut over, if running => reception.stop(),
                // What is not answered by now was not acknowledged.
                () = &mut abandoned => break,
            }
            let is_told_to = self.failure.is_some() || self.output.summary().stopped;
            if is_told_to || self.max_events.is_some_and(|max| taken >= max) {
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
            match self.output.record(&Record::Received(Box::new(received))) {
                // Who reads the output has had enough: that ends it as a signal does, and other reports are written.
                Err(error) if error.is_broken_pipe() => self.end_as(Exit::Terminated),
                shown => self.failure = shown.err(),
            }
        }
        counts
    }

    fn end_as(&mut self, exit: Exit) {
        let summary = self.output.summary();
        summary.raise(exit);
        summary.stopped = true;
    }

    fn finish(mut self, taken: u64) -> Result<Exit, CliError> {
        if let Some(failure) = self.failure {
            return Err(failure);
        }
        let summary = self.output.summary();
        let missing = self.max_events.map_or(0, |max| max.saturating_sub(taken));
        let tally = summary.received.get_or_insert_default();
        tally.missing = missing;
        if missing > 0 {
            summary.raise(Exit::Findings);
        }
        match self.output.finish() {
            // A pipe that a report goes to.
            Err(error) if error.is_broken_pipe() => Ok(Exit::Terminated),
            finished => Ok(finished?.exit),
        }
    }
}

/// The way to the app behind until a signal comes: what waits for its turn then is not waited for, and after a second one no
/// answer is.
struct UntilStopped {
    behind: HttpTransport,
    halts: watch::Receiver<Halt>,
}

impl Transport for UntilStopped {
    async fn send(&self, packet: Packet) -> Result<Reply, SendError> {
        let stopped = |reason: &str| SendError::Other { reason: reason.to_owned() };
        if *self.halts.borrow() != Halt::No {
            return Err(stopped("not forwarded: the listener was stopped"));
        }
        tokio::select! {
            reply = self.behind.send(packet) => reply,
            () = signal::abandoned(self.halts.clone()) => Err(stopped("a second signal did not wait")),
        }
    }
}

/// Whether an event was answered as asked, for the first time.
fn counts(received: &Received) -> bool {
    let Receipt::Event(delivery) = &received.receipt else { return false };
    delivery.duplicate_of.is_none() && matches!(delivery.mischief, None | Some(Mischief::Responded))
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
    use tokio::net::TcpListener;

    use super::*;
    use crate::wire::http::Settings;

    #[tokio::test]
    async fn what_waits_for_its_turn_when_a_signal_comes_is_not_passed_on() {
        let sent = async |halt| {
            let behind = "http://127.0.0.1:1/".parse().unwrap();
            let behind = HttpTransport::new(behind, &Settings::default()).unwrap();
            let (_tell, halts) = watch::channel(halt);
            UntilStopped { behind, halts }.send(Packet { headers: Vec::new(), body: Vec::new() }).await
        };
        assert!(matches!(sent(Halt::No).await, Err(SendError::Unreachable { .. })));
        assert!(matches!(sent(Halt::Finish).await, Err(SendError::Other { .. })));
    }

    #[tokio::test]
    async fn no_answer_is_waited_for_after_a_second_signal() {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let behind = format!("http://{}/", listener.local_addr().unwrap()).parse().unwrap();
        let patient = Settings { timeout: Duration::MAX, ..Settings::default() };
        let behind = HttpTransport::new(behind, &patient).unwrap();
        let (tell, halts) = watch::channel(Halt::No);
        let transport = UntilStopped { behind, halts };
        let sent = transport.send(Packet { headers: Vec::new(), body: Vec::new() });
        let (sent, _app) = tokio::join!(sent, async {
            let app = listener.accept().await;
            tell.send_replace(Halt::Abandon);
            app
        });
        assert!(sent.is_err_and(|it| it.to_string() == "a second signal did not wait"));
    }
}
