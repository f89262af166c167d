//! What is said of an event that came before, or whose id another event had.

use std::ops::Range;

use super::duplicates::{First, Sighting};
use super::finding_builder::Draft;
use crate::model::Origin;
use crate::report::Code;

/// What is said of an event that came before, or whose id another one had.
pub(super) fn before(sighting: &Sighting, origin: &Origin, id: Range<usize>) -> Option<Draft> {
    let at = |(file, line): &First| {
        if *file == origin.file { format!("line {line}") } else { format!("{file}:{line}") }
    };
    let pointer = "/header/event_id";
    Some(match sighting {
        Sighting::New => return None,
        Sighting::Same(first) => {
            let message = format!("this `event_id` came before, at {}", at(first));
            Draft::new(Code::DuplicateEvent, pointer, id, message)
                .help("delivery is at least once; receivers dedupe by `event_id`")
        }
        Sighting::Other(first) => reused(id, &format!("at {}", at(first))),
    })
}

/// What is said of an event whose id another one had.
pub(super) fn reused(id: Range<usize>, place: &str) -> Draft {
    let message = format!("another event had this `event_id`, {place}");
    Draft::new(Code::EventIdReused, "/header/event_id", id, message)
        .help("both are kept; a receiver that dedupes by `event_id` loses this one")
}
