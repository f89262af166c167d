//! Rules beyond the schema: what an event says that cannot be.

pub(crate) mod fields;
pub(crate) mod sdk;
pub(crate) mod ticket;
