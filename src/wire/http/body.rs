//! Headers and bodies on their way out and back, and how much of an answer's body is read.

use std::borrow::Cow;

use http_body_util::Full;
use hyper::body::Bytes;
use hyper::header::{HeaderMap, HeaderName, HeaderValue};

use crate::protocol::webhook::{Extent, Header, SendError};

/// How much of an answer's body is read, in bytes.
pub(super) const MAX_BODY: usize = 64 << 10;

/// Headers that nearly every answer has: their names need not be copied.
const COMMON_NAMES: [&str; 5] = ["content-length", "content-type", "date", "server", "connection"];

/// Adds a packet's headers to those that go with every request; one that is there already stays.
pub(crate) fn merge(headers: &mut HeaderMap, packet: Vec<Header>) -> Result<(), SendError> {
    for (name, value) in packet {
        let value = match value {
            Cow::Owned(text) => HeaderValue::try_from(text),
            Cow::Borrowed(text) => HeaderValue::try_from(text),
        };
        let (Ok(known), Ok(value)) = (HeaderName::try_from(&*name), value) else {
            let reason = format!("the header `{name}` is not one that HTTP allows");
            return Err(SendError::Other { reason });
        };
        headers.entry(known).or_insert(value);
    }
    Ok(())
}

pub(crate) fn headers_of(headers: &HeaderMap) -> Vec<Header> {
    headers.iter().map(|(name, value)| header_of(name.as_str(), value.as_bytes())).collect()
}

/// A header of an answer as ours.
pub(super) fn header_of(name: &str, value: &[u8]) -> Header {
    let usual = COMMON_NAMES.iter().find(|it| **it == name);
    let name = usual.map_or_else(|| Cow::Owned(name.to_owned()), |it| Cow::Borrowed(*it));
    (name, Cow::Owned(String::from_utf8_lossy(value).into_owned()))
}

/// The body of an answer as it comes, up to the limit.
#[derive(Debug, Default)]
pub(crate) struct BodyBuffer {
    body: Vec<u8>,
    /// Set once no more is read.
    end: Option<Extent>,
}

impl BodyBuffer {
    /// Takes the next piece, or why there is none. Whether more is wanted.
    pub(crate) fn take<E>(&mut self, piece: Result<impl AsRef<[u8]>, E>) -> bool {
        match piece {
            Ok(piece) => {
                let piece = piece.as_ref();
                let left = MAX_BODY - self.body.len();
                self.body.extend_from_slice(&piece[..piece.len().min(left)]);
                self.end = (piece.len() > left).then_some(Extent::Cut);
            }
            Err(_) => self.end = Some(Extent::Broken),
        }
        self.end.is_none()
    }

    pub(crate) fn end(self) -> (Vec<u8>, Extent) {
        (self.body, self.end.unwrap_or(Extent::Whole))
    }
}

/// A body that is sent, in one piece.
pub(crate) type Whole = Full<Bytes>;
