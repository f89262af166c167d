//! The gateway's wire against apps of the tests' own: frames, acks, pings, the endpoint, the choice of a connection.

use std::collections::HashMap;
use std::num::NonZeroUsize;
use std::sync::Arc;
use std::time::Duration;

use crate::support::app::{APP, App, SECRET, ask, ask_raw, refusal, url};
use crate::support::bench::{Bench, DONE, LONG, SHORT, packet, ping, run};
use crate::support::event;
use helpdesk_evt::internals::{
    Admission, ClientConfig, EndpointFailures, Frame, Notice, Pong, Secret, SendError, Transport as _,
};

#[test]
fn an_event_arrives_as_it_is_and_its_ack_comes_back() {
    run(async {
        let bench = Bench::start(|_| {}).await;
        let mut app = App::connect(bench.address).await;
        let sent = bench.send("e-1");
        let got = app.event().await.unwrap();
        assert_eq!(got.payload, event("e-1"));
        let header = |key| got.frame.header(key).unwrap();
        assert_eq!(
            ["type", "sum", "seq", "trace_id", "timestamp"].map(header),
            ["event", "1", "0", "e-1", "1700000000000"]
        );
        app.send(&got.ack(DONE)).await;
        let reply = sent.await.unwrap().unwrap();
        assert_eq!(
            (reply.status, reply.body.as_slice(), reply.header("biz_rt")),
            (200, DONE.as_bytes(), Some("-3"))
        );
    });
}

#[test]
fn an_event_in_pieces_is_put_together_again() {
    run(async {
        let bench = Bench::start(|it| {
            it.pieces = NonZeroUsize::new(3).unwrap();
            it.gap = Duration::from_millis(1);
        })
        .await;
        let mut app = App::connect(bench.address).await;
        for id in ["e-1", "e-2"] {
            let sent = bench.send(id);
            let got = app.event().await.unwrap();
            assert_eq!((got.frame.header("sum"), got.frame.header("seq")), (Some("3"), Some("2")));
            assert_eq!(got.payload, event(id));
            app.send(&got.ack(DONE)).await;
            assert_eq!(sent.await.unwrap().unwrap().status, 200);
        }
    });
}

#[test]
fn what_the_ack_says_is_the_reply() {
    run(async {
        let bench = Bench::start(|_| {}).await;
        let mut app = App::connect(bench.address).await;
        for (payload, status, body) in [
            (r#"{ "code": 500 }"#, 500, r#"{"code":500}"#),
            (r#"{"code":200,"data":"Im5vIGhhbmRsZSI="}"#, 200, "\"no handle\""),
        ] {
            let sent = bench.send("e-1");
            let got = app.event().await.unwrap();
            app.send(&got.ack(payload)).await;
            let reply = sent.await.unwrap().unwrap();
            assert_eq!((reply.status, String::from_utf8(reply.body).unwrap().as_str()), (status, body));
        }
        let sent = bench.send("e-1");
        let got = app.event().await.unwrap();
        app.send(&got.ack("fine")).await;
        assert!(
            matches!(sent.await.unwrap(), Err(SendError::Other { reason }) if reason.contains("payload"))
        );
    });
}

#[test]
fn no_ack_is_a_timeout_and_a_late_one_is_told_of() {
    run(async {
        let mut bench = Bench::start(|it| it.ack_limit = SHORT).await;
        let mut app = App::connect(bench.address).await;
        let sent = bench.send("e-1");
        let got = app.event().await.unwrap();
        assert_eq!(sent.await.unwrap(), Err(SendError::AnswerTimeout { limit_ms: 50 }));
        app.send(&got.ack(DONE)).await;
        let (code, after) = bench
            .told(|it| if let Notice::Late { code, after, .. } = it { Some((code, after)) } else { None })
            .await;
        assert!(code == Ok(200) && after >= SHORT);
        bench.registry.settled(LONG).await;
        assert_eq!(bench.registry.late(), 1);
        app.send(&got.ack(DONE)).await;
        assert!(bench.fault_told().await.contains("does not wait"));
    });
}

#[test]
fn the_time_of_an_ack_begins_with_the_last_piece() {
    run(async {
        let bench = Bench::start(|it| {
            it.pieces = NonZeroUsize::new(5).unwrap();
            it.gap = Duration::from_millis(1_500);
            it.ack_limit = Duration::from_secs(4);
        })
        .await;
        let _app = tokio::spawn(App::connect(bench.address).await.handle());
        // The last piece of each is written after more than the limit.
        assert!(bench.registry.own_time() > Duration::from_secs(4));
        let all: Vec<_> = (0..20).map(|at| bench.send(&format!("e-{at}"))).collect();
        for sent in all {
            assert_eq!(sent.await.unwrap().unwrap().status, 200);
        }
    });
}

#[test]
fn a_split_event_without_an_ack_is_told_from_a_whole_one() {
    run(async {
        let bench = Bench::start(|it| {
            it.pieces = NonZeroUsize::new(2).unwrap();
            it.ack_limit = SHORT;
        })
        .await;
        let _app = App::connect(bench.address).await;
        let sent = bench.send("e-1").await.unwrap();
        assert_eq!(sent, Err(SendError::SplitTimeout { limit_ms: 50, pieces: 2 }));
    });
}

#[test]
fn a_client_that_leaves_zeros_out_gets_its_pong_and_its_event() {
    run(async {
        let bench = Bench::start(|_| {}).await;
        let mut app = App::connect(bench.address).await;
        app.send_bytes(b"\x18\x01\x2a\x0c\x0a\x04type\x12\x04ping").await;
        assert_eq!(app.frame().await.unwrap().header("type"), Some("pong"));
        let sent = bench.send("e-1");
        let got = app.event().await.unwrap();
        // SeqID of a whole event is 0: it is left out of the ack.
        let ack = got.ack(DONE).encode();
        assert_eq!(ack[..2], *b"\x08\x00");
        app.send_bytes(&ack[2..]).await;
        assert_eq!(sent.await.unwrap().unwrap().status, 200);
    });
}

#[test]
fn a_reconnect_can_be_refused_with_any_code() {
    run(async {
        let failures = EndpointFailures { after: 1, count: 2, code: Some(1_000_040_345) };
        let bench = Bench::start(|it| it.endpoint_failures = failures).await;
        let mut codes = Vec::new();
        for _ in 0..4 {
            codes.push(ask(bench.address, APP, SECRET).await["code"].as_u64().unwrap());
        }
        assert_eq!(codes, [0, 1_000_040_345, 1_000_040_345, 0]);
    });
}

#[test]
fn pings_are_answered_with_the_configuration() {
    run(async {
        let config = ClientConfig { reconnect_nonce: 0, ping_interval: 9, ..ClientConfig::default() };
        let mut bench = Bench::start(|it| it.config = config).await;
        let answer = ask(bench.address, APP, SECRET).await;
        assert_eq!(answer["data"]["ClientConfig"]["PingInterval"], 9);
        let mut app = App::connect(bench.address).await;
        for first in [true, false] {
            app.send(&ping()).await;
            let pong = app.frame().await.unwrap();
            assert_eq!((pong.method, pong.header("type")), (0, Some("pong")));
            let told: ClientConfig = serde_json::from_slice(&pong.payload.unwrap()).unwrap();
            assert_eq!(told, config);
            let since =
                bench.told(|it| if let Notice::Pinged { since, .. } = it { Some(since) } else { None });
            assert_eq!(since.await.is_none(), first);
        }
    });
}

#[test]
fn a_pong_can_be_withheld_and_events_still_come() {
    run(async {
        let bench = Bench::start(|it| it.pong = Pong::Withhold).await;
        let mut app = App::connect(bench.address).await;
        app.send(&ping()).await;
        let sent = bench.send("e-1");
        // The event is the first frame: the ping before it has no answer.
        let frame = app.frame().await.unwrap();
        assert_eq!(frame.header("type"), Some("event"));
        app.send(&Frame { payload: Some(DONE.into()), ..frame }).await;
        assert_eq!(sent.await.unwrap().unwrap().status, 200);
    });
}

#[test]
fn the_endpoint_refuses_with_the_documented_codes() {
    run(async {
        let admission = Admission { app_id: Some(APP.to_owned()), app_secret: Some(Secret::new(SECRET)) };
        let mut bench = Bench::start(|it| {
            it.admission = admission;
            it.connections = 1;
            it.endpoint_failures = EndpointFailures { count: 2, ..EndpointFailures::default() };
        })
        .await;
        let address = bench.address;
        for _ in 0..2 {
            assert_eq!(ask(address, APP, SECRET).await["code"], 1_000_040_343);
        }
        assert_eq!(ask(address, "cli_0000000000000002", SECRET).await["code"], 403);
        assert_eq!(ask(address, APP, "another").await["code"], 514);
        assert_eq!(ask_raw(address, "POST", "{}").await.0, 400);
        assert_eq!(ask_raw(address, "POST", &"x".repeat(100_000)).await.0, 413);
        assert_eq!(ask_raw(address, "GET", "").await.0, 405);
        let second = url(address).await;
        let _app = App::connect(address).await;
        assert_eq!(ask(address, APP, SECRET).await["code"], 1_000_040_350);
        let (status, headers) = refusal(&second).await;
        assert_eq!(
            (status, &*headers["handshake-status"], &*headers["handshake-autherrcode"]),
            (403, "514", "1000040350")
        );
        assert!(headers["handshake-msg"].contains("exceeds the limit"));
        let denied =
            bench.told(|it| if let Notice::Denied { denial, .. } = it { Some(denial.code()) } else { None });
        assert_eq!(denied.await, 1_000_040_343);
    });
}

#[test]
fn a_url_is_good_for_one_handshake_and_has_the_parameters_the_sdks_read() {
    run(async {
        let bench = Bench::start(|_| {}).await;
        let url = url(bench.address).await;
        assert!(url.starts_with(&format!("ws://{}/ws/v2?device_id=", bench.address)), "{url}");
        assert!(url.contains("&service_id=1&"), "{url}");
        let (_socket, _) = tokio_tungstenite::connect_async(url.as_str()).await.unwrap();
        let (_, headers) = refusal(&url).await;
        assert_eq!(headers["handshake-status"], "514");
        let (_, headers) = refusal(&format!("ws://{}/ws/v2", bench.address)).await;
        assert_eq!(headers["handshake-status"], "514");
    });
}

#[test]
fn ten_thousand_events_go_to_four_connections_each_to_one() {
    run(async {
        let bench = Bench::start(|_| {}).await;
        let mut apps = Vec::new();
        for _ in 0..4 {
            apps.push(tokio::spawn(App::connect(bench.address).await.handle()));
        }
        assert!(bench.registry.connected(4).await);
        let senders: Vec<_> = (0..64)
            .map(|sender| {
                let registry = Arc::clone(&bench.registry);
                tokio::spawn(async move {
                    for at in (sender..10_000).step_by(64) {
                        assert_eq!(registry.send(packet(&format!("e-{at}"))).await.unwrap().status, 200);
                    }
                })
            })
            .collect();
        for sender in senders {
            sender.await.unwrap();
        }
        bench.registry.close().await;
        let mut seen = HashMap::new();
        for app in apps {
            let ids = app.await.unwrap();
            assert!((2_000..3_000).contains(&ids.len()), "{}", ids.len());
            for id in ids {
                *seen.entry(id).or_insert(0) += 1;
            }
        }
        assert!(seen.len() == 10_000 && seen.values().all(|count| *count == 1));
    });
}

#[test]
fn the_same_seed_chooses_the_same_connections() {
    run(async {
        let mut choices = Vec::new();
        for seed in [7, 7, 8] {
            let bench = Bench::start(|it| it.seed = seed).await;
            let mut apps = Vec::new();
            for _ in 0..2 {
                let app = App::connect(bench.address).await;
                assert!(bench.registry.connected(apps.len() + 1).await);
                apps.push(tokio::spawn(app.handle()));
            }
            for at in 0..32 {
                bench.registry.send(packet(&format!("e-{at}"))).await.unwrap();
            }
            bench.registry.close().await;
            choices.push(apps.remove(0).await.unwrap());
        }
        assert_eq!(choices[0], choices[1]);
        assert_ne!(choices[0], choices[2]);
    });
}
