//! What there is to tell of the connections of a gateway, beside the deliveries.

use std::fmt;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use crate::protocol::long_connection::Denial;

/// Something that happened to a connection.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Notice {
    /// An app was refused a connection.
    Denied {
        /// Its app id, as far as it was said.
        app_id: Option<String>,
        /// From where.
        from: SocketAddr,
        /// Why.
        denial: Denial,
    },
    /// A request that is not an SDK's.
    OtherRequest {
        /// From where.
        from: SocketAddr,
        /// What is wrong with it.
        fault: String,
    },
    /// A connection was made.
    Joined {
        /// Its number, from 1.
        connection: u64,
        /// Whose it is.
        app_id: Arc<str>,
        /// From where.
        from: SocketAddr,
        /// The `User-Agent` of the app's SDK.
        agent: Option<Arc<str>>,
        /// How many there are now.
        connections: usize,
        /// Another app id than that of the connection before.
        other_app: bool,
    },
    /// A ping came.
    Pinged {
        /// The connection's number.
        connection: u64,
        /// The time since the one before.
        since: Option<Duration>,
        /// Whether it is answered.
        answered: bool,
    },
    /// A connection was stalled on purpose.
    Stalled {
        /// The connection's number.
        connection: u64,
    },
    /// A frame that breaks the protocol or means nothing.
    Fault {
        /// The connection's number.
        connection: u64,
        /// What is wrong with it.
        fault: String,
    },
    /// An ack came after its time.
    Late {
        /// The connection's number.
        connection: u64,
        /// The `message_id`.
        message_id: String,
        /// What it said: a code, or why there is none.
        code: Result<u16, String>,
        /// How long after the event was sent.
        after: Duration,
    },
    /// A connection ended.
    Left {
        /// Its number.
        connection: u64,
        /// Why.
        why: String,
        /// Events that were waiting for its acks.
        unanswered: usize,
        /// How many connections there are now.
        connections: usize,
    },
}

pub(crate) type Notices = Arc<dyn Fn(Notice) + Send + Sync>;

impl Notice {
    /// Whether something is wrong.
    pub fn is_bad(&self) -> bool {
        match self {
            Self::Denied { .. } | Self::OtherRequest { .. } | Self::Fault { .. } | Self::Late { .. } => true,
            Self::Joined { other_app, .. } => *other_app,
            Self::Pinged { .. } | Self::Stalled { .. } | Self::Left { .. } => false,
        }
    }
}

impl fmt::Display for Notice {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Denied { app_id, from, denial } => {
                let who = app_id.as_deref().map_or(String::new(), |it| format!(" to {it}"));
                write!(f, "no connection{who} from {from}: {denial} (code {})", denial.code())
            }
            Self::OtherRequest { from, fault } => {
                write!(f, "a request from {from} was refused: {fault}")
            }
            Self::Stalled { connection } => {
                write!(
                    f,
                    "connection {connection}: stalled on purpose: it stays, and nothing comes on it any more"
                )
            }
            Self::Joined { connection, app_id, from, agent, connections, other_app } => {
                write!(f, "connection {connection}: {app_id} from {from}")?;
                if let Some(agent) = agent {
                    write!(f, ", {agent}")?;
                }
                write!(f, "; {}", open(*connections))?;
                if *other_app {
                    f.write_str(
                        "; another app than before: each event goes to one of all (--app-id lets one in)",
                    )?;
                }
                Ok(())
            }
            Self::Pinged { connection, since, answered } => {
                write!(f, "connection {connection}: ping")?;
                if let Some(since) = since {
                    write!(f, ", {:.1} s after the one before", since.as_secs_f64())?;
                }
                f.write_str(if *answered { "" } else { "; not answered, on purpose" })
            }
            Self::Fault { connection, fault } => {
                write!(f, "connection {connection}: {fault}")
            }
            Self::Late { connection, message_id, code, after } => {
                let seconds = after.as_secs_f64();
                write!(
                    f,
                    "connection {connection}: a late ack, {seconds:.3} s after message {message_id}: "
                )?;
                match code {
                    Ok(code) => write!(f, "code {code}"),
                    Err(fault) => write!(f, "{fault}"),
                }
            }
            Self::Left { connection, why, unanswered, connections } => {
                write!(f, "connection {connection} ended: {why}")?;
                if *unanswered > 0 {
                    write!(f, ", {unanswered} not acked")?;
                }
                write!(f, "; {}", open(*connections))
            }
        }
    }
}

fn open(connections: usize) -> String {
    match connections {
        0 => "none is open".to_owned(),
        count => format!("{count} open"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_code_of_a_denial_and_what_was_not_acked_are_said() {
        let from = ([127, 0, 0, 1], 4_000).into();
        let denied = Notice::Denied { app_id: Some("cli_1".to_owned()), from, denial: Denial::TooMany };
        let text = "no connection to cli_1 from 127.0.0.1:4000: the number of connections exceeds the limit (code 1000040350)";
        assert_eq!(denied.to_string(), text);
        assert!(denied.is_bad());
        let why = "left".to_owned();
        let left = Notice::Left { connection: 2, why, unanswered: 3, connections: 0 };
        assert_eq!(left.to_string(), "connection 2 ended: left, 3 not acked; none is open");
    }
}
