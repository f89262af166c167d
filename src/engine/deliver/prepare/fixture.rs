//! An event for the tests of the delivery.

use std::sync::OnceLock;

use super::{Event, EventDigests};
use crate::report::Subject;

impl Event {
    /// An event of a test: its text is its number.
    pub(crate) fn sample(number: u64, ticket: &str) -> Self {
        let subject = Subject {
            file: "events.ndjson".into(),
            index: number,
            line: number,
            event_id: Some(format!("e{number}")),
            ticket_id: Some(ticket.to_owned()),
        };
        Self {
            number,
            digests: EventDigests { text: number, event: None },
            subject,
            ticket: ticket.into(),
            transition: None,
            create_ms: None,
            unit: None,
            body: Ok(number.to_string().into_bytes()),
            original: None,
            built: None,
            looked_at: OnceLock::new(),
            sent: None,
        }
    }
}
