//! Makes of documents the events that are delivered, and of events the requests.

mod event;
#[cfg(test)]
mod fixture;
mod preparer;
mod reorder;
mod request_builder;
mod setting;

pub(crate) use event::{Batch, Event, EventDigests, InputItem, SentReading, SentRequest};
pub(crate) use preparer::{Edits, Preparer};
pub(crate) use reorder::{Order, ReorderBuffer};
pub(crate) use request_builder::RequestBuilder;
pub(crate) use setting::Setting;
