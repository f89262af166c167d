//! What there is to tell of the connections of a gateway, beside the deliveries.

use std::fmt;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use crate::protocol::long_connection::Denial;

/// Something that happened to a connection. Connections are numbered from 1; a count of them is that afterwards.
#[derive(Clone, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "each field is what its name says, and `Display` shows it in a sentence")]
pub enum Notice {
    /// An app was refused a connection.
    Denied { app_id: Option<String>, from: SocketAddr, denial: Denial },
    /// A request that is not an SDK's.
    OtherRequest { from: SocketAddr, fault: String },
    /// A connection was made.
    Joined {
        connection: u64,
        app_id: Arc<str>,
        from: SocketAddr,
        /// The `User-Agent` of the app's SDK.
        agent: Option<Arc<str>>,
        connections: usize,
        /// Whether the connection before was of another app id.
        other_app: bool,
    },
    /// A ping came, so long after the one before.
    Pinged { connection: u64, since: Option<Duration>, answered: bool },
    /// A connection was stalled on purpose.
    Stalled { connection: u64 },
    /// A frame that breaks the protocol or means nothing.
    Fault { connection: u64, fault: String },
    /// An ack came after its time: its code, or why it has none.
    Late { connection: u64, message_id: String, code: Result<u16, String>, after: Duration },
    /// A connection ended, and so many events were waiting for its acks.
    Left { connection: u64, why: String, unanswered: usize, connections: usize },
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
                write!(
                    f,
                    "connection {connection}: a late ack, {:.3} s after message {message_id}: ",
                    after.as_secs_f64()
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
