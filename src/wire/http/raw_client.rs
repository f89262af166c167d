//! Plain HTTP/1.1 connections, held by hand: header names go out as they are written, one sees whether the receiver keeps
//! a connection, and a request costs no more than its write and the reads of its answer.

use std::io;
use std::mem;
use std::pin::pin;
use std::time::Duration;

use tokio::io::AsyncWriteExt as _;
use tokio::net::TcpStream;
use tokio::time::timeout;

use super::connector::Connector;
use super::failure::{RequestProgress, failure, ms};
use super::raw_response::{AnswerReader, Keeps};
use super::settings::Settings;
use crate::protocol::webhook::{Dialogue, Packet, Reply, SendError};
use crate::wire::Target;

/// Opens connections to a target. Made by [`Dialer::new`].
pub(crate) struct Dialer {
    connector: Connector,
    settings: Settings,
    /// The first line of a request.
    line: String,
    host: String,
}

/// A connection that is open.
pub(super) type RawConnection = AnswerReader<TcpStream>;

impl Dialer {
    /// For targets over plain http and without credentials; the error says why there can be no such connection.
    pub(crate) fn new(target: &Target, settings: Settings) -> Result<Self, &'static str> {
        if target.is_tls() {
            return Err("only seen over plain http, and the target is https");
        }
        if target.has_credentials() {
            return Err("the URL holds credentials, which are not sent on a connection of our own");
        }
        let connector = Connector::new(target, settings.connect_limit());
        let connector = connector.ok_or("the URL cannot be put into a request")?;
        let url = &target.url;
        let query = url.query().map_or(String::new(), |it| format!("?{it}"));
        let line = format!("POST {}{query} HTTP/1.1\r\n", url.path());
        Ok(Self { connector, settings, line, host: target.host_header() })
    }

    /// Writes a request and closes the connection at once: why there is no answer.
    pub(crate) async fn abandon(&self, packet: &Packet) -> SendError {
        let written = async {
            let request = self.request(packet)?;
            let mut connection = self.connect().await?;
            self.within(self.settings.timeout, connection.from.write_all(&request)).await
        };
        match written.await {
            Ok(()) => SendError::Closed { reason: "dropped on purpose".to_owned() },
            Err(error) => error,
        }
    }

    /// Connects, and writes the request once `time` is done; where that takes longer than an answer may, there is none.
    pub(crate) async fn send_after(
        &self,
        packet: &Packet,
        time: impl Future<Output = ()>,
    ) -> Result<Reply, SendError> {
        let request = self.request(packet)?;
        let mut connection = self.connect().await?;
        let answer = async {
            time.await;
            connection.exchange(&request).await
        };
        self.within(self.settings.timeout, answer).await.map(|(reply, _)| reply)
    }

    pub(super) async fn connect(&self) -> Result<RawConnection, SendError> {
        Ok(AnswerReader::new(self.connector.connect().await?))
    }

    /// A request as it goes out.
    pub(super) fn request(&self, packet: &Packet) -> Result<Vec<u8>, SendError> {
        let mut request = Vec::with_capacity(REQUEST + packet.body.len());
        request.extend_from_slice(self.line.as_bytes());
        let (mut has_accept, mut has_host) = (false, false);
        for (name, value) in self.settings.headers_of(packet) {
            if !is_allowed(name, value) {
                let reason = format!("the header `{name}` is not one that HTTP allows");
                return Err(SendError::Other { reason });
            }
            has_accept |= name.eq_ignore_ascii_case("accept");
            has_host |= name.eq_ignore_ascii_case("host");
            put(&mut request, name, value);
        }
        if !has_accept {
            put(&mut request, "Accept", "*/*");
        }
        if !has_host {
            put(&mut request, "Host", &self.host);
        }
        put(&mut request, "Content-Length", &packet.body.len().to_string());
        request.extend_from_slice(b"\r\n");
        request.extend_from_slice(&packet.body);
        Ok(request)
    }

    /// The error of an exchange as ours; `reused` says whether the connection had carried a request before and broke before
    /// a byte of this answer came.
    pub(super) fn failure(&self, error: &io::Error, reused: bool) -> SendError {
        failure(error, RequestProgress::Exchanging { reused }, &self.connector.target)
    }

    /// What came of a wait for the other side.
    async fn within<T>(
        &self,
        limit: Duration,
        wait: impl Future<Output = io::Result<T>>,
    ) -> Result<T, SendError> {
        match timeout(limit, wait).await {
            Ok(done) => done.map_err(|error| self.failure(&error, false)),
            Err(_) => Err(SendError::AnswerTimeout { limit_ms: ms(limit) }),
        }
    }
}

/// How much memory a request takes beside its body, bytes: as a rule enough for all of it.
const REQUEST: usize = 768;

fn put(request: &mut Vec<u8>, name: &str, value: &str) {
    for part in [name, ": ", value, "\r\n"] {
        request.extend_from_slice(part.as_bytes());
    }
}

/// Whether HTTP allows a header: a line break in a value would begin one of its own.
fn is_allowed(name: &str, value: &str) -> bool {
    let in_name = |it: u8| it.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&it);
    let in_value = |it: u8| it == b'\t' || (it >= b' ' && it != 0x7f);
    !name.is_empty() && name.bytes().all(in_name) && value.bytes().all(in_value)
}

impl RawConnection {
    /// Sends a request and reads the answer, which may come before the request is whole; what only announces one (1xx)
    /// stops no request.
    pub(super) async fn exchange(&mut self, request: &[u8]) -> io::Result<(Reply, Keeps)> {
        let (from, mut to) = self.from.split();
        let mut reader = AnswerReader { from, buffer: mem::take(&mut self.buffer), has_begun: false };
        let (read, written) = {
            let mut read = pin!(reader.read());
            tokio::select! {
                biased;
                done = to.write_all(request) => (read.await, done.map(|()| true)),
                read = &mut read => (read, Ok(false)),
            }
        };
        (self.buffer, self.has_begun) = (reader.buffer, reader.has_begun);
        match (read, written) {
            (Ok((reply, keeps)), Ok(true)) => Ok((reply, keeps)),
            (Ok((reply, _)), _) => Ok((reply, Keeps::No)),
            (Err(_), Err(error)) | (Err(error), Ok(_)) => Err(error),
        }
    }

    /// Whether nothing came since the last answer: no end either.
    pub(super) fn is_quiet(&self) -> bool {
        let waits = |read: io::Result<usize>| read.is_err_and(|it| it.kind() == io::ErrorKind::WouldBlock);
        self.buffer.is_empty() && waits(self.from.try_read(&mut [0]))
    }
}

impl Dialogue for Dialer {
    async fn converse(&self, packets: Vec<Packet>) -> Result<Vec<Reply>, SendError> {
        let limit = self.settings.timeout;
        let mut connection = self.connect().await?;
        let mut answers = Vec::new();
        for packet in packets {
            let request = self.request(&packet)?;
            match self.within(limit, connection.exchange(&request)).await {
                Ok((reply, keeps)) => {
                    answers.push(reply);
                    if keeps == Keeps::No {
                        break;
                    }
                }
                Err(failure) if answers.is_empty() => return Err(failure),
                Err(_) => break,
            }
        }
        Ok(answers)
    }
}
