//! Makes of documents the events that are delivered, and of events the requests.

mod event;
mod glance;
mod prepare;
mod reorder;
mod request_builder;

pub use event::{Batch, Event, Fed};
pub use prepare::{Edits, Preparer, Setting};
pub use reorder::{Arrange, Order};
pub use request_builder::Sealer;
