//! Event types: what each must tell us, its schema and its documented fields.

mod branch;
mod field;
mod kind;
mod list;
mod notification_approve_v1;
mod reading;
mod sdk_fact;
#[cfg(test)]
pub(crate) mod test_kind;
mod ticket_created_v1;
mod ticket_message_created_v1;
mod ticket_updated_v1;

pub(crate) use branch::Branch;
pub(crate) use field::Field;
pub(crate) use kind::EventKind;
pub use list::ALL;
pub(crate) use list::{DELIVERY_PAGE, any_kind, find};
pub(crate) use reading::{form_of, kind_of, ticket, view};
pub(crate) use sdk_fact::SdkModel;
