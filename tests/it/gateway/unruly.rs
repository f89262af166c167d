//! The gateway's wire when connections end, break the protocol, or say nothing: the others do not notice.

use std::collections::HashMap;
use std::time::Duration;

use futures_util::{SinkExt as _, StreamExt as _};
use helpdesk_evt::internals::{DropHow, Frame, Notice, SendError};
use tokio::io::AsyncWriteExt as _;
use tokio::net::TcpStream;
use tokio::sync::mpsc;
use tokio_tungstenite::tungstenite::Message;

use crate::support::app::App;
use crate::support::bench::{Bench, DONE, LONG, SHORT, ping, run};

#[test]
fn an_app_that_breaks_the_protocol_is_closed_with_the_reason_and_the_others_do_not_notice() {
    run(async {
        let mut bench = Bench::start(|it| it.connections = 3).await;
        let huge = vec![0; (1 << 20) + 1];
        for (bytes, code, reason) in [
            (&b"\xff\xff"[..], 1002, "no frame"),
            (b"\x32\x01\xff", 1002, "payload_encoding"),
            (&huge, 1009, "1048577 bytes"),
        ] {
            let mut breaker = App::connect(bench.address).await;
            breaker.send_bytes(bytes).await;
            let (told, why) = breaker.closed().await.unwrap();
            assert!(told == code && why.contains(reason), "{told} {why}");
            drop(breaker);
            assert!(bench.left().await.0.contains(reason));
        }
        let mut texter = App::connect(bench.address).await;
        texter.socket.send(Message::text("hello")).await.unwrap();
        assert_eq!(texter.closed().await.unwrap().0, 1003);
        drop(texter);
        bench.left().await;
        // More than is read at all: the connection is gone before the message is whole.
        let mut monster = App::connect(bench.address).await;
        monster.send_bytes(&vec![0; 5 << 20]).await;
        assert!(monster.closed().await.is_none_or(|(code, _)| code == 1002));
        drop(monster);
        assert!(bench.left().await.0.contains("too long"));
        let mut good = App::connect(bench.address).await;
        let mut mumbler = App::connect(bench.address).await;
        for _ in 0..16 {
            mumbler.send(&Frame { method: 7, ..Frame::default() }).await;
            assert!(bench.fault_told().await.contains("method 7"));
        }
        mumbler.send(&Frame::default().with("type", "pong")).await;
        assert_eq!(mumbler.closed().await.unwrap().0, 1008);
        drop(mumbler);
        bench.left().await;
        let sent = bench.send("e-1");
        let got = good.event().await.unwrap();
        good.send(&got.ack(DONE)).await;
        assert_eq!(sent.await.unwrap().unwrap().status, 200);
    });
}

#[test]
fn half_open_connections_and_silent_apps_do_not_hold_up_the_others() {
    run(async {
        let bench = Bench::start(|_| {}).await;
        let mut half = Vec::new();
        for text in
            ["", "POST /callback/ws/endpoint HTTP/1.1\r\nhost: a\r\ncontent-length: 9\r\n\r\n{", "GET /ws/v2"]
        {
            let mut stream = TcpStream::connect(bench.address).await.unwrap();
            stream.write_all(text.as_bytes()).await.unwrap();
            half.push(stream);
        }
        let (tell, mut arrived) = mpsc::unbounded_channel();
        for acks in [false, true] {
            let mut app = App::connect(bench.address).await;
            let tell = tell.clone();
            tokio::spawn(async move {
                while let Some(got) = app.event().await {
                    if acks {
                        app.send(&got.ack(DONE)).await;
                    }
                    tell.send((got.event_id(), acks)).unwrap();
                }
            });
        }
        bench.registry.connected(2).await;
        let mut sent: HashMap<String, _> =
            (0..40).map(|at| format!("e-{at}")).map(|id| (id.clone(), bench.send(&id))).collect();
        let (mut acked, mut silent) = (0, Vec::new());
        for _ in 0..40 {
            let (id, acks) = arrived.recv().await.unwrap();
            let sent = sent.remove(&id).unwrap();
            if acks {
                assert_eq!(sent.await.unwrap().unwrap().status, 200);
                acked += 1;
            } else {
                silent.push(sent);
            }
        }
        assert!(acked > 0 && !silent.is_empty());
        bench.registry.close().await;
        for sent in silent {
            assert!(matches!(sent.await.unwrap(), Err(SendError::Closed { .. })));
        }
    });
}

#[test]
fn who_says_nothing_for_three_ping_intervals_is_let_go() {
    run(async {
        let mut bench = Bench::start(|it| {
            it.config.ping_interval = 0;
            it.native_ping = LONG;
        })
        .await;
        let mut app = App::connect(bench.address).await;
        assert_eq!(app.closed().await.unwrap().0, 1008);
        drop(app);
        assert!(bench.left().await.0.contains("nothing came for 3 s"));
    });
}

#[test]
fn a_connection_that_is_dropped_fails_what_it_carries_and_the_rest_goes_to_the_next_one() {
    run(async {
        for how in [DropHow::Tcp, DropHow::Close] {
            let bench = Bench::start(|it| it.drop = Some((Duration::from_millis(200), how))).await;
            let address = bench.address;
            // An app that comes back whenever it is dropped, and never acks the event `lost`.
            let app = tokio::spawn(async move {
                loop {
                    let mut app = App::connect(address).await;
                    while let Some(got) = app.event().await {
                        if got.event_id() != "lost" {
                            app.send_bytes(&got.ack(DONE).encode()).await;
                        }
                    }
                }
            });
            let on_purpose =
                |it: &SendError| matches!(it, SendError::Closed { reason } if reason.contains("on purpose"));
            let lost = bench.send("lost").await.unwrap().unwrap_err();
            assert!(on_purpose(&lost), "{lost:?}");
            for id in ["e-1", "e-2", "e-3"] {
                // Whatever is in flight at the wrong moment fails the same way, and is sent again.
                while let Err(error) = bench.send(id).await.unwrap() {
                    assert!(on_purpose(&error), "{error:?}");
                }
            }
            app.abort();
        }
    });
}

#[test]
fn a_connection_is_dropped_with_a_close_frame_or_without_a_word() {
    run(async {
        for (how, code) in [(DropHow::Tcp, None), (DropHow::Close, Some(1000))] {
            let mut bench = Bench::start(|it| it.drop = Some((SHORT, how))).await;
            let mut app = App::connect(bench.address).await;
            assert_eq!(app.closed().await.map(|it| it.0), code);
            assert!(bench.left().await.0.contains("on purpose"));
        }
    });
}

#[test]
fn a_connection_gets_events_once_it_pings_or_has_had_time_to_listen() {
    run(async {
        let bench = Bench::start(|it| it.settling = LONG).await;
        let mut app = App::connect(bench.address).await;
        let sent = bench.send("e-1");
        app.send(&ping()).await;
        let got = app.event().await.unwrap();
        app.send(&got.ack(DONE)).await;
        assert_eq!(sent.await.unwrap().unwrap().status, 200);
        let bench = Bench::start(|it| it.settling = SHORT).await;
        let mut app = App::connect(bench.address).await;
        let _sent = bench.send("e-1");
        assert_eq!(app.event().await.unwrap().event_id(), "e-1");
    });
}

#[test]
fn without_a_connection_an_event_waits_until_nobody_may_wait_any_more() {
    run(async {
        let bench = Bench::start(|_| {}).await;
        let sent = bench.send("e-1");
        bench.registry.end_waits();
        assert!(matches!(sent.await.unwrap(), Err(SendError::Unreachable { .. })));
        assert!(!bench.registry.connected(1).await);
    });
}

#[test]
fn an_app_that_closes_is_told_of_with_its_words() {
    run(async {
        let mut bench = Bench::start(|_| {}).await;
        let mut app = App::connect(bench.address).await;
        app.socket.close(None).await.unwrap();
        assert!(bench.left().await.0.starts_with("the app closed it"));
        let app = App::connect(bench.address).await;
        drop(app);
        assert!(bench.left().await.0.starts_with("the connection broke"));
    });
}

#[test]
fn a_stalled_connection_stays_and_nothing_comes_on_it_while_another_one_is_served() {
    run(async {
        let mut bench = Bench::start(|it| {
            it.drop = Some((SHORT, DropHow::Stall));
            it.ack_limit = SHORT;
            it.native_ping = SHORT;
        })
        .await;
        let mut stalled = App::connect(bench.address).await;
        bench.told(|it| matches!(it, Notice::Stalled { .. }).then_some(())).await;
        let lost = bench.send("lost").await.unwrap();
        assert!(matches!(lost, Err(SendError::AnswerTimeout { .. })), "{lost:?}");
        stalled.send(&ping()).await;
        assert_eq!(bench.registry.count(), 1);
        drop(stalled);
        assert!(bench.left().await.0.contains("stalled on purpose"));
    });
}

#[test]
fn while_it_ends_it_lets_nobody_in() {
    run(async {
        let bench = Bench::start(|_| {}).await;
        let mut app = App::connect(bench.address).await;
        let closing = tokio::spawn({
            let registry = std::sync::Arc::clone(&bench.registry);
            async move { registry.close().await }
        });
        assert_eq!(app.closed().await.unwrap().0, 1001);
        drop(app);
        closing.await.unwrap();
        assert!(App::try_connect(bench.address).await.is_none());
    });
}

#[test]
fn the_websocket_itself_is_pinged() {
    run(async {
        let bench = Bench::start(|it| it.native_ping = SHORT).await;
        let mut app = App::connect(bench.address).await;
        for _ in 0..2 {
            assert!(matches!(app.socket.next().await, Some(Ok(Message::Ping(_)))));
        }
    });
}
