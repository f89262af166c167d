//! A request and its answer as the wire carries them, and the trait of what carries them.

use std::borrow::Cow;
use std::future::Future;
use std::time::Duration;

/// The `Content-Type` of every delivery, as documented and as seen in captures.
pub const CONTENT_TYPE: &str = "application/json;charset=utf-8";

pub(crate) type Header = (Cow<'static, str>, Cow<'static, str>);

/// A request to a receiver's URL, always a POST.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Packet {
    /// Headers in the order they are sent. Names are compared without regard to case.
    pub headers: Vec<Header>,
    /// The body byte for byte: the signature is over these bytes.
    pub body: Vec<u8>,
}

impl Packet {
    /// The value of the first header of this name.
    pub fn header(&self, name: &str) -> Option<&str> {
        find(&self.headers, name)
    }
}

/// A receiver's answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reply {
    /// The HTTP status.
    pub status: u16,
    /// In order.
    pub headers: Vec<Header>,
    /// Its body, or the beginning of it.
    pub body: Vec<u8>,
    /// How much of the body that is.
    pub extent: Extent,
}

impl Reply {
    /// The value of the first header of this name.
    pub fn header(&self, name: &str) -> Option<&str> {
        find(&self.headers, name)
    }

    /// The body as text. One that is encoded, which no request of ours asks for, is not read: the text says so.
    pub fn text(&self) -> Cow<'_, str> {
        match self.header("content-encoding").filter(|it| !it.eq_ignore_ascii_case("identity")) {
            Some(encoding) if !self.body.is_empty() => {
                format!("the body is not readable: `Content-Encoding: {encoding}`, which was not asked for")
                    .into()
            }
            _ => String::from_utf8_lossy(&self.body),
        }
    }
}

fn find<'a>(headers: &'a [Header], name: &str) -> Option<&'a str> {
    headers.iter().find(|(it, _)| it.eq_ignore_ascii_case(name)).map(|(_, value)| &**value)
}

/// How much of an answer's body was read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Extent {
    /// All of it.
    Whole,
    /// As much as the reader's limit allows; there was more.
    Cut,
    /// The connection broke, or the time ran out, before its end.
    Broken,
}

/// Why a request got no answer. The texts of the foreign errors are kept, not their types.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SendError {
    /// The host name has no address.
    #[error("cannot resolve {host}: {reason}")]
    Unresolved {
        /// The name that was looked up.
        host: String,
        /// What the resolver said.
        reason: String,
    },
    /// No connection: refused, or no route.
    #[error("cannot connect to {target}: {reason}; is the receiver running?")]
    Unreachable {
        /// Host and port.
        target: String,
        /// What the system said.
        reason: String,
    },
    /// No connection in time.
    #[error("no connection within {limit_ms} ms")]
    ConnectTimeout {
        /// The limit for connecting, ms.
        limit_ms: u64,
    },
    /// A connection, but no answer in time.
    #[error("no answer within {limit_ms} ms")]
    AnswerTimeout {
        /// The limit for the whole delivery, ms.
        limit_ms: u64,
    },
    /// An event went out in pieces, and no ack came in time.
    #[error("no answer within {limit_ms} ms")]
    SplitTimeout {
        /// The limit, ms.
        limit_ms: u64,
        /// How many pieces it went out in.
        pieces: usize,
    },
    /// The TLS handshake failed.
    #[error("TLS handshake failed: {reason}")]
    Tls {
        /// What the TLS library said.
        reason: String,
    },
    /// The connection was reset or closed before the answer's head was complete.
    #[error("connection closed before an answer: {reason}")]
    Closed {
        /// What the system said.
        reason: String,
    },
    /// A connection that had carried a request before was closed before a byte of this answer came: whether the receiver
    /// saw the request is not known, and a fresh connection may do.
    #[error("a kept connection was closed before an answer: {reason}")]
    ReusedClosed {
        /// What the system said.
        reason: String,
    },
    /// Anything else, such as an answer that is not HTTP.
    #[error("{reason}")]
    Other {
        /// What the client said.
        reason: String,
    },
}

impl SendError {
    /// Whether the target could not be reached at all, so that it never saw a request.
    pub fn is_unreachable(&self) -> bool {
        matches!(
            self,
            Self::Unresolved { .. }
                | Self::Unreachable { .. }
                | Self::ConnectTimeout { .. }
                | Self::Tls { .. }
        )
    }
}

/// Carries packets to one target and brings back the answers.
pub trait Transport: Send + Sync + 'static {
    /// Done once there is a connection to send on. What is waited for here is not the answer's time.
    fn ready(&self) -> impl Future<Output = ()> + Send {
        async {}
    }

    /// How much of the time of a send the transport itself takes on purpose; it is not the receiver's.
    fn own_time(&self) -> Duration {
        Duration::ZERO
    }

    /// Sends one packet and reads the answer. It retries nothing and follows no redirect.
    fn send(&self, packet: Packet) -> impl Future<Output = Result<Reply, SendError>> + Send;

    /// Closes the connections that are kept, if any: the next packet goes over one that has carried nothing before.
    fn forget_connections(&self) {}
}

/// Holds a connection by hand, and writes header names as they stand in the packet: both are hidden by a client
/// that keeps its own pool.
pub(crate) trait Dialogue {
    /// Sends the packets one after the other over one connection, and gives the answers until it is closed. The first
    /// one's failure is an error; answers that are missing at the end are those the receiver hung up before.
    fn converse(&self, packets: Vec<Packet>) -> impl Future<Output = Result<Vec<Reply>, SendError>> + Send;
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headers_are_found_in_any_case_and_the_first_counts() {
        let headers = vec![("x-a".into(), "1".into()), ("X-A".into(), "2".into())];
        let packet = Packet { headers, body: Vec::new() };
        assert_eq!(packet.header("X-a"), Some("1"));
        assert_eq!(packet.header("X-B"), None);
    }
}
