//! A request's body, read once: parsed, opened where it is encrypted, and what is in it parsed. What else is to be known of
//! it is asked here; nothing parses it again.

use super::cipher::UnlockError;
use super::keys::Keys;
use super::open_error::OpenError;
use crate::json::{Fault, Node, Parsed, SyntaxError, parse_lenient};

/// A body that was read.
#[derive(Clone, Copy)]
pub(crate) struct BodyReading<'r> {
    pub(crate) body: &'r [u8],
    outer: &'r Result<Parsed<'r>, SyntaxError>,
    has_key: bool,
    opened: Option<&'r Result<Vec<u8>, UnlockError>>,
    inner: Option<&'r Result<Parsed<'r>, SyntaxError>>,
}

/// What is known of a body once it was read.
#[derive(Clone, Debug, Default)]
pub(crate) struct BodyFacts {
    /// Whether it is JSON.
    pub(crate) is_json: bool,
    /// The tokens that stand in it as it came.
    pub(crate) tokens: Vec<String>,
    /// The encrypted text, where it did not open.
    pub(crate) sealed: Option<String>,
    /// The encrypted text, where it opened: no secret stands in it that is to be hidden.
    pub(crate) opened: Option<String>,
}

/// Whether a text came encrypted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Came {
    /// As the body itself.
    Plain,
    /// In the body.
    Encrypted,
}

/// The text of a request, and its tree.
pub(crate) struct Plaintext<'r> {
    pub(crate) text: &'r [u8],
    pub(crate) parsed: &'r Parsed<'r>,
    pub(crate) came: Came,
}

/// Reads a body; `then` makes something of it.
pub(crate) fn read_body<T>(keys: &Keys, body: &[u8], then: impl FnOnce(BodyReading<'_>) -> T) -> T {
    let outer = parse_body(body);
    // Receivers look for `encrypt` whatever stands beside it.
    let sealed = outer.as_ref().ok().and_then(sealed);
    let opened = sealed.zip(keys.cipher()).map(|(text, cipher)| cipher.unlock(text));
    let inner = opened.as_ref().and_then(|it| it.as_ref().ok()).map(|it| parse_body(it));
    let (outer, has_key) = (&outer, keys.cipher().is_some());
    then(BodyReading { body, outer, has_key, opened: opened.as_ref(), inner: inner.as_ref() })
}

impl<'r> BodyReading<'r> {
    /// The text inside, or why there is none.
    pub(crate) fn plaintext(&self) -> Result<Plaintext<'r>, OpenError> {
        let outer = self.outer.as_ref().map_err(|error| OpenError::NotJson(error.clone()))?;
        if sealed(outer).is_none() {
            return if self.has_key {
                Err(OpenError::NotEncrypted)
            } else {
                Ok(Plaintext { text: self.body, parsed: outer, came: Came::Plain })
            };
        }
        let opened = self.opened.ok_or(OpenError::NoKey)?;
        let text = opened.as_ref().map_err(|error| OpenError::Locked(error.clone()))?;
        match self.inner {
            Some(Ok(parsed)) => Ok(Plaintext { text, parsed, came: Came::Encrypted }),
            Some(Err(error)) => Err(OpenError::PlaintextNotJson(error.clone())),
            None => unreachable!("what was opened was parsed"),
        }
    }

    /// The body's own tree, where it is JSON.
    pub(crate) fn outer(&self) -> Option<&'r Parsed<'r>> {
        self.outer.as_ref().ok()
    }

    /// What was opened, JSON or not, and its tree where it is.
    pub(crate) fn opened(&self) -> Option<(&'r [u8], Option<&'r Parsed<'r>>)> {
        let text = self.opened?.as_deref().ok()?;
        Some((text, self.inner.and_then(|it| it.as_ref().ok())))
    }

    /// The text of `encrypt`.
    pub(crate) fn sealed(&self) -> Option<&'r str> {
        sealed(self.outer()?)
    }

    /// What is known of it from now on.
    pub(crate) fn facts(&self) -> BodyFacts {
        let text = |pointer| self.outer()?.root.at(pointer)?.node.as_str().map(str::to_owned);
        let (sealed, opens) = (self.sealed().map(str::to_owned), matches!(self.inner, Some(Ok(_))));
        let (opened, sealed) = if opens { (sealed, None) } else { (None, sealed) };
        BodyFacts {
            is_json: self.outer.is_ok(),
            tokens: ["/token", "/header/token"].into_iter().filter_map(text).collect(),
            sealed,
            opened,
        }
    }
}

fn sealed<'p>(outer: &'p Parsed<'_>) -> Option<&'p str> {
    outer.root.get("encrypt").and_then(Node::as_str)
}

/// What a sender calls JSON has no byte-order mark before it.
fn parse_body(text: &[u8]) -> Result<Parsed<'_>, SyntaxError> {
    if text.starts_with("\u{feff}".as_bytes()) {
        let fault = Fault::Unexpected { found: '\u{feff}', expected: "a JSON value" };
        return Err(SyntaxError { offset: 0, len: 3, fault });
    }
    parse_lenient(text)
}
