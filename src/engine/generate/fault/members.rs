//! One fault a line: each gives the finding of its code and no other.

use super::text;
use crate::engine::generate::patch::{EVENT, GUEST, GUEST_ID, HEADER, OBJECT, OLD, ObjectPath, Patch, ROOT};
use crate::engine::generate::rng::Rng;
use crate::report::Code;

/// The codes that one line can show. A document over 16 MiB is left out for its size, and a body that does not open
/// needs a key to try.
pub(crate) const CODES: [Code; 36] = [
    Code::InvalidUtf8,
    Code::JsonSyntax,
    Code::LoneSurrogate,
    Code::NestedTooDeep,
    Code::UrlVerification,
    Code::EncryptedBody,
    Code::V1Event,
    Code::UnknownEventType,
    Code::NotAnEvent,
    Code::DuplicateKey,
    Code::NumberOutOfRange,
    Code::SchemaVersion,
    Code::StatusUnknown,
    Code::StageUnknown,
    Code::ScoreUnknown,
    Code::SolveUnknown,
    Code::TypeMismatch,
    Code::NullValue,
    Code::MissingField,
    Code::EmptyValue,
    Code::TimeNotDigits,
    Code::TimeNegative,
    Code::FloatInteger,
    Code::TimeUnit,
    Code::UpdatedBeforeCreated,
    Code::UpdatedBeforeOld,
    Code::ClosedWithoutClosedAt,
    Code::NoTransition,
    Code::OldValueUnchanged,
    Code::MissingToken,
    Code::IdPrefix,
    Code::UndocumentedField,
    Code::SdkField,
    Code::CustomizedFieldsPresent,
    Code::DuplicateEvent,
    // Twice: it has the most forms.
    Code::JsonSyntax,
];

type MemberPath = (ObjectPath, &'static str);

const INTEGERS: &[MemberPath] = &[
    (OBJECT, "stage"),
    (OBJECT, "status"),
    (OBJECT, "created_at"),
    (OBJECT, "updated_at"),
    (OBJECT, "closed_at"),
    (OBJECT, "channel"),
    (OBJECT, "score"),
    (OBJECT, "solve"),
    (OLD, "stage"),
    (OLD, "status"),
    (OLD, "updated_at"),
];
const REQUIRED: &[MemberPath] = &[
    (ROOT, "schema"),
    (ROOT, "header"),
    (ROOT, "event"),
    (HEADER, "event_id"),
    (HEADER, "event_type"),
    (HEADER, "create_time"),
    (HEADER, "tenant_key"),
    (HEADER, "app_id"),
    (EVENT, "object"),
    (EVENT, "old_object"),
    (OBJECT, "ticket_id"),
    (OBJECT, "stage"),
    (OBJECT, "status"),
];
const IDS: &[MemberPath] = &[
    (HEADER, "tenant_key"),
    (HEADER, "app_id"),
    (OBJECT, "ticket_id"),
    (OBJECT, "helpdesk_id"),
    (OBJECT, "chat_id"),
    (GUEST_ID, "open_id"),
    (GUEST_ID, "union_id"),
    (GUEST_ID, "user_id"),
];
const PREFIXED: &[MemberPath] =
    &[(HEADER, "app_id"), (OBJECT, "chat_id"), (GUEST_ID, "open_id"), (GUEST_ID, "union_id")];
const NULLABLE: &[MemberPath] = &[
    (HEADER, "token"),
    (HEADER, "create_time"),
    (HEADER, "tenant_key"),
    (OBJECT, "ticket_id"),
    (OBJECT, "guest"),
    (GUEST, "name"),
    (OBJECT, "stage"),
    (OBJECT, "status"),
    (OBJECT, "score"),
    (OBJECT, "closed_at"),
    (OLD, "status"),
    (EVENT, "old_object"),
];
/// What a member becomes: one of these values, which make it wrong.
const WRONG: &[(Code, ObjectPath, &str, &[&str])] = &[
    (Code::SchemaVersion, ROOT, "schema", &["\"1.0\"", "\"2\"", "\"v2.0\""]),
    (
        Code::TimeNotDigits,
        HEADER,
        "create_time",
        &["\"2023-11-14T22:13:20Z\"", "\"1700000000.412\"", "\"-1\"", "\"\""],
    ),
    (
        Code::UnknownEventType,
        HEADER,
        "event_type",
        &[
            "\"helpdesk.example.none_v1\"",
            "\"helpdesk.example.updated_v2\"",
            "\"helpdesk.example.deleted_v1\"",
        ],
    ),
    // A time may not be negative, a channel may be anything.
    (
        Code::NumberOutOfRange,
        OBJECT,
        "channel",
        &["18446744073709551616", "99999999999999999999999", "-9223372036854775809000"],
    ),
];
const UNKNOWN: &[(Code, &str, [&str; 4])] = &[
    (Code::StatusUnknown, "status", ["0", "6", "53", "99"]),
    (Code::StageUnknown, "stage", ["0", "3", "9", "-1"]),
    (Code::ScoreUnknown, "score", ["0", "4", "5", "100"]),
    (Code::SolveUnknown, "solve", ["0", "3", "7", "-1"]),
];
const DOUBLED: &[MemberPath] =
    &[(ROOT, "schema"), (HEADER, "token"), (OBJECT, "stage"), (OBJECT, "status"), (GUEST, "name")];
const STRAY: &[(ObjectPath, &str, &str)] = &[
    (OBJECT, "staus", "1"),
    (OBJECT, "ticket", "\"sample\""),
    (OBJECT, "created_time", "1700000000000"),
    (OLD, "solve", "1"),
    (HEADER, "retry", "0"),
    (GUEST, "nmae", "\"sample\""),
    (EVENT, "ts", "\"1700000000.412\""),
    (ROOT, "uuid", "\"sample\""),
];
const SDK: &[(ObjectPath, &str, &str)] = &[
    (OBJECT, "agents", r#"[{"id":{"open_id":"ou_00000000000000000000000000000009"},"name":"Sample Agent"}]"#),
    (OBJECT, "closed_by", r#"{"id":{"open_id":"ou_00000000000000000000000000000009"}}"#),
    (OBJECT, "collaborators", "[]"),
    (GUEST, "email", "\"guest@example.com\""),
    (GUEST, "avatar_url", "\"https://example.com/avatar.png\""),
];

/// Gives a line (without its newline) the fault of `code`. `duplicate-event` takes two lines, so it is not made here.
pub(crate) fn make(code: Code, line: &mut Vec<u8>, rng: &mut Rng) {
    if text::make(code, line, rng) {
        return;
    }
    let patch = &mut Patch(line);
    if let Some((_, part, key, values)) = WRONG.iter().find(|it| it.0 == code) {
        return patch.set(part, key, rng.pick(values).unwrap_or(&values[0]));
    }
    if let Some((_, key, values)) = UNKNOWN.iter().find(|it| it.0 == code) {
        let before = patch.get(OLD, key).is_some() && rng.chance(30);
        let part = if before { OLD } else { OBJECT };
        return patch.set(part, key, rng.pick(values).unwrap_or(&values[0]));
    }
    match code {
        Code::MissingField => remove(patch, REQUIRED, rng),
        Code::MissingToken => patch.remove(HEADER, "token"),
        Code::NoTransition => {
            patch.remove(OLD, "stage");
            patch.remove(OLD, "status");
        }
        Code::NullValue => put(patch, NULLABLE, "null", rng),
        Code::EmptyValue => put(patch, IDS, "\"\"", rng),
        Code::TypeMismatch => type_mismatch(patch, rng),
        Code::FloatInteger => change(patch, INTEGERS, rng, |text| format!("{text}.0")),
        Code::IdPrefix => {
            change(patch, PREFIXED, rng, |text| format!("\"{}", &text[text.find('_').unwrap_or(0) + 1..]));
        }
        Code::DuplicateKey => {
            if let Some((part, key)) = present(patch, DOUBLED, rng) {
                patch.double(part, key);
            }
        }
        Code::UndocumentedField => add(patch, STRAY, rng),
        Code::SdkField => add(patch, SDK, rng),
        Code::CustomizedFieldsPresent => {
            let fields = r#"[{"id":"7100000000000000701","key_name":"sample_key","value":"样例"}]"#;
            patch.set(OBJECT, "customized_fields", fields);
        }
        _ => time(code, patch, rng),
    }
}

fn present(patch: &Patch<'_>, places: &[MemberPath], rng: &mut Rng) -> Option<MemberPath> {
    let there: Vec<_> = places.iter().filter(|(part, key)| patch.get(part, key).is_some()).copied().collect();
    rng.pick(&there).copied()
}

fn remove(patch: &mut Patch<'_>, places: &[MemberPath], rng: &mut Rng) {
    if let Some((part, key)) = present(patch, places, rng) {
        patch.remove(part, key);
    }
}

fn put(patch: &mut Patch<'_>, places: &[MemberPath], value: &str, rng: &mut Rng) {
    change(patch, places, rng, |_| value.to_owned());
}

fn change(patch: &mut Patch<'_>, places: &[MemberPath], rng: &mut Rng, new: impl FnOnce(&str) -> String) {
    if let Some((part, key)) = present(patch, places, rng) {
        let old = patch.get(part, key).unwrap_or_default();
        patch.set(part, key, &new(&old));
    }
}

/// Adds a member; a guest's only where there is a guest.
fn add(patch: &mut Patch<'_>, list: &[(ObjectPath, &'static str, &str)], rng: &mut Rng) {
    let guest = patch.get(OBJECT, "guest").is_some();
    let fitting: Vec<_> = list.iter().filter(|(part, ..)| guest || *part != GUEST).collect();
    if let Some((part, key, value)) = rng.pick(&fitting) {
        patch.set(part, key, value);
    }
}

/// A number as text, an id as a number, or a text where an object belongs.
fn type_mismatch(patch: &mut Patch<'_>, rng: &mut Rng) {
    match rng.below(8) {
        0 => change(patch, &[(OBJECT, "ticket_id")], rng, |text| text.trim_matches('"').to_owned()),
        1 => change(patch, &[(HEADER, "create_time")], rng, |text| text.trim_matches('"').to_owned()),
        2 => patch.set(OBJECT, "guest", "\"sample\""),
        _ => change(patch, INTEGERS, rng, |text| format!("\"{text}\"")),
    }
}

/// Faults of a ticket's times and of what changed.
fn time(code: Code, patch: &mut Patch<'_>, rng: &mut Rng) {
    let made = patch.get(HEADER, "create_time").unwrap_or_default();
    let made: i64 = made.trim_matches('"').parse().unwrap_or_default();
    let updated = patch.integer(OBJECT, "updated_at").unwrap_or(made);
    let later = updated + 1 + i64::try_from(rng.below(86_400_000)).unwrap_or(0);
    match code {
        Code::TimeNegative => {
            let places = [(OBJECT, "created_at"), (OBJECT, "updated_at"), (OLD, "updated_at")];
            let (part, key) = *rng.pick(&places).unwrap_or(&places[0]);
            patch.set(part, key, rng.pick(&["-2", "-5", "-1700000000000"]).unwrap_or(&"-2"));
        }
        Code::TimeUnit => time_unit(patch, made, updated, rng),
        Code::UpdatedBeforeCreated => {
            patch.set(OBJECT, "updated_at", &updated.to_string());
            patch.set(OBJECT, "created_at", &later.to_string());
        }
        Code::UpdatedBeforeOld => {
            patch.set(OBJECT, "updated_at", &updated.to_string());
            patch.set(OLD, "updated_at", &later.to_string());
        }
        Code::ClosedWithoutClosedAt => {
            let old = patch.integer(OLD, "status").unwrap_or_default();
            if patch.integer(OBJECT, "status").is_some_and(|now| now < 50) {
                patch.set(OBJECT, "status", if old == 51 { "50" } else { "51" });
            }
            match rng.below(3) {
                0 => patch.set(OBJECT, "closed_at", "-1"),
                1 => patch.set(OBJECT, "closed_at", "0"),
                _ => patch.remove(OBJECT, "closed_at"),
            }
        }
        // What is left is `old-value-unchanged`: of the two that may change, the one that did not.
        _ => {
            let key = if patch.get(OLD, "status").is_some() { "stage" } else { "status" };
            let now = patch.get(OBJECT, key).unwrap_or_default();
            patch.set(OLD, key, &now);
        }
    }
}

fn time_unit(patch: &mut Patch<'_>, made: i64, updated: i64, rng: &mut Rng) {
    match rng.below(4) {
        0 => patch.set(HEADER, "create_time", &format!("\"{made}000\"")),
        1 => patch.set(HEADER, "create_time", &format!("\"{}\"", made / 1_000)),
        2 => patch.set(OBJECT, "created_at", &(updated / 1_000).to_string()),
        _ => patch.set(OBJECT, "updated_at", &format!("{updated}000")),
    }
}
