//! An event as a row.

use super::sheet::{Sheet, code, number};
use crate::model::Step;
use crate::report::Moved;

pub(crate) const HEAD: &str = "time,time_ms,ticket_id,stage_from,stage_from_name,stage_to,stage_to_name,status_from,\
                               status_from_name,status_to,status_to_name,move,updated_from_ms,updated_to_ms,\
                               create_time_ms,event_id,file,document,line,valid";

pub(crate) fn cells(moved: &Moved, sheet: &Sheet) -> Vec<String> {
    let (subject, it) = (&moved.subject, &moved.transition);
    let time = |ms: Option<i64>| number(ms.filter(|ms| *ms > 0));
    let change = it.change();
    let codes = |field, step: Option<Step<i64>>| {
        [code(field, step.map(|it| it.from)), code(field, step.map(|it| it.to))]
    };
    let [[stage_from, stage_from_name], [stage_to, stage_to_name]] = codes("stage", change.stage);
    let [[status_from, status_from_name], [status_to, status_to_name]] = codes("status", change.status);
    vec![
        sheet.time(it.at),
        number(it.at),
        sheet.text(&it.ticket_id),
        stage_from,
        stage_from_name,
        stage_to,
        stage_to_name,
        status_from,
        status_from_name,
        status_to,
        status_to_name,
        it.kind().name().to_owned(),
        time(moved.old.updated_at),
        time(moved.ticket.updated_at),
        number(moved.create_time),
        sheet.text(subject.event_id.as_deref().unwrap_or_default()),
        sheet.text(&subject.file),
        subject.index.to_string(),
        subject.line.to_string(),
        moved.is_valid().to_string(),
    ]
}
