//! Connections whose sender speaks something else than plain HTTP/1.1, known by their first bytes.

use std::net::SocketAddr;
use std::sync::atomic::{AtomicBool, Ordering};

/// What a sender speaks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum OtherProtocol {
    Tls,
    /// HTTP/2 from the first byte on, without TLS.
    Http2,
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

/// Tells of each other protocol once.
#[derive(Debug)]
pub(crate) struct OtherProtocols {
    pub(crate) tell: TellProtocol,
    address: SocketAddr,
    told: [AtomicBool; 2],
}

impl OtherProtocols {
    pub(crate) fn new(address: SocketAddr) -> Self {
        Self { tell: |_, _| {}, address, told: Default::default() }
    }

    /// A connection begins with these bytes.
    pub(crate) fn look(&self, begin: &[u8]) {
        if let Some(spoken) = OtherProtocol::of(begin)
            && !self.told[spoken as usize].swap(true, Ordering::Relaxed)
        {
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
