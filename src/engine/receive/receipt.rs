//! What an event that was opened says of itself, and the line it leaves in the record.

use serde_json::Value;

use crate::json::compact;
use crate::model::{Event, Transition};
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
    let value: Value = serde_json::from_slice(&opened.plaintext).unwrap_or_default();
    let text = |pointer: &str| value.pointer(pointer).and_then(Value::as_str).map(str::to_owned);
    let event = Event::from_value(&value);
    Delivery {
        event_id: text("/header/event_id").or_else(|| text("/uuid")),
        event_type: text("/header/event_type").or_else(|| text("/event/type")),
        ticket_id: event.as_ref().map(|it| it.ticket.ticket_id.clone()).filter(|it| !it.is_empty()),
        transition: event.as_ref().map(Transition::of),
        signature: match opened.signature {
            SignatureCheck::Verified => Trust::Verified,
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
