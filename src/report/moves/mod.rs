//! What events changed: each by itself, tickets, and the tally over a log.

mod gap;
mod moved;
mod open_ticket;

pub(crate) use gap::{Gap, LastKnown, TicketGap};
pub(crate) use moved::{LifeStep, Lived, Moment, Moved, MovedTally, SentMessage};
pub(crate) use open_ticket::{ListKind, OpenTicket, TicketList};
