//! What to make: how many tickets and events, from which seed, when, and how many lines to break.

use thiserror::Error;

/// Times before this one (1973-03-03) are mistaken for seconds, ms.
const EARLIEST: i64 = 100_000_000_000;
/// Times from 100,000,000,000,000 on (the year 5138) are mistaken for microseconds, ms; a broken time may be a day off.
const LATEST: i64 = 100_000_000_000_000 - 86_400_000;
/// The time an event takes from the ticket's update to its own making, at most, ms.
pub(crate) const LATENCY: i64 = 1_000;
/// Ticket numbers have twelve digits.
const MAX_TICKETS: u64 = 999_999_999_999;
/// Far more than any disk holds, and no sum overflows.
const MAX_EVENTS: u64 = 1_000_000_000_000_000;
/// The shortest log, in ms for each event that one ticket may have.
const MIN_MS_PER_EVENT: u64 = 20;

/// A share of lines, in millionths.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Share(u32);

impl Share {
    const WHOLE: u32 = 1_000_000;

    /// So many millionths; `None` beyond the whole.
    pub(crate) fn millionths(millionths: u32) -> Option<Self> {
        (millionths <= Self::WHOLE).then_some(Self(millionths))
    }

    /// How many of `lines` it is, rounded; at least one unless it is nothing.
    pub(crate) fn of(self, lines: u64) -> u64 {
        let part = u128::from(lines) * u128::from(self.0);
        let rounded = (part + u128::from(Self::WHOLE) / 2) / u128::from(Self::WHOLE);
        u64::try_from(rounded).unwrap_or(lines).max(u64::from(self.0 > 0)).min(lines)
    }
}

/// A log to make. The same recipe makes the same bytes, in every version of this program.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Recipe {
    pub(crate) tickets: u64,
    pub(crate) events: u64,
    pub(crate) seed: u64,
    pub(crate) from: i64,
    pub(crate) to: i64,
    /// How many lines are broken, one fault each.
    pub(crate) invalid: Share,
    /// What is written beside the updates, whose bytes stay as they are.
    pub(crate) others: Others,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Others {
    /// Those of the other Helpdesk types: tickets that are created, messages, reviews of push tasks.
    pub(crate) types: bool,
    pub(crate) products: bool,
}

#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum RecipeError {
    #[error("a log needs at least one ticket and one event")]
    Nothing,
    #[error("{events} events are too few for {tickets} tickets: every ticket has at least one")]
    TooFewEvents { events: u64, tickets: u64 },
    #[error("{count} {what} are too many: at most {most}")]
    TooMany { what: &'static str, count: u64, most: u64 },
    #[error("the log must end after it begins")]
    EndsBeforeItBegins,
    #[error("times must lie between 1973-03-04 and the year 5138: others look like seconds or microseconds")]
    TimeOutOfRange,
    #[error("{given} ms are too short a time for so many events of one ticket: at least {needed} ms")]
    TooShort { given: i64, needed: i64 },
}

impl Recipe {
    /// A log of `events` events of `tickets` tickets, made between `from` and `to` (ms since the epoch, `to` excluded).
    pub fn new(tickets: u64, events: u64, seed: u64, from: i64, to: i64) -> Result<Self, RecipeError> {
        if tickets == 0 || events == 0 {
            return Err(RecipeError::Nothing);
        }
        if events < tickets {
            return Err(RecipeError::TooFewEvents { events, tickets });
        }
        for (what, count, most) in [("tickets", tickets, MAX_TICKETS), ("events", events, MAX_EVENTS)] {
            if count > most {
                return Err(RecipeError::TooMany { what, count, most });
            }
        }
        if to <= from {
            return Err(RecipeError::EndsBeforeItBegins);
        }
        if from < EARLIEST || to >= LATEST {
            return Err(RecipeError::TimeOutOfRange);
        }
        let recipe =
            Self { tickets, events, seed, from, to, invalid: Share::default(), others: Others::default() };
        // One ticket may have twice as many events as the average.
        let longest = i64::try_from(2 * events.div_ceil(tickets) * MIN_MS_PER_EVENT);
        let needed = LATENCY + longest.unwrap_or(i64::MAX - LATENCY);
        let given = to - from;
        if given < needed { Err(RecipeError::TooShort { given, needed }) } else { Ok(recipe) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const FROM: i64 = 1_704_067_200_000;

    #[test]
    fn what_cannot_be_made_is_said() {
        let new = |tickets, events, from, to| Recipe::new(tickets, events, 1, from, to).unwrap_err();
        assert_eq!(new(0, 5, FROM, FROM + 1), RecipeError::Nothing);
        assert_eq!(
            new(9, 5, FROM, FROM + 1).to_string(),
            "5 events are too few for 9 tickets: every ticket has at least one"
        );
        assert_eq!(new(1, 5, FROM, FROM), RecipeError::EndsBeforeItBegins);
        assert_eq!(new(1, 5, 1_704_067_200, FROM), RecipeError::TimeOutOfRange);
        assert_eq!(new(1, 5, FROM, FROM + 1_199), RecipeError::TooShort { given: 1_199, needed: 1_200 });
        assert!(Recipe::new(1, 5, 1, FROM, FROM + 1_200).is_ok());
    }

    #[test]
    fn a_share_is_rounded_and_never_nothing() {
        let share = Share::millionths(10_000).unwrap();
        assert_eq!([0, 1, 40, 149, 150, 100_000].map(|lines| share.of(lines)), [0, 1, 1, 1, 2, 1_000]);
        assert_eq!(Share::default().of(1_000), 0);
        assert_eq!(Share::millionths(1_000_000).unwrap().of(u64::MAX), u64::MAX);
        assert_eq!(Share::millionths(1_000_001), None);
    }
}
