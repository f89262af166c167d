//! The receiver: takes what a server hands in, has it on disk, and only then acknowledges it.

use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, PoisonError};
use std::time::Instant;

use serde_json::json;
use tokio::sync::mpsc;

use super::dedup::{DedupVerdict, Identity};
use super::forward::Forwarder;
use super::journal::{Clock, Journal};
use super::misbehaviour::{Misbehaviour, Response};
use super::receipt::{delivery, one_line, trust_of};
use super::recorder::{self, Added, Mended, RecordPlan, Recorder, is_event};
use super::refusal::{self, of_request};
use crate::engine::redact::{Pseudonyms, Redactor};
use crate::engine::validate::{Checker, Depth, Examined, OtherTypes};
use crate::files::AppendError;
use crate::json::Parsed;
use crate::model::{Document, Origin};
use crate::protocol::webhook::{
    Answer, Arrival, BodyFacts, CONTENT_TYPE, Extent, Keys, Kind, OpenAttempt, OpenError, Opened, Packet,
    Receiver, Reply, Transport, challenge_answer, open_and,
};
use crate::report::{ArrivedRequest, Finding, Mischief, Receipt, Received, Refusal, RefusalCause};

/// Requests that may wait to be shown. Beyond that, senders wait: nothing is lost, and memory stays bounded.
const WAITING: usize = 10_000;

/// The answer to whatever does not open or, opened, is not the platform's.
const NOT_THE_PLATFORMS: (u16, &str) =
    (401, "the request is not as the platform sends it; the reason stands in the receiver's own output");

/// What a receiver does.
pub struct ReceiverPlan {
    /// The path that events are delivered to, `/webhook/event`.
    pub path: String,
    /// What requests are opened and checked with.
    pub keys: Keys,
    /// What reads events and says what is wrong with them.
    pub checker: Checker,
    /// How events are answered.
    pub misbehaviour: Misbehaviour,
    /// What is kept on disk.
    pub record: RecordPlan,
}

/// Answers requests. With a transport, what is in order is passed on as it came.
pub struct EventReceiver {
    path: String,
    misbehaviour: Misbehaviour,
    /// Events that were opened so far.
    opened: AtomicU64,
    checker: Checker,
    other_types: Mutex<OtherTypes>,
    clock: Clock,
    journal: Journal,
    forward: Option<Forwarder>,
    /// What the record holds in the place of what identifies anybody.
    pseudonyms: Option<Pseudonyms>,
}

impl EventReceiver {
    /// Opens the record. What is answered comes out of the channel; the last value tells which files were mended.
    pub fn open(
        plan: ReceiverPlan,
        clock: Clock,
    ) -> Result<(Self, mpsc::Receiver<Received>, Mended), AppendError> {
        let (recorder, mended) = Recorder::open(&plan.record, clock())?;
        let (told, stream) = mpsc::channel(WAITING);
        let ReceiverPlan { path, keys, checker, misbehaviour, record } = plan;
        let journal = Journal::new(keys, recorder, &record, told);
        let other_types = Mutex::new(OtherTypes::new(checker.levels.clone()));
        let receiver = Self {
            path,
            misbehaviour,
            opened: AtomicU64::new(0),
            checker,
            other_types,
            clock,
            journal,
            forward: None,
            pseudonyms: record.pseudonyms,
        };
        Ok((receiver, stream, mended))
    }

    /// Passes what is in order on to an app behind; what comes back with this `id` is not passed on again.
    #[must_use]
    pub fn forward<T: Transport>(self, transport: T, id: String) -> Self {
        Self { forward: Some(Forwarder::new(transport, id)), ..self }
    }

    /// The path that events are delivered to.
    pub fn path(&self) -> &str {
        &self.path
    }
}

impl Receiver for EventReceiver {
    async fn receive(&self, arrival: Arrival) -> Answer {
        let came = Came { at: (self.clock)(), since: Instant::now() };
        if let Some(refusal) = refusal::of_arrival(&arrival, &self.path) {
            return self.refuse(came, &arrival, None, refusal).await;
        }
        let keys = &self.journal.keys;
        let OpenAttempt { opened, facts } = open_and(keys, &arrival.packet, |text, parsed| {
            is_event(&parsed.root).then(|| self.read(text, parsed))
        });
        match opened {
            Err(error) if is_confidential(&error, keys) => self.refuse_alike(came, arrival, facts, error),
            Err(error) => {
                let (refusal, facts) = of_request(&error, keys, &arrival.packet, facts);
                self.refuse(came, &arrival, Some(&facts), refusal).await
            }
            Ok((opened, event)) => match (opened, event.flatten()) {
                (Opened { kind: Kind::Challenge { challenge, .. }, token, .. }, _) => {
                    let raw = self.journal.raw(came.at, &arrival, facts.as_ref(), None);
                    let receipt = Receipt::UrlCheck { token: trust_of(token) };
                    self.check_url(came, arrival, raw, &challenge, receipt).await
                }
                (opened, Some(event)) => {
                    let raw = self.journal.raw(came.at, &arrival, facts.as_ref(), None);
                    self.take(came, arrival, raw, opened, event).await
                }
                (_, None) => self.refuse(came, &arrival, facts.as_ref(), refusal::of_other_json()).await,
            },
        }
    }
}

/// When a request came: by the clock, and as the beginning of its answer's time, which a clock that is set does not change.
#[derive(Clone, Copy)]
struct Came {
    at: i64,
    since: Instant,
}

/// An event that was read.
struct ReadEvent {
    origin: Origin,
    examined: Examined,
    conduct: Response,
    /// What the record holds of it, where it is going to be acknowledged.
    recorded: Option<recorder::RecordedEvent>,
}

/// Whether the sender must not learn what was wrong: from whether a body's padding was right, or what an opened body
/// lacked, a body that was captured could be decrypted without the key, request by request.
fn is_confidential(error: &OpenError, keys: &Keys) -> bool {
    let is_of_the_body = matches!(error, OpenError::NotJson(_) | OpenError::NotEncrypted | OpenError::NoKey);
    keys.cipher().is_some() && !is_of_the_body
}

impl EventReceiver {
    /// What an event says, and what the record holds of it.
    fn read(&self, text: &[u8], parsed: &Parsed<'_>) -> ReadEvent {
        let came_encrypted = self.journal.keys.cipher().is_some();
        let origin = Origin { opened: came_encrypted.then_some(1), ..Origin::start_of("request") };
        let examined = self.checker.examine_parsed(&origin, text, parsed);
        let identity = |it: &Examined| it.any_view().and_then(Identity::of);
        let conduct = self.misbehaviour.response(self.opened.fetch_add(1, Ordering::Relaxed));
        let recorded = || match &self.pseudonyms {
            None => recorder::RecordedEvent { identity: identity(&examined), line: one_line(text) },
            Some(pseudonyms) => {
                let bytes = Redactor::new(pseudonyms.clone(), None).redact_parsed(text, Some(parsed));
                let line = one_line(&bytes);
                let redacted = self.checker.examine(&Document::new(origin.clone(), bytes), Depth::View);
                recorder::RecordedEvent { identity: identity(&redacted), line }
            }
        };
        let recorded = (conduct == Response::Acknowledge).then(recorded);
        ReadEvent { origin, examined, conduct, recorded }
    }

    async fn refuse(
        &self,
        came: Came,
        arrival: &Arrival,
        facts: Option<&BodyFacts>,
        refusal: Refusal,
    ) -> Answer {
        let raw = self.journal.raw(came.at, arrival, facts, Some(refusal.cause));
        match self.journal.keep(recorder::Addition { at: came.at, event: None, raw }).await {
            Err(lost) if refusal.cause != RefusalCause::NotRecorded => {
                self.turn_away(came, arrival, lost).await
            }
            _ => self.turn_away(came, arrival, refusal).await,
        }
    }

    /// The same answer to whatever does not open or is not the platform's; the cause is worked out afterwards, for us.
    fn refuse_alike(
        &self,
        came: Came,
        arrival: Arrival,
        facts: Option<BodyFacts>,
        error: OpenError,
    ) -> Answer {
        let (journal, number) = (self.journal.clone(), self.journal.next_number());
        let Came { at, since } = came;
        let took = since.elapsed();
        tokio::spawn(async move {
            let (refusal, facts) = of_request(&error, &journal.keys, &arrival.packet, facts);
            let raw = journal.raw(at, &arrival, Some(&facts), Some(refusal.cause));
            // The sender has its answer; that the disk is full is told by the next event.
            let _ = journal.keep(recorder::Addition { at, event: None, raw }).await;
            let (status, request) = (Some(NOT_THE_PLATFORMS.0), journal.kept(&arrival, None));
            let receipt = Receipt::Refused(refusal);
            let (forwarded, findings) = (None, Vec::new());
            let received = Received { number, at, status, receipt, forwarded, findings, took, request };
            journal.tell(received).await;
        });
        let (status, text) = NOT_THE_PLATFORMS;
        Answer::Reply(message(status, text))
    }

    async fn turn_away(&self, came: Came, arrival: &Arrival, refusal: Refusal) -> Answer {
        let status = refusal.cause.status();
        let text = match &refusal.help {
            Some(help) => format!("{}; {help}", refusal.message),
            None => refusal.message.clone(),
        };
        let mut reply = message(status, &text);
        if refusal.cause == RefusalCause::NotPost {
            reply.headers.push(("Allow".into(), "POST".into()));
        }
        let request = self.journal.kept(arrival, None);
        let telling = self.telling(came, Some(status), Receipt::Refused(refusal), Vec::new(), request);
        self.journal.tell(telling).await;
        Answer::Reply(reply)
    }

    async fn check_url(
        &self,
        came: Came,
        arrival: Arrival,
        raw: Option<Vec<u8>>,
        challenge: &str,
        receipt: Receipt,
    ) -> Answer {
        if let Err(lost) = self.journal.keep(recorder::Addition { at: came.at, event: None, raw }).await {
            return self.turn_away(came, &arrival, lost).await;
        }
        let request = self.journal.kept(&arrival, None);
        self.pass_on(self.telling(came, Some(200), receipt, Vec::new(), request), arrival.packet).await;
        Answer::Reply(reply(200, challenge_answer(challenge)))
    }

    /// An event in order: onto the disk, then the answer that is asked for.
    async fn take(
        &self,
        came: Came,
        arrival: Arrival,
        raw: Option<Vec<u8>>,
        opened: Opened,
        event: ReadEvent,
    ) -> Answer {
        let Opened { plaintext, signature, token, .. } = opened;
        let ReadEvent { origin, examined, conduct, recorded: event } = event;
        let document = Document::new(origin, plaintext);
        let mut delivery = delivery(&examined, signature, token);
        let known = match self.journal.keep(recorder::Addition { at: came.at, event, raw }).await {
            Err(lost) => return self.turn_away(came, &arrival, lost).await,
            Ok(Added { known, recorded }) => {
                delivery.recorded = recorded;
                known
            }
        };
        let checked = match known {
            DedupVerdict::Other => self.checker.id_reused(&document, examined.validation),
            DedupVerdict::Same(first) => {
                delivery.duplicate_of = Some(first);
                examined.validation.checked
            }
            DedupVerdict::New => examined.validation.checked,
        };
        // An app subscribes to what it likes: what comes is a log, and no file of one event.
        let checked = self.other_types.lock().unwrap_or_else(PoisonError::into_inner).in_log(checked);
        if !self.misbehaviour.delay.is_zero() {
            tokio::time::sleep(self.misbehaviour.delay).await;
        }
        let (status, answer, mischief) = match conduct {
            Response::Acknowledge => (Some(200), Answer::Reply(message(200, "success")), None),
            Response::Drop => (None, Answer::Silence, Some(Mischief::Dropped)),
            Response::Fail(status, mischief) => {
                let reply = message(status, &format!("{status} on purpose"));
                (Some(status), Answer::Reply(reply), Some(mischief))
            }
        };
        delivery.mischief = mischief;
        let receipt = Receipt::Event(Box::new(delivery));
        let request = self.journal.kept(&arrival, Some(&document.bytes));
        self.pass_on(self.telling(came, status, receipt, checked.findings, request), arrival.packet).await;
        answer
    }

    /// What is told of a request that is answered now.
    fn telling(
        &self,
        came: Came,
        status: Option<u16>,
        receipt: Receipt,
        mut findings: Vec<Finding>,
        request: Option<Box<ArrivedRequest>>,
    ) -> Received {
        let (number, at, took) = (self.journal.next_number(), came.at, came.since.elapsed());
        for finding in &mut findings {
            finding.place.file = format!("request {number}").into();
        }
        Received { number, at, took, status, receipt, forwarded: None, findings, request }
    }

    /// Tells of a request, once the app behind has answered it, if there is one. The sender does not wait for that.
    async fn pass_on(&self, received: Received, packet: Packet) {
        match &self.forward {
            None => self.journal.tell(received).await,
            Some(forwarder) => forwarder.pass_on(packet, received, self.journal.clone(), self.clock),
        }
    }
}

fn message(status: u16, text: &str) -> Reply {
    reply(status, json!({ "msg": text }).to_string().into_bytes())
}

fn reply(status: u16, body: Vec<u8>) -> Reply {
    let headers = vec![("Content-Type".into(), CONTENT_TYPE.into())];
    Reply { status, headers, body, extent: Extent::Whole }
}
