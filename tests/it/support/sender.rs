//! A sender of requests: raw sockets, so that a test can also do what no client would.

use helpdesk_evt::internals::{Keys, Packet, Secret, Stamp, seal};
use std::io::{self, BufRead as _, BufReader, Read as _, Write as _};
use std::net::TcpStream;

/// What came back.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) body: String,
}

/// What a receiver answers to an event in order.
pub(crate) fn success() -> Answer {
    Answer { status: 200, body: r#"{"msg":"success"}"#.to_owned() }
}

/// One connection to a receiver, kept open between requests.
pub(crate) struct Sender {
    stream: BufReader<TcpStream>,
    path: String,
}

impl Sender {
    /// Connects to `http://host:port/path`.
    pub(crate) fn to(url: &str) -> Self {
        let rest = url.strip_prefix("http://").unwrap();
        let (host, path) = rest.split_at(rest.find('/').unwrap());
        let stream = TcpStream::connect(host).unwrap();
        stream.set_nodelay(true).unwrap();
        Self { stream: BufReader::new(stream), path: path.to_owned() }
    }

    /// Sends bytes as they are.
    pub(crate) fn write(&mut self, bytes: &[u8]) {
        self.stream.get_mut().write_all(bytes).unwrap();
    }

    /// Delivers a packet.
    pub(crate) fn post(&mut self, packet: &Packet) -> io::Result<Answer> {
        let path = self.path.clone();
        self.request("POST", &path, packet)
    }

    pub(crate) fn request(&mut self, method: &str, path: &str, packet: &Packet) -> io::Result<Answer> {
        let mut head =
            format!("{method} {path} HTTP/1.1\r\nhost: test\r\ncontent-length: {}\r\n", packet.body.len());
        for (name, value) in &packet.headers {
            head.extend([name, ": ", value, "\r\n"]);
        }
        head.push_str("\r\n");
        let whole = [head.as_bytes(), &packet.body].concat();
        self.stream.get_mut().write_all(&whole)?;
        self.answer()
    }

    /// Reads an answer. An end before one is an error.
    pub(crate) fn answer(&mut self) -> io::Result<Answer> {
        let (mut status, mut length) = (None, 0);
        loop {
            let mut line = String::new();
            if self.stream.read_line(&mut line)? == 0 {
                return Err(io::ErrorKind::UnexpectedEof.into());
            }
            match line.trim_end() {
                "" => break,
                line if status.is_none() => status = line.split(' ').nth(1).and_then(|it| it.parse().ok()),
                line => {
                    if let Some(value) = line.to_lowercase().strip_prefix("content-length: ") {
                        length = value.parse().unwrap();
                    }
                }
            }
        }
        let mut body = vec![0; length];
        self.stream.read_exact(&mut body)?;
        Ok(Answer { status: status.unwrap(), body: String::from_utf8(body).unwrap() })
    }
}

/// The keys the listeners of the tests are started with.
pub(crate) fn keys() -> Keys {
    Keys::new(Some(Secret::new("example-key")), Some(Secret::new("example-token")))
}

/// An event in order, compact, with the token of [`keys`].
pub(crate) fn event(event_id: &str) -> Vec<u8> {
    format!(
        r#"{{"schema":"2.0","header":{{"event_id":"{event_id}","token":"example-token","create_time":"1700000000000","event_type":"helpdesk.ticket.updated_v1","tenant_key":"example-tenant","app_id":"cli_0000000000000001"}},"event":{{"object":{{"ticket_id":"7100000000000000340","helpdesk_id":"7100000000000000001","guest":{{"id":{{"union_id":"on_1","open_id":"ou_1"}},"name":"张三 \u0026"}},"stage":2,"status":3,"created_at":1699999637000,"updated_at":1700000000000,"chat_id":"oc_1"}},"old_object":{{"stage":1,"status":1,"updated_at":1699999637000}}}}}}"#
    )
    .into_bytes()
}

/// The event as the platform would send it.
pub(crate) fn sealed(plaintext: &[u8]) -> Packet {
    seal(&keys(), plaintext, &Stamp { timestamp_s: 1_700_000_000, nonce: "nonce-1".to_owned(), iv: [5; 16] })
}
