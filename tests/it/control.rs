//! `--control`: what programs see of a run and can have it do.

use std::io::Write as _;
use std::net::TcpListener;

use serde_json::Value;

use helpdesk_evt::internals::block_on;

use crate::process::run;
use crate::support::app::App;
use crate::support::{Controlled, Sender, Sink, event, sealed};

const KEYS: [&str; 4] = ["--encrypt-key", "example-key", "--verification-token", "example-token"];

fn listener(arguments: &[&str]) -> (Controlled, String) {
    let listener = Controlled::start(&[&["listen", "--port", "0"], &KEYS[..], arguments].concat());
    let url = listener.url_after("listening on ");
    (listener, url)
}

/// What of each event of a list is `key`.
fn each<'v>(list: &'v [Value], key: &str) -> Vec<&'v Value> {
    list.iter().map(|it| &it[key]).collect()
}

#[test]
fn a_listener_lists_what_came_with_the_reason_and_every_delivery_and_forgets_it_when_told_to() {
    let (listener, url) = listener(&[]);
    let mut sender = Sender::to(&url);
    sender.post(&sealed(&event("e-1"))).unwrap();
    sender.post(&sealed(&event("e-1"))).unwrap();
    let mut forged = sealed(&event("e-2"));
    forged.headers.retain(|(name, _)| !name.eq_ignore_ascii_case("x-lark-signature"));
    sender.post(&forged).unwrap();
    let list = listener.wait_for(|list| list.len() == 2 && list[0]["attempts"] == 2);
    assert_eq!(each(&list, "verdict"), ["duplicate", "refused"]);
    assert_eq!(
        (&list[0]["event_id"], &list[0]["transition"]["status"]["to"]["code"]),
        (&"e-1".into(), &3.into())
    );

    let (_, detail) = listener.call("GET", "events/1", "");
    let exchanges = detail["exchanges"].as_array().unwrap();
    assert_eq!(each(exchanges, "verdict"), ["accepted", "duplicate"]);
    assert_eq!(each(exchanges, "signature"), ["verified", "verified"]);
    assert!(exchanges[0]["raw"].as_str().unwrap().starts_with(r#"{"encrypt":"#), "{detail}");
    assert!(detail["body"].as_str().unwrap().contains(r#""token":"[redacted]""#), "{detail}");
    assert!(!detail.to_string().contains("example-token"), "{detail}");
    let (_, refused) = listener.call("GET", "events/2", "");
    assert_eq!(
        (&refused["exchanges"][0]["signature"], &refused["exchanges"][0]["status"]),
        (&"missing".into(), &401.into())
    );

    assert_eq!(listener.act("search", r#"{"text":"E-1"}"#)["ids"], serde_json::json!([1]));
    listener.act("reset", "");
    let (_, after) = listener.call("GET", "events", "");
    assert_eq!((after["events"].as_array().unwrap().len(), &after["first"]), (0, &3.into()));
    assert_eq!(listener.call("GET", "events/1", "").0, 404);
}

#[test]
fn only_who_holds_the_token_may_call_and_what_cannot_be_done_is_said() {
    let (listener, _) = listener(&[]);
    let (status, refused) = listener.call_with("other", "GET", "state", "");
    assert_eq!((status, refused["error"].as_str().unwrap().contains("Bearer TOKEN")), (403, true));
    assert_eq!(
        listener.call("DELETE", "state", ""),
        (405, serde_json::json!({ "error": "it is GET or POST" }))
    );
    let (status, state) = listener.call("GET", "state", "");
    assert_eq!((status, &state["command"], &state["held"]), (200, &"listen".into(), &false.into()));
    assert_eq!(listener.call("POST", "hold", "").0, 404, "a listener holds nothing");
    let (status, answer) = listener.call("POST", "drop", "");
    assert_eq!((status, &answer["error"]), (409, &"a listener has no deliveries of its own".into()));
    assert_eq!(listener.call("POST", "deliver", "{}").0, 400);
    assert_eq!(listener.call("POST", "deliver", "{").0, 400);
    assert_eq!(listener.call("POST", "deliver", r#"{"evnts":[]}"#).0, 400);
    let (status, answer) = listener.call("POST", "deliver", r#"{"events":[{}]}"#);
    assert_eq!((status, answer["error"].as_str().unwrap().contains("where to")), (409, true));
}

#[test]
fn what_came_is_delivered_again_sealed_anew_and_edited_to_another_address() {
    let sink = Sink::kind();
    let (listener, url) = listener(&["--forward", &sink.url()]);
    Sender::to(&url).post(&sealed(&event("e-1"))).unwrap();
    listener.wait_for(|list| list.len() == 1);
    let again = listener.act("deliver", r#"{"of":1}"#);
    assert_eq!(
        (&again["deliveries"][0]["id"], &again["deliveries"][0]["accepted"]),
        (&1.into(), &true.into())
    );
    let (_, detail) = listener.call("GET", "events/1", "");
    let shown =
        detail["body"].as_str().unwrap().replace("e-1", "e-2").replace(r#""status":3"#, r#""status":51"#);
    let edited = serde_json::json!({ "of": 1, "events": [shown], "to": url });
    assert_eq!(listener.act("deliver", &edited.to_string())["deliveries"][0]["status"], 200);
    let list = listener.wait_for(|list| list.len() == 2 && list[1]["attempts"] == 2);
    assert_eq!(list[1]["transition"]["status"]["to"]["code"], 51);
    sink.wait_for(3);
    let got = sink.got();
    // As it came, again on demand, and the edited one that came to the listener.
    let ids: Vec<String> = got.iter().map(crate::support::Got::event_id).collect();
    assert_eq!(ids, ["e-1", "e-1", "e-2"]);
    assert_ne!(got[0].packet.header("x-lark-signature"), got[1].packet.header("x-lark-signature"));
}

#[test]
fn a_run_that_is_held_sends_nothing_but_what_is_asked_for_until_it_is_released() {
    let sink = Sink::kind();
    let url = sink.url();
    let mut replay = Controlled::start(&[&["replay", "-", "--url", &url], &KEYS[..]].concat());
    assert_eq!(replay.act("hold", "")["held"], true);
    let mut input = replay.stdin();
    input.write_all(&[&event("e-1")[..], b"\n"].concat()).unwrap();
    let text = String::from_utf8(event("e-2")).unwrap();
    let asked = format!(r#"{{"events":[{text}]}}"#);
    assert_eq!(replay.act("deliver", &asked)["deliveries"][0]["accepted"], true);
    assert_eq!(sink.got()[0].event_id(), "e-2");
    assert_eq!(replay.act("release", "")["held"], false);
    sink.wait_for(2);
    assert_eq!(sink.got()[1].event_id(), "e-1");
    let list = replay.wait_for(|list| list.len() == 2);
    assert_eq!(each(&list, "verdict"), ["accepted", "accepted"]);
    drop(input);
    // After its last event it can still be asked.
    assert_eq!(replay.act("deliver", &asked)["deliveries"][0]["id"], list[0]["id"]);
}

#[cfg(unix)]
#[test]
fn a_run_that_is_held_and_interrupted_begins_nothing_more() {
    let sink = Sink::kind();
    let url = sink.url();
    let mut replay = Controlled::start(&[&["replay", "-", "--url", &url], &KEYS[..]].concat());
    replay.act("hold", "");
    let mut input = replay.stdin();
    input.write_all(&[&event("e-1")[..], b"\n"].concat()).unwrap();
    drop(input);
    replay.hear("replaying");
    assert_eq!((replay.interrupt(), sink.got().len()), (Some(130), 0));
}

#[cfg(unix)]
#[test]
fn a_run_can_begin_held_and_a_stalled_delivery_goes_on_once_it_is_to_end() {
    let sink = Sink::kind();
    let url = sink.url();
    let sample = ["replay", "samples/bot-closes.json", "--url", &url, "--hold", "--timeout", "1h"];
    let mut replay = Controlled::start(&sample);
    replay.hear("held: nothing is delivered until a release");
    assert_eq!(replay.call("GET", "state", "").1["held"], true);
    replay.act("stall", "");
    replay.act("release", "");
    // Begun: nothing is to come any more.
    while replay.call("GET", "state", "").1["to_come"] != serde_json::json!([]) {}
    assert_eq!((sink.count(), replay.interrupt()), (0, Some(130)));
    assert_eq!(sink.count(), 1);
    let alone = run(&["replay", "samples/bot-closes.json", "--url", &url, "--hold"]);
    assert_eq!((alone.code, sink.count()), (2, 1), "{}", alone.stderr);
}

#[test]
fn what_a_call_does_not_read_is_refused() {
    let sink = Sink::kind();
    let url = sink.url();
    let replay = Controlled::start(&[&["replay", "-", "--url", &url], &KEYS[..]].concat());
    for (call, body, error) in [
        ("drop", r#"{"how":"close"}"#, "`drop` reads no `how`"),
        ("stall", r#"{"of":7}"#, "`stall` reads no `of`"),
        ("search", "{}", "`text` says what to look for"),
        ("deliver", "[]", "the body is no JSON object"),
    ] {
        let (status, answer) = replay.call("POST", call, body);
        assert_eq!((status, &answer["error"]), (400, &error.into()));
    }
    assert_eq!(replay.call("GET", "state", "").1["to_come"], serde_json::json!([]));
}

#[test]
fn a_delivery_that_is_dropped_reached_the_app_and_comes_again_and_a_stalled_one_waits_for_its_release() {
    let sink = Sink::kind();
    let url = sink.url();
    let retries = ["--retry", "3", "--time-scale", "0.001", "--timeout", "100s"];
    let mut replay = Controlled::start(&[&["replay", "-", "--url", &url], &KEYS[..], &retries].concat());
    replay.act("hold", "");
    replay.act("drop", "");
    assert_eq!(replay.act("stall", "")["to_come"], serde_json::json!(["drop", "stall"]));
    let mut input = replay.stdin();
    input.write_all(&[&event("e-1")[..], b"\n"].concat()).unwrap();
    drop(input);
    replay.act("release", "");
    // The stall may not have begun: what is released too early is no matter.
    while sink.got().len() < 2 {
        replay.act("release", "");
    }
    let ids: Vec<String> = sink.got().iter().map(crate::support::Got::event_id).collect();
    assert_eq!(ids, ["e-1", "e-1"]);
    let list = replay.wait_for(|list| list.len() == 1 && list[0]["attempts"] == 2);
    assert_eq!(list[0]["verdict"], "accepted");
    let (_, detail) = replay.call("GET", "events/1", "");
    assert_eq!(each(detail["exchanges"].as_array().unwrap(), "verdict"), ["retrying", "accepted"]);
    assert!(detail.to_string().contains("dropped on purpose"), "{detail}");

    // What is delivered on demand goes wrong in the same way, and a reset ends what is to come.
    replay.act("drop", "");
    assert_eq!(replay.act("deliver", r#"{"of":1}"#)["deliveries"][0]["outcome"], "reset");
    replay.act("drop", "");
    assert_eq!(replay.act("reset", "")["to_come"], serde_json::json!([]));
    let text = String::from_utf8(event("e-2")).unwrap();
    let asked = format!(r#"{{"events":[{text}]}}"#);
    assert_eq!(replay.act("deliver", &asked)["deliveries"][0]["accepted"], true);
}

#[test]
fn a_port_that_is_taken_is_said_before_anything_else() {
    let taken = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = taken.local_addr().unwrap().port().to_string();
    for command in [
        &["listen", "--port", "0"][..],
        &["gateway", "samples/bot-closes.json", "--port", "0"],
        &["replay", "samples/bot-closes.json"],
    ] {
        for control in [["--control".to_owned(), port.clone()].to_vec(), [format!("--ui={port}")].to_vec()] {
            let arguments = command.iter().copied().chain(control.iter().map(String::as_str));
            let done = run(&arguments.collect::<Vec<_>>());
            assert_eq!((done.code, done.stdout.as_str()), (4, ""), "{command:?} {}", done.stderr);
            assert!(done.stderr.starts_with("error: "), "{command:?} {}", done.stderr);
        }
    }
}

#[test]
fn a_gateway_delivers_on_demand_and_drops_its_connections() {
    let gateway = Controlled::start(&["gateway", "/dev/null", "--port", "0", "--timeout", "100s"]);
    let address = gateway.url_after("gateway on http://").parse().unwrap();
    let text = String::from_utf8(event("e-1")).unwrap();
    let asked = format!(r#"{{"events":[{text}]}}"#);
    assert_eq!(gateway.call("POST", "deliver", &asked).0, 409, "no app is connected");
    let run = async {
        let mut app = App::connect(address).await;
        let delivering = tokio::task::spawn_blocking(move || {
            let answer = gateway.act("deliver", &asked);
            (gateway, answer)
        });
        let got = app.event().await.unwrap();
        app.send(&got.ack(r#"{"code":200}"#)).await;
        let (mut gateway, answer) = delivering.await.unwrap();
        assert_eq!((got.event_id(), &answer["deliveries"][0]["accepted"]), ("e-1".to_owned(), &true.into()));
        assert_eq!(gateway.act("drop", "")["connections"], 1);
        assert!(app.event().await.is_none());
        // One that is stalled can still be dropped.
        let mut app = App::connect(address).await;
        while gateway.act("stall", "")["connections"] == 0 {}
        gateway.hear("stalled on purpose");
        assert_eq!(gateway.act("drop", "")["connections"], 1);
        assert!(app.event().await.is_none());
    };
    block_on(run).unwrap();
}
