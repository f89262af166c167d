//! One document in, what its event changed out: filtered, and held against the contract. Reading needs no memory of
//! other documents, so that several threads may read; a differ takes what was read one after the other.

use std::borrow::Cow;
use std::collections::HashSet;

use super::gist::Gist;
use super::refill::{blank, refill};
use super::rule::Rule;
use crate::engine::validate::screen::Glimpse;
use crate::engine::validate::{Checker, Validation};
use crate::model::{Change, Document, Event, Origin, Transition};
use crate::report::{Checked, Code, Finding, Levels, Moved, Place, Record, Severity};

/// Which events count.
#[derive(Debug, Default)]
pub struct Filter {
    /// Only tickets of these ids; empty for all.
    pub tickets: HashSet<Vec<u8>>,
    /// From this time on, ms.
    pub since: Option<i64>,
    /// Before this time, ms.
    pub until: Option<i64>,
    /// Only events that all of these rules match.
    pub rules: Vec<Rule>,
}

impl Filter {
    fn admits_ticket(&self, id: &[u8]) -> bool {
        self.tickets.is_empty() || self.tickets.contains(id)
    }

    /// Whether a change of a ticket passes. One without a time passes no limit of time.
    pub fn admits(&self, ticket_id: &[u8], change: Change) -> bool {
        let at = change.at;
        self.admits_ticket(ticket_id)
            && self.since.is_none_or(|since| at.is_some_and(|at| at >= since))
            && self.until.is_none_or(|until| at.is_some_and(|at| at < until))
            && self.rules.iter().all(|rule| rule.matches(change))
    }
}

/// What the log must show, and must not.
#[derive(Clone, Debug, Default)]
pub struct Contract {
    /// Each must match at least one event.
    pub expect: Vec<Rule>,
    /// None may match any event.
    pub forbid: Vec<Rule>,
}

/// A document that was read: all that can be said of it by itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Read {
    /// Where it stands; within the opened text where it was encrypted.
    origin: Origin,
    /// What was found, and the mark of its event id.
    verdict: Validation,
    /// The event, as far as it can be read.
    event: Option<Event>,
}

impl Read {
    /// Reads a document.
    pub fn of(checker: &Checker, entry: &Document) -> Self {
        let entry = checker.opened(entry).map_or(Cow::Borrowed(entry), Cow::Owned);
        let mut verdict = checker.check(&entry);
        // Warnings and notes are what `validate` is for.
        verdict.checked.findings.retain(|it| it.severity == Severity::Error);
        let event = Event::from_slice(&entry.bytes)
            .filter(|it| it.ticket.status.is_some() || it.ticket.stage.is_some());
        Self { origin: entry.origin.clone(), verdict, event }
    }

    /// The same of a document that turned out to be number `index` of its file and to begin `lines` lines further down.
    #[must_use]
    pub fn moved(self, index: u64, lines: u64) -> Self {
        let line = if self.origin.opened { self.origin.line } else { self.origin.line + lines };
        let origin = Origin { index, line, ..self.origin };
        Self { origin, verdict: self.verdict.moved(index, lines), ..self }
    }
}

/// What a document turned out to be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Looked<'d> {
    /// An event whose transition can be read, valid or not: a record of what it moved.
    Moved(&'d Record),
    /// A document without a transition to read, and why.
    Unreadable(Checked),
    /// An event that a filter leaves out.
    Filtered,
}

/// What every change goes through.
struct Gate {
    filter: Filter,
    contract: Contract,
    /// Which of the expectations were met.
    met: Vec<bool>,
}

impl Gate {
    /// Whether a change passes the filter; what is expected is then met.
    fn admits(&mut self, ticket_id: &[u8], change: Change) -> bool {
        if !self.filter.admits(ticket_id, change) {
            return false;
        }
        for (rule, met) in self.contract.expect.iter().zip(&mut self.met) {
            *met |= rule.matches(change);
        }
        true
    }
}

/// Says what events changed, one after the other.
pub struct Differ {
    levels: Levels,
    gate: Gate,
    /// The record of the latest event; used again for the next, so that a long log costs no allocations.
    latest: Record,
}

impl Differ {
    /// A differ for a run.
    pub fn new(levels: Levels, filter: Filter, contract: Contract) -> Self {
        let met = vec![false; contract.expect.len()];
        Self { levels, gate: Gate { filter, contract, met }, latest: Record::Moved(Box::new(blank())) }
    }

    /// What the event of a document changed.
    pub fn look(&mut self, read: Read) -> Looked<'_> {
        let Read { origin, verdict: Validation { checked, .. }, event } = read;
        let Some(event) = event else {
            let other = checked
                .subject
                .ticket_id
                .as_ref()
                .is_some_and(|id| !self.gate.filter.admits_ticket(id.as_bytes()));
            return if other { Looked::Filtered } else { Looked::Unreadable(checked) };
        };
        let transition = Transition::of(&event);
        self.latest = Record::Moved(Box::new(Moved {
            subject: checked.subject,
            transition,
            ticket: event.ticket,
            old: event.old,
            create_time: event.header.create_time,
            findings: checked.findings,
        }));
        self.hold_to(&origin)
    }

    /// The same of a clean event that was only seen in passing; of its ticket only what was seen is told.
    pub fn glance(&mut self, seen: &Glimpse, text: &[u8], origin: &Origin) -> Looked<'_> {
        if let Record::Moved(moved) = &mut self.latest {
            refill(moved, seen, text, origin);
        }
        self.hold_to(origin)
    }

    /// What is counted of a clean event that was only seen in passing; `None` where a filter leaves it out. What the
    /// contract forbids is not looked for: see [`forbids`](Self::forbids).
    pub fn skim(&mut self, seen: &Glimpse, ticket_id: &[u8]) -> Option<Gist> {
        let gist = Gist::seen(seen);
        self.gate.admits(ticket_id, gist.change).then_some(gist)
    }

    /// Whether there is anything that the contract forbids.
    pub fn forbids(&self) -> bool {
        !self.gate.contract.forbid.is_empty()
    }

    /// Holds the latest event to the filter and the contract.
    fn hold_to(&mut self, origin: &Origin) -> Looked<'_> {
        let Self { levels, gate, latest } = self;
        let Record::Moved(moved) = latest else { return Looked::Filtered };
        let transition = &moved.transition;
        if !gate.admits(transition.ticket_id.as_bytes(), transition.change()) {
            return Looked::Filtered;
        }
        let found = forbidden(&gate.contract, levels, transition, origin);
        moved.findings.extend(found);
        Looked::Moved(latest)
    }

    /// The expectations that no event met.
    pub fn missed(&self) -> Vec<&Rule> {
        self.gate
            .contract
            .expect
            .iter()
            .zip(&self.gate.met)
            .filter(|(_, met)| !**met)
            .map(|(rule, _)| rule)
            .collect()
    }
}

fn forbidden(
    contract: &Contract,
    levels: &Levels,
    transition: &Transition,
    origin: &Origin,
) -> Option<Finding> {
    let rule = contract.forbid.iter().find(|rule| rule.matches(transition.change()))?;
    let severity = levels.severity(Code::ForbiddenTransition)?;
    let message = format!(
        "ticket {} makes a transition that `--forbid \"{}\"` forbids",
        transition.ticket_id,
        rule.text()
    );
    Some(Finding {
        code: Code::ForbiddenTransition,
        severity,
        pointer: String::new(),
        place: beginning(origin),
        excerpt: None,
        message,
        documented: None,
        help: Some("find out why the ticket moved this way, or loosen the rule".to_owned()),
    })
}

/// The place of a document's first character.
pub(crate) fn beginning(origin: &Origin) -> Place {
    Place {
        file: origin.file.clone(),
        line: origin.line,
        column: origin.column,
        end_line: origin.line,
        end_column: origin.column + 1,
        offset: origin.offset,
        opened: origin.opened,
    }
}
