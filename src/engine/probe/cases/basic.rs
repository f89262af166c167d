//! What a receiver is there for: the URL check, and events of every form the platform sends.

use super::expectation::{DELIVERY, KEY, SEEN, TOKEN, URL_CHECK, WITHDRAWAL, handled, of_type, refused};
use crate::engine::probe::Act::{Send, SendGenerated};
use crate::engine::probe::{Case, Expect, Need, Request, Shape};
use crate::report::Weight::{Must, Should};

/// These cases, in order.
pub(crate) const CASES: &[Case] = &[
    Case {
        slug: "url-check",
        title: "answers the URL check",
        weight: Must,
        expected: "200 and {\"challenge\":\"<the same value>\"} within 1 s",
        advice: "Answer `type: url_verification` with its `challenge` as JSON, before anything else is looked at.",
        why: "The platform saves a request URL only after this check.",
        reference: URL_CHECK,
        needs: &[Need::NoEncryptKey],
        act: Send(Request::UrlCheck, Expect::Challenge),
    },
    Case {
        slug: "url-check-encrypted",
        title: "answers the URL check, encrypted, unsigned",
        weight: Must,
        expected: "200 and {\"challenge\":\"<the same value>\"} within 1 s",
        advice: "The platform sends this request without a signature. Open and answer it before you check one.",
        why: "With an encrypt key the URL check comes encrypted, but it is never signed.",
        reference: URL_CHECK,
        needs: KEY,
        act: Send(Request::UrlCheck, Expect::Challenge),
    },
    Case {
        slug: "url-check-signed",
        title: "answers a URL check with signature headers",
        weight: Must,
        expected: "200 and {\"challenge\":\"<the same value>\"} within 1 s",
        advice: "Without an encrypt key there is nothing to check a signature with: do not look at its headers.",
        why: "Callbacks in the clear may carry X-Lark-Signature: a release of the SDK was withdrawn for refusing them.",
        reference: WITHDRAWAL,
        needs: &[Need::NoEncryptKey],
        act: Send(Request::UrlCheckSigned, Expect::Challenge),
    },
    refused(
        "url-check-wrong-token",
        "refuses a URL check with another token",
        Should,
        &[Need::Token],
        Request::UrlCheckWrongToken,
        [
            "Compare `token` with the app's verification token before you answer the challenge.",
            "Otherwise anybody can register your URL with an app of their own.",
            TOKEN,
        ],
    ),
    Case {
        act: Send(Request::Event(Shape::Full), Expect::Confirmed),
        ..handled(
            "event",
            "handles a valid event",
            Shape::Full,
            [
                "Answer 200 to an event whose signature and token are right; the receiver's log should say why it did not.",
                "Anything but 200 is sent again four times, over seven hours, and then lost.",
                DELIVERY,
            ],
        )
    },
    Case {
        needs: &[Need::NoEncryptKey],
        reference: WITHDRAWAL,
        act: Send(Request::EventSigned, Expect::Handled),
        ..handled(
            "event-signed",
            "handles a plain event with signature headers",
            Shape::Full,
            [
                "Without an encrypt key there is nothing to check a signature with: do not look at its headers.",
                "Callbacks in the clear may carry X-Lark-Signature: a release of the SDK was withdrawn for refusing them.",
                WITHDRAWAL,
            ],
        )
    },
    Case {
        needs: &[Need::OldKey],
        act: Send(Request::OldKey, Expect::Handled),
        ..handled(
            "old-key",
            "handles an event of the old encrypt key",
            Shape::Full,
            [
                "While a key is changed, verify and open with the new key, else with the old one.",
                "An event that is sent again, up to 7 hours later, may still be sealed with the old key.",
                "our own choice: the documentation does not say when a new key is first used",
            ],
        )
    },
    handled(
        "event-sparse",
        "handles an event without its empty fields",
        Shape::Sparse,
        [
            "Read `score`, `solve`, `channel` and `closed_at` as optional.",
            "The platform leaves out every field that is zero or empty.",
            SEEN,
        ],
    ),
    handled(
        "event-unknown-fields",
        "handles an event with fields nobody knows",
        Shape::Unknown,
        [
            "Ignore fields that you do not know: strict parsing breaks with the platform's next release.",
            "The platform adds fields without notice; the SDKs know some that the documentation does not.",
            SEEN,
        ],
    ),
    handled(
        "event-empty-old-object",
        "handles an event with an empty old_object",
        Shape::EmptyOld,
        [
            "Read a field that is absent in `old_object` as one that did not change.",
            "`old_object` holds only what changed, and what changed may be a field it does not list.",
            SEEN,
        ],
    ),
    handled(
        "event-non-ascii",
        "handles an event with text outside ASCII",
        Shape::NonAscii,
        [
            "Read the opened body as UTF-8, and hash the raw bytes, not text that was decoded and encoded again.",
            "Names of guests are in any script, and are sent as raw UTF-8.",
            SEEN,
        ],
    ),
    Case {
        weight: Should,
        ..handled(
            "event-minimal",
            "handles an event with nothing but its ticket",
            Shape::Minimal,
            [
                "Treat every field but ticket_id, stage and status as optional.",
                "The documentation marks every field of the event as optional.",
                "the vendor's page on the event",
            ],
        )
    },
    of_type(
        "event-created",
        "handles helpdesk.ticket.created_v1",
        Shape::Created,
        "Read the ticket from `event` itself: there is no `object` in it, and no `old_object`.",
    ),
    of_type(
        "event-message",
        "handles helpdesk.ticket_message.created_v1",
        Shape::Message,
        "Read `position` as a number or a text, and `sender_id` as optional; the stage is `ticket.ticket_type`.",
    ),
    of_type(
        "event-notification",
        "handles helpdesk.notification.approve_v1",
        Shape::Notification,
        "Read `notification_id`, `helpdesk_id` and `approve_status` from `event`: it is about no ticket.",
    ),
    Case {
        needs: &[Need::Generated],
        act: SendGenerated,
        expected: "200 to each within 3 s",
        ..handled(
            "generated",
            "handles valid events of chance",
            Shape::Full,
            [
                "Take unknown codes, any number, absent fields, text of any script and members in any order.",
                "The platform adds codes and fields without notice, and leaves out what is empty.",
                SEEN,
            ],
        )
    },
    Case {
        slug: "other-type",
        title: "answers 200 to another event type",
        weight: Should,
        expected: "200",
        advice: "Answer 200 to types you do not handle, or do not subscribe to them.",
        why: "What is not answered with 200 is sent again four times.",
        reference: DELIVERY,
        needs: &[],
        act: Send(Request::Event(Shape::OtherType), Expect::Taken),
    },
];
