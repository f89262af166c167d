//! Which events count: by ticket, by event, by time and by what changed.

use super::rule::Rule;
use crate::model::Change;

/// A ticket or an event by its id, or by the short form that is shown of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct IdPattern {
    pub(crate) text: String,
    /// How the id begins and ends, where only that is known.
    ends: Option<(String, String)>,
}

impl IdPattern {
    /// `7100000000000000340`, or `7100…0340`, also with three dots.
    pub(crate) fn new(text: &str) -> Self {
        let ends = text.split_once('…').or_else(|| text.split_once("..."));
        Self { text: text.to_owned(), ends: ends.map(|(head, tail)| (head.to_owned(), tail.to_owned())) }
    }

    pub(crate) fn matches(&self, id: &[u8]) -> bool {
        match &self.ends {
            None => id == self.text.as_bytes(),
            Some((head, tail)) => {
                id.len() >= head.len() + tail.len()
                    && id.starts_with(head.as_bytes())
                    && id.ends_with(tail.as_bytes())
            }
        }
    }
}

/// Which events count.
#[derive(Debug, Default)]
pub struct Filter {
    /// Only these tickets; empty for all.
    pub(crate) tickets: Vec<IdPattern>,
    /// Only these events; empty for all.
    pub(crate) events: Vec<IdPattern>,
    /// From this time on, ms.
    pub since: Option<i64>,
    /// Before this time, ms.
    pub until: Option<i64>,
    /// Only events that all of these rules match.
    pub rules: Vec<Rule>,
}

/// What an event is known by, for filters.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Ids<'t> {
    /// The id of its ticket; empty where it has none.
    pub(crate) ticket: &'t [u8],
    /// Its own id, likewise.
    pub(crate) event: &'t [u8],
}

impl Filter {
    /// Whether events of a ticket may count.
    pub(crate) fn admits_ticket(&self, id: &[u8]) -> bool {
        self.tickets.is_empty() || self.tickets.iter().any(|it| it.matches(id))
    }

    /// Whether a change lies between the limits of time. One without a time passes none.
    fn is_in_time(&self, at: Option<i64>) -> bool {
        self.since.is_none_or(|since| at.is_some_and(|at| at >= since))
            && self.until.is_none_or(|until| at.is_some_and(|at| at < until))
    }

    pub(crate) fn verdict(&self, ids: Ids<'_>, change: Change) -> Passage {
        let is_asked_for = |id| self.events.is_empty() || self.events.iter().any(|it| it.matches(id));
        if !self.admits_ticket(ids.ticket) {
            Passage::OtherTicket
        } else if !self.is_in_time(change.at) {
            Passage::OutOfTime
        } else if is_asked_for(ids.event) && self.rules.iter().all(|rule| rule.matches(change)) {
            Passage::Counted
        } else {
            Passage::NoRule
        }
    }

    /// Whether it leaves anything out.
    pub fn is_set(&self) -> bool {
        let names_none = self.tickets.is_empty() && self.events.is_empty() && self.rules.is_empty();
        !names_none || self.since.is_some() || self.until.is_some()
    }
}

/// What a filter makes of an event. Filters choose what is counted, never what is known: what an event of the right
/// ticket says of it counts for the events after it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Passage {
    /// It is counted and shown.
    Counted,
    /// It is in time, and is not one that is asked for, or a rule does not match it.
    NoRule,
    /// It lies beyond the limits of time.
    OutOfTime,
    /// It is of a ticket that is not asked for.
    OtherTicket,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::EventRole;

    #[test]
    fn an_id_is_known_by_its_ends_too() {
        for (pattern, id, matches) in [
            ("7100000000000000340", "7100000000000000340", true),
            ("7100…0340", "7100000000000000340", true),
            ("7100...0340", "7100000000000000340", true),
            ("7100…0340", "7100000000000000341", false),
            ("7100…0340", "71000340", true),
            ("7100…0340", "7100340", false),
            ("7100", "7100000000000000340", false),
        ] {
            assert_eq!(IdPattern::new(pattern).matches(id.as_bytes()), matches, "{pattern} {id}");
        }
    }

    #[test]
    fn the_limits_of_time_are_from_and_before_and_what_has_no_time_passes_none() {
        let filter = Filter { since: Some(10), until: Some(20), ..Filter::default() };
        let ids = Ids { ticket: b"7", event: b"" };
        let verdict =
            |at| filter.verdict(ids, Change { role: EventRole::Update, at, stage: None, status: None });
        assert_eq!(
            [Some(9), Some(10), Some(19), Some(20), None].map(verdict),
            [Passage::OutOfTime, Passage::Counted, Passage::Counted, Passage::OutOfTime, Passage::OutOfTime]
        );
        assert!(filter.is_set() && !Filter::default().is_set());
        assert!(Filter { events: vec![IdPattern::new("e")], ..Filter::default() }.is_set());
    }

    #[test]
    fn another_event_of_the_ticket_is_known_and_one_of_another_ticket_is_not() {
        let pattern = |text: &str| vec![IdPattern::new(text)];
        let filter = Filter { tickets: pattern("7"), events: pattern("e1"), ..Filter::default() };
        let change = Change { role: EventRole::Update, at: None, stage: None, status: None };
        let verdict = |ticket: &'static str, event: &'static str| {
            filter.verdict(Ids { ticket: ticket.as_bytes(), event: event.as_bytes() }, change)
        };
        assert_eq!(verdict("7", "e1"), Passage::Counted);
        assert_eq!(verdict("7", "e2"), Passage::NoRule);
        assert_eq!(verdict("8", "e1"), Passage::OtherTicket);
    }
}
