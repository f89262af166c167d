//! One document in, what its event changed out: filtered, and held against the contract.

use std::borrow::Cow;
use std::collections::HashSet;

use super::Rule;
use crate::engine::Validator;
use crate::model::{Entry, Event, Transition};
use crate::report::{Checked, Code, Finding, Levels, Moved, Place, Severity};

/// Which events count.
#[derive(Clone, Debug, Default)]
pub struct Filter {
    /// Only these tickets; empty for all.
    pub tickets: HashSet<String>,
    /// From this time on, ms.
    pub since: Option<i64>,
    /// Before this time, ms.
    pub until: Option<i64>,
    /// Only events that all of these rules match.
    pub rules: Vec<Rule>,
}

impl Filter {
    fn admits_ticket(&self, id: &str) -> bool {
        self.tickets.is_empty() || self.tickets.contains(id)
    }

    /// Whether a transition passes. An event without a time passes no limit of time.
    pub fn admits(&self, transition: &Transition) -> bool {
        let at = transition.at;
        self.admits_ticket(&transition.ticket_id)
            && self.since.is_none_or(|since| at.is_some_and(|at| at >= since))
            && self.until.is_none_or(|until| at.is_some_and(|at| at < until))
            && self.rules.iter().all(|rule| rule.matches(transition))
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

/// What a document turned out to be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Looked {
    /// An event whose transition can be read, valid or not.
    Moved(Box<Moved>),
    /// A document without a transition to read, and why.
    Unreadable(Checked),
    /// An event that a filter leaves out.
    Filtered,
}

/// Reads transitions, one document after the other.
pub struct Differ {
    validator: Validator,
    levels: Levels,
    filter: Filter,
    contract: Contract,
    met: Vec<bool>,
}

impl Differ {
    /// A differ over a validator, which says what is wrong with an event.
    pub fn new(validator: Validator, levels: Levels, filter: Filter, contract: Contract) -> Self {
        let met = vec![false; contract.expect.len()];
        Self { validator, levels, filter, contract, met }
    }

    /// What one document's event changed.
    pub fn look(&mut self, entry: &Entry) -> Looked {
        let entry = self.validator.opened(entry).map_or(Cow::Borrowed(entry), Cow::Owned);
        let mut checked = self.validator.check(&entry);
        // Warnings and notes are what `validate` is for.
        checked.findings.retain(|it| it.severity == Severity::Error && it.code != Code::DuplicateEvent);
        let Some(event) = Event::from_slice(&entry.bytes)
            .filter(|it| it.ticket.status.is_some() || it.ticket.stage.is_some())
        else {
            let other = checked.subject.ticket_id.as_ref().is_some_and(|id| !self.filter.admits_ticket(id));
            return if other { Looked::Filtered } else { Looked::Unreadable(checked) };
        };
        let transition = Transition::of(&event);
        if !self.filter.admits(&transition) {
            return Looked::Filtered;
        }
        for (rule, met) in self.contract.expect.iter().zip(&mut self.met) {
            *met |= rule.matches(&transition);
        }
        let mut findings = checked.findings;
        findings.extend(self.forbidden(&transition, &entry));
        Looked::Moved(Box::new(Moved {
            subject: checked.subject,
            transition,
            ticket: event.ticket,
            old: event.old,
            create_time: event.header.create_time,
            findings,
        }))
    }

    /// The expectations that no event met.
    pub fn missed(&self) -> Vec<&Rule> {
        self.contract.expect.iter().zip(&self.met).filter(|(_, met)| !**met).map(|(rule, _)| rule).collect()
    }

    fn forbidden(&self, transition: &Transition, entry: &Entry) -> Option<Finding> {
        let severity = self.levels.severity(Code::ForbiddenTransition)?;
        let rule = self.contract.forbid.iter().find(|rule| rule.matches(transition))?;
        let message = format!(
            "ticket {} makes a transition that `--forbid \"{}\"` forbids",
            transition.ticket_id,
            rule.text()
        );
        Some(Finding {
            code: Code::ForbiddenTransition,
            severity,
            pointer: String::new(),
            place: beginning(entry),
            excerpt: None,
            message,
            documented: None,
            help: Some("find out why the ticket moved this way, or loosen the rule".to_owned()),
        })
    }
}

/// The place of a document's first character.
pub fn beginning(entry: &Entry) -> Place {
    let origin = &entry.origin;
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
