//! Moves in the `short` format: `file:line:column: TICKET stage 1 -> 2, status 1 -> 3: handed over`.

use crate::model::{Lang, Move, Stage, Status, Step};
use crate::render::text::{Paint, Role, labels, time, visible};
use crate::report::{LifeStep, Lived, Moment, Moved, Place};

/// The line of one event.
pub(crate) fn event(moved: &Moved, paint: Paint) -> String {
    let (subject, it) = (&moved.subject, &moved.transition);
    // A document is known by its line alone.
    let place = format!("{}:{}:1", visible(&subject.file), subject.line);
    line(&place, &it.ticket_id, (it.stage, it.status), it.kind(), "", paint)
}

/// The lines of the steps of a life. Gaps, duplicates and late arrivals are findings, which have lines of their own.
pub(crate) fn life(lived: &Lived, paint: Paint) -> Vec<String> {
    let steps = lived.moments.iter().filter_map(|moment| match moment {
        Moment::Step(step) => Some(self::step(lived, step, paint)),
        Moment::Gap { .. } | Moment::Duplicate { .. } => None,
    });
    steps.collect()
}

fn step(lived: &Lived, step: &LifeStep, paint: Paint) -> String {
    let Place { file, line: row, column, .. } = &step.place;
    let place = format!("{}:{row}:{column}", visible(file));
    let mut more = step.after_ms.map(|ms| format!(", after {}", time::words(ms))).unwrap_or_default();
    if step.is_late {
        more.push_str(", arrived late");
    }
    line(&place, &lived.ticket_id, (step.stage, step.status), step.kind, &more, paint)
}

fn line(
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
    let told = match labels::move_role(kind) {
        Role::Dim => paint.dim(&labels::move_name(kind, to, Lang::En)),
        role => role.dye(paint, &labels::move_name(kind, to, Lang::En)),
    };
    let blank = if codes.is_empty() { "" } else { " " };
    format!("{}: {}{blank}{codes}: {told}{more}", paint.strong(place), visible(ticket))
}

/// `stage 1 -> 2`, or `stage 2` where it did not change.
fn codes(field: &str, from: i64, to: i64) -> String {
    if from == to { format!("{field} {to}") } else { format!("{field} {from} -> {to}") }
}

#[cfg(test)]
mod tests {
    use super::super::short::Short;
    use crate::render::fixture::{MS, event, finding, lived, moved, record, rendered};
    use crate::report::{Code, Record};

    #[test]
    fn an_event_is_one_line_after_its_findings() {
        let broken = event(MS, (2, 2), (99, 99), vec![finding(Code::StatusUnknown)]);
        let text = rendered(&[record(moved()), record(broken)], Short::new);
        let lines: Vec<&str> = text.lines().collect();
        let ticket = "fixtures/closed.json:1:1: 7100000000000000340";
        assert_eq!(lines[0], format!("{ticket} stage 1 -> 2, status 1 -> 3: handed over"));
        assert!(lines[1].contains("error[status-unknown]"), "{text}");
        assert_eq!(lines[2], format!("{ticket} stage 2, status 99: no transition"));
    }

    #[test]
    fn a_life_is_a_line_a_step() {
        let text = rendered(&[Record::Lived(Box::new(lived()))], Short::new);
        assert_eq!(text.lines().count(), 6, "{text}");
        let late = "status 3 -> 2: progress, after 1 min 40 s, arrived late\n";
        assert!(text.contains(&format!("log.ndjson:4:1: 7100000000000000340 stage 2, {late}")), "{text}");
    }
}
