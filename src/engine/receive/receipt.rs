//! What an event that was opened says of itself, and the line it leaves in the record.

use std::borrow::Cow;

use crate::catalog;
use crate::json::{compact, parse_lenient};
use crate::model::{EventRole, Transition};
use crate::protocol::webhook::{Opened, SignatureCheck, TokenCheck};
use crate::report::{Delivery, Trust};

/// What a token was worth.
pub(crate) fn trust_of(token: TokenCheck) -> Trust {
    match token {
        TokenCheck::Verified => Trust::Verified,
        TokenCheck::NoToken => Trust::Unchecked,
    }
}

/// What an event says of itself.
pub(crate) fn delivery(opened: &Opened) -> Delivery {
    let parsed = parse_lenient(&opened.plaintext).ok();
    let view = parsed.as_ref().map(catalog::view).unwrap_or_default();
    let is_event = parsed.as_ref().is_some_and(|it| catalog::kind_of(&it.root).is_some());
    let text = |text: &Option<Cow<'_, str>>| text.as_deref().map(str::to_owned);
    Delivery {
        event_id: text(&view.event_id),
        event_type: text(&view.event_type),
        ticket_id: view.ticket_id().map(str::to_owned),
        transition: (is_event && !matches!(view.role, EventRole::Message | EventRole::Review))
            .then(|| Transition::of(&view)),
        signature: match opened.signature {
            SignatureCheck::Verified => Trust::Verified,
            SignatureCheck::VerifiedByOldKey => Trust::ByOldKey,
            SignatureCheck::NoKey | SignatureCheck::NotRequired => Trust::Unchecked,
        },
        token: trust_of(opened.token),
        ..Delivery::default()
    }
}

/// The event on one line: its very bytes where it is one already, else without the white space between its tokens.
pub(crate) fn one_line(text: &[u8]) -> Vec<u8> {
    if text.iter().any(|byte| matches!(byte, b'\n' | b'\r')) { compact(text) } else { text.to_vec() }
}
