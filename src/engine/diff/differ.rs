//! One document in, what its event changed out: filtered, and held against the contract. Reading needs no memory of
//! other documents, so that several threads may read; a differ takes what was read one after the other.

use std::cmp::Reverse;
use std::collections::HashMap;
use std::sync::Arc;

use super::filter::{Filter, IdPattern, Ids, Passage};
use super::moved_record::{blank, rewrite};
use super::rule::{Rule, RuleField};
use crate::engine::validate::screen::ScreenedEvent;
use crate::engine::validate::{Checker, Clean, Depth, Examined, Mark};
use crate::model::{Change, Document, EventRole, EventState, EventView, Origin, Step};
use crate::report::{Checked, Code, Finding, Ignored, Levels, Missed, Place, Record, Severity};

/// What the log must show, and must not.
#[derive(Clone, Debug, Default)]
pub struct Contract {
    /// Each must match at least one event.
    pub expect: Vec<Rule>,
    /// None may match any event.
    pub forbid: Vec<Rule>,
}

impl Contract {
    /// Whether it asks for nothing.
    pub(crate) fn is_empty(&self) -> bool {
        self.expect.is_empty() && self.forbid.is_empty()
    }
}

/// A document that was read: all that can be said of it by itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Read {
    origin: Origin,
    /// What is wrong with it, and what it says.
    examined: Examined,
}

impl Read {
    /// Reads a document, a clean one as deep as is asked for.
    pub fn of(checker: &Checker, document: &Document, depth: Depth) -> Self {
        Self::made(document, checker.examine(document, depth))
    }

    /// Reads a line that the screen did not take; and whether it is JSON.
    pub(crate) fn of_line(checker: &Checker, line: &Document, depth: Depth) -> (Self, bool) {
        let examined = checker.examine_line(line, depth);
        let is_json = examined.is_json;
        (Self::made(line, examined), is_json)
    }

    fn made(document: &Document, mut examined: Examined) -> Self {
        // Warnings and notes are what `validate` is for, but for what makes a time wrong and what ends the log.
        let told = [Code::TimeUnit, Code::CutDocument];
        let says = |it: &Finding| it.severity == Severity::Error || told.contains(&it.code);
        examined.validation.checked.findings.retain(says);
        Self { origin: document.origin.clone(), examined }
    }

    /// What the event is known by again, where it has an id.
    pub(crate) fn mark(&self) -> Option<Mark> {
        self.examined.validation.mark
    }

    /// The same of a document that turned out to be number `index` of its file and to begin `lines` lines further down.
    #[must_use]
    pub fn moved(self, index: u64, lines: u64) -> Self {
        let Self { origin, examined } = self;
        let origin = origin.moved(index, lines);
        Self {
            origin,
            examined: Examined { validation: examined.validation.moved(index, lines), ..examined },
        }
    }
}

/// What a document turned out to be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Looked<'d> {
    /// An event whose transition can be read, valid or not, a message or a review: a record of what it moved, and its codes
    /// and times.
    Moved(&'d Record, EventState),
    /// The same of an event that a filter leaves out: it is only known.
    LeftOut(&'d Record, EventState, Passage),
    /// A document without a transition to read, and why.
    Unreadable(Checked),
    /// An event of a ticket that is not asked for.
    OtherTicket,
}

/// A change that an expectation could have meant.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
struct SeenChange {
    field: RuleField,
    step: Step<i64>,
}

/// What every change goes through.
struct Gate {
    /// Whether nothing is left out and nothing expected: then events are not looked at.
    is_open: bool,
    filter: Filter,
    contract: Contract,
    met: Vec<bool>,
    /// Where something is expected: how often each change was seen.
    seen: HashMap<SeenChange, u64>,
    /// Which of the tickets were seen, in any event, and which of the events.
    present: Vec<bool>,
    present_events: Vec<bool>,
}

impl Gate {
    /// What the filter makes of a change; what is expected is met by one that is counted.
    fn judge(&mut self, ids: Ids<'_>, change: Change) -> Passage {
        let note = |patterns: &[IdPattern], present: &mut [bool], id| {
            for (pattern, present) in patterns.iter().zip(present) {
                *present |= pattern.matches(id);
            }
        };
        note(&self.filter.tickets, &mut self.present, ids.ticket);
        note(&self.filter.events, &mut self.present_events, ids.event);
        let passage = self.filter.verdict(ids, change);
        if passage != Passage::Counted {
            return passage;
        }
        for (rule, met) in self.contract.expect.iter().zip(&mut self.met) {
            *met |= rule.matches(change);
        }
        if !self.contract.expect.is_empty() {
            for (field, step) in [(RuleField::Stage, change.stage), (RuleField::Status, change.status)] {
                if let Some(step) = step.filter(Step::changed) {
                    *self.seen.entry(SeenChange { field, step }).or_default() += 1;
                }
            }
        }
        passage
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
        let (present, present_events) = (vec![false; filter.tickets.len()], vec![false; filter.events.len()]);
        let is_open = !filter.is_set() && contract.expect.is_empty();
        let gate = Gate { is_open, filter, contract, met, seen: HashMap::new(), present, present_events };
        let latest = Record::Moved(Box::new(blank()));
        Self { levels, gate, latest }
    }

    /// What the event of a document changed.
    pub fn look(&mut self, read: Read) -> Looked<'_> {
        let Read { origin, examined } = read;
        let Examined { validation, view, ticket, .. } = examined;
        let mut checked = validation.checked;
        let Some(view) = view else { return Looked::Unreadable(checked) };
        if !view.tells() {
            if view.ticket_id().is_some_and(|id| !self.gate.filter.admits_ticket(id.as_bytes())) {
                return Looked::OtherTicket;
            }
            // What says so may be allowed.
            checked.ignored = checked.is_valid().then_some(Ignored::Allowed);
            return Looked::Unreadable(checked);
        }
        if let Record::Moved(moved) = &mut self.latest {
            rewrite(moved, &view, validation.mark, &origin);
            moved.findings = checked.findings;
            moved.ticket = ticket.unwrap_or_else(|| std::mem::take(&mut moved.ticket));
        }
        self.hold_to(&view, &origin)
    }

    /// The same of a clean event that the screen took; of its ticket only what was seen is told.
    pub fn look_at(&mut self, clean: &Clean, text: &[u8], origin: &Origin) -> Looked<'_> {
        let view = clean.seen.view(text);
        if let Record::Moved(moved) = &mut self.latest {
            rewrite(moved, &view, clean.mark, origin);
        }
        self.hold_to(&view, origin)
    }

    /// What the filter makes of a clean event that the screen took in `text`; what the contract forbids is not looked for:
    /// see [`forbids`](Self::forbids).
    pub fn judge(&mut self, seen: &ScreenedEvent, text: &[u8]) -> Passage {
        if self.gate.is_open {
            return Passage::Counted;
        }
        let ticket = if seen.role() == EventRole::Review { 0..0 } else { seen.subject_id() };
        self.gate.judge(Ids { ticket: &text[ticket], event: &text[seen.event_id()] }, seen.change())
    }

    /// Whether there is anything that the contract forbids.
    pub fn forbids(&self) -> bool {
        !self.gate.contract.forbid.is_empty()
    }

    /// Holds the latest event to the filter and the contract.
    fn hold_to(&mut self, view: &EventView<'_>, origin: &Origin) -> Looked<'_> {
        let Self { levels, gate, latest } = self;
        let Record::Moved(moved) = latest else { return Looked::OtherTicket };
        let transition = &moved.transition;
        let event_id = moved.subject.event_id.as_deref().unwrap_or_default();
        let ids = Ids { ticket: transition.ticket_id.as_bytes(), event: event_id.as_bytes() };
        match gate.judge(ids, view.change()) {
            Passage::Counted => {}
            Passage::OtherTicket => return Looked::OtherTicket,
            passage => return Looked::LeftOut(latest, view.state, passage),
        }
        let found =
            forbidden(&gate.contract, &transition.ticket_id, transition.change()).and_then(|message| {
                let help = "find out why the ticket moved this way, or loosen the rule";
                finding(levels, Code::ForbiddenTransition, beginning(origin), message, help)
            });
        moved.findings.extend(found);
        Looked::Moved(latest, view.state)
    }

    /// Holds a ticket's change to the contract: what is said of one that it forbids.
    pub(crate) fn hold(&mut self, ticket: &str, change: Change) -> Option<String> {
        self.gate.judge(Ids { ticket: ticket.as_bytes(), event: b"" }, change);
        forbidden(&self.gate.contract, ticket, change)
    }

    /// The tickets that were asked for and that no event has.
    pub(crate) fn absent_tickets(&self) -> Vec<&str> {
        absent(&self.gate.filter.tickets, &self.gate.present)
    }

    pub(crate) fn absent_events(&self) -> Vec<&str> {
        absent(&self.gate.filter.events, &self.gate.present_events)
    }

    /// The expectations that no event of the input that begins with `file` met, each with what was seen instead, the most
    /// frequent first.
    pub(crate) fn missed(&self, file: &Arc<str>) -> Vec<Missed> {
        let Gate { contract, met, seen, .. } = &self.gate;
        let missed = contract.expect.iter().zip(met).filter(|(_, met)| !**met);
        let told = |(rule, _): (&Rule, _)| {
            let of_field = seen.iter().filter(|(seen, _)| seen.field == rule.field);
            let mut changes: Vec<_> = of_field.collect();
            changes.sort_by_key(|(seen, count)| (Reverse(**count), seen.step.from, seen.step.to));
            let name = |it: &SeenChange, code| it.field.name_of(code);
            let seen = changes.iter().map(|(it, count)| {
                let Step { from, to } = it.step;
                (format!("{} -> {}", name(it, from), name(it, to)), **count)
            });
            Missed { rule: rule.text().to_owned(), file: Arc::clone(file), seen: seen.collect() }
        };
        missed.map(told).collect()
    }
}

fn absent<'p>(patterns: &'p [IdPattern], present: &[bool]) -> Vec<&'p str> {
    let absent = patterns.iter().zip(present).filter(|(_, present)| !**present);
    absent.map(|(pattern, _)| &*pattern.text).collect()
}

/// What is said of a change that the contract forbids.
fn forbidden(contract: &Contract, ticket: &str, change: Change) -> Option<String> {
    let rule = contract.forbid.iter().find(|rule| rule.matches(change))?.text();
    Some(format!("ticket {ticket} makes a transition that `--forbid \"{rule}\"` forbids"))
}

/// What is found of a whole event, unless such findings are off.
pub(super) fn finding(
    levels: &Levels,
    code: Code,
    place: Place,
    message: String,
    help: &str,
) -> Option<Finding> {
    let severity = levels.severity(code)?;
    let (pointer, documented, help) = (String::new(), Vec::new(), Some(help.to_owned()));
    Some(Finding { code, severity, pointer, place, excerpt: None, message, documented, help })
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
        opened: None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Secret;
    use crate::protocol::webhook::seal;
    use crate::protocol::{Keys, Stamp};

    const EVENT: &[u8] = include_bytes!("../../../samples/handed-over.json");

    fn encrypted(keys: &Keys, text: &[u8]) -> Vec<u8> {
        seal(keys, text, &Stamp { timestamp_s: 1_700_000_000, nonce: "n-1".to_owned(), iv: [7; 16] }).body
    }

    #[test]
    fn what_is_forbidden_stands_where_the_event_begins_encrypted_or_not() {
        let keys = Keys::new(Some(Secret::new("example-key")), None);
        let checker = Checker::new(Levels::default(), keys.cipher().cloned());
        let forbid = vec![Rule::parse("stage: bot -> human").unwrap()];
        for text in [EVENT.to_vec(), encrypted(&keys, EVENT)] {
            let origin = Origin { line: 7, column: 3, offset: 500, ..Origin::start_of("log.ndjson") };
            let read = Read::of(&checker, &Document::new(origin, text), Depth::View);
            let contract = Contract { forbid: forbid.clone(), ..Contract::default() };
            let mut differ = Differ::new(Levels::default(), Filter::default(), contract);
            let Looked::Moved(Record::Moved(moved), _) = differ.look(read) else { panic!() };
            let place = &moved.findings.last().unwrap().place;
            assert_eq!((place.line, place.column, place.end_column, place.offset), (7, 3, 4, 500));
        }
    }

    #[test]
    fn what_is_wrong_in_an_encrypted_body_names_the_line_of_the_body() {
        let keys = Keys::new(Some(Secret::new("example-key")), None);
        let checker = Checker::new(Levels::default(), keys.cipher().cloned());
        let origin = Origin { line: 7, ..Origin::start_of("log.ndjson") };
        let read = Read::of(&checker, &Document::new(origin, encrypted(&keys, b"{}")), Depth::View);
        let read = read.moved(3, 10);
        let place = &read.examined.validation.checked.findings[0].place;
        assert_eq!((place.line, place.opened), (1, Some(17)));
    }

    fn read(text: &[u8]) -> Option<Read> {
        let line = Document::new(Origin::start_of("log.ndjson"), text.to_vec());
        Some(Read::of_line(&Checker::default(), &line, Depth::View)).filter(|it| it.1).map(|it| it.0)
    }

    #[test]
    fn a_copy_that_differs_in_any_time_is_another_event() {
        let checker = Checker::default();
        let mut differ = Differ::new(Levels::default(), Filter::default(), Contract::default());
        let mut key = |created_at| {
            let text = std::str::from_utf8(EVENT).unwrap().replacen("1699999637000", created_at, 1);
            let entry = Document::new(Origin::start_of("log.ndjson"), text.into_bytes());
            let looked = differ.look(Read::of(&checker, &entry, Depth::View));
            let Looked::Moved(Record::Moved(moved), _) = looked else { panic!() };
            moved.key.unwrap()
        };
        let first = key("1699999637000");
        assert_eq!(key("1699999637000"), first);
        assert!(key("1699999637001") != first && key("\"x\"") != first);
    }

    #[test]
    fn a_line_is_read_by_itself_where_it_is_json() {
        assert!(read(EVENT).is_some() && read(b"{\"schema\":").is_none());
    }

    #[test]
    fn an_event_that_tells_one_field_is_read_and_one_that_tells_none_is_known_by_its_ticket() {
        let filter = Filter { tickets: vec![IdPattern::new("7")], ..Filter::default() };
        let mut differ = Differ::new(Levels::default(), filter, Contract::default());
        let mut look = |object: &str| {
            let text = format!(r#"{{"event":{{"object":{object},"old_object":{{}}}}}}"#);
            match differ.look(read(text.as_bytes()).unwrap()) {
                Looked::Moved(..) => "moved",
                Looked::OtherTicket => "other ticket",
                Looked::Unreadable(_) => "unreadable",
                Looked::LeftOut(..) => "something else",
            }
        };
        assert_eq!(look(r#"{"ticket_id":"7","status":3}"#), "moved");
        assert_eq!(look(r#"{"ticket_id":"7","stage":1}"#), "moved");
        assert_eq!(look(r#"{"ticket_id":"8","stage":1}"#), "other ticket");
        assert_eq!(look(r#"{"ticket_id":"7"}"#), "unreadable");
        assert_eq!(look(r#"{"ticket_id":"8"}"#), "other ticket");
    }
}
