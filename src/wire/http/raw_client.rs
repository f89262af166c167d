//! One plain HTTP/1.1 connection, held by hand: header names go out as they are written, and one sees whether the
//! receiver keeps it.

use std::fmt::Write as _;
use std::io;
use std::time::Duration;

use tokio::io::{AsyncWriteExt as _, BufReader};
use tokio::net::TcpStream;
use tokio::time::timeout;

use super::client::Settings;
use super::raw_response::{Keeps, read_answer};
use crate::protocol::webhook::{Dialogue, Packet, Reply, SendError};
use crate::wire::Target;

/// Opens connections to a target. Made by [`Dialer::new`].
pub(crate) struct Dialer {
    target: Target,
    settings: Settings,
}

impl Dialer {
    /// For targets over plain http and without credentials; the error says why there can be no such connection.
    pub(crate) fn new(target: Target, settings: Settings) -> Result<Self, &'static str> {
        if target.is_tls() {
            return Err("only seen over plain http, and the target is https");
        }
        if target.has_credentials() {
            return Err("the URL holds credentials, which are not sent on a connection of our own");
        }
        Ok(Self { target, settings })
    }

    async fn connect(&self) -> Result<TcpStream, SendError> {
        let limit = self.settings.connect_timeout.min(self.settings.timeout);
        let host = self.target.host().trim_start_matches('[').trim_end_matches(']');
        let port = self.target.url().port_or_known_default().unwrap_or(80);
        match timeout(limit, TcpStream::connect((host, port))).await {
            Ok(Ok(stream)) => Ok(stream),
            Ok(Err(error)) => {
                Err(SendError::Unreachable { target: self.target.authority(), reason: error.to_string() })
            }
            Err(_) => Err(SendError::ConnectTimeout { limit_ms: ms(limit) }),
        }
    }

    async fn exchange(
        &self,
        stream: &mut BufReader<TcpStream>,
        packet: &Packet,
    ) -> io::Result<(Reply, Keeps)> {
        let whole = [self.head(packet).as_bytes(), &packet.body].concat();
        stream.get_mut().write_all(&whole).await?;
        read_answer(stream).await
    }

    fn head(&self, packet: &Packet) -> String {
        let url = self.target.url();
        let query = url.query().map_or(String::new(), |it| format!("?{it}"));
        let mut head =
            format!("POST {}{query} HTTP/1.1\r\nHost: {}\r\n", url.path(), self.target.authority());
        for (name, value) in self.settings.headers_of(packet) {
            // A line break in a value would begin a header of its own: the client refuses such headers, too.
            if !name.contains(['\r', '\n']) && !value.contains(['\r', '\n']) {
                let _ = write!(head, "{name}: {value}\r\n");
            }
        }
        let _ = write!(head, "Content-Length: {}\r\n\r\n", packet.body.len());
        head
    }
}

impl Dialogue for Dialer {
    async fn converse(&self, packets: Vec<Packet>) -> Result<Vec<Reply>, SendError> {
        let limit = self.settings.timeout;
        let mut stream = BufReader::new(self.connect().await?);
        let mut answers = Vec::new();
        for packet in packets {
            let failure = match timeout(limit, self.exchange(&mut stream, &packet)).await {
                Ok(Ok((reply, keeps))) => {
                    answers.push(reply);
                    if keeps == Keeps::No {
                        break;
                    }
                    continue;
                }
                Ok(Err(error)) if error.kind() == io::ErrorKind::InvalidData => {
                    SendError::Other { reason: error.to_string() }
                }
                Ok(Err(error)) => SendError::Closed { reason: error.to_string() },
                Err(_) => SendError::AnswerTimeout { limit_ms: ms(limit) },
            };
            if answers.is_empty() {
                return Err(failure);
            }
            break;
        }
        Ok(answers)
    }
}

fn ms(time: Duration) -> u64 {
    u64::try_from(time.as_millis()).unwrap_or(u64::MAX)
}
