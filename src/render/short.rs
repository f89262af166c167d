//! One line a finding, clickable: `file:line:column: severity[code]: message`; one line a move:
//! `file:line:column: TICKET stage 1 -> 2, status 1 -> 3: handed over`. No summary, so that lines can be counted.

use std::io::{self, Write};
use std::sync::LazyLock;

use super::appearance::Appearance;
use super::renderer::Renderer;
use crate::model::{Lang, Move, Stage, Status, Step, span};
use crate::render::human::{delivered, life, open_tickets, probed, received, verified};
use crate::render::text::{Paint, Zone, counted, finding, labels, visible};
use crate::report::{Finding, LifeStep, Lived, Moment, Moved, OpenTicket, Record, Summary};

pub(crate) struct Short<W> {
    out: W,
    look: Appearance,
    /// That of this machine, which is looked up with the first time that is shown.
    zone: LazyLock<Zone>,
}

impl<W: Write> Short<W> {
    pub(crate) fn new(out: W, look: Appearance) -> Self {
        Self { out, look, zone: LazyLock::new(Zone::local) }
    }
}

impl<W: Write> Renderer for Short<W> {
    fn show(&mut self, record: &Record, shown: &[Finding]) -> io::Result<()> {
        let (look, paint) = (self.look, self.look.paint);
        let found = shown.iter().map(|it| finding::line(it, paint));
        let lines: Vec<String> = match record {
            Record::Delivered(it) => vec![delivered::short(it, look)],
            Record::Probed(it) => vec![probed::line(it, paint)],
            Record::Received(it) => [received::line(it, &self.zone, look)].into_iter().chain(found).collect(),
            Record::Verified(it) => verified::lines(it, look).into_iter().chain(found).collect(),
            Record::Moved(it) => found.chain([event(it, paint)]).collect(),
            Record::Lived(it) => found.chain(steps(it, paint)).collect(),
            Record::Open(it) => vec![open(it, paint)],
            Record::Checked(_) | Record::Gap(_) => found.collect(),
        };
        lines.iter().try_for_each(|line| writeln!(self.out, "{line}"))
    }

    fn finish(&mut self, summary: &Summary) -> io::Result<()> {
        if let Some(hidden) = counted::hidden(summary) {
            writeln!(self.out, "{hidden}")?;
        }
        self.out.flush()
    }
}

fn event(moved: &Moved, paint: Paint) -> String {
    let (subject, it) = (&moved.subject, &moved.transition);
    // A document is known by its line alone.
    let place = format!("{}:{}:1", visible(&subject.file), subject.line);
    change(&place, &it.ticket_id, (it.stage, it.status), it.kind(), "", paint)
}

/// The lines of the steps of a life. Gaps, duplicates and late arrivals are findings, which have lines of their own.
fn steps(lived: &Lived, paint: Paint) -> impl Iterator<Item = String> {
    lived.moments.iter().filter_map(move |moment| match moment {
        Moment::Step(it) => Some(step(lived, it, paint)),
        Moment::Message(it) => {
            let place = paint.strong(&finding::place(&it.place));
            Some(format!("{place}: {} {}", visible(&lived.ticket_id), life::sent(it, Lang::En)))
        }
        Moment::Gap(_) | Moment::Duplicate { .. } => None,
    })
}

/// The line of a ticket that is not closed.
fn open(it: &OpenTicket, paint: Paint) -> String {
    let status = it.status.map_or_else(|| "status unknown".to_owned(), |it| format!("status {}", it.code()));
    let stage = it.stage.map(|it| format!("stage {}, ", it.code())).unwrap_or_default();
    let (place, ticket) = (paint.strong(&finding::place(&it.place)), visible(&it.ticket_id));
    format!("{place}: {ticket} {stage}{status}: waiting {}", open_tickets::waiting(it, Lang::En))
}

fn step(lived: &Lived, step: &LifeStep, paint: Paint) -> String {
    let place = finding::place(&step.place);
    let mut more = step.after_ms.map(|ms| format!(", after {}", span(ms, Lang::En))).unwrap_or_default();
    if step.is_late {
        more.push_str(", arrived late");
    }
    change(&place, &lived.ticket_id, (step.stage, step.status), step.kind, &more, paint)
}

fn change(
    place: &str,
    ticket: &str,
    (stage, status): (Option<Step<Stage>>, Option<Step<Status>>),
    kind: Move,
    more: &str,
    paint: Paint,
) -> String {
    let stage = stage.map(|it| codes("stage", it.from.code(), it.to.code()));
    let to = status.map(|it| it.to);
    let status = status.map(|it| codes("status", it.from.code(), it.to.code()));
    let codes = [stage, status].into_iter().flatten().collect::<Vec<_>>().join(", ");
    let told = labels::move_role(kind).dye(paint, &labels::move_name(kind, to, Lang::En));
    let blank = if codes.is_empty() { "" } else { " " };
    format!("{}: {}{blank}{codes}: {told}{more}", paint.strong(place), visible(ticket))
}

/// `stage 1 -> 2`, or `stage 2` where it did not change.
fn codes(field: &str, from: i64, to: i64) -> String {
    if from == to { format!("{field} {to}") } else { format!("{field} {from} -> {to}") }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::render::fixture::{MS, checked, event, finding, lived, moved, record, rendered};
    use crate::report::Code;

    #[test]
    fn a_finding_is_one_line_and_a_clean_document_none() {
        let mut second = finding(Code::UndocumentedField);
        second.message = "`sta\nus\u{1b}[2J` is not documented".to_owned();
        second.place.opened = Some(4);
        let text =
            rendered(&[checked(1, vec![finding(Code::StatusUnknown), second]), checked(2, vec![])], |page| {
                Short::new(page, Appearance::plain(80))
            });
        assert_eq!(
            text,
            "fixtures/closed.json:27:17: error[status-unknown]: `status` is 99, which is not a documented ticket \
             status\nfixtures/closed.json:4:1: warning[undocumented-field]: `sta␊us␛[2J` is not documented (at \
             27:17 in the text opened from `encrypt`)\n"
        );
    }

    #[test]
    fn an_event_is_one_line_after_its_findings() {
        let broken = event(MS, (2, 2), (99, 99), vec![finding(Code::StatusUnknown)]);
        let text =
            rendered(&[record(moved()), record(broken)], |page| Short::new(page, Appearance::plain(80)));
        let lines: Vec<&str> = text.lines().collect();
        let ticket = "fixtures/closed.json:1:1: 7100000000000000340";
        assert_eq!(lines[0], format!("{ticket} stage 1 -> 2, status 1 -> 3: handed over"));
        assert!(lines[1].contains("error[status-unknown]"), "{text}");
        assert_eq!(lines[2], format!("{ticket} stage 2, status 99: no transition"));
    }

    #[test]
    fn a_life_is_a_line_a_step() {
        let text =
            rendered(&[Record::Lived(Box::new(lived()))], |page| Short::new(page, Appearance::plain(80)));
        assert_eq!(text.lines().count(), 6, "{text}");
        let late = "status 3 -> 2: progress, after 1 min 40 s, arrived late\n";
        assert!(text.contains(&format!("log.ndjson:4:1: 7100000000000000340 stage 2, {late}")), "{text}");
    }
}
