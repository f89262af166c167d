//! Lark's words: stages, statuses, tickets, events and where they came from. No IO.

mod event;
mod label;
mod origin;
mod secret;
mod stage;
mod status;
mod ticket;
mod transition;

pub use event::{Event, Header};
pub use label::{Label, Lang, documented, label_of, labels};
pub use origin::{Entry, Origin};
pub use secret::Secret;
pub use stage::Stage;
pub use status::Status;
pub use ticket::{Guest, Ticket, TicketPatch};
pub use transition::{Change, Move, Step, Transition};
