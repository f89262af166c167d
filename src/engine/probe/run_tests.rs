//! Whole probes, against receivers that are functions.

use std::ops::ControlFlow;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use tokio::time::sleep;

use super::fixture::{Fixed, both};
use super::plan::{Generate, Instruments, OnceClear, ProbePlan};
use super::run::probe;
use super::select::Selection;
use crate::engine::probe::cases::cases;
use crate::model::Secret;
use crate::protocol::Keys;
use crate::protocol::sdks::Sdk;
use crate::protocol::webhook::{
    Dialogue, Extent, Kind, Packet, Reply, SendError, Transport, challenge_answer, open,
};
use crate::report::{Probed, Verdict};

/// A receiver that answers by a function, after a time.
struct Desk<F> {
    delay: Duration,
    answer: F,
}

fn reply(status: u16, body: &[u8]) -> Reply {
    Reply { status, headers: Vec::new(), body: body.to_vec(), extent: Extent::Whole }
}

/// What a faithful receiver answers.
#[expect(clippy::unnecessary_wraps, reason = "a receiver like the others here, of which some fail")]
fn faithful(packet: &Packet) -> Result<Reply, SendError> {
    Ok(match open(&both(), packet) {
        Ok(opened) => match opened.kind {
            Kind::Challenge { challenge, .. } => reply(200, &challenge_answer(&challenge)),
            Kind::Event => reply(200, b"{\"msg\":\"success\"}"),
        },
        Err(_) => reply(500, b"{\"msg\":\"refused\"}"),
    })
}

impl<F: Fn(&Packet) -> Result<Reply, SendError> + Send + Sync + 'static> Transport for Desk<F> {
    async fn send(&self, packet: Packet) -> Result<Reply, SendError> {
        sleep(self.delay).await;
        (self.answer)(&packet)
    }
}

/// A connection that is kept for so many answers.
struct Kept(usize);

impl Dialogue for Kept {
    async fn converse(&self, packets: Vec<Packet>) -> Result<Vec<Reply>, SendError> {
        packets.iter().take(self.0).map(faithful).collect()
    }
}

struct Run {
    plan: ProbePlan,
    keys: Keys,
    delay: Duration,
    kept: usize,
    effect: Option<&'static str>,
}

impl Run {
    fn new() -> Self {
        Self { plan: ProbePlan::new("test"), keys: both(), delay: Duration::ZERO, kept: 2, effect: Some("1") }
    }

    async fn of<F>(self, answer: F) -> Result<Vec<Probed>, SendError>
    where
        F: Fn(&Packet) -> Result<Reply, SendError> + Send + Sync + 'static,
    {
        let effect = self.effect;
        let instruments = Instruments {
            keys: self.keys,
            surroundings: Arc::new(Fixed::default()),
            transport: Arc::new(Desk { delay: self.delay, answer }),
            dialogue: Ok(Kept(self.kept)),
            effect: effect.map(|it| Box::new(move |_: &str| Ok(it.to_owned())) as super::plan::CountEffects),
        };
        let mut all = Vec::new();
        let ended = probe(&self.plan, instruments, |it| {
            all.push(it);
            ControlFlow::Continue(())
        });
        ended.await.map(|_| all)
    }
}

/// The cases of a verdict.
fn with(all: &[Probed], verdict: Verdict) -> Vec<&'static str> {
    all.iter().filter(|it| it.verdict == verdict).map(|it| it.case).collect()
}

fn find<'a>(all: &'a [Probed], case: &str) -> &'a Probed {
    all.iter().find(|it| it.case == case).unwrap()
}

#[tokio::test(start_paused = true)]
async fn a_faithful_receiver_passes_everything_that_applies() {
    let all = Run::new().of(faithful).await.unwrap();
    let without_key = ["url-check", "url-check-signed", "event-signed"];
    assert_eq!(with(&all, Verdict::Skipped), without_key);
    let asked_for = ["old-key", "generated"];
    assert_eq!(with(&all, Verdict::Pass).len(), cases().count() - without_key.len() - asked_for.len());
    assert!(find(&all, "stale-timestamp").advice.is_some());
}

#[tokio::test(start_paused = true)]
async fn without_secrets_what_needs_them_is_skipped_with_the_reason() {
    let run = Run { keys: Keys::default(), effect: None, ..Run::new() };
    let all = run.of(|packet| {
        let opened = open(&Keys::default(), packet);
        opened.map_or_else(
            |_| Ok(reply(400, b"")),
            |it| match it.kind {
                Kind::Challenge { challenge, .. } => Ok(reply(200, &challenge_answer(&challenge))),
                Kind::Event => Ok(reply(200, b"")),
            },
        )
    });
    let all = all.await.unwrap();
    assert_eq!((with(&all, Verdict::Fail).len(), with(&all, Verdict::Warn).len()), (0, 0), "{all:#?}");
    assert_eq!(find(&all, "forged-body").got, "no encrypt key was given");
    assert_eq!(find(&all, "wrong-token").got, "no verification token was given");
    assert_eq!(find(&all, "effect").got, "no command was given that counts effects (--effect)");
    assert_eq!(find(&all, "url-check").verdict, Verdict::Pass);
}

#[tokio::test(start_paused = true)]
async fn a_slow_receiver_is_told_by_its_p99_and_by_the_url_check() {
    let all = Run { delay: Duration::from_millis(1_600), ..Run::new() }.of(faithful).await.unwrap();
    assert_eq!(with(&all, Verdict::Fail), ["url-check-encrypted", "url-check-time"]);
    assert_eq!(with(&all, Verdict::Warn), ["answer-time"]);
    assert_eq!(find(&all, "url-check-encrypted").got, "200 in 1.600 s, too late");
    let all = Run { delay: Duration::from_millis(3_500), ..Run::new() }.of(faithful).await.unwrap();
    assert!(with(&all, Verdict::Fail).contains(&"answer-time"));
}

#[tokio::test(start_paused = true)]
async fn a_receiver_that_ends_takes_the_rest_with_it_and_is_not_alive() {
    let ended = Mutex::new(false);
    let answer = move |packet: &Packet| {
        if *ended.lock().unwrap() {
            let (target, reason) = ("test".to_owned(), "connection refused".to_owned());
            return Err(SendError::Unreachable { target, reason });
        }
        let answered = faithful(packet)?;
        // A body that does not parse ends it, as it does the Node SDK.
        if packet.body.is_empty() {
            *ended.lock().unwrap() = true;
            return Err(SendError::Closed { reason: "reset".to_owned() });
        }
        Ok(answered)
    };
    let all = Run::new().of(answer).await.unwrap();
    assert_eq!(with(&all, Verdict::Warn), ["empty-body"]);
    assert_eq!(find(&all, "undecryptable").got, "nothing listens any more, since `empty-body`");
    assert_eq!(with(&all, Verdict::Fail), ["alive"]);
}

#[tokio::test(start_paused = true)]
async fn an_sdks_own_deviation_warns_and_names_it() {
    let answer = |packet: &Packet| {
        let answered = faithful(packet)?;
        let json = std::str::from_utf8(&packet.body).is_ok_and(|it| it.ends_with('}'));
        let signed = packet.header("X-Lark-Signature").is_some();
        // An unsigned URL check opens; everything else that does not is an empty 200.
        Ok(if answered.status == 200 || !json || (!signed && packet.body.len() < 300) {
            answered
        } else {
            reply(200, b"")
        })
    };
    let strict = Run::new().of(answer).await.unwrap();
    assert!(with(&strict, Verdict::Fail).contains(&"forged-body"));
    assert!(find(&strict, "forged-body").advice.as_ref().unwrap().contains("Node SDK"));
    let plan = ProbePlan { sdk: Some(Sdk::Node), ..ProbePlan::new("test") };
    let all = Run { plan, ..Run::new() }.of(answer).await.unwrap();
    let forged = find(&all, "forged-body");
    assert_eq!((forged.verdict, forged.sdk), (Verdict::Warn, Some("node")));
    assert_eq!(with(&all, Verdict::Fail), ["wrong-token", "missing-token", "undecryptable"]);
}

/// A faithful receiver that answers events by what is in them.
fn of_events(
    answer: impl Fn(&str) -> (u16, &'static str) + Send + Sync,
) -> impl Fn(&Packet) -> Result<Reply, SendError> + Send + Sync {
    move |packet| match open(&both(), packet) {
        Ok(opened) if opened.kind == Kind::Event => {
            let (status, body) = answer(&String::from_utf8_lossy(&opened.plaintext));
            Ok(reply(status, body.as_bytes()))
        }
        _ => faithful(packet),
    }
}

const NO_ROOM: &str =
    r#"{"msg":"java.lang.NumberFormatException: Expected an int but was 1700000000000 at line 1"}"#;
const NO_HANDLER: &str = r#"{"msg":"event type: x, not found handler"}"#;

#[tokio::test(start_paused = true)]
async fn a_handler_that_loses_real_events_fails_and_forgeries_are_made_from_what_it_takes() {
    let typed = |text: &str| match text {
        it if !it.contains("ticket.updated_v1") => (200, NO_HANDLER),
        it if it.contains("_at\"") => (500, NO_ROOM),
        _ => (200, "{\"msg\":\"success\"}"),
    };
    let plan = |once_clear| ProbePlan { sdk: Some(Sdk::Java), once_clear, ..ProbePlan::new("test") };
    let all = Run { plan: plan(OnceClear::End), ..Run::new() }.of(of_events(typed)).await.unwrap();
    assert_eq!(all.last().unwrap().case, "event");
    let all = Run { plan: plan(OnceClear::KeepGoing), ..Run::new() }.of(of_events(typed)).await.unwrap();
    let event = find(&all, "event");
    assert_eq!((event.verdict, event.sdk), (Verdict::Fail, None));
    assert!(event.advice.as_ref().unwrap().contains("onCustomizedEvent"), "{event:?}");
    for taken in ["event-minimal", "forged-body", "wrong-token", "duplicate", "answer-time", "large-body"] {
        assert_eq!(find(&all, taken).verdict, Verdict::Pass, "{:?}", find(&all, taken));
    }
    assert_eq!(find(&all, "event-created").verdict, Verdict::Skipped);
}

#[tokio::test(start_paused = true)]
async fn a_handler_that_fails_is_excused_by_no_sdk_and_then_no_refusal_proves_anything() {
    for sdk in [Sdk::Java, Sdk::Go, Sdk::Python, Sdk::Node] {
        let down = |_: &str| (500, "{\"msg\":\"database is down\"}");
        let plan = ProbePlan { sdk: Some(sdk), once_clear: OnceClear::KeepGoing, ..ProbePlan::new("test") };
        let all = Run { plan, ..Run::new() }.of(of_events(down)).await.unwrap();
        assert_eq!(find(&all, "event").verdict, Verdict::Fail, "{sdk:?}");
        let passed = with(&all, Verdict::Pass);
        // The first two are of the URL check; the connection of this test is that of another receiver.
        let of_others = ["url-check-encrypted", "url-check-wrong-token", "header-case", "url-check-time"];
        assert_eq!(passed, [&of_others[..], &["keep-alive", "alive"]].concat());
        assert!(find(&all, "stale-timestamp").got.contains("no valid event is taken"), "{sdk:?}");
    }
}

#[tokio::test(start_paused = true)]
async fn a_receiver_of_another_type_is_judged_by_that_and_one_of_none_fails() {
    let created = |text: &str| {
        let is_created = text.contains("ticket.created_v1");
        (200, if is_created { "{\"msg\":\"success\"}" } else { NO_HANDLER })
    };
    let all = Run::new().of(of_events(created)).await.unwrap();
    assert_eq!(with(&all, Verdict::Fail).len(), 0, "{all:#?}");
    assert!(find(&all, "event").got.contains("no handler is registered"), "{all:#?}");
    assert_eq!(find(&all, "forged-body").verdict, Verdict::Pass);
    let all = Run::new().of(of_events(|_| (200, NO_HANDLER))).await.unwrap();
    assert_eq!(all.last().unwrap().case, "event");
    assert_eq!(with(&all, Verdict::Fail), ["event"]);
}

#[tokio::test(start_paused = true)]
async fn a_clear_cause_ends_the_probe_unless_it_is_to_go_on() {
    // It answers the plain URL check though it has a key, as the Python SDK does.
    let other = Keys::new(Some(Secret::new("other-key")), both().verification_token().cloned());
    let without = Keys::new(None, both().verification_token().cloned());
    let answer = move |packet: &Packet| match (open(&other, packet), open(&without, packet)) {
        (Ok(_), _) => Ok(reply(200, b"{\"msg\":\"success\"}")),
        (Err(_), Ok(it)) => match it.kind {
            Kind::Challenge { challenge, .. } => Ok(reply(200, &challenge_answer(&challenge))),
            Kind::Event => Ok(reply(500, b"{\"msg\":\"signature verification failed\"}")),
        },
        _ => Ok(reply(500, b"{\"msg\":\"invalid PKCS7 padding\"}")),
    };
    let all = Run::new().of(answer.clone()).await.unwrap();
    assert_eq!(with(&all, Verdict::Fail), ["url-check-encrypted"]);
    let advice = find(&all, "url-check-encrypted").advice.clone().unwrap();
    assert!(advice.contains("another one than the given"), "{advice}");
    let plan = ProbePlan { once_clear: OnceClear::KeepGoing, ..ProbePlan::new("test") };
    let all = Run { plan, ..Run::new() }.of(answer).await.unwrap();
    assert_eq!(all.last().unwrap().case, "alive");
}

/// The cases that are put to a receiver that answers events so, and what is advised of the last one.
async fn ended_by(answer: impl Fn(&str) -> (u16, &'static str) + Send + Sync + 'static) -> (usize, String) {
    let all = Run::new().of(of_events(answer)).await.unwrap();
    (all.len(), all.last().unwrap().advice.clone().unwrap_or_default())
}

#[tokio::test(start_paused = true)]
async fn what_ends_the_probe_is_a_right_request_of_which_it_is_clear_why_it_is_not_taken() {
    let whole = Run::new().of(faithful).await.unwrap().len();
    let until =
        |case: &str| cases().filter(|it| it.slug != "old-key").position(|it| it.slug == case).unwrap() + 1;
    for (status, body) in [(500, "{\"msg\":\"database is down\"}"), (404, ""), (308, ""), (204, "")] {
        assert_eq!(ended_by(move |_| (status, body)).await.0, until("event"), "{status}");
    }
    assert!(ended_by(|_| (404, "")).await.1.contains("at this path"));
    // Other events are taken: that one it fails at ends it as well.
    let strict = |text: &str| if text.contains("\"score\"") { (200, "ok") } else { (500, "no score") };
    let (count, advice) = ended_by(strict).await;
    assert_eq!((count, advice.starts_with("Read `score`")), (until("event-sparse"), true), "{advice}");
    // Why these are refused is not clear, and what is let through hides nothing else.
    assert_eq!(ended_by(|_| (403, "")).await.0, whole);
    assert_eq!(Run::new().of(|it| faithful(it).map(|it| reply(200, &it.body))).await.unwrap().len(), whole);
}

#[tokio::test(start_paused = true)]
async fn an_app_on_node_whose_handler_returns_nothing_is_told_from_one_with_another_key() {
    let app = |packet: &Packet| {
        let keys = Keys::new(both().encrypt_key().cloned(), None);
        // It answers the plain URL check though it has a key.
        let opened = open(&keys, packet).or_else(|_| open(&Keys::default(), packet));
        let is_signed = open(&keys, packet).is_ok();
        Ok(match opened.map(|it| (it.kind, it.plaintext)) {
            Ok((Kind::Challenge { challenge, .. }, _)) => reply(200, &challenge_answer(&challenge)),
            Ok((_, text)) if is_signed && String::from_utf8_lossy(&text).contains("example.none_v1") => {
                reply(200, b"\"no helpdesk.example.none_v1 event handle\"")
            }
            _ => reply(200, b""),
        })
    };
    let plan = || ProbePlan { sdk: Some(Sdk::Node), ..ProbePlan::new("test") };
    let all = Run { plan: plan(), ..Run::new() }.of(app).await.unwrap();
    assert_eq!(find(&all, "event").verdict, Verdict::Pass);
    let of_the_sdk = ["wrong-token", "missing-token"].map(|it| (find(&all, it).verdict, find(&all, it).sdk));
    assert_eq!(of_the_sdk, [(Verdict::Warn, Some("node")); 2]);
    // Without the key nothing fits, and all of it is answered so.
    let keys = Keys::new(None, both().verification_token().cloned());
    let all = Run { plan: plan(), keys, ..Run::new() }.of(app).await.unwrap();
    assert_eq!(find(&all, "event").verdict, Verdict::Warn);
    assert_eq!(find(&all, "wrong-token").verdict, Verdict::Fail);
}

#[tokio::test(start_paused = true)]
async fn events_of_chance_and_of_the_old_key_are_sent_where_they_are_asked_for() {
    let strict = |text: &str| {
        let is_known = !text.contains("\"status\":99");
        if is_known { (200, "ok") } else { (500, "{\"msg\":\"unknown status\"}") }
    };
    let generate = Some(Generate { count: 200, seed: 1 });
    let plan = ProbePlan { generate, old_key: Some(Secret::new("old-key")), ..ProbePlan::new("test") };
    let all = Run { plan, ..Run::new() }.of(of_events(strict)).await.unwrap();
    assert_eq!(with(&all, Verdict::Fail), ["old-key", "generated"]);
    let generated = find(&all, "generated");
    assert!(generated.got.contains("status 99, which is not documented"), "{generated:?}");
    assert!(
        generated.curl.as_ref().unwrap().starts_with("curl -sS -i 'test' \\\n  -H 'Content-Type"),
        "{generated:?}"
    );
    let generate = Some(Generate { count: 40, seed: 1 });
    let selection = Selection::new(&["generated".to_owned()], &[]).unwrap();
    let plan = ProbePlan { selection, generate, ..ProbePlan::new("test") };
    let all = Run { plan, ..Run::new() }.of(faithful).await.unwrap();
    assert_eq!((all[0].verdict, all[0].got.as_str()), (Verdict::Pass, "all 40 were taken"));
}

#[tokio::test(start_paused = true)]
async fn nothing_that_listens_is_an_error_and_no_verdict() {
    let refused = |_: &Packet| {
        Err(SendError::Unreachable { target: "test".to_owned(), reason: "connection refused".to_owned() })
    };
    assert!(matches!(Run::new().of(refused).await, Err(SendError::Unreachable { .. })));
}

#[tokio::test(start_paused = true)]
async fn a_connection_that_is_not_kept_warns() {
    let all = Run { kept: 1, ..Run::new() }.of(faithful).await.unwrap();
    assert_eq!(with(&all, Verdict::Warn), ["keep-alive"]);
}

#[tokio::test(start_paused = true)]
async fn effects_are_counted_of_the_duplicate() {
    let all = Run { effect: Some("2"), ..Run::new() }.of(faithful).await.unwrap();
    assert_eq!(with(&all, Verdict::Fail), ["effect"]);
    let names = |it: &str| vec![it.to_owned()];
    let plan =
        ProbePlan { selection: Selection::new(&names("effect"), &[]).unwrap(), ..ProbePlan::new("test") };
    let all = Run { plan, ..Run::new() }.of(faithful).await.unwrap();
    assert_eq!(with(&all, Verdict::Pass), ["duplicate", "effect"]);
}

#[tokio::test(start_paused = true)]
async fn what_is_to_be_skipped_is_told_and_not_sent() {
    let skip = ["url-check-encrypted".to_owned()];
    let plan = ProbePlan { selection: Selection::new(&[], &skip).unwrap(), ..ProbePlan::new("test") };
    let all = Run { plan, ..Run::new() }.of(faithful).await.unwrap();
    assert_eq!(find(&all, "url-check-encrypted").got, "as asked (--skip)");
}
