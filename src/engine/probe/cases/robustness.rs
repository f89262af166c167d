//! What is hard to digest, and is known to end the process of some receivers: so it comes last.

use super::expectation::{DELIVERY, KEY, OBSERVED, refused};
use crate::engine::probe::Act::{SeeWhetherAlive, Send};
use crate::engine::probe::{Case, Expect, Request};
use crate::report::Weight::{Must, Should};

/// These cases, in order.
pub(crate) const CASES: &[Case] = &[
    Case {
        slug: "large-body",
        title: "answers a body of 1 MB",
        weight: Should,
        expected: "200 or 4xx within 3 s",
        advice: "Take it or refuse it with 413, but answer.",
        why: "The platform names no limit; a receiver that hangs on a large body can be held by anybody.",
        reference: "our own choice: no limit is documented",
        needs: &[],
        act: Send(Request::Large, Expect::Decided),
    },
    refused(
        "malformed-json",
        "refuses malformed JSON",
        Should,
        &[],
        Request::Malformed,
        [
            "Answer 400 where the body does not parse.",
            "A 200 to what could not be read hides a fault between the platform and you.",
            OBSERVED,
        ],
    ),
    refused(
        "empty-body",
        "refuses an empty body",
        Should,
        &[],
        Request::Empty,
        [
            "Answer 400 where there is no body.",
            "A 200 to what could not be read hides a fault between the platform and you.",
            OBSERVED,
        ],
    ),
    refused(
        "undecryptable",
        "refuses a body it cannot decrypt",
        Must,
        KEY,
        Request::Undecryptable,
        [
            "Answer 500 where the body does not open, and log it: with 200 the platform takes the event as handled.",
            "After a change of the key, events that are answered 200 and dropped are lost for good.",
            DELIVERY,
        ],
    ),
    Case {
        slug: "alive",
        title: "is still alive after all that",
        weight: Must,
        expected: "an answer",
        advice: "Catch what a request raises: one bad request must not end the process.",
        why: "A request that ends the process is an outage that anybody can cause.",
        reference: OBSERVED,
        needs: &[],
        act: SeeWhetherAlive,
    },
];
