//! Requests that are never whole, web pages, and senders that have nothing more to say: both servers, as processes.

use std::io::{Read as _, Write as _};
use std::net::{Shutdown, TcpStream};
use std::time::Duration;

use helpdesk_evt::internals::block_on;

use crate::support::app::{App, ask_raw};
use crate::support::{Gate, Listener, event, sealed, success};

/// Longer than any test takes, however slow the machine.
const LONG: Duration = Duration::from_mins(2);

/// Opens a connection and sends what it can of `bytes`: the server may have closed it by then.
fn half_send(address: &str, bytes: &[u8]) -> TcpStream {
    let mut stream = TcpStream::connect(address).unwrap();
    stream.set_write_timeout(Some(LONG)).unwrap();
    let _ = stream.write_all(bytes);
    stream
}

fn read_all(mut stream: TcpStream) -> String {
    let mut answer = String::new();
    stream.set_read_timeout(Some(LONG)).unwrap();
    stream.read_to_string(&mut answer).unwrap();
    answer
}

#[test]
fn half_sent_requests_do_not_keep_an_app_out_of_the_gateway_nor_fill_its_memory() {
    let gate = Gate::start(&["samples/minimal.json", "--once", "--timeout", "100s"]);
    let address = gate.address.to_string();
    let body =
        [&b"POST /callback/ws/endpoint HTTP/1.1\r\ncontent-length: 60000\r\n\r\n"[..], &b"{".repeat(50_000)]
            .concat();
    let head = [&b"GET /ws/v2 HTTP/1.1\r\nx: "[..], &b"x".repeat(50_000)].concat();
    let mut open = Vec::new();
    for _ in 0..200 {
        open.push(half_send(&address, &body));
        open.push(half_send(&address, &head));
    }
    let served = async { App::connect(gate.address).await.handle().await };
    let got = block_on(async { tokio::time::timeout(LONG, served).await.unwrap() }).unwrap();
    assert_eq!(got.len(), 1);
    let done = gate.finish();
    assert_eq!(done.code, 0, "{}", done.stderr);
    drop(open);
}

#[test]
fn a_gateway_and_a_listener_stay_small_however_much_is_half_sent() {
    let gate = Gate::start(&["samples/minimal.json"]);
    let listener = Listener::start(&["--max-body", "1000000"]);
    let url = listener.url.strip_prefix("http://").unwrap();
    let host = url.split('/').next().unwrap();
    let at_first = (listener.peak_memory(), gate.peak_memory());
    let request =
        [&b"POST /webhook/event HTTP/1.1\r\ncontent-length: 1000000\r\n\r\n"[..], &b"{".repeat(900_000)]
            .concat();
    let mut held = Vec::new();
    for at in 0..120 {
        held.push(half_send(host, &request));
        held.push(half_send(&gate.address.to_string(), &request[..60_000]));
        if at % 40 == 39 {
            assert_eq!(listener.deliver(&event(&format!("e-{at}"))), success());
        }
    }
    // 108 MB were sent, of which 64 MB may be held; the gateway holds 16 MB at most.
    let grown = (listener.peak_memory() - at_first.0, gate.peak_memory() - at_first.1);
    assert!(grown.0 < 86 << 10 && grown.1 < 32 << 10, "{grown:?} kB");
    // The first one has given way to the others, and is answered so.
    assert!(read_all(held.remove(0)).starts_with("HTTP/1.1 503 "));
    let done = listener.stop();
    assert!(done.stdout.contains("refused (503): the request was given up"), "{}", done.stdout);
}

#[test]
fn a_sender_that_half_closes_its_connection_gets_its_answer() {
    let listener = Listener::start(&[]);
    for at in 0..20 {
        let packet = sealed(&event(&format!("e-{at}")));
        let url = listener.url.strip_prefix("http://").unwrap();
        let (host, path) = url.split_at(url.find('/').unwrap());
        let mut head =
            format!("POST {path} HTTP/1.1\r\nhost: a\r\ncontent-length: {}\r\n", packet.body.len());
        for (name, value) in &packet.headers {
            head.extend([name, ": ", value, "\r\n"]);
        }
        let stream = half_send(host, &[head.as_bytes(), b"\r\n", &packet.body].concat());
        stream.shutdown(Shutdown::Write).unwrap();
        assert!(read_all(stream).starts_with("HTTP/1.1 200 OK"));
    }
}

#[test]
fn a_head_may_have_64_kb_and_no_more() {
    let listener = Listener::start_bare(&[]);
    let host = listener.url.strip_prefix("http://").unwrap().split('/').next().unwrap().to_owned();
    for (bytes, status) in [(40_000, "404"), (70_000, "431")] {
        let head = format!("GET / HTTP/1.1\r\nconnection: close\r\nx: {}\r\n\r\n", "x".repeat(bytes));
        let answer = read_all(half_send(&host, head.as_bytes()));
        assert!(answer.starts_with(&format!("HTTP/1.1 {status} ")), "{answer}");
    }
}

#[test]
fn what_a_web_page_sends_is_refused_by_both_servers() {
    let listener = Listener::start_bare(&[]);
    let host = listener.url.strip_prefix("http://").unwrap().split('/').next().unwrap().to_owned();
    let gate = Gate::start(&["samples/minimal.json", "--allow-host", "gateway.test"]);
    let gateway = gate.address.to_string();
    let ask = |address: &str, path: &str, headers: &str| {
        let text = format!(
            "POST {path} HTTP/1.1\r\n{headers}connection: close\r\ncontent-length: 13\r\n\r\n{{\"header\":{{}}}}"
        );
        read_all(half_send(address, text.as_bytes())).split(' ').nth(1).unwrap().to_owned()
    };
    let endpoint = "/callback/ws/endpoint";
    for headers in ["host: a\r\norigin: http://a\r\n", "host: a\r\nsec-fetch-site: cross-site\r\n"] {
        assert_eq!(ask(&host, "/webhook/event", headers), "403");
        assert_eq!(ask(&gateway, endpoint, headers), "403");
    }
    // A tunnel has its own name, and a listener takes any; a gateway only this machine's and what is allowed.
    assert_eq!(ask(&host, "/webhook/event", "host: tunnel.test\r\n"), "200");
    assert_eq!(ask(&gateway, endpoint, "host: rebound.test\r\n"), "403");
    for name in ["localhost:9000", "gateway.test"] {
        assert_eq!(ask(&gateway, endpoint, &format!("host: {name}\r\n")), "400");
    }
    let done = listener.stop();
    assert!(done.stdout.contains("refused (403): a browser sent it"), "{}", done.stdout);
}

#[test]
fn a_path_with_two_slashes_is_answered_with_what_is_wrong() {
    let mut gate = Gate::start(&["samples/minimal.json"]);
    let address = gate.address;
    let (status, answer) = block_on(async {
        let text = format!("POST //callback/ws/endpoint HTTP/1.1\r\nhost: {address}\r\n");
        let answer = read_all(half_send(
            &address.to_string(),
            format!("{text}connection: close\r\ncontent-length: 2\r\n\r\n{{}}").as_bytes(),
        ));
        assert_eq!(ask_raw(address, "PUT", "").await.0, 405);
        (answer.split(' ').nth(1).unwrap().to_owned(), answer)
    })
    .unwrap();
    assert_eq!(status, "200");
    assert!(answer.ends_with(r#"leave it out","data":{}}"#) && answer.contains("\"code\":403"), "{answer}");
    gate.hear("the domain given to the SDK ends with a slash");
}
