//! What a run shows while it goes on: its events, each with everything that was done with it.

mod event;

pub(crate) use event::{Exchange, ExchangeKind, LiveEvent, SentText};
