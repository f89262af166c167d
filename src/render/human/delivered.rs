//! Deliveries for people: a row an attempt with what went wrong below it.

use std::collections::HashMap;

use crate::model::Lang;
use crate::render::Appearance;
use crate::render::chinese::said;
use crate::render::text::causes::{Repeats, without_ids};
use crate::render::text::layout::{Break, beside, wrap};
use crate::render::text::{
    Mark, blank, counted_in, finding, labels, latency, phrase, short_id, visible, wait,
};
use crate::report::{Delivered, Next, Outcome, Purpose, Receipt, Received, SecretCheck};

/// What stands below a row begins under its words.
const INDENT: usize = 6;
/// The column of what came back.
const ANSWER: usize = 55;
/// How many causes of failure are kept apart; what comes after them is shown each time.
const CAUSES: usize = 500;

/// Attempts that went wrong in the same way: the first is shown, the others are counted.
#[derive(Default)]
pub(crate) struct FailureCauses {
    causes: HashMap<String, usize>,
    list: Vec<FailureCause>,
    /// Where the receiver is our own: its verdicts by event id, until the delivery is shown.
    pub(super) beside: Option<HashMap<String, bool>>,
    reached: bool,
}

struct FailureCause {
    mark: String,
    answer: String,
    said: Vec<String>,
    /// Whether each of them decided an event; the others were tried again.
    is_final: bool,
    again: Repeats,
}

impl FailureCauses {
    pub(crate) fn new(beside: bool) -> Self {
        Self { beside: beside.then(HashMap::new), ..Self::default() }
    }

    /// Whether an attempt is one of a run that has not reached its target: where nothing listens at all, the error that
    /// ends the run says it once.
    pub(crate) fn unreached(&mut self, it: &Delivered) -> bool {
        self.reached |= it.outcome.connected();
        !self.reached && it.is_final() && !matches!(it.outcome, Outcome::Unsendable { .. })
    }

    /// Keeps what our own receiver made of a request.
    pub(crate) fn other_side(&mut self, it: &Received) {
        if let (Some(kept), Receipt::Event(event)) = (&mut self.beside, &it.receipt)
            && let Some(id) = &event.event_id
        {
            kept.insert(id.clone(), [event.signature, event.token].contains(&SecretCheck::Verified));
        }
    }

    /// The rows of an attempt; none where one that failed alike was shown before.
    pub(crate) fn rows(&mut self, it: &Delivered, look: Appearance) -> Vec<String> {
        if !it.is_fine() {
            let key = key(it);
            if let Some(cause) = self.causes.get(&key).and_then(|at| self.list.get_mut(*at)) {
                cause.again.add(&it.subject.file, &it.subject.line.to_string());
                return Vec::new();
            }
            if self.list.len() < CAUSES {
                self.causes.insert(key, self.list.len());
                self.list.push(FailureCause {
                    mark: mark(it, look),
                    answer: answered(&it.outcome, look),
                    said: below(it, quote(it).into_iter().collect(), look),
                    is_final: it.is_final(),
                    again: Repeats::default(),
                });
            }
        }
        let verified = self.beside.as_mut().and_then(|kept| kept.remove(it.subject.event_id.as_ref()?));
        let verdict = match verified {
            Some(true) => phrase("verified", look.lang),
            Some(false) => phrase("not verified", look.lang),
            None => "",
        };
        rows(it, verdict, look)
    }

    /// What came more than once, each with its count.
    pub(crate) fn finish(&mut self, look: Appearance) -> Vec<String> {
        let (lang, mut rows) = (look.lang, Vec::new());
        for cause in self.list.drain(..).filter(|it| it.again.count > 0) {
            let noun = if cause.is_final { "event" } else { "attempt" };
            let more = counted_in(cause.again.count, noun, lang);
            let more = match lang {
                Lang::En => more.replacen(' ', " more ", 1),
                Lang::Zh => format!("{} {more}", phrase("more", lang)),
            };
            let left = format!("  {} {}", cause.mark, look.paint.strong(&more));
            rows.extend(beside(&left, ANSWER, &cause.answer, look.width, INDENT));
            rows.extend(cause.said.iter().flat_map(|it| look.below(INDENT, it)));
            let places = format!("{}{}", " ".repeat(INDENT), cause.again.places());
            rows.extend(wrap(&places, look.width, 0, INDENT, Break::Comma));
        }
        rows
    }
}

/// What makes two attempts fail alike: how they ended, what was said, and what follows.
pub(crate) fn key(it: &Delivered) -> String {
    let said = it.said.as_deref().unwrap_or_default();
    let text = format!("{} {} {said} {}", it.is_final(), it.outcome, it.warnings.join(" "));
    without_ids(&text)
}

fn rows(it: &Delivered, verdict: &str, look: Appearance) -> Vec<String> {
    let (lang, paint) = (look.lang, look.paint);
    let subject = &it.subject;
    let id = subject.id().map_or_else(|| format!("#{}", subject.index), short_id);
    let change = it.transition.as_ref().map_or_else(
        || phrase("no transition to read", lang).to_owned(),
        |it| labels::transition(it, lang, paint),
    );
    let left = format!("  {} {}  {change}", mark(it, look), paint.strong(&id));
    let mut right = answer(it, look);
    if !verdict.is_empty() {
        right = format!("{right}  {}", paint.dim(verdict));
    }
    let mut rows = beside(&left, ANSWER, &right, look.width, INDENT);
    let failed = it.is_final() && !it.outcome.is_accepted();
    if failed || !it.warnings.is_empty() {
        let event =
            subject.event_id.as_deref().map(|id| format!("  {} {}", phrase("event", lang), visible(id)));
        let place = paint.dim(&format!("{}{}", place(it), event.unwrap_or_default()));
        rows.extend(look.below(INDENT, &place));
    }
    rows.extend(below(it, notes(it, lang), look).iter().flat_map(|it| look.below(INDENT, it)));
    rows
}

fn mark(it: &Delivered, look: Appearance) -> String {
    let paint = look.paint;
    match (it.next, it.outcome.is_accepted()) {
        (_, true) if it.warnings.is_empty() => paint.good("✓"),
        (_, true) => paint.warn("✓"),
        (Next::Retry { .. } | Next::Resend, false) => paint.warn("↻"),
        (_, false) => paint.bad("✗"),
    }
}

/// `200    4.1 ms`, or the outcome in words.
fn answer(it: &Delivered, look: Appearance) -> String {
    let answered = answered(&it.outcome, look);
    match it.outcome {
        Outcome::Accepted | Outcome::Refused { .. } => format!("{answered}  {:>8}", latency(it.latency)),
        _ => answered,
    }
}

/// `200`, or the outcome in words.
fn answered(outcome: &Outcome, look: Appearance) -> String {
    let paint = look.paint;
    match (outcome, outcome.status()) {
        (Outcome::Accepted, _) => paint.good("200"),
        (Outcome::Refused { .. }, Some(status)) => paint.bad(&status.to_string()),
        _ => paint.bad(&visible(&said(&outcome.to_string(), look.lang))),
    }
}

fn place(it: &Delivered) -> String {
    finding::spot(&it.subject.file, it.subject.line)
}

/// The first and the last line of an answer of several lines, as a stack trace is, and how many stand between them.
fn traceback(it: &Delivered) -> Option<(&str, usize, &str)> {
    let answer = it.answer.as_deref()?.trim();
    let mut lines = answer.lines().filter(|line| !line.trim().is_empty());
    let first = lines.next().filter(|line| !line.starts_with(['{', '[', '<']))?;
    let rest: Vec<&str> = lines.collect();
    let last = rest.last()?;
    Some((first, rest.len() - 1, last))
}

/// What stands below a row, with these notes of it.
fn below(it: &Delivered, notes: Vec<String>, look: Appearance) -> Vec<String> {
    let (lang, paint) = (look.lang, look.paint);
    let mut lines: Vec<String> = Vec::new();
    if let Some((first, between, last)) = traceback(it) {
        let bar = paint.dim("|");
        let named = |line: &str| it.said.as_deref().is_some_and(|said| line.contains(said));
        lines.push(format!("{bar} {}", visible(first)));
        // Of a Python traceback the last line is the cause, of the other languages' the first.
        if let Some(said) = it.said.as_deref().filter(|_| !named(first) && !named(last)) {
            lines.push(format!("{bar} {}", visible(said)));
        }
        if between > 0 {
            let left_out = format!("… {}", counted_in(between as u64, "line", lang));
            lines.push(format!("{bar}   {}", paint.dim(&left_out)));
        }
        if !named(first) {
            lines.push(format!("{bar} {}", visible(last)));
        }
    }
    if !notes.is_empty() {
        lines.push(Mark::Colon.joined(notes, lang));
    }
    for warning in &it.warnings {
        let warning = said(warning, lang);
        let word = paint.warn(phrase("warning:", lang));
        lines.push(format!("{word}{}{}", blank(lang), visible(&warning)));
    }
    lines
}

/// What the app said, where that is no traceback.
fn quote(it: &Delivered) -> Option<String> {
    let said = it.said.as_deref().filter(|_| traceback(it).is_none())?;
    Some(format!("\"{}\"", visible(said)))
}

/// What else there is to say of an attempt, in the order of reading.
fn notes(it: &Delivered, lang: Lang) -> Vec<String> {
    let mut marks = Vec::new();
    if it.purpose == Purpose::Duplicate {
        marks.push(phrase("again, on purpose", lang).to_owned());
    }
    if it.attempt > 1 {
        marks.push(format!("{} {}", phrase("attempt", lang), it.attempt));
    }
    if let Some(late) = it.late {
        marks.push(format!("{} {}", wait(late, lang), phrase("late", lang)));
    }
    let mut notes = Vec::new();
    if !marks.is_empty() {
        notes.push(Mark::Comma.joined(marks, lang));
    }
    notes.extend(quote(it));
    match (it.next, lang) {
        (Next::Retry { after, number, of }, Lang::En) => {
            notes.push(format!("retry {number} of {of} in {}", wait(after, Lang::En)));
        }
        (Next::Retry { after, number, of }, Lang::Zh) => {
            notes.push(format!("{} 后第 {number}/{of} 次重试", wait(after, Lang::Zh)));
        }
        (Next::Resend, lang) => notes.push(phrase("sent again over a fresh connection", lang).to_owned()),
        (Next::Done | Next::GaveUp, _) => {}
    }
    notes
}

/// One line an attempt, clickable: `file:line: outcome: ticket: what changed`.
pub(crate) fn short(it: &Delivered, look: Appearance) -> String {
    let (lang, paint) = (look.lang, look.paint);
    let subject = &it.subject;
    let text = format!("{} ({})", it.outcome, latency(it.latency));
    let text = visible(&text);
    let outcome = if it.outcome.is_accepted() { paint.good(&text) } else { paint.bad(&text) };
    let id = subject.id().map_or(String::new(), |id| format!(": {}", visible(id)));
    let change = it.transition.as_ref();
    let change = change.map_or(String::new(), |it| format!(": {}", labels::transition(it, lang, paint)));
    let mut parts = vec![format!("{}: {outcome}{id}{change}", paint.strong(&place(it)))];
    parts.extend(notes(it, lang));
    parts.extend(it.warnings.iter().map(|warning| format!("warning: {}", visible(warning))));
    parts.join("; ")
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;
    use crate::render::fixture::{delivered, received, rendered};
    use crate::render::human::Human;
    use crate::report::{Phase, Record};

    fn shown(it: &Delivered) -> String {
        rows(it, "", Appearance::plain(80)).join("\n")
    }

    #[test]
    fn a_row_says_ticket_change_status_and_latency() {
        let expected = "  ✓ 7100…0340  created → queueing, handed over         200    4.1 ms";
        assert_eq!(shown(&delivered(Outcome::Accepted, Next::Done)), expected);
        let again = Delivered {
            attempt: 2,
            late: Some(Duration::from_millis(12)),
            ..delivered(Outcome::Accepted, Next::Done)
        };
        assert_eq!(shown(&again), format!("{expected}\n      attempt 2, 12 ms late"));
    }

    #[test]
    fn a_failure_says_where_and_why_what_the_app_said_and_what_follows() {
        let retry = Next::Retry { after: Duration::from_millis(15), number: 1, of: 4 };
        let mut it = delivered(Outcome::Refused { status: 500 }, retry);
        it.said = Some("processor not found\u{1b}".to_owned());
        assert_eq!(
            shown(&it),
            "  ↻ 7100…0340  created → queueing, handed over         500    4.1 ms\n      \
             \"processor not found␛\": retry 1 of 4 in 15 ms"
        );
        let outcome = Outcome::TimedOut { phase: Phase::Answer, limit_ms: 3_000 };
        let text = shown(&delivered(outcome, Next::GaveUp));
        assert!(text.contains("handed over         timed out after 3.000 s\n      fixtures/"), "{text}");
        assert!(text.contains("closed.json:2  event 5e37"), "{text}");
    }

    #[test]
    fn one_cause_many_times_is_one_block_with_its_count() {
        let failed = |line| {
            let mut it = delivered(Outcome::Refused { status: 500 }, Next::GaveUp);
            it.subject.line = line;
            it.said = Some("invalid verification_token".to_owned());
            Record::Delivered(Box::new(it))
        };
        let records: Vec<Record> = (1..=30).map(failed).collect();
        let text = rendered(&records, |page| Human::new(page, Appearance::plain(80)));
        let more = "  ✗ 29 more events                                     500\n      \
                    \"invalid verification_token\"\n      fixtures/closed.json:2, 3, 4, …\n";
        assert!(text.contains(more), "{text}");
        assert!(text.contains("\n\nfailed: 0 of 30 delivered, 30 × 500"), "{text}");
        assert!(text.lines().count() <= 15, "{text}");
    }

    #[test]
    fn tries_that_fail_alike_are_no_more_events() {
        let again = |number| {
            let retry = Next::Retry { after: Duration::from_millis(15), number, of: 9 };
            Record::Delivered(Box::new(delivered(Outcome::Refused { status: 500 }, retry)))
        };
        let text = rendered(&[again(1), again(2), again(3)], |page| Human::new(page, Appearance::plain(80)));
        assert!(text.contains("\n  ↻ 2 more attempts  "), "{text}");
        // Each has a number and a wait of its own.
        assert_eq!(text.matches("in 15 ms").count(), 1, "{text}");
    }

    #[test]
    fn with_our_own_receiver_an_event_is_one_row_with_both_verdicts() {
        let mut it = delivered(Outcome::Accepted, Next::Done);
        it.subject.event_id = Some("e-1".to_owned());
        let records = [received(None), Record::Delivered(Box::new(it))];
        let text = rendered(&records, |page| {
            Human::new(page, Appearance { command: "replay", ..Appearance::plain(80) })
        });
        assert!(text.starts_with("  ✓ 7100…0340  created → queueing, handed over"), "{text}");
        assert!(text.lines().next().unwrap().ends_with("4.1 ms  verified"), "{text}");
    }

    #[test]
    fn short_is_one_clickable_line() {
        let mut it = delivered(Outcome::Refused { status: 500 }, Next::GaveUp);
        it.said = Some("no".to_owned());
        assert_eq!(
            short(&it, Appearance::plain(80)),
            "fixtures/closed.json:2: refused with 500 (4.1 ms): 7100000000000000340: created → queueing, handed \
             over; \"no\""
        );
    }
}
