//! What a run shows while it goes on: the newest events, and who waits for the next change.

mod store;

pub(crate) use store::EventStore;
