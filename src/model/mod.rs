//! Lark's words: stages, statuses, tickets, events and where they came from. No IO.

mod codes;
mod digest;
mod document;
mod event_view;
mod label;
mod origin;
mod plain_run;
mod review;
mod sdk;
mod secret;
mod source_map;
mod span;
mod ticket;
mod time_unit;
mod transition;

pub(crate) use codes::{Sender, Stage, Status};
pub(crate) use digest::digest;
pub use document::Document;
pub use event_view::EventRole;
pub(crate) use event_view::{Content, EventState, EventView, Slot};
pub(crate) use label::{Label, Lang, add_labels, label_name, label_of, labels};
pub use origin::Origin;
pub(crate) use plain_run::{ascii_run, chunk, is_utf8, last_bytes, run};
pub(crate) use review::Review;
pub(crate) use sdk::Sdk;
pub use secret::Secret;
pub(crate) use source_map::{
    Coding, DECODE_STEP, SourceMap, SourcePiece, SourcePlace, decode_string, json_escape,
};
pub(crate) use span::{span, time_units};
pub(crate) use ticket::{Ticket, TicketPatch};
pub(crate) use time_unit::OtherUnit;
pub(crate) use transition::{Change, Move, Step, Transition};
