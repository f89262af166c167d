//! Gaps and open tickets as rows of a Markdown table.

use crate::render::human::{MovedStyle, gaps, life, open_tickets};
use crate::render::text::{labels, time};
use crate::report::{OpenTicket, TicketGap};

/// The heads of the columns of gaps.
pub(super) const GAPS: [&str; 6] =
    ["time", "ticket", "last known ┆ came from", "last known at", "time between", "place"];

/// The heads of the columns of open tickets.
pub(super) const OPEN: [&str; 6] = ["ticket", "status", "stage", "waiting", "since", "place"];

pub(crate) fn gap(it: &TicketGap, style: &MovedStyle) -> [String; 6] {
    [
        style.zone.short(it.gap.at),
        it.ticket_id.clone(),
        gaps::states(&it.gap, style.lang),
        style.zone.short(it.gap.known.at),
        it.gap.between_ms().map(time::words).unwrap_or_default(),
        life::spot(&it.gap.place),
    ]
}

pub(crate) fn open(it: &OpenTicket, style: &MovedStyle) -> [String; 6] {
    [
        it.ticket_id.clone(),
        it.status.map(|it| labels::status(it, style.lang)).unwrap_or_default(),
        it.stage.map(|it| labels::stage(it, style.lang)).unwrap_or_default(),
        open_tickets::waiting(it),
        style.zone.short(it.since),
        life::spot(&it.place),
    ]
}
