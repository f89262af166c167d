//! A request as it was captured.

use crate::protocol::webhook::{Header, Packet};

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct CapturedRequest {
    /// Its method, where that is known.
    pub(crate) method: Option<String>,
    /// Headers and body.
    pub(crate) packet: Packet,
    /// The line it stands on, from 1.
    pub(crate) line: u64,
    /// What was decided that the text does not say.
    pub(crate) note: Option<&'static str>,
}

/// A header of `NAME: VALUE`; `None` where there is no name.
pub(crate) fn header(text: &str) -> Option<Header> {
    let (name, value) = text.split_once(':')?;
    let is_token = |c: char| c.is_ascii_alphanumeric() || "!#$%&'*+-.^_`|~".contains(c);
    (!name.is_empty() && name.chars().all(is_token))
        .then(|| (name.to_owned().into(), value.trim().to_owned().into()))
}
