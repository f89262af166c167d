//! Event types: what each must tell us, its schema and its documented fields.

mod branch;
mod field;
mod kind;
mod list;
mod ticket_updated_v1;

pub use branch::Branch;
pub use field::Field;
pub use kind::EventKind;
pub use list::{ALL, find};
