//! How one attempt to deliver ended: every outcome has a name.

use std::fmt;

/// What a connection was waiting for when the time ran out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Phase {
    /// For a connection: the platform allows 2 s.
    Connect,
    /// For the answer: the platform allows 3 s in all.
    Answer,
}

/// How one attempt ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// 200 in time: what the platform counts as delivered.
    Accepted,
    Refused {
        status: u16,
    },
    /// A redirect. The platform is not known to follow any, so it is not followed.
    Redirected {
        status: u16,
        location: Option<String>,
    },
    /// No answer, or no connection, in time.
    TimedOut {
        phase: Phase,
        limit_ms: u64,
    },
    /// No connection: unknown host, refused, no route.
    Unreachable {
        reason: String,
    },
    /// A TLS handshake that failed.
    Tls {
        reason: String,
    },
    /// A connection that was closed or reset before the answer was complete.
    Reset {
        reason: String,
    },
    /// An answer that is none: not HTTP, or nothing that could be made of it.
    Garbled {
        reason: String,
    },
    /// It was never sent: the event cannot be made into a request.
    Unsendable {
        reason: String,
    },
}

/// What outcomes are counted by: the status where there is one, else the name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Tag {
    Status(u16),
    Named(&'static str),
}

impl fmt::Display for Tag {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Status(status) => write!(f, "{status}"),
            Self::Named(name) => f.write_str(name),
        }
    }
}

impl Outcome {
    /// The stable name in machine-readable output: `accepted`, `refused`, `timed-out-answer`.
    pub fn name(&self) -> &'static str {
        match self {
            Self::Accepted => "accepted",
            Self::Refused { .. } => "refused",
            Self::Redirected { .. } => "redirected",
            Self::TimedOut { phase: Phase::Connect, .. } => "timed-out-connect",
            Self::TimedOut { phase: Phase::Answer, .. } => "timed-out-answer",
            Self::Unreachable { .. } => "unreachable",
            Self::Tls { .. } => "tls",
            Self::Reset { .. } => "reset",
            Self::Garbled { .. } => "garbled",
            Self::Unsendable { .. } => "unsendable",
        }
    }

    /// Whether the platform would count it as delivered.
    pub fn is_accepted(&self) -> bool {
        *self == Self::Accepted
    }

    /// Whether there was a connection that could carry a request.
    pub fn connected(&self) -> bool {
        match self {
            Self::Accepted
            | Self::Refused { .. }
            | Self::Redirected { .. }
            | Self::Reset { .. }
            | Self::Garbled { .. } => true,
            Self::TimedOut { phase, .. } => *phase == Phase::Answer,
            Self::Unreachable { .. } | Self::Tls { .. } | Self::Unsendable { .. } => false,
        }
    }

    pub fn status(&self) -> Option<u16> {
        match self {
            Self::Accepted => Some(200),
            Self::Refused { status } | Self::Redirected { status, .. } => Some(*status),
            _ => None,
        }
    }

    pub fn tag(&self) -> Tag {
        match self.status() {
            Some(status) => Tag::Status(status),
            None => Tag::Named(match self {
                Self::TimedOut { phase: Phase::Connect, .. } => "no connection in time",
                Self::TimedOut { phase: Phase::Answer, .. } => "timed out",
                Self::Unreachable { .. } => "unreachable",
                Self::Tls { .. } => "TLS failed",
                Self::Reset { .. } => "reset",
                Self::Unsendable { .. } => "not sendable",
                _ => "unreadable",
            }),
        }
    }
}

impl fmt::Display for Outcome {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Accepted => f.write_str("accepted"),
            Self::Refused { status } => write!(f, "refused with {status}"),
            Self::Redirected { status, location: None } => {
                write!(f, "redirected with {status}, not followed")
            }
            Self::Redirected { status, location: Some(to) } => {
                write!(f, "redirected with {status} to {to}, not followed")
            }
            Self::TimedOut { phase: Phase::Connect, limit_ms } => {
                write!(f, "no connection within {} s", seconds(*limit_ms))
            }
            Self::TimedOut { phase: Phase::Answer, limit_ms } => {
                write!(f, "timed out after {} s", seconds(*limit_ms))
            }
            Self::Unreachable { reason } => write!(f, "unreachable: {reason}"),
            Self::Tls { reason } => write!(f, "the TLS handshake failed: {reason}"),
            Self::Reset { reason } => write!(f, "the connection was closed before an answer: {reason}"),
            Self::Garbled { reason } => write!(f, "no answer that can be read: {reason}"),
            Self::Unsendable { reason } => write!(f, "cannot be sent: {reason}"),
        }
    }
}

/// ms as s with three digits: `3.000`.
fn seconds(ms: u64) -> String {
    format!("{}.{:03}", ms / 1000, ms % 1000)
}
