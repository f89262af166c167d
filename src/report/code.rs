//! Every check by its code: a slug that is unique and never reused, its usual severity, and its page in `explain`.

use Severity::{Error, Note, Warning};

use super::names::named;

named! {
    /// How much a finding weighs. The order is by weight: the lightest first.
    #[derive(PartialOrd, Ord, Hash)]
    pub enum Severity {
        /// Worth knowing; nothing to mend.
        Note "note"
        /// Likely a mistake; the platform's schema allows it.
        Warning "warning"
        /// Breaks the documented contract.
        Error "error"
    }
}

/// What `explain CODE` prints.
#[derive(Clone, Copy, Debug)]
pub struct CodePage {
    /// What the code means and why it matters.
    pub about: &'static str,
    /// A piece of an event that triggers it.
    pub example: &'static str,
    /// The way out.
    pub fix: &'static str,
}

macro_rules! codes {
    ($($name:ident $slug:literal $severity:ident { $about:literal, $example:literal, $fix:literal })+) => {
        /// A check.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum Code {
            $(#[doc = concat!("`", $slug, "`: ", $about)] $name,)+
        }

        impl Code {
            /// Every code, the most telling first: the order in which a document's findings are shown.
            pub const ALL: &[Code] = &[$(Code::$name,)+];

            /// The slug users write: `status-unknown`.
            pub fn slug(self) -> &'static str {
                match self { $(Self::$name => $slug,)+ }
            }

            /// The severity it has unless the user says otherwise.
            pub fn severity(self) -> Severity {
                match self { $(Self::$name => $severity,)+ }
            }

            /// Its page.
            pub fn page(self) -> CodePage {
                match self { $(Self::$name => CodePage { about: $about, example: $example, fix: $fix },)+ }
            }
        }
    };
}

codes! {
    // Text that is not a JSON document.
    InvalidUtf8 "invalid-utf8" Error {
        "The bytes are not UTF-8. JSON is UTF-8 and the platform sends nothing else.",
        "\"name\": \"\\xff\"",
        "Save the file as UTF-8; if it was captured, record the raw body and not a re-encoded copy."
    }
    JsonSyntax "json-syntax" Error {
        "The text is not JSON. In a file of one event a line, the other lines are still checked.",
        "{\"schema\": \"2.0\",}",
        "Mend the text at the place shown; a line that stops in the middle was cut when it was written."
    }
    CutDocument "cut-document" Warning {
        "The last document of the file breaks off. Those before it are whole; alone in its file it is an error.",
        "{\"schema\": \"2.0\", \"header\": {\"event_id\": \"5e",
        "Nothing, if the log was still being written; else restore the end of the line."
    }
    LoneSurrogate "lone-surrogate" Error {
        "A \\u escape is half of a surrogate pair. It stands for no character, and parsers disagree on what to do.",
        "\"name\": \"\\ud83d\"",
        "Write the character itself, or both halves (\\ud83d\\ude00)."
    }
    NestedTooDeep "nested-too-deep" Error {
        "The document nests deeper than 128 levels. No event does; parsers refuse it or crash on it.",
        "[[[[ ... ]]]]",
        "Check what wrote the file; this is not an event of the platform."
    }
    DocumentTooLarge "document-too-large" Error {
        "The document is larger than 16 MiB. An event of the platform has a few kilobytes.",
        "{\"schema\": \"2.0\", ... 200 MB ... }",
        "If the file holds several events, put a newline or nothing between them, and no quotes around them."
    }
    // JSON that is not an event of ours.
    UrlVerification "url-verification" Error {
        "This is the platform's URL check, not an event. A receiver answers it within 1 s with the same challenge.",
        "{\"challenge\": \"...\", \"token\": \"...\", \"type\": \"url_verification\"}",
        "Leave it out of the events; answer it with {\"challenge\": \"...\"} in the receiver."
    }
    UndecryptableBody "undecryptable-body" Error {
        "The encrypted body does not open with the encrypt key that was given.",
        "{\"encrypt\": \"AAEC...\"}",
        "Use the Encrypt Key of the app that received it (Events & Callbacks, Encryption Strategy), not the Verification Token."
    }
    EncryptedBody "encrypted-body" Error {
        "The body is encrypted and no encrypt key was given.",
        "{\"encrypt\": \"AAEC...\"}",
        "Give the app's key with --encrypt-key-file or HELPDESK_EVT_ENCRYPT_KEY."
    }
    V1Event "v1-event" Error {
        "This is an event of the old 1.0 format (uuid, event.type, no schema). Help desk events come as 2.0.",
        "{\"uuid\": \"...\", \"type\": \"event_callback\", \"event\": {\"type\": \"message\"}}",
        "Subscribe to the 2.0 event of the same name in the developer console."
    }
    UnknownEventType "unknown-event-type" Error {
        "The event type is not one that this tool knows. It is a help desk type that does not exist, or near a known name, or all that its file holds is one event of another product.",
        "\"event_type\": \"helpdesk.ticket.updatd_v1\"",
        "Correct the name; `helpdesk-evt schema --list` names the known ones."
    }
    OtherEventType "other-event-type" Note {
        "The log holds events of another product. They are counted by type and left out; each type is told once.",
        "\"event_type\": \"im.message.receive_v1\"",
        "Nothing to do; `--deny other-event-type` makes each an error, `replay --all-types` sends them, too."
    }
    NotAnEvent "not-an-event" Error {
        "The JSON is not an event: it has no header with an event type.",
        "{\"hello\": \"world\"}",
        "Check that the file holds the whole request body: schema, header and event."
    }
    // JSON faults that schemas cannot see.
    DuplicateKey "duplicate-key" Error {
        "An object has the same key twice. Parsers disagree on which one counts.",
        "{\"status\": 1, \"status\": 2}",
        "Remove one of the two."
    }
    NumberOutOfRange "number-out-of-range" Error {
        "The number does not fit: an integer beyond 64 bits, or a float beyond double precision. The SDKs refuse it.",
        "\"updated_at\": 18446744073709551616",
        "Write a number that fits; times are integers in ms (13 digits)."
    }
    // Against the documented schema.
    SchemaVersion "schema-version" Error {
        "`schema` must be the text \"2.0\".",
        "\"schema\": \"1.0\"",
        "Write \"schema\": \"2.0\"; a 1.0 event has another shape altogether."
    }
    StatusUnknown "status-unknown" Error {
        "The status is none of the documented ones.",
        "\"status\": 99",
        "Use one of the documented codes: `helpdesk-evt explain status`."
    }
    StageUnknown "stage-unknown" Error {
        "The stage is neither 1 (bot) nor 2 (human).",
        "\"stage\": 3",
        "Use 1 for the bot, 2 for a human."
    }
    ScoreUnknown "score-unknown" Error {
        "The score is none of 1, 2 and 3. A ticket without a score has no `score` field.",
        "\"score\": 5",
        "Use 1 to 3, or leave the field out."
    }
    SolveUnknown "solve-unknown" Error {
        "`solve` is neither 1 (unsolved) nor 2 (solved). A ticket without an answer has no `solve` field.",
        "\"solve\": 3",
        "Use 1 or 2, or leave the field out."
    }
    CodeUnknown "code-unknown" Error {
        "A code is none of the documented ones: the sender of a message, the end of a review.",
        "\"sender_type\": 4",
        "Use one of the documented codes: `helpdesk-evt explain sender_type`."
    }
    TypeMismatch "type-mismatch" Error {
        "The value has another type than the documented one. Lenient SDKs may take it; the Go SDK answers 500.",
        "\"updated_at\": \"1700000000000\"",
        "Write the documented type: numbers without quotes, ids with quotes."
    }
    NullValue "null-value" Error {
        "A documented field is null. The platform leaves empty fields out.",
        "\"score\": null",
        "Leave the field out."
    }
    MissingField "missing-field" Error {
        "A field that every event carries is missing.",
        "\"object\": {\"stage\": 1, \"status\": 1}",
        "Add the field; a handler that works on this sample would never see such an event."
    }
    EmptyValue "empty-value" Error {
        "An id is the empty text. The platform leaves empty fields out.",
        "\"ticket_id\": \"\"",
        "Write the id, or leave an optional field out."
    }
    TimeNotDigits "time-not-digits" Error {
        "`create_time` must be a text of digits: ms since the epoch.",
        "\"create_time\": \"2023-11-14T22:13:20Z\"",
        "Write the time in ms as text: \"1700000000000\"."
    }
    TimeNegative "time-negative" Error {
        "A time is below -1. Times are ms since the epoch; -1 means none.",
        "\"closed_at\": -5",
        "Write the time in ms, or -1 for none."
    }
    // What a schema cannot say: lints.
    FloatInteger "float-integer" Warning {
        "An integer is written as a float. JSON Schema takes 1.0 for an integer; the Go SDK refuses it.",
        "\"stage\": 2.0",
        "Write it without the fraction or exponent."
    }
    TimeUnit "time-unit" Warning {
        "A time looks like seconds or microseconds. The event's times are milliseconds (13 digits).",
        "\"updated_at\": 1700000000",
        "Write the time in ms."
    }
    UpdatedBeforeCreated "updated-before-created" Warning {
        "The ticket was updated before it was created.",
        "\"created_at\": 1700000000000, \"updated_at\": 1600000000000",
        "Swap or mend the times."
    }
    UpdatedBeforeOld "updated-before-old" Warning {
        "The update is older than the one before it.",
        "\"object\": {\"updated_at\": 1600000000000}, \"old_object\": {\"updated_at\": 1700000000000}",
        "`object` is the ticket after the update, `old_object` the one before: check that they are not swapped."
    }
    ClosedWithoutClosedAt "closed-without-closed-at" Warning {
        "The ticket is closed but says not when.",
        "\"status\": 50, with no \"closed_at\"",
        "Add `closed_at`; in real events it equals `updated_at` of the closing event."
    }
    NoTransition "no-transition" Warning {
        "Neither stage nor status changed. The platform sends this event when one of them does.",
        "\"old_object\": {\"updated_at\": 1700000000000}",
        "Put the old stage or status into `old_object`."
    }
    OldValueUnchanged "old-value-unchanged" Note {
        "`old_object` holds a value equal to the new one. It \"only has updated fields\".",
        "\"object\": {\"stage\": 1}, \"old_object\": {\"stage\": 1}",
        "Leave the field out of `old_object`."
    }
    BotWithSenderId "bot-with-sender-id" Warning {
        "A message of the bot says by ids who sent it. The platform sends `sender_id` for guests and agents only.",
        "\"sender_type\": 1, \"sender_id\": {\"open_id\": \"ou_...\"}",
        "Leave `sender_id` out, or write the `sender_type` of a guest (2) or an agent (3)."
    }
    EventIdRepeated "event-id-repeated" Warning {
        "A message's own `event_id` is the header's. In real events it is a UUID; the header's is the one to dedupe by.",
        "\"header\": {\"event_id\": \"e1\"}, \"event\": {\"event_id\": \"e1\"}",
        "Give the body an id of its own: a receiver that mixes the two up passes otherwise."
    }
    StageContradicted "stage-contradicted" Note {
        "A message's `ticket_type` contradicts the latest event before it. `ticket_type` is the stage under another name.",
        "\"stage\": 2, and then a later message with \"ticket_type\": 1",
        "Look for the missing event between the two; it may also stand further down in the log."
    }
    SdkRefuses "sdk-refuses" Warning {
        "A typed handler of this SDK answers 500 to the event. The platform then sends it again, up to four times.",
        "validate --sdk java: \"created_at\": 1700000000000 is beyond the 32 bits of its model",
        "Read the event's JSON in the handler yourself, as the help of the finding says."
    }
    SdkAlters "sdk-alters" Note {
        "This SDK gives a handler something else than the event says.",
        "validate --sdk node: \"user_id\": 7262656095919128578 becomes 7262656095919129000",
        "Do not rely on that value in a handler of this SDK."
    }
    ForbiddenTransition "forbidden-transition" Error {
        "The event makes a transition that `diff --forbid` forbids.",
        "diff --forbid \"status: closed -> open\"",
        "Find out why the ticket moved this way, or loosen the rule."
    }
    EventGap "event-gap" Warning {
        "An event's old values differ from the state we knew: an event of this ticket was missed, or came from elsewhere.",
        "status 1 -> 3, and then an event that says it came from 5",
        "Look for the missing event in the platform's delivery log; query the ticket's details to catch up."
    }
    LateEvent "late-event" Warning {
        "The event stands in the log after a younger one of its ticket. The platform promises no order.",
        "updated_at 1700000300000 before updated_at 1700000000000",
        "Order by updated_at, and ignore what is older than the state you know."
    }
    TicketReopened "ticket-reopened" Note {
        "A closed ticket was opened again. A handler that archives on closing must be ready for it.",
        "\"status\": 1 with \"old_object\": {\"status\": 50}",
        "Nothing to mend; treat closing as a state, not as the end."
    }
    MissingToken "missing-token" Warning {
        "The header has no token. Over a webhook it is the app's Verification Token, over the long connection \"\".",
        "\"header\": {\"event_id\": \"...\"}, with no \"token\"",
        "Add `token`, \"\" if there is none."
    }
    IdPrefix "id-prefix" Warning {
        "An id lacks its usual prefix: open_id ou_, union_id on_, chat_id oc_, app_id cli_.",
        "\"open_id\": \"on_0123\"",
        "Check that the id is in the right field."
    }
    UndocumentedField "undocumented-field" Warning {
        "The page does not document this field. Often it is a typing error, and the real field is missing.",
        "\"staus\": 1",
        "Rename it, or allow the code if the platform really sends it."
    }
    SdkField "sdk-field" Note {
        "The page does not document this field, but the official SDKs' models know it. Real events may carry it.",
        "\"agents\": [{\"id\": {\"open_id\": \"ou_...\"}}]",
        "Nothing to do; do not rely on it."
    }
    CustomizedFieldsPresent "customized-fields-present" Note {
        "`customized_fields` is there, although the page says that the event does not carry it.",
        "\"customized_fields\": [{\"id\": \"123\"}]",
        "Do not rely on it: query the ticket's details by its `ticket_id`."
    }
    EventIdReused "event-id-reused" Warning {
        "Another event of this run has the same event_id: of another ticket, or with other codes or times.",
        "\"event_id\": \"...\" twice, once with \"ticket_id\": \"1\", once with \"ticket_id\": \"2\"",
        "Give each event an id of its own; a receiver that dedupes by event_id loses one of the two."
    }
    DuplicateEvent "duplicate-event" Note {
        "The same event_id came before in this run. Delivery is at least once, so recordings hold duplicates.",
        "\"event_id\": \"...\" twice",
        "Receivers dedupe by event_id, for 7.1 h as the vendor says."
    }
}

impl CodePage {
    /// The first sentence of what the code means, without its full stop: for lists.
    pub fn title(&self) -> &'static str {
        self.about.split_once(". ").map_or(self.about.trim_end_matches('.'), |(first, _)| first)
    }
}

impl Code {
    /// The code of a slug.
    pub fn find(slug: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|code| code.slug() == slug)
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn slugs_are_unique_and_kebab_case() {
        let mut seen = HashSet::new();
        for code in Code::ALL {
            let slug = code.slug();
            assert!(seen.insert(slug), "{slug} twice");
            assert!(slug.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-'), "{slug}");
            assert_eq!(Code::find(slug), Some(*code));
        }
    }

    #[test]
    fn every_code_has_a_whole_page() {
        for code in Code::ALL {
            let CodePage { about, example, fix } = code.page();
            assert!(about.ends_with('.') && fix.ends_with('.') && !example.is_empty(), "{}", code.slug());
        }
    }
}
