//! Again, together, and in time.

use super::expectation::{DELIVERY, HANDLED, URL_CHECK};
use crate::engine::probe::Act::{
    CountEffects, Reuse, SendAtOnce, SendTwice, SendUpperCase, TimeEvents, TimeUrlChecks,
};
use crate::engine::probe::{Case, Need};
use crate::report::Weight::{Must, Should};

/// These cases, in order.
pub(crate) const CASES: &[Case] = &[
    Case {
        slug: "header-case",
        title: "takes header names in upper case",
        weight: Must,
        expected: HANDLED,
        advice: "Look headers up without regard to case.",
        why: "Header names have no case; proxies and HTTP/2 change it.",
        reference: "RFC 9110, section 5.1",
        needs: &[Need::EncryptKey, Need::Dialogue],
        act: SendUpperCase,
    },
    Case {
        slug: "duplicate",
        title: "answers 200 to a duplicate",
        weight: Must,
        expected: "200 both times",
        advice: "Answer 200 to an event_id that you have seen: refusing it brings it back.",
        why: "Delivery is at least once: the same event can come again, even after a 200.",
        reference: DELIVERY,
        needs: &[],
        act: SendTwice,
    },
    Case {
        slug: "effect",
        title: "a duplicate takes effect once",
        weight: Must,
        expected: "a count of 1",
        advice: "Keep the event_id for 7.1 h, where it survives a restart, in one transaction with the effect.",
        why: "Delivery is at least once, and no official SDK drops duplicates.",
        reference: "the vendor's page on receiving events: drop duplicates by event_id for 7.1 h",
        needs: &[Need::Effect],
        act: CountEffects,
    },
    Case {
        slug: "concurrent",
        title: "handles 20 events at once",
        weight: Must,
        expected: "20 times 200, each within 3 s",
        advice: "Answer first and work afterwards, with more than one worker.",
        why: "Events come as they happen, not one after the other.",
        reference: DELIVERY,
        needs: &[],
        act: SendAtOnce(20),
    },
    Case {
        slug: "answer-time",
        title: "answers events in time",
        weight: Must,
        expected: "p99 of at most 3 s",
        advice: "Store the event, answer 200, and work afterwards: what takes longer than 3 s comes again.",
        why: "After 3 s the platform gives up and sends the event again.",
        reference: DELIVERY,
        needs: &[],
        act: TimeEvents,
    },
    Case {
        slug: "url-check-time",
        title: "answers URL checks in time",
        weight: Must,
        expected: "p99 of at most 1 s",
        advice: "Answer the URL check before any other work; a function that starts cold may need to be kept warm.",
        why: "The platform waits 1 s for it.",
        reference: URL_CHECK,
        needs: &[],
        act: TimeUrlChecks,
    },
    Case {
        slug: "keep-alive",
        title: "keeps a connection for the next request",
        weight: Should,
        expected: "two answers over one connection",
        advice: "Speak HTTP/1.1 with keep-alive (a development server often does not): each new connection costs time.",
        why: "2 of the 3 s are for connecting; a kept connection needs none of them.",
        reference: "RFC 9112, section 9.3",
        needs: &[Need::Dialogue],
        act: Reuse,
    },
];
