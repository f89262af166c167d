//! The valid events that are sent: those of a shape each, and those that are made from the schema by chance.

mod generated;
mod shape;

pub(crate) use generated::{Generated, Generator};
pub(crate) use shape::{EventHeader, Shape, large, text};
