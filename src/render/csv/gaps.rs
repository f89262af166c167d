//! A gap as a row: what was known last, and the event that contradicts it.

use super::sheet::{Row, Sheet};
use crate::model::EventRole;
use crate::report::{Gap, TicketGap};

pub(crate) const HEAD: &str = "ticket_id,known_time,known_time_ms,known_stage,known_stage_name,known_status,\
                               known_status_name,known_file,known_line,time,time_ms,event_id,shown_by,stage_from,\
                               stage_from_name,status_from,status_from_name,between_ms,file,line";

/// The row of a gap. `stage_from` and `status_from` are what the event says it came from, where that was not known.
pub(crate) fn write(it: &TicketGap, sheet: &Sheet, out: &mut Vec<u8>) {
    let Gap { place, event_id, role, at, stage, status, known } = &it.gap;
    let mut row = Row::new(sheet, out);
    row.text(&it.ticket_id);
    row.time(known.at);
    row.stage(known.stage);
    row.status(known.status);
    row.place(&known.place.file, known.place.line);
    row.time(*at);
    row.text(event_id.as_deref().unwrap_or_default());
    row.word(if *role == EventRole::Message { "message" } else { "update" });
    row.stage(stage.map(|it| it.to));
    row.status(status.map(|it| it.to));
    row.number(it.gap.between_ms());
    row.place(&place.file, place.line);
}
