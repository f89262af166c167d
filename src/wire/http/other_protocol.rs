//! Connections whose sender speaks something else than plain HTTP/1.1: known by their first bytes, or by what a server
//! stumbled over.

use std::collections::HashSet;
use std::net::SocketAddr;
use std::sync::{Mutex, PoisonError};

use super::failure::root;

/// What a sender speaks.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) enum OtherProtocol {
    Tls,
    /// HTTP/2 from the first byte on, without TLS.
    Http2,
    /// What is no HTTP, or more of it than a head may have: the server itself answered with 400 or 431.
    Unreadable {
        /// What the server stumbled over; one of a few.
        reason: String,
    },
}

impl OtherProtocol {
    fn of(begin: &[u8]) -> Option<Self> {
        match begin {
            // A record of a TLS handshake (RFC 8446, 5.1).
            [0x16, 3, ..] => Some(Self::Tls),
            _ => begin.starts_with(b"PRI * HTTP/2.0\r\n").then_some(Self::Http2),
        }
    }
}

/// Told of a protocol, and of the server that it was spoken to.
pub(crate) type TellProtocol = fn(OtherProtocol, SocketAddr);

/// Tells of each other protocol, and of each reason, once.
#[derive(Debug)]
pub(crate) struct OtherProtocols {
    pub(crate) tell: TellProtocol,
    address: SocketAddr,
    told: Mutex<HashSet<OtherProtocol>>,
}

impl OtherProtocols {
    pub(crate) fn new(address: SocketAddr) -> Self {
        Self { tell: |_, _| {}, address, told: Mutex::default() }
    }

    /// A connection begins with these bytes; whether they are another protocol's.
    pub(crate) fn look(&self, begin: &[u8]) -> bool {
        OtherProtocol::of(begin).map(|it| self.came(it)).is_some()
    }

    /// A server ended a connection over what it could not read.
    pub(crate) fn ended(&self, error: &hyper::Error) {
        if error.is_parse() {
            self.came(OtherProtocol::Unreadable { reason: root(error) });
        }
    }

    fn came(&self, spoken: OtherProtocol) {
        let is_new = self.told.lock().unwrap_or_else(PoisonError::into_inner).insert(spoken.clone());
        if is_new {
            (self.tell)(spoken, self.address);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tls_and_http_2_are_known_by_their_first_bytes() {
        let hello = b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03";
        assert_eq!(OtherProtocol::of(hello), Some(OtherProtocol::Tls));
        let preface = b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n";
        assert_eq!(OtherProtocol::of(preface), Some(OtherProtocol::Http2));
        for other in [&b""[..], b"\x16", b"POST /webhook/event HTTP/1.1\r\n", b"PRI "] {
            assert_eq!(OtherProtocol::of(other), None);
        }
    }
}
