//! From the errors of both clients to `SendError`: what failed, in words that can be acted on.

use std::error::Error;
use std::io::{self, ErrorKind};
use std::time::Duration;

use crate::files::words;
use crate::protocol::webhook::SendError;
use crate::wire::Target;

/// How far a request came before it failed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum RequestProgress {
    /// The host name was looked up.
    Resolving,
    /// The connection was being made, TLS included.
    Connecting,
    /// There was a connection; `reused`: it had carried a request and broke before a byte of this answer came.
    Exchanging { reused: bool },
}

/// The error as ours. URLs, which may hold credentials, are not in it.
pub(crate) fn failure(
    error: &(dyn Error + 'static),
    progress: RequestProgress,
    target: &Target,
) -> SendError {
    let reason = root(error);
    let kind = kind(error);
    match progress {
        RequestProgress::Resolving => SendError::Unresolved { host: target.host().to_owned(), reason },
        RequestProgress::Connecting if target.is_tls() && !kind.is_some_and(is_no_route) => {
            SendError::Tls { reason }
        }
        RequestProgress::Connecting => SendError::Unreachable { target: target.authority(), reason },
        // In TLS 1.3 an app that wants a certificate says so after the handshake.
        RequestProgress::Exchanging { .. } if target.is_tls() && reason.contains("fatal alert") => {
            SendError::Tls { reason }
        }
        RequestProgress::Exchanging { reused: true } => SendError::ReusedClosed { reason },
        RequestProgress::Exchanging { reused: false } if is_closed(kind, &reason) => {
            SendError::Closed { reason }
        }
        RequestProgress::Exchanging { .. } => SendError::Other { reason },
    }
}

/// The innermost cause, in words that stand behind a colon, without the page that the TLS library refers to.
pub(crate) fn root(error: &dyn Error) -> String {
    let mut inner = error;
    while let Some(source) = inner.source() {
        inner = source;
    }
    let text = inner.to_string();
    words(text.split_once(": https://").map_or(text.as_str(), |(cause, _)| cause))
}

pub(crate) fn ms(time: Duration) -> u64 {
    u64::try_from(time.as_millis()).unwrap_or(u64::MAX)
}

/// The kind of the system's error among the causes.
pub(crate) fn kind(error: &(dyn Error + 'static)) -> Option<ErrorKind> {
    let mut cause = Some(error);
    let mut kind = None;
    while let Some(it) = cause {
        kind = it.downcast_ref::<io::Error>().map(io::Error::kind).or(kind);
        cause = it.source();
    }
    kind
}

fn is_closed(kind: Option<ErrorKind>, reason: &str) -> bool {
    let closed = matches!(
        kind,
        Some(
            ErrorKind::ConnectionReset
                | ErrorKind::ConnectionAborted
                | ErrorKind::BrokenPipe
                | ErrorKind::UnexpectedEof
                | ErrorKind::NotConnected
        )
    );
    closed || reason.contains("connection closed") || reason.contains("incomplete")
}

/// Whether nothing answered below TLS.
fn is_no_route(kind: ErrorKind) -> bool {
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
