//! The lints of times and of what changed, over numbers that were kept in passing.
//!
//! They refuse wherever [`lint`](crate::engine::validate::lints::fields) or [`lint_ticket`](crate::engine::validate::lints::ticket) would say a word.

use super::glimpse::{Glimpse, Number};
use crate::model::Status;

/// Whether a number looks like a time in ms, or like no time at all. Seconds, microseconds and nanoseconds do not.
#[inline]
pub(crate) fn is_ms(number: i64) -> bool {
    !((100_000_000..100_000_000_000).contains(&number) || number >= 100_000_000_000_000)
}

/// Whether the event tells a story that can be: something changed, from another value, in the order of time.
pub(crate) fn is_plausible(seen: &Glimpse) -> bool {
    let number = |it| seen.number(it);
    let time = |it| number(it).filter(|ms| *ms > 0);
    let unchanged = |old, new| number(old).is_some() && number(old) == number(new);
    if unchanged(Number::OldStage, Number::Stage)
        || unchanged(Number::OldStatus, Number::Status)
        || unchanged(Number::OldUpdatedAt, Number::UpdatedAt)
    {
        return false;
    }
    if number(Number::OldStage).is_none() && number(Number::OldStatus).is_none() {
        return false;
    }
    let is_closed = number(Number::Status).is_some_and(Status::closes);
    if is_closed && time(Number::ClosedAt).is_none() {
        return false;
    }
    time(Number::UpdatedAt).is_none_or(|updated| {
        time(Number::OldUpdatedAt).is_none_or(|old| old <= updated)
            && time(Number::CreatedAt).is_none_or(|created| created <= updated)
    })
}
