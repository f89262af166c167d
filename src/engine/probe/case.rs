//! What a case is made of: what it needs, what it does, what must come back.

use serde::{Deserialize, Deserializer};

use super::events::Shape;
use crate::report::Weight;

/// A thing a receiver has to do, and how one sees whether it does.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Case {
    /// Its lasting name: `forged-body`.
    #[serde(deserialize_with = "kept")]
    pub slug: &'static str,
    /// What a good receiver does: `refuses a forged body`.
    #[serde(deserialize_with = "kept")]
    pub title: &'static str,
    pub weight: Weight,
    #[serde(deserialize_with = "kept")]
    pub expected: &'static str,
    /// What to do where something else comes back.
    #[serde(deserialize_with = "kept")]
    pub advice: &'static str,
    #[serde(deserialize_with = "kept")]
    pub why: &'static str,
    /// What it stands on.
    #[serde(deserialize_with = "kept")]
    pub reference: &'static str,
    /// Without these it is skipped.
    #[serde(default)]
    pub(crate) needs: Vec<Need>,
    pub(crate) act: Act,
}

/// A text of the table, which is read once and lives as long as the process.
fn kept<'de, D: Deserializer<'de>>(text: D) -> Result<&'static str, D::Error> {
    String::deserialize(text).map(|it| &*it.leak())
}

/// What a case cannot do without.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Need {
    EncryptKey,
    NoEncryptKey,
    Token,
    OldKey,
    /// That events from the schema were asked for.
    Generated,
    Dialogue,
    /// The user's command that counts effects, and an event that was delivered twice.
    Effect,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Act {
    Send(Request, Expect),
    /// Sends one request with the header names in upper case.
    SendUpperCase,
    SendTwice,
    /// Sends so many events at the same time.
    SendAtOnce(usize),
    /// Sends valid events of chance, made from the schema.
    SendGenerated,
    TimeEvents,
    TimeUrlChecks,
    /// Sends two requests over one connection.
    Reuse,
    /// Asks how often the twice delivered event took effect.
    CountEffects,
    /// Looks whether anything still answers.
    SeeWhetherAlive,
}

impl Act {
    /// Whether it is made from an event that the receiver takes.
    pub(crate) fn needs_a_taken_event(self) -> bool {
        match self {
            Self::Send(
                Request::UrlCheck | Request::UrlCheckWrongToken | Request::UrlCheckSigned | Request::Event(_),
                _,
            )
            | Self::TimeUrlChecks
            | Self::CountEffects
            | Self::SeeWhetherAlive => false,
            Self::Send(..)
            | Self::SendUpperCase
            | Self::SendTwice
            | Self::SendAtOnce(_)
            | Self::SendGenerated
            | Self::TimeEvents
            | Self::Reuse => true,
        }
    }

    /// Whether it is a right request as the platform sends them now: where such a one is not taken, no other case is worth
    /// much.
    pub(crate) fn is_right(self) -> bool {
        use Request::{Event, EventSigned, UrlCheck, UrlCheckSigned};
        matches!(self, Self::Send(UrlCheck | UrlCheckSigned | Event(_) | EventSigned, _))
    }

    /// Whether the Node SDK gives it to a handler, whose answer may be nothing.
    pub(crate) fn reaches_a_handler_of_node(self) -> bool {
        use Request::{Event, MissingToken, PlainSigned, WrongToken};
        matches!(
            self,
            Self::Send(Event(_), Expect::Confirmed) | Self::Send(WrongToken | MissingToken | PlainSigned, _)
        )
    }
}

/// A request: right, or broken in one way.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Request {
    /// The URL check: encrypted where there is a key, never signed.
    UrlCheck,
    UrlCheckWrongToken,
    /// The URL check in the clear, with signature headers.
    UrlCheckSigned,
    Event(Shape),
    /// A valid event in the clear, with signature headers.
    EventSigned,
    /// A valid event, sealed with the old key.
    OldKey,
    /// A valid event of about 1 MB.
    Large,
    /// One bit of the encrypted body flipped after signing, so that it still opens to JSON.
    FlippedBit,
    BadSignature,
    NoSignature,
    OtherKeySignature,
    PlainUnsigned,
    PlainSigned,
    WrongToken,
    MissingToken,
    /// Encrypted with another key, and signed with the right one.
    Undecryptable,
    /// A valid event that was signed years ago.
    Stale,
    /// Half a JSON text.
    Malformed,
    Empty,
}

/// What must come back.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Expect {
    /// 200 and the same challenge as JSON, within the limit of the URL check.
    Challenge,
    /// 200 within the limit.
    Handled,
    /// The same, also where the answer says that no handler ran.
    Taken,
    /// The same, with something in the body: an SDK is known for empty answers to what it does not take.
    Confirmed,
    /// Anything but a 2xx.
    Refused,
    /// 200 or a 4xx: whether it is taken is the receiver's choice.
    Decided,
    Answered,
    /// Whatever it is, it is told: there is no wrong answer.
    Told,
}
