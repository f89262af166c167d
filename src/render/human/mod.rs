//! What a person reads at the prompt.

mod dated_rows;
pub(crate) mod day_chart;
pub(crate) mod delivered;
pub(crate) mod deliveries;
mod excerpt;
pub(crate) mod gaps;
pub(crate) mod life;
pub(crate) mod moved;
pub(crate) mod open_tickets;
pub(crate) mod probed;
pub(crate) mod received;
mod renderer;
mod style;
pub(crate) mod tally;
pub(crate) mod verified;

pub(crate) use deliveries::{counts, latencies, statuses};
pub(crate) use renderer::Human;
pub(crate) use style::{Form, MovedStyle};
