//! One request over plain TCP, byte for byte as given, and whatever comes back.

use std::io::{Read as _, Write as _};
use std::net::TcpStream;
use std::time::Duration;

use crate::app::{App, Secrets};
use crate::protocol::{Keys, Packet, Secret, Stamp};

/// What came back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Answer {
    /// Status and body.
    Http(u16, String),
    /// The connection ended without one.
    Nothing,
}

/// The keys of an app.
pub(crate) fn keys(secrets: Secrets) -> Keys {
    let secret = |text: &str| (!text.is_empty()).then(|| Secret::new(text));
    Keys::new(secret(secrets.encrypt_key), secret(secrets.token))
}

/// A stamp of long ago: no SDK looks at the age.
pub(crate) fn stamp() -> Stamp {
    Stamp { timestamp_s: 1_500_000_000, nonce: "interop-nonce".to_owned(), iv: [7; 16] }
}

/// Posts a packet to the app.
pub(crate) fn post(app: &App, packet: &Packet) -> Answer {
    post_to(app.port(), packet)
}

/// Posts a packet to the path of every app here.
pub(crate) fn post_to(port: u16, packet: &Packet) -> Answer {
    let mut request = format!(
        "POST /webhook/event HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\nContent-Length: {}\r\n",
        packet.body.len()
    );
    for (name, value) in &packet.headers {
        request = request + name + ": " + value + "\r\n";
    }
    let mut stream = TcpStream::connect(("127.0.0.1", port)).unwrap();
    // Not a limit anything here should come near; it ends a test that would hang for ever.
    stream.set_read_timeout(Some(Duration::from_mins(1))).unwrap();
    let sent =
        stream.write_all(format!("{request}\r\n").as_bytes()).and_then(|()| stream.write_all(&packet.body));
    let mut bytes = Vec::new();
    match sent.and_then(|()| stream.read_to_end(&mut bytes)) {
        Err(error) if error.kind() == std::io::ErrorKind::WouldBlock => panic!("no answer within a minute"),
        _ => read(&bytes),
    }
}

fn read(bytes: &[u8]) -> Answer {
    let text = String::from_utf8_lossy(bytes);
    let Some((head, body)) = text.split_once("\r\n\r\n") else { return Answer::Nothing };
    assert!(!head.to_ascii_lowercase().contains("transfer-encoding"), "cannot read a chunked answer: {head}");
    let status = head.split(' ').nth(1).and_then(|it| it.parse().ok()).unwrap();
    Answer::Http(status, body.to_owned())
}
