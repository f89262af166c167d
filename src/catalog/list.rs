//! The event types we know.

use super::kind::EventKind;
use super::ticket_updated_v1::TICKET_UPDATED_V1;

/// Every event type we know.
pub static ALL: &[&EventKind] = &[&TICKET_UPDATED_V1];

/// The event type that `header.event_type` names, or `None` for one we do not know.
pub(crate) fn find(event_type: &str) -> Option<&'static EventKind> {
    ALL.iter().copied().find(|kind| kind.name == event_type)
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn every_event_type_is_found_by_its_own_name() {
        let mut seen = HashSet::new();
        for kind in ALL {
            assert!(seen.insert(kind.name), "{} twice", kind.name);
            assert_eq!(find(kind.name).unwrap().schema, kind.schema);
        }
        assert!(find("im.message.receive_v1").is_none());
    }

    #[test]
    fn what_a_kind_says_of_documented_fields_is_in_its_schema() {
        for kind in ALL {
            let said =
                kind.times.iter().chain(kind.not_carried).chain(kind.prefixes.iter().map(|(at, _)| at));
            let kept = kind.slots.iter().map(|(_, at)| at).chain(&kind.ticket).chain(&kind.before);
            for pointer in said.chain(kept).copied().chain([kind.subject_id]) {
                assert!(kind.at(pointer).is_some(), "{pointer} is not in the schema of {}", kind.name);
            }
            for pointer in kind.sdk_fields {
                assert!(kind.at(pointer).is_none(), "{pointer} is documented by {}", kind.name);
            }
        }
    }
}
