//! The tally that ends a run, in our JSON output.

use std::borrow::Cow;
use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::delivered::Deliveries;
use super::lived::TicketList;
use super::probed::ProbedCounts;
use super::received::ReceivedCounts;
use super::tally::MovedTally;
use crate::report;

/// The tally of a run.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Summary<'a> {
    pub(crate) documents: u64,
    pub(crate) files: u64,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) unwrapped: Option<Unwrapped<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) left_out: Option<LeftOut<'a>>,
    pub(crate) clean: u64,
    pub(crate) faulty: u64,
    pub(crate) errors: u64,
    pub(crate) warnings: u64,
    pub(crate) notes: u64,
    pub(crate) hidden: u64,
    pub(crate) stopped: bool,
    /// Expectations that no event met.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(crate) missed: Vec<Missed<'a>>,
    /// What else fails the run and is no finding.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(crate) failures: Vec<Failure<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) received: Option<ReceivedCounts>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) deliveries: Option<Deliveries>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) probed: Option<ProbedCounts>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) moved: Option<MovedTally<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) tickets: Option<TicketList>,
    pub(crate) exit_code: u8,
}

/// What was taken out of the wrappers of logs, and what was passed over.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct Unwrapped<'a> {
    /// How many documents came out of each: `docker`.
    pub(crate) by_wrapper: BTreeMap<Cow<'a, str>, u64>,
    /// Lines of a log that hold no event.
    pub(crate) other_lines: u64,
    /// Lines of a raw record that hold no event.
    pub(crate) not_received: u64,
}

/// Documents that are no events of ours and no errors.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct LeftOut<'a> {
    /// Events of other products, by type.
    pub(crate) other_types: BTreeMap<Cow<'a, str>, u64>,
    /// Documents in the middle of which their file ends.
    pub(crate) cut: u64,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct Missed<'a> {
    /// As the user wrote it.
    pub(crate) rule: Cow<'a, str>,
    pub(crate) seen: Vec<Seen<'a>>,
}

/// What fails a run and is no finding.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct Failure<'a> {
    pub(crate) code: Cow<'a, str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) file: Option<Cow<'a, str>>,
    pub(crate) message: Cow<'a, str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) help: Option<Cow<'a, str>>,
}

/// How often something changed.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct Seen<'a> {
    pub(crate) change: Cow<'a, str>,
    pub(crate) count: u64,
}

impl<'a> Summary<'a> {
    pub(crate) fn of(summary: &'a report::Summary) -> Self {
        Self {
            documents: summary.documents,
            files: summary.files,
            unwrapped: Unwrapped::of(&summary.unwrapped),
            left_out: LeftOut::of(&summary.left_out),
            clean: summary.clean(),
            faulty: summary.faulty,
            errors: summary.errors,
            warnings: summary.warnings,
            notes: summary.notes,
            hidden: summary.hidden,
            stopped: summary.stopped,
            missed: summary.missed.iter().map(Missed::of).collect(),
            failures: summary.failures.iter().map(Failure::of).collect(),
            received: summary.received.as_ref().map(ReceivedCounts::of),
            deliveries: summary.deliveries.as_ref().map(|it| Deliveries::of(it, summary.faulty_inputs)),
            probed: summary.probed.as_ref().map(ProbedCounts::of),
            moved: summary.moved.as_deref().map(MovedTally::of),
            tickets: summary.tickets.as_ref().map(TicketList::of),
            exit_code: summary.exit.code(),
        }
    }
}

impl Unwrapped<'_> {
    pub(crate) fn of(unwrapped: &report::Unwrapped) -> Option<Self> {
        let by_wrapper = unwrapped.by_wrapper().map(|(wrapper, count)| (wrapper.key().into(), count));
        (!unwrapped.is_empty()).then(|| Self {
            by_wrapper: by_wrapper.collect(),
            other_lines: unwrapped.other_lines,
            not_received: unwrapped.not_received,
        })
    }
}

impl<'a> LeftOut<'a> {
    pub(crate) fn of(left_out: &'a report::LeftOut) -> Option<Self> {
        let other_types = left_out.other_types.iter().map(|(name, count)| ((&**name).into(), *count));
        (!left_out.is_empty()).then(|| Self { other_types: other_types.collect(), cut: left_out.cut })
    }
}

impl<'a> Failure<'a> {
    fn of(it: &'a report::Failure) -> Self {
        Self {
            code: it.code.into(),
            file: it.file.as_deref().map(Into::into),
            message: (&*it.message).into(),
            help: it.help.as_deref().map(Into::into),
        }
    }
}

impl<'a> Missed<'a> {
    fn of(it: &'a report::Missed) -> Self {
        let seen = it.seen.iter().map(|(change, count)| Seen { change: change.into(), count: *count });
        Self { rule: (&*it.rule).into(), seen: seen.collect() }
    }
}
