//! From the client's errors to ours: what failed, in words that can be acted on.

use std::error::Error;
use std::io::{self, ErrorKind};

use super::client::root;
use crate::protocol::webhook::SendError;
use crate::wire::Target;

/// What the client can tell of an error.
pub(crate) trait Failed: Error + Sized {
    /// Whether a limit was reached.
    fn timed_out(&self) -> bool;
    /// Whether there was no connection.
    fn unconnected(&self) -> bool;
    /// Whether the name has no address.
    fn unresolved(&self) -> bool;
}

/// The error as ours. URLs, which may hold credentials, are not in it.
pub(crate) fn failure(error: &impl Failed, target: &Target, connect_ms: u64) -> SendError {
    let reason = words(&root(error));
    if error.unresolved() {
        return SendError::Unresolved { host: target.host().to_owned(), reason };
    }
    if error.unconnected() {
        if error.timed_out() {
            return SendError::ConnectTimeout { limit_ms: connect_ms };
        }
        if target.is_tls() && !kind(error).is_some_and(no_route) {
            return SendError::Tls { reason };
        }
        return SendError::Unreachable { target: target.authority(), reason };
    }
    let closed = kind(error).is_some_and(|kind| {
        matches!(
            kind,
            ErrorKind::ConnectionReset
                | ErrorKind::ConnectionAborted
                | ErrorKind::BrokenPipe
                | ErrorKind::UnexpectedEof
                | ErrorKind::NotConnected
        )
    });
    if closed || reason.contains("connection closed") || reason.contains("incomplete") {
        return SendError::Closed { reason };
    }
    SendError::Other { reason }
}

/// The kind of the system's error among the causes.
fn kind(error: &impl Failed) -> Option<ErrorKind> {
    let mut cause = error.source();
    let mut kind = None;
    while let Some(it) = cause {
        kind = it.downcast_ref::<io::Error>().map(io::Error::kind).or(kind);
        cause = it.source();
    }
    kind
}

/// Whether nothing answered below TLS.
fn no_route(kind: ErrorKind) -> bool {
    matches!(
        kind,
        ErrorKind::ConnectionRefused
            | ErrorKind::HostUnreachable
            | ErrorKind::NetworkUnreachable
            | ErrorKind::NetworkDown
            | ErrorKind::AddrNotAvailable
            | ErrorKind::PermissionDenied
    )
}

/// `Connection refused (os error 111)` as `connection refused`.
fn words(reason: &str) -> String {
    let reason = reason.split(" (os error").next().unwrap_or(reason);
    let mut letters = reason.chars();
    match (letters.next(), letters.clone().next()) {
        (Some(first), Some(second)) if first.is_uppercase() && second.is_lowercase() => {
            first.to_lowercase().chain(letters).collect()
        }
        _ => reason.to_owned(),
    }
}
