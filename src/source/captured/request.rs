//! A request as it was captured, and why a text is none.

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

/// Why a text is no captured request.
#[derive(Debug, thiserror::Error)]
pub(crate) enum CaptureError {
    /// There is nothing.
    #[error("it is empty")]
    Empty,
    /// A header without a colon.
    #[error("line {line} is no header: `{text}`; headers end with an empty line, and the body follows")]
    NotAHeader {
        /// The line, from 1.
        line: u64,
        /// What stands there, or its beginning.
        text: String,
    },
    /// Headers, and nothing behind them.
    #[error("there is no empty line behind the headers, so there is no body")]
    NoBody,
    /// A header or a request line that is not UTF-8.
    #[error("its headers are not UTF-8")]
    NotText,
    /// A raw record of several requests.
    #[error("it is a raw record of {requests} requests; name one with --line N")]
    Several { requests: usize },
    /// A line that is not there, or is no request.
    #[error("line {line} is no request of a raw record")]
    NoSuchLine {
        /// The line, from 1.
        line: u64,
    },
    /// A raw record that did not keep the body.
    #[error("the record did not keep the body of the request on line {line}: {reason}")]
    BodyLeftOut {
        /// The line, from 1.
        line: u64,
        /// Why, as the record says it.
        reason: String,
    },
    /// A quote of a command line that does not end.
    #[error("a quote of the curl command does not end")]
    OpenQuote,
    /// An option of curl without its value.
    #[error("`{option}` of the curl command has no value")]
    NoValue { option: String },
    /// A body that a curl command takes from a file.
    #[error("cannot read `{path}`, the body of the curl command: {source}")]
    BodyFile { path: String, source: std::io::Error },
}

/// A header of `NAME: VALUE`; `None` where there is no name.
pub(crate) fn header(text: &str) -> Option<Header> {
    let (name, value) = text.split_once(':')?;
    let is_token = |c: char| c.is_ascii_alphanumeric() || "!#$%&'*+-.^_`|~".contains(c);
    (!name.is_empty() && name.chars().all(is_token))
        .then(|| (name.to_owned().into(), value.trim().to_owned().into()))
}
