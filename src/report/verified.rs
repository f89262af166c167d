//! One request that was looked at: what each part of it is worth.

use super::finding::{Finding, Subject};
use super::names::named;
use super::received::ReceivedEvent;

/// A request that was looked at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Verified {
    pub subject: Subject,
    /// Its parts, in the order they are shown.
    pub points: Vec<PartVerdict>,
    /// What it is, where its body could be read.
    pub content: Option<VerifiedContent>,
    /// What is wrong with its event, as `validate` says it.
    pub findings: Vec<Finding>,
}

impl Verified {
    /// Whether the platform's own request would look so, its event left out.
    pub(crate) fn is_sound(&self) -> bool {
        self.points.iter().all(|it| it.state.grade() != PartGrade::Wrong)
    }
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum VerifiedContent {
    UrlCheck,
    Event(Box<ReceivedEvent>),
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PartVerdict {
    pub part: RequestPart,
    pub state: PartState,
    /// Why, in words. It holds no secret.
    pub reason: Option<String>,
    pub help: Option<String>,
    pub mistakes: Vec<&'static str>,
}

impl PartVerdict {
    pub(crate) fn new(part: RequestPart, state: PartState) -> Self {
        Self { part, state, reason: None, help: None, mistakes: Vec::new() }
    }

    #[must_use]
    pub(crate) fn because(self, reason: impl Into<String>) -> Self {
        Self { reason: Some(reason.into()), ..self }
    }

    #[must_use]
    pub(crate) fn help(self, help: impl Into<String>) -> Self {
        Self { help: Some(help.into()), ..self }
    }

    #[must_use]
    pub(crate) fn mistakes(self, mistakes: Vec<&'static str>) -> Self {
        Self { mistakes, ..self }
    }
}

/// How much a state weighs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum PartGrade {
    Right,
    Wrong,
    /// Not to be judged.
    Open,
}

named! {
    pub enum RequestPart {
        Request "request"
        /// `X-Lark-Signature` and what it is made of.
        Signature "signature"
        /// `X-Lark-Request-Timestamp`.
        Timestamp "timestamp"
        Body "body"
        Token "token"
    }

    pub enum PartState {
        Matches "matches"
        DoesNotMatch "does-not-match"
        /// It is not there, and should be.
        Missing "missing"
        /// It is not there, and need not be.
        NotNeeded "not-needed"
        /// The secret to check it with was not given, or it was masked.
        NotChecked "not-checked"
        /// An encrypted body that opens.
        Opens "opens"
        /// A body that could not be read.
        DoesNotOpen "does-not-open"
        /// A body that is not encrypted, as it should be.
        Plain "plain"
        /// A body that is not encrypted, though the app has a key.
        NotEncrypted "not-encrypted"
        /// As the platform has it.
        Fine "fine"
        /// Not as the platform has it.
        Wrong "wrong"
    }
}

impl PartState {
    pub(crate) fn grade(self) -> PartGrade {
        match self {
            Self::Matches | Self::NotNeeded | Self::Opens | Self::Plain | Self::Fine => PartGrade::Right,
            Self::DoesNotMatch | Self::Missing | Self::DoesNotOpen | Self::NotEncrypted | Self::Wrong => {
                PartGrade::Wrong
            }
            Self::NotChecked => PartGrade::Open,
        }
    }
}
