//! The receiver without a server: what it passes on, and what it says when nothing can be written.

use std::sync::atomic::{AtomicI64, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use super::journal::Clock;
use super::misbehaviour::Misbehaviour;
use super::receiver::{EventReceiver, ReceiverPlan};
use super::recorder::RecordPlan;
use crate::engine::validate::Checker;
use crate::model::Secret;
use crate::protocol::Keys;
use crate::protocol::webhook::{
    Answer, Arrival, Extent, Intake, Packet, Receiver, Reply, SendError, Transport, challenge_answer,
};
use crate::report::{Forwarded, Receipt, Received, RefusalCause};

const EVENT: &[u8] = br#"{"header":{"event_id":"e-1","token":"example-token"}}"#;

/// An app behind that answers 503, and remembers what it was sent.
#[derive(Clone, Default)]
struct Behind(Arc<Mutex<Vec<Packet>>>);

impl Transport for Behind {
    async fn send(&self, packet: Packet) -> Result<Reply, SendError> {
        self.0.lock().unwrap().push(packet);
        let body = b"no handler".to_vec();
        Ok(Reply { status: 503, headers: Vec::new(), body, extent: Extent::Whole })
    }
}

fn receiver(record: RecordPlan) -> (EventReceiver, tokio::sync::mpsc::Receiver<Received>) {
    receiver_by(|| 7, record)
}

fn receiver_by(clock: Clock, record: RecordPlan) -> (EventReceiver, tokio::sync::mpsc::Receiver<Received>) {
    let keys = Keys::new(None, Some(Secret::new("example-token")));
    let (path, checker, misbehaviour) = ("/e".to_owned(), Checker::default(), Misbehaviour::default());
    let plan = ReceiverPlan { path, keys, checker, misbehaviour, record };
    let (receiver, told, _) = EventReceiver::open(plan, clock).unwrap();
    (receiver, told)
}

fn arrival(body: &[u8]) -> Arrival {
    let headers =
        [("host", "here"), ("x-lark-request-nonce", "n"), ("content-length", "53"), ("x-trace", "t")];
    let headers = headers.map(|(name, value)| (name.into(), value.into())).to_vec();
    let packet = Packet { headers, body: body.to_vec() };
    Arrival { method: "POST".to_owned(), target: "/e".to_owned(), packet, intake: Intake::Whole }
}

fn status(answer: &Answer) -> Option<u16> {
    match answer {
        Answer::Reply(reply) => Some(reply.status),
        Answer::Silence => None,
    }
}

fn block_on<F: Future>(future: F) -> F::Output {
    tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap().block_on(future)
}

#[test]
fn what_is_in_order_goes_on_as_it_came_and_the_rest_does_not() {
    block_on(async {
        let (receiver, mut told) = receiver(RecordPlan::default());
        let behind = Behind::default();
        let receiver = receiver.forward(behind.clone(), "own".to_owned());
        assert_eq!(status(&receiver.receive(arrival(EVENT)).await), Some(200));
        let check = br#"{"challenge":"c","token":"example-token","type":"url_verification"}"#;
        let Answer::Reply(reply) = receiver.receive(arrival(check)).await else { panic!() };
        assert_eq!(reply.body, challenge_answer("c"));
        assert_eq!(status(&receiver.receive(arrival(b"{}")).await), Some(401));
        let mut own = arrival(EVENT);
        own.packet.headers.push(("X-Helpdesk-Evt-Via".into(), "own".into()));
        assert_eq!(status(&receiver.receive(own).await), Some(200));
        drop(receiver);
        let mut answers = Vec::new();
        while let Some(told) = told.recv().await {
            answers.push((told.number, told.forwarded));
        }
        answers.sort_by_key(|it| it.0);
        let theirs = Some(Forwarded::Answered { status: 503, body: "no handler".to_owned() });
        assert_eq!(answers[..3], [(1, theirs.clone()), (2, theirs), (3, None)]);
        let Some(Forwarded::Failed { reason }) = &answers[3].1 else { panic!("{answers:?}") };
        assert!(reason.contains("forwards to itself"), "{reason}");
        let sent = behind.0.lock().unwrap();
        assert_eq!(sent.iter().map(|it| &*it.body).collect::<Vec<_>>(), [EVENT, check]);
        let names: Vec<_> = sent[0].headers.iter().map(|(name, _)| &**name).collect();
        assert_eq!(names, ["x-lark-request-nonce", "x-trace", "X-Helpdesk-Evt-Via"]);
    });
}

#[test]
fn a_clock_that_is_set_changes_nothing_in_how_long_an_answer_took() {
    static CLOCK: AtomicI64 = AtomicI64::new(0);
    const DAY_MS: i64 = 86_400_000;
    let (receiver, mut told) =
        receiver_by(|| CLOCK.fetch_add(DAY_MS, Ordering::Relaxed), RecordPlan::default());
    assert_eq!(status(&block_on(receiver.receive(arrival(EVENT)))), Some(200));
    assert!(told.try_recv().unwrap().took < Duration::from_hours(1));
}

#[test]
fn a_path_with_a_query_is_the_same_path_and_another_method_is_told() {
    block_on(async {
        let (receiver, mut told) = receiver(RecordPlan::default());
        let queried = Arrival { target: "/e?x=1".to_owned(), ..arrival(EVENT) };
        assert_eq!(status(&receiver.receive(queried).await), Some(200));
        let put = Arrival { method: "PUT".to_owned(), ..arrival(EVENT) };
        let Answer::Reply(reply) = receiver.receive(put).await else { panic!() };
        assert_eq!((reply.status, reply.header("allow")), (405, Some("POST")));
        for (intake, cause) in [
            (Intake::TooLarge { limit: 5 }, RefusalCause::TooLarge),
            (Intake::TooSlow { limit_ms: 5 }, RefusalCause::TooSlow),
            (Intake::GaveWay, RefusalCause::GaveWay),
            (Intake::FromWebPage { header: "Origin" }, RefusalCause::FromWebPage),
            (Intake::Broken, RefusalCause::BrokenOff),
        ] {
            let answer = receiver.receive(Arrival { intake, ..arrival(b"") }).await;
            assert_eq!(status(&answer), Some(cause.status()));
        }
        drop(receiver);
        let mut causes = Vec::new();
        while let Some(told) = told.recv().await {
            if let Receipt::Refused(refusal) = told.receipt {
                causes.push(refusal.cause);
            }
        }
        let expected = [
            RefusalCause::NotPost,
            RefusalCause::TooLarge,
            RefusalCause::TooSlow,
            RefusalCause::GaveWay,
            RefusalCause::FromWebPage,
            RefusalCause::BrokenOff,
        ];
        assert_eq!(causes, expected);
    });
}

#[test]
fn nobody_listening_to_what_is_told_does_not_fail_a_sender() {
    block_on(async {
        let (receiver, told) = receiver(RecordPlan::default());
        drop(told);
        assert_eq!(status(&receiver.receive(arrival(EVENT)).await), Some(200));
    });
}
