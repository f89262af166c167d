//! The lines of a ledger, version 1. Later versions read earlier ones: fields are added, never renamed.

use serde::{Deserialize, Serialize};

/// The version of these lines.
pub(crate) const VERSION: u32 = 1;

/// One line.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "kebab-case")]
pub(crate) enum Line {
    /// The first.
    Begin(Begin),
    /// An attempt that ended.
    Attempt(Attempt),
}

/// What a ledger is about.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct Begin {
    /// The version of the lines.
    pub version: u32,
    /// The target, masked.
    pub target: String,
}

/// What follows an attempt.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Then {
    /// Nothing: it was accepted.
    Accepted,
    /// A retry.
    Retry,
    /// Nothing: it failed for good.
    Failed,
}

/// An attempt that ended.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct Attempt {
    /// The number of the event in the input, from 1.
    pub number: u64,
    /// The digest of the event as it was read, 16 hex digits.
    pub digest: String,
    /// Its `event_id` as sent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub event_id: Option<String>,
    /// Its ticket.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ticket_id: Option<String>,
    /// The number of the attempt, from 1.
    #[serde(rename = "attempt")]
    pub count: u32,
    /// Whether it was sent again on purpose.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub duplicate: bool,
    /// When it was sent, ms since the epoch.
    pub at_ms: i64,
    /// How long it took, us.
    pub took_us: u64,
    /// The name of the outcome.
    pub outcome: String,
    /// The HTTP status, where there was an answer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub status: Option<u16>,
    /// What follows.
    pub then: Then,
}
