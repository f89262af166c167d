//! An open ticket as a row.

use super::sheet::{Row, Sheet};
use crate::report::OpenTicket;

pub(crate) const HEAD: &str =
    "ticket_id,stage,stage_name,status,status_name,since,since_ms,at_least,waiting_ms,file,line";

pub(crate) fn write(it: &OpenTicket, sheet: &Sheet, out: &mut Vec<u8>) {
    let mut row = Row::new(sheet, out);
    row.text(&it.ticket_id);
    row.stage(it.stage);
    row.status(it.status);
    row.time(it.since);
    row.word(if it.is_longer { "true" } else { "false" });
    row.number(it.waiting_ms);
    row.place(&it.place.file, it.place.line);
}
