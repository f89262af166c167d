//! What an event that was opened says of itself, and the line it leaves in the record.

use std::borrow::Cow;

use crate::engine::validate::Examined;
use crate::json::compact;
use crate::model::{EventRole, Transition};
use crate::protocol::webhook::{SignatureCheck, TokenCheck};
use crate::report::{ReceivedEvent, SecretCheck};

pub(crate) fn trust_of(token: TokenCheck) -> SecretCheck {
    match token {
        TokenCheck::Verified => SecretCheck::Verified,
        TokenCheck::NoToken => SecretCheck::Unchecked,
    }
}

/// What an event says of itself.
pub(crate) fn delivery(examined: &Examined, signature: SignatureCheck, token: TokenCheck) -> ReceivedEvent {
    let view = examined.any_view();
    let text = |text: Option<&Cow<'_, str>>| text.map(|it| it.clone().into_owned());
    let moves = |role| !matches!(role, EventRole::Message | EventRole::Review);
    ReceivedEvent {
        event_id: text(view.and_then(|it| it.event_id.as_ref())),
        event_type: text(view.and_then(|it| it.event_type.as_ref())),
        ticket_id: view.and_then(|it| it.ticket_id().map(str::to_owned)),
        transition: examined.view.as_ref().filter(|it| moves(it.role)).map(Transition::of),
        signature: match signature {
            SignatureCheck::Verified => SecretCheck::Verified,
            SignatureCheck::VerifiedByOldKey => SecretCheck::ByOldKey,
            SignatureCheck::NoKey | SignatureCheck::NotRequired => SecretCheck::Unchecked,
        },
        token: trust_of(token),
        ..ReceivedEvent::default()
    }
}

/// The event on one line: its very bytes where it is one already, else without the white space between its tokens.
pub(crate) fn one_line(text: &[u8]) -> Vec<u8> {
    if text.iter().any(|byte| matches!(byte, b'\n' | b'\r')) { compact(text) } else { text.to_vec() }
}
