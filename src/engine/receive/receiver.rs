//! The desk: takes what a server hands in, has it on disk, and only then acknowledges it.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use serde_json::json;
use tokio::sync::mpsc;

use super::misbehaviour::{Conduct, Manners, Mood};
use super::onward::{forwarded, onward};
use super::receipt::{delivery, one_line, trust_of};
use super::recorder::{Book, BookPlan, Entered, Mended};
use super::{raw_record, recorder, refusal};
use crate::files::AppendError;
use crate::protocol::Keys;
use crate::protocol::webhook::{
    Answer, Arrival, CONTENT_TYPE, Extent, Kind, Opened, Packet, Receiver, Reply, SendError, Transport,
    challenge_answer, open,
};
use crate::report::{Cause, Forwarded, Mischief, Receipt, Received, Refusal, Trust};

/// Requests that may wait to be shown. Beyond that, senders wait: nothing is lost, and memory stays bounded.
const WAITING: usize = 10_000;

/// What a receiver does.
#[derive(Clone, Debug)]
pub struct DeskPlan {
    /// The path that events are delivered to, `/webhook/event`.
    pub path: String,
    /// What requests are opened and checked with.
    pub keys: Keys,
    /// How events are answered.
    pub manners: Manners,
    /// What is kept on disk.
    pub book: BookPlan,
}

/// The time, ms since the epoch.
pub(super) type Clock = fn() -> i64;

/// A request that was answered, for whoever shows it.
#[derive(Clone, Debug)]
pub struct Told {
    /// What is known of it; the findings are still to come.
    pub received: Received,
    /// The event's text, as it was opened.
    pub event: Option<Vec<u8>>,
    /// Whether that text came encrypted.
    pub opened: bool,
}

/// A transport to nowhere: for a desk that forwards nothing.
#[derive(Clone, Copy, Debug)]
pub enum Nowhere {}

impl Transport for Nowhere {
    async fn send(&self, _: Packet) -> Result<Reply, SendError> {
        match *self {}
    }
}

/// Answers requests. With a transport, what is in order is passed on as it came.
pub struct Desk<T = Nowhere> {
    path: String,
    keys: Keys,
    mood: Mood,
    book: Arc<Book>,
    keeps_raw: bool,
    clock: Clock,
    number: Arc<AtomicU64>,
    told: mpsc::Sender<Told>,
    forward: Option<Arc<T>>,
}

impl Desk {
    /// Opens the books. What is answered comes out of the receiver, until the desk is dropped; the last value tells
    /// which files were mended.
    pub fn open(plan: DeskPlan, clock: Clock) -> Result<(Self, mpsc::Receiver<Told>, Mended), AppendError> {
        let (book, mended) = Book::open(&plan.book, clock())?;
        let (told, stream) = mpsc::channel(WAITING);
        let desk = Self {
            path: plan.path,
            keys: plan.keys,
            mood: Mood::new(plan.manners),
            book: Arc::new(book),
            keeps_raw: plan.book.raw.is_some(),
            clock,
            number: Arc::default(),
            told,
            forward: None,
        };
        Ok((desk, stream, mended))
    }

    /// Passes what is in order on to an app behind.
    #[must_use]
    pub fn forward<T: Transport>(self, transport: T) -> Desk<T> {
        let Self { path, keys, mood, book, keeps_raw, clock, number, told, .. } = self;
        Desk { path, keys, mood, book, keeps_raw, clock, number, told, forward: Some(Arc::new(transport)) }
    }
}

impl<T: Transport + Send + Sync + 'static> Receiver for Desk<T> {
    async fn receive(&self, arrival: Arrival) -> Answer {
        let at = (self.clock)();
        let opened = match refusal::of_arrival(&arrival, &self.path) {
            Some(refusal) => Err(refusal),
            None => open(&self.keys, &arrival.packet)
                .map_err(|error| refusal::of_open(&error, &self.keys, &arrival.packet)),
        };
        match opened {
            Err(refusal) => self.refuse(at, &arrival, refusal).await,
            Ok(Opened { kind: Kind::Challenge { challenge, .. }, token, .. }) => {
                self.check_url(at, arrival, &challenge, trust_of(token)).await
            }
            Ok(opened) => self.take(at, arrival, opened).await,
        }
    }
}

impl<T> Desk<T> {
    /// The path that events are delivered to.
    pub fn path(&self) -> &str {
        &self.path
    }
}

impl<T: Transport + Send + Sync + 'static> Desk<T> {
    async fn refuse(&self, at: i64, arrival: &Arrival, refusal: Refusal) -> Answer {
        let raw = self.raw(at, arrival, Some(refusal.cause));
        match self.keep(recorder::Entry { at, event: None, raw }).await {
            Err(lost) if refusal.cause != Cause::NotRecorded => self.turn_away(at, lost).await,
            _ => self.turn_away(at, refusal).await,
        }
    }

    async fn turn_away(&self, at: i64, refusal: Refusal) -> Answer {
        let status = refusal.cause.status();
        let text = match &refusal.help {
            Some(help) => format!("{}; {help}", refusal.message),
            None => refusal.message.clone(),
        };
        let mut reply = reply(status, json!({ "msg": text }).to_string().into_bytes());
        if refusal.cause == Cause::NotPost {
            reply.headers.push(("Allow".into(), "POST".into()));
        }
        self.tell(at, Some(status), Receipt::Refused(refusal), None).await;
        Answer::Reply(reply)
    }

    async fn check_url(&self, at: i64, arrival: Arrival, challenge: &str, token: Trust) -> Answer {
        let raw = self.raw(at, &arrival, None);
        if let Err(lost) = self.keep(recorder::Entry { at, event: None, raw }).await {
            return self.turn_away(at, lost).await;
        }
        let receipt = Receipt::UrlCheck { token };
        self.pass_on(at, Some(200), receipt, None, arrival.packet).await;
        Answer::Reply(reply(200, challenge_answer(challenge)))
    }

    /// An event in order: onto the disk, then the answer that the manners ask for.
    async fn take(&self, at: i64, arrival: Arrival, opened: Opened) -> Answer {
        let mut delivery = delivery(&opened);
        let conduct = self.mood.next();
        let event = (conduct == Conduct::Acknowledge).then(|| recorder::Event {
            id: delivery.event_id.clone().filter(|id| !id.is_empty()),
            line: one_line(&opened.plaintext),
        });
        let raw = self.raw(at, &arrival, None);
        match self.keep(recorder::Entry { at, event, raw }).await {
            Err(lost) => return self.turn_away(at, lost).await,
            Ok(Entered { duplicate_of, recorded }) => {
                (delivery.duplicate_of, delivery.recorded) = (duplicate_of, recorded);
            }
        }
        if !self.mood.delay().is_zero() {
            tokio::time::sleep(self.mood.delay()).await;
        }
        let (status, answer) = match conduct {
            Conduct::Acknowledge => (Some(200), Answer::Reply(reply(200, br#"{"msg":"success"}"#.to_vec()))),
            Conduct::Drop => (None, Answer::Silence),
            Conduct::Fail(status, _) => {
                let body = json!({ "msg": format!("{status} on purpose") }).to_string();
                (Some(status), Answer::Reply(reply(status, body.into_bytes())))
            }
        };
        delivery.mischief = match conduct {
            Conduct::Acknowledge => None,
            Conduct::Drop => Some(Mischief::Dropped),
            Conduct::Fail(_, mischief) => Some(mischief),
        };
        let opened_text = (opened.plaintext, self.keys.cipher().is_some());
        self.pass_on(at, status, Receipt::Event(Box::new(delivery)), Some(opened_text), arrival.packet).await;
        answer
    }

    fn raw(&self, at: i64, arrival: &Arrival, refused: Option<Cause>) -> Option<Vec<u8>> {
        self.keeps_raw.then(|| raw_record::line(at, arrival, &self.keys, refused.map(Cause::slug)))
    }

    /// Puts an entry on disk. What is not there must not be acknowledged.
    async fn keep(&self, entry: recorder::Entry) -> Result<Entered, Refusal> {
        if entry.event.is_none() && entry.raw.is_none() {
            return Ok(Entered::default());
        }
        self.book.enter(entry).await.map_err(|reason| Refusal {
            cause: Cause::NotRecorded,
            message: format!("cannot record the event: {reason}"),
            help: Some("it was answered with 500, so the sender keeps it; make room on the disk".to_owned()),
            mistakes: Vec::new(),
        })
    }

    /// Tells of a request, once the app behind has answered it, if there is one. The sender does not wait for that.
    async fn pass_on(
        &self,
        at: i64,
        status: Option<u16>,
        receipt: Receipt,
        event: Option<(Vec<u8>, bool)>,
        packet: Packet,
    ) {
        let Some(transport) = self.forward.clone() else {
            return self.tell(at, status, receipt, event).await;
        };
        let (number, told, clock) = (self.next_number(), self.told.clone(), self.clock);
        let books = self.keeps_raw.then(|| (Arc::clone(&self.book), self.keys.clone()));
        tokio::spawn(async move {
            let forwarded = forwarded(transport.send(onward(packet)).await);
            if let Some((book, keys)) = books {
                let line = raw_record::answers(at, status, &forwarded, &keys);
                // The request itself is on disk; a lost second line is told by the next request.
                let _ = book.enter(recorder::Entry { at: clock(), event: None, raw: Some(line) }).await;
            }
            let _ = told.send(telling(number, at, status, receipt, Some(forwarded), event)).await;
        });
    }

    async fn tell(&self, at: i64, status: Option<u16>, receipt: Receipt, event: Option<(Vec<u8>, bool)>) {
        let telling = telling(self.next_number(), at, status, receipt, None, event);
        // Nobody listening any more is no reason to fail a sender.
        let _ = self.told.send(telling).await;
    }

    fn next_number(&self) -> u64 {
        self.number.fetch_add(1, Ordering::Relaxed) + 1
    }
}

fn telling(
    number: u64,
    at: i64,
    status: Option<u16>,
    receipt: Receipt,
    forwarded: Option<Forwarded>,
    event: Option<(Vec<u8>, bool)>,
) -> Told {
    let received = Received { number, at, status, receipt, forwarded, findings: Vec::new() };
    let opened = event.as_ref().is_some_and(|(_, opened)| *opened);
    Told { received, event: event.map(|(text, _)| text), opened }
}

fn reply(status: u16, body: Vec<u8>) -> Reply {
    let headers = vec![("Content-Type".into(), CONTENT_TYPE.into())];
    Reply { status, headers, body, extent: Extent::Whole }
}
