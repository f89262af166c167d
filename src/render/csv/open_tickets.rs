//! An open ticket as a row.

use super::sheet::{Sheet, code, number};
use crate::model::{Stage, Status};
use crate::report::OpenTicket;

pub(crate) const HEAD: &str =
    "ticket_id,stage,stage_name,status,status_name,since,since_ms,at_least,waiting_ms,file,line";

pub(crate) fn cells(it: &OpenTicket, sheet: &Sheet) -> Vec<String> {
    let [stage, stage_name] = code("stage", it.stage.map(Stage::code));
    let [status, status_name] = code("status", it.status.map(Status::code));
    vec![
        sheet.text(&it.ticket_id),
        stage,
        stage_name,
        status,
        status_name,
        sheet.time(it.since),
        number(it.since),
        it.is_longer.to_string(),
        number(it.waiting_ms),
        sheet.text(&it.place.file),
        it.place.line.to_string(),
    ]
}
