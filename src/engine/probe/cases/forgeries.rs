//! What does not come from the platform, or not as it sent it.

use super::expectation::{KEY, OBSERVED, SIGNATURE, TOKEN, refused};
use crate::engine::probe::Act::Send;
use crate::engine::probe::{Case, Expect, Need, Request};
use crate::report::Weight::{Must, Note, Should};

/// These cases, in order.
pub(crate) const CASES: &[Case] = &[
    refused(
        "forged-body",
        "refuses a forged body",
        Must,
        KEY,
        Request::FlippedBit,
        [
            "Compare X-Lark-Signature with sha256(timestamp + nonce + encrypt key + raw body), before parsing.",
            "One flipped bit of the IV changes one letter of the text; only the signature notices.",
            SIGNATURE,
        ],
    ),
    refused(
        "bad-signature",
        "refuses a wrong signature",
        Must,
        KEY,
        Request::BadSignature,
        [
            "Compare all 64 digits of X-Lark-Signature, in constant time.",
            "The signature is all that tells the platform's events from anybody's.",
            SIGNATURE,
        ],
    ),
    refused(
        "no-signature",
        "refuses an event without a signature",
        Must,
        KEY,
        Request::NoSignature,
        [
            "Refuse events without the three X-Lark headers; only the URL check comes without.",
            "A check that is skipped when the header is absent is no check.",
            SIGNATURE,
        ],
    ),
    refused(
        "other-key-signature",
        "refuses the signature of another key",
        Must,
        KEY,
        Request::OtherKeySignature,
        [
            "Put the app's encrypt key into the hash, not an empty text.",
            "Who does not have the key must not be able to sign.",
            SIGNATURE,
        ],
    ),
    refused(
        "plain-event",
        "refuses an unencrypted, unsigned event",
        Must,
        KEY,
        Request::PlainUnsigned,
        [
            "With an encrypt key refuse every body that is not {\"encrypt\": ...}.",
            "With an encrypt key the platform sends nothing in the clear: this comes from another sender.",
            SIGNATURE,
        ],
    ),
    refused(
        "plain-event-signed",
        "refuses an unencrypted event, even signed",
        Should,
        KEY,
        Request::PlainSigned,
        [
            "With an encrypt key refuse every body that is not {\"encrypt\": ...}.",
            "The platform never sends this; the signature shows at least that the sender has the key.",
            OBSERVED,
        ],
    ),
    refused(
        "wrong-token",
        "refuses an event with another token",
        Must,
        &[Need::Token],
        Request::WrongToken,
        [
            "Compare `header.token` of every event with the verification token, not only that of the URL check.",
            "Without an encrypt key the token is all that tells the platform's events from anybody's.",
            TOKEN,
        ],
    ),
    refused(
        "missing-token",
        "refuses an event without a token",
        Must,
        &[Need::Token],
        Request::MissingToken,
        [
            "Refuse events without `header.token`: an absent token is a wrong one.",
            "A check that is skipped when the token is absent is no check.",
            TOKEN,
        ],
    ),
    Case {
        slug: "stale-timestamp",
        title: "an event that was signed in 2017",
        weight: Note,
        expected: "either: no official SDK looks at the age",
        advice: "A recorded request can be sent again at any time: keep event ids, or refuse old timestamps yourself.",
        why: "The signature covers the timestamp, but nothing says how old it may be.",
        reference: OBSERVED,
        needs: KEY,
        act: Send(Request::Stale, Expect::Told),
    },
];
