//! CSV: events, gaps and open tickets.

mod events;
mod gaps;
mod open_tickets;
mod renderer;
mod sheet;

pub(crate) use renderer::{Csv, CsvRows};
pub(crate) use sheet::Cells;
