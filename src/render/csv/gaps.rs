//! A gap as a row: what was known last, and the event that contradicts it.

use super::sheet::{Sheet, code, number};
use crate::model::{EventRole, Stage, Status};
use crate::report::{Gap, TicketGap};

pub(crate) const HEAD: &str = "ticket_id,known_time,known_time_ms,known_stage,known_stage_name,known_status,\
                               known_status_name,known_file,known_line,time,time_ms,event_id,shown_by,stage_from,\
                               stage_from_name,status_from,status_from_name,between_ms,file,line";

/// The cells of a gap. `stage_from` and `status_from` are what the event says it came from, where that was not known.
pub(crate) fn cells(it: &TicketGap, sheet: &Sheet) -> Vec<String> {
    let Gap { place, event_id, role, at, stage, status, known } = &it.gap;
    let shown_by = if *role == EventRole::Message { "message" } else { "update" };
    let [known_stage, known_stage_name] = code("stage", known.stage.map(Stage::code));
    let [known_status, known_status_name] = code("status", known.status.map(Status::code));
    let [stage_from, stage_from_name] = code("stage", stage.map(|it| it.to.code()));
    let [status_from, status_from_name] = code("status", status.map(|it| it.to.code()));
    vec![
        sheet.text(&it.ticket_id),
        sheet.time(known.at),
        number(known.at),
        known_stage,
        known_stage_name,
        known_status,
        known_status_name,
        sheet.text(&known.place.file),
        known.place.line.to_string(),
        sheet.time(*at),
        number(*at),
        sheet.text(event_id.as_deref().unwrap_or_default()),
        shown_by.to_owned(),
        stage_from,
        stage_from_name,
        status_from,
        status_from_name,
        number(it.gap.between_ms()),
        sheet.text(&place.file),
        place.line.to_string(),
    ]
}
