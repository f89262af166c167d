//! `helpdesk-evt replay` against receivers that do what no receiver should: each outcome has its name, and the run goes
//! on.

use std::io::{BufReader, Read as _, Write as _};
use std::net::TcpListener;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use rustls::{ServerConfig, ServerConnection, StreamOwned};

use crate::process::run;
use crate::replay::{outcomes, report};
use crate::support::{Act, Folder, Sink, log, talk};

/// The outcomes of two events at a receiver that treats the first one badly.
fn against(act: impl Fn() -> Act + Send + Sync + 'static, more: &[&str]) -> (i32, serde_json::Value) {
    let sink = Sink::start(move |number, _| if number == 0 { act() } else { Act::ok() });
    report(&sink, &[&["samples/minimal.json", "samples/pending.json"], more].concat())
}

#[test]
fn an_answer_that_never_comes_is_timed_out_and_the_run_goes_on() {
    for bytes in ["", "HTTP/1.1 200 OK\r\nContent-Le", "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhalf"] {
        let act = move || Act::Hang(bytes.as_bytes().to_vec());
        let sink = Sink::start(move |number, _| if number == 0 { act() } else { Act::ok() });
        let arguments = [
            "replay",
            "--url",
            &sink.url(),
            "--timeout",
            "2s",
            "--format",
            "json",
            "samples/minimal.json",
            "samples/pending.json",
        ];
        let done = run(&arguments);
        let report: serde_json::Value = serde_json::from_str(&done.stdout).unwrap();
        assert_eq!((done.code, outcomes(&report)), (1, vec!["timed-out-answer", "accepted"]), "{bytes:?}");
        assert_eq!(report["records"][0]["data"]["reason"], "timed out after 2.000 s");
    }
}

#[test]
fn half_an_answer_is_a_reset() {
    for bytes in ["", "HTTP/1.1 200 OK\r\nContent-Le"] {
        let (code, report) = against(move || Act::Raw(bytes.as_bytes().to_vec()), &[]);
        assert_eq!((code, outcomes(&report)), (1, vec!["reset", "accepted"]), "{bytes:?}");
    }
}

#[test]
fn a_body_that_breaks_off_after_200_is_accepted_with_a_warning() {
    let answer = b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{\"msg\"";
    let (code, report) = against(|| Act::Raw(answer.to_vec()), &[]);
    assert_eq!((code, outcomes(&report)), (0, vec!["accepted", "accepted"]));
    assert!(report["records"][0]["data"]["warnings"][0].as_str().unwrap().contains("broke"));
}

#[test]
fn a_connection_that_is_reset_is_a_reset() {
    // Closing with bytes unread makes the system answer with RST.
    let sink = Sink::serve(|mut stream, _| stream.read_exact(&mut [0; 1]));
    let (code, report) = report(&sink, &["samples/minimal.json", "samples/pending.json"]);
    assert_eq!((code, outcomes(&report)), (1, vec!["reset", "reset"]));
}

#[test]
fn an_answer_that_is_not_http_is_garbled() {
    let (code, report) = against(|| Act::Raw(b"SSH-2.0-nothing\r\n\r\n".to_vec()), &[]);
    assert_eq!((code, outcomes(&report)), (1, vec!["garbled", "accepted"]));
}

#[test]
fn a_redirect_is_not_followed() {
    for status in [301, 302, 307, 308] {
        let (code, report) = against(move || Act::Answer(status, "Location: /elsewhere\r\n", vec![]), &[]);
        assert_eq!((code, outcomes(&report)), (1, vec!["redirected", "accepted"]), "{status}");
        assert!(
            report["records"][0]["data"]["reason"].as_str().unwrap().ends_with("to /elsewhere, not followed")
        );
    }
}

#[test]
fn other_successes_are_refusals() {
    for status in [201, 202, 204] {
        let (code, report) = against(move || Act::Answer(status, "", vec![]), &[]);
        assert_eq!((code, outcomes(&report)), (1, vec!["refused", "accepted"]), "{status}");
    }
}

#[test]
fn retry_after_is_heard_by_our_own_retries_and_not_by_the_platforms() {
    for (status, retry, wait) in [(429, "1", 7), (503, "1", 7), (503, "platform", 15)] {
        let course = ["--retry", retry, "--time-scale", "0.001"];
        let (code, report) = against(move || Act::Answer(status, "Retry-After: 7\r\n", vec![]), &course);
        assert_eq!(code, 0);
        assert_eq!(report["records"][0]["data"]["retry_after_ms"], wait, "{status} {retry}");
    }
}

#[test]
fn ten_megabytes_of_answer_are_not_read() {
    let (code, report) = against(|| Act::Answer(200, "", vec![b'x'; 10 << 20]), &[]);
    assert_eq!((code, outcomes(&report)), (0, vec!["accepted", "accepted"]));
    assert!(report["records"][0]["data"]["warnings"][0].as_str().unwrap().contains("larger than 64 kB"));
}

#[test]
fn a_receiver_that_comes_and_goes_gets_every_event_in_the_end() {
    let sink = Sink::start(|number, _| match number % 5 {
        0 => Act::Raw(vec![]),
        1 => Act::Answer(503, "", vec![]),
        2 => Act::Raw(b"HTTP/1.1 200".to_vec()),
        _ => Act::ok(),
    });
    let folder = Folder::new();
    let path = log(&folder, "a.ndjson", 40, 8);
    let (code, report) = report(&sink, &[&path, "--jobs", "4", "--retry", "20", "--time-scale", "0.0001"]);
    let run = &report["summary"]["deliveries"];
    assert_eq!((code, &run["accepted"], &run["failed"]), (0, &40.into(), &0.into()));
    assert!(run["retried"].as_u64().unwrap() > 0);
}

#[test]
fn a_port_nobody_listens_on_is_unreachable_and_the_network_code() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}/", listener.local_addr().unwrap());
    drop(listener);
    let done = run(&["replay", "samples/minimal.json", "samples/pending.json", "--url", &url]);
    assert_eq!(done.code, 4);
    assert_eq!(done.stdout, "");
    let said =
        format!("error: nothing listens at {url} (connection refused)\n  0 of 2 sent\n  help: start the app");
    assert!(done.stderr.contains(&said), "{}", done.stderr);
}

/// What a receiver behind TLS needs, with a certificate of its own making; its PEM.
fn tls() -> (ServerConfig, String) {
    let made = rcgen::generate_simple_self_signed(vec!["localhost".to_owned()]).unwrap();
    let key = PrivateKeyDer::try_from(made.signing_key.serialize_der()).unwrap();
    let chain = vec![CertificateDer::from(made.cert.der().to_vec())];
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let config = ServerConfig::builder_with_provider(provider).with_safe_default_protocol_versions().unwrap();
    (config.with_no_client_auth().with_single_cert(chain, key).unwrap(), made.cert.pem())
}

/// A receiver behind TLS; its PEM.
fn secure() -> (Sink, String) {
    let (config, pem) = tls();
    let config = Arc::new(config);
    let sink = Sink::serve(move |stream, state| {
        let connection = ServerConnection::new(Arc::clone(&config)).unwrap();
        let stream = std::cell::RefCell::new(StreamOwned::new(connection, stream));
        let (reader, writer) = (Half(&stream), Half(&stream));
        talk(BufReader::new(reader), writer, state, &|_, _| Act::ok())
    });
    (sink, pem)
}

/// One TLS stream, read and written in turns.
struct Half<'a, T>(&'a std::cell::RefCell<T>);

impl<T: std::io::Read> std::io::Read for Half<'_, T> {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        self.0.borrow_mut().read(buffer)
    }
}

impl<T: std::io::Write> std::io::Write for Half<'_, T> {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.borrow_mut().write(bytes)
    }

    fn flush(&mut self) -> std::io::Result<()> {
        self.0.borrow_mut().flush()
    }
}

fn over_tls(address: &str, more: &[&str]) -> (i32, String) {
    let url = format!("https://localhost:{}/", address.rsplit(':').next().unwrap());
    let patient = ["--timeout", "100s", "--connect-timeout", "100s"];
    let limits = if more.contains(&"--connect-timeout") { &patient[..2] } else { &patient[..] };
    let done = run(&[&["replay", "samples/minimal.json", "--url", &url], limits, more].concat());
    (done.code, done.stdout + &done.stderr)
}

#[test]
fn a_certificate_nobody_vouches_for_is_a_tls_failure_unless_the_user_does() {
    let (sink, pem) = secure();
    let folder = Folder::new();
    std::fs::write(folder.path("ca.pem"), &pem).unwrap();
    let (code, said) = over_tls(sink.address(), &["--cacert", &folder.text("ca.pem")]);
    assert_eq!((code, sink.count()), (0, 1), "{said}");
    let (code, said) = over_tls(sink.address(), &["-k"]);
    assert_eq!((code, sink.count()), (0, 2), "{said}");
    // Another authority's certificates: the machine's own may be none at all.
    let (_, other) = secure();
    std::fs::write(folder.path("other.pem"), other).unwrap();
    let (code, said) = over_tls(sink.address(), &["--cacert", &folder.text("other.pem")]);
    assert_eq!((code, sink.count()), (4, 2), "{said}");
    assert!(said.contains("the TLS handshake failed: "), "{said}");
}

#[test]
fn what_an_http_2_server_did_not_take_goes_over_another_connection_and_is_shown() {
    let (mut config, _) = tls();
    config.alpn_protocols = vec![b"h2".to_vec()];
    let (config, connections) = (Arc::new(config), AtomicUsize::new(0));
    let sink = Sink::serve(move |stream, _| {
        let is_first = connections.fetch_add(1, Ordering::Relaxed) == 0;
        let mut stream = StreamOwned::new(ServerConnection::new(Arc::clone(&config)).unwrap(), stream);
        stream.read_exact(&mut [0; 24])?;
        let settings = b"\0\0\0\x04\0\0\0\0\0";
        stream.write_all(settings)?;
        loop {
            let mut head = [0; 9];
            stream.read_exact(&mut head)?;
            let [_, high, low, kind, flags, id @ ..] = head;
            stream.read_exact(&mut vec![0; usize::from(high) << 8 | usize::from(low)])?;
            match (kind, flags & 1) {
                // GOAWAY without an error: no stream was taken.
                (1, _) if is_first => stream.write_all(b"\0\0\x08\x07\0\0\0\0\0\0\0\0\0\0\0\0\0")?,
                // The last of the body: `:status: 200` in one frame of HEADERS.
                (0, 1) if !is_first => stream.write_all(&[b"\0\0\x01\x01\x05", &id[..], b"\x88"].concat())?,
                _ => {}
            }
        }
    });
    let (code, said) = over_tls(sink.address(), &["-k", "--http2"]);
    assert!(code == 0 && said.contains("ok: 1 of 1 delivered"), "{said}");
    assert!(said.contains("sent again over a fresh connection"), "{said}");
}

#[test]
fn a_receiver_that_speaks_no_tls_is_told_as_that() {
    let sink = Sink::serve(|mut stream, _| {
        let _ = stream.read(&mut [0; 1024])?;
        stream.write_all(b"HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n")
    });
    let (code, said) = over_tls(sink.address(), &["-k"]);
    assert_eq!(code, 4, "{said}");
    assert!(
        said.contains("does not answer in TLS") && said.contains("plain HTTP: http://localhost:"),
        "{said}"
    );
}

#[test]
fn a_handshake_that_never_ends_is_a_connection_that_did_not_come_in_time() {
    let sink = Sink::serve(|mut stream, _| std::io::copy(&mut stream, &mut std::io::sink()).map(drop));
    let (code, said) = over_tls(sink.address(), &["-k", "--connect-timeout", "500ms"]);
    assert_eq!(code, 4, "{said}");
    assert!(said.contains("no connection within 0.500 s"), "{said}");
}

#[test]
fn a_pem_file_that_is_none_is_a_matter_of_usage() {
    let (code, said) = over_tls("127.0.0.1:1", &["--cacert", "Cargo.toml"]);
    assert!(code == 2 && said.contains("`--cacert`: "), "{said}");
}

#[test]
fn a_target_that_is_never_reached_ends_the_run_at_the_first_event() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}/", listener.local_addr().unwrap());
    drop(listener);
    let folder = Folder::new();
    let path = log(&folder, "a.ndjson", 150, 30);
    let done = run(&["replay", &path, "--url", &url, "--retry", "0", "--format", "json"]);
    assert_eq!(done.code, 4);
    let report: serde_json::Value = serde_json::from_str(&done.stdout).unwrap();
    let run = &report["summary"]["deliveries"];
    assert_eq!((&run["failed"], &run["attempts"]), (&1.into(), &1.into()), "{run}");
    assert_eq!(done.stderr.matches("nothing listens").count(), 1);
}

#[test]
fn a_name_without_an_address_is_unreachable() {
    let done = run(&[
        "replay",
        "samples/minimal.json",
        "--url",
        "http://no-such-host.invalid/",
        "--timeout",
        "100s",
        "--connect-timeout",
        "100s",
    ]);
    assert_eq!(done.code, 4);
    assert!(
        done.stderr.contains("unreachable: cannot resolve no-such-host.invalid"),
        "{}{}",
        done.stdout,
        done.stderr
    );
}
