//! A request as it came to a receiver, what is answered, and the trait of what answers it.

use std::future::Future;

use super::packet::{Packet, Reply};

/// A request as a server took it in: of any method, to any path, with its body or a part of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Arrival {
    pub method: String,
    pub target: String,
    /// Headers, their names in lower case, and as much of the body as was read.
    pub packet: Packet,
    /// How much of the body that is.
    pub intake: Intake,
}

impl Arrival {
    pub fn path(&self) -> &str {
        self.target.split('?').next().unwrap_or_default()
    }
}

/// How the reading of a request's body ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Intake {
    Whole,
    /// It was larger than the limit; nothing of it is kept.
    TooLarge {
        /// The limit, bytes.
        limit: u64,
    },
    /// It did not come within the limit.
    TooSlow {
        limit_ms: u64,
    },
    /// The sender went away before its end, or what came is no HTTP.
    Broken,
    /// It was given up, as the one that had been on its way the longest, for there was too much of half requests.
    GaveWay,
    /// A browser sent it for a web page; its body was not read.
    FromWebPage {
        header: &'static str,
    },
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Answer {
    Reply(Reply),
    /// It closes the connection without a word.
    Silence,
}

/// Answers the requests that come to a server.
pub trait Receiver: Send + Sync + 'static {
    /// Takes one request and makes the answer. It is not cancelled when the sender goes away meanwhile.
    fn receive(&self, arrival: Arrival) -> impl Future<Output = Answer> + Send;
}
