//! One plain HTTP/1.1 connection, held by hand: names go out as written, and one sees whether the receiver keeps it.

use std::fmt::Write as _;
use std::io;
use std::time::Duration;

use tokio::io::{AsyncWriteExt as _, BufReader};
use tokio::net::TcpStream;
use tokio::time::timeout;

use super::client::Settings;
use super::connector::Connector;
use super::failure::ms;
use super::raw_response::{Keeps, read_answer};
use crate::protocol::webhook::{Dialogue, Packet, Reply, SendError};
use crate::wire::Target;

/// Opens connections to a target. Made by [`Dialer::new`].
pub(crate) struct Dialer {
    connector: Connector,
    settings: Settings,
}

impl Dialer {
    /// For targets over plain http and without credentials; the error says why there can be no such connection.
    pub(crate) fn new(target: &Target, settings: Settings) -> Result<Self, &'static str> {
        if target.is_tls() {
            return Err("only seen over plain http, and the target is https");
        }
        if target.has_credentials() {
            return Err("the URL holds credentials, which are not sent on a connection of our own");
        }
        let connector = Connector::new(target, settings.connect_timeout.min(settings.timeout));
        let connector = connector.ok_or("the URL cannot be put into a request")?;
        Ok(Self { connector, settings })
    }

    /// Writes a request and closes the connection at once: why there is no answer.
    pub(crate) async fn abandon(&self, packet: &Packet) -> SendError {
        let written = async {
            let mut stream = self.connector.connect().await?;
            let limit = self.settings.timeout;
            within(limit, stream.write_all(&self.whole(packet))).await
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
        let mut stream = BufReader::new(self.connector.connect().await?);
        let answer = async {
            time.await;
            self.exchange(&mut stream, packet).await
        };
        within(self.settings.timeout, answer).await.map(|(reply, _)| reply)
    }

    async fn exchange(
        &self,
        stream: &mut BufReader<TcpStream>,
        packet: &Packet,
    ) -> io::Result<(Reply, Keeps)> {
        stream.get_mut().write_all(&self.whole(packet)).await?;
        read_answer(stream).await
    }

    fn whole(&self, packet: &Packet) -> Vec<u8> {
        [self.head(packet).as_bytes(), &packet.body].concat()
    }

    fn head(&self, packet: &Packet) -> String {
        let url = self.connector.target().url();
        let query = url.query().map_or(String::new(), |it| format!("?{it}"));
        let mut head = format!(
            "POST {}{query} HTTP/1.1\r\nHost: {}\r\n",
            url.path(),
            self.connector.target().authority()
        );
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
        let mut stream = BufReader::new(self.connector.connect().await?);
        let mut answers = Vec::new();
        for packet in packets {
            match within(limit, self.exchange(&mut stream, &packet)).await {
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

/// What came of a wait for the other side.
async fn within<T>(limit: Duration, wait: impl Future<Output = io::Result<T>>) -> Result<T, SendError> {
    match timeout(limit, wait).await {
        Ok(Ok(done)) => Ok(done),
        Ok(Err(error)) if error.kind() == io::ErrorKind::InvalidData => {
            Err(SendError::Other { reason: error.to_string() })
        }
        Ok(Err(error)) => Err(SendError::Closed { reason: error.to_string() }),
        Err(_) => Err(SendError::AnswerTimeout { limit_ms: ms(limit) }),
    }
}
