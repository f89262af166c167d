//! Which document a record speaks of.

use std::sync::Arc;

/// Which document a record speaks of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Subject {
    /// The file as the user named it.
    pub file: Arc<str>,
    /// The number of the document in its file, from 1.
    pub index: u64,
    /// The line it begins at, from 1.
    pub line: u64,
    /// `header.event_id`, where it could be read.
    pub event_id: Option<String>,
    /// `event.object.ticket_id`, where it could be read.
    pub ticket_id: Option<String>,
}
