//! A request that came to our receiver, and what was made of it.

use std::time::Duration;

use super::finding::Finding;
use super::names::named;
use crate::model::Transition;

/// A request that came.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Received {
    /// Its number in this run, from 1, in the order of answering.
    pub number: u64,
    /// When it was there whole, ms since the epoch.
    pub at: i64,
    /// The HTTP status it was answered with; `None` where the connection was closed without an answer.
    pub status: Option<u16>,
    pub receipt: Receipt,
    /// What the app behind us answered (`--forward`).
    pub forwarded: Option<Forwarded>,
    /// What is wrong with the event, as `validate` says it.
    pub findings: Vec<Finding>,
    /// From its arrival until it was answered, in whole ms.
    pub took: Duration,
    /// All that came, where that is asked for.
    pub request: Option<Box<ArrivedRequest>>,
}

/// A request as it came.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ArrivedRequest {
    pub target: String,
    pub headers: Vec<(String, String)>,
    pub body: Vec<u8>,
    /// The text of its event, opened.
    pub event: Option<Vec<u8>>,
}

/// What a request was.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Receipt {
    /// The platform's URL check, answered with its challenge.
    UrlCheck {
        token: SecretCheck,
    },
    /// An event whose signature and token are in order.
    Event(Box<ReceivedEvent>),
    Refused(Refusal),
}

/// An event that came in order.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ReceivedEvent {
    pub event_id: Option<String>,
    pub event_type: Option<String>,
    pub ticket_id: Option<String>,
    /// What changed, where the event is one of a ticket.
    pub transition: Option<Transition>,
    pub signature: SecretCheck,
    pub token: SecretCheck,
    /// When the same `event_id` was acknowledged before, ms since the epoch.
    pub duplicate_of: Option<i64>,
    pub recorded: bool,
    /// What was done to the sender on purpose.
    pub mischief: Option<Mischief>,
}

impl ReceivedEvent {
    /// What it is known by: its ticket's id, else its own.
    pub(crate) fn id(&self) -> Option<&str> {
        self.ticket_id.as_deref().or(self.event_id.as_deref())
    }
}

named! {
    /// What a signature or a token was worth.
    #[derive(Default)]
    pub enum SecretCheck {
        /// Checked and right.
        Verified "verified"
        /// Checked and right by the key that the encrypt key replaced.
        ByOldKey "verified-by-old-key"
        /// Not checked: the secret for it was not given.
        #[default]
        Unchecked "unchecked"
    }
}

/// A misbehaviour that was asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mischief {
    /// One of the first, answered with 500 (`--fail-first`).
    FailedFirst,
    /// Closed without an answer (`--drop`).
    Dropped,
    /// Answered with another status than 200 (`--respond`).
    Responded,
}

/// Why a request was turned away.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refusal {
    pub cause: RefusalCause,
    /// The fault in words, without a full stop. It holds no secret.
    pub message: String,
    /// What likely led to it, or the way out.
    pub help: Option<String>,
    /// The sender's mistakes behind a wrong signature, by name.
    pub mistakes: Vec<&'static str>,
}

macro_rules! causes {
    ($($(#[$about:meta])* $name:ident $slug:literal $status:literal;)+) => {
        /// The fault of a refused request.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum RefusalCause {
            $($(#[$about])* $name,)+
        }

        impl RefusalCause {
            /// Its name in machine-readable output.
            pub fn slug(self) -> &'static str {
                match self { $(Self::$name => $slug,)+ }
            }

            pub fn status(self) -> u16 {
                match self { $(Self::$name => $status,)+ }
            }
        }
    };
}

causes! {
    NotPost "not-post" 405;
    OtherPath "other-path" 404;
    TooLarge "too-large" 413;
    TooSlow "too-slow" 408;
    /// A body that had to give way to others.
    GaveWay "gave-way" 503;
    FromWebPage "from-web-page" 403;
    BrokenOff "broken-off" 400;
    NotJson "not-json" 400;
    /// JSON that is no event.
    NotAnEvent "not-an-event" 400;
    /// A plain body, though there is an encrypt key.
    NotEncrypted "not-encrypted" 400;
    /// An encrypted body, though there is no encrypt key.
    NoKey "no-key" 400;
    /// A body that does not open with the encrypt key.
    NotOpened "not-opened" 400;
    /// A body that opens with the verification token: the two are swapped.
    KeysSwapped "keys-swapped" 400;
    NoChallenge "no-challenge" 400;
    SignatureMissing "signature-missing" 401;
    SignatureWrong "signature-wrong" 401;
    TokenMissing "token-missing" 401;
    TokenWrong "token-wrong" 401;
    /// The event is in order, but could not be written to disk; so it is not acknowledged.
    NotRecorded "not-recorded" 500;
}

/// What the app behind us made of the same request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Forwarded {
    Answered {
        status: u16,
        /// The beginning of its body.
        body: String,
    },
    Failed {
        reason: String,
    },
}

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct ReceivedTally {
    pub url_checks: u64,
    /// Events acknowledged with 200, duplicates among them.
    pub acknowledged: u64,
    /// Of these: events whose `event_id` had been acknowledged before.
    pub duplicates: u64,
    pub recorded: u64,
    /// Events not acknowledged on purpose.
    pub mischief: u64,
    pub refused: u64,
    /// Events that were waited for and did not come (`--max-events` with `--for`).
    pub missing: u64,
}

impl ReceivedTally {
    pub(crate) fn count(&mut self, received: &Received) {
        match &received.receipt {
            Receipt::UrlCheck { .. } => self.url_checks += 1,
            Receipt::Refused(_) => self.refused += 1,
            Receipt::Event(it) => {
                self.recorded += u64::from(it.recorded);
                if received.status == Some(200) {
                    self.acknowledged += 1;
                    self.duplicates += u64::from(it.duplicate_of.is_some());
                } else {
                    self.mischief += 1;
                }
            }
        }
    }
}
