//! An event type that does not exist, for tests: a further type costs a file like `kind.rs`, its schema and its sample.

mod kind;

pub(crate) use kind::{SAMPLE, TICKET_EXAMPLE_V1};
