//! The live page: its three files, and the JSON that it and the control API are told.

mod assets;
mod detail;
mod row;

pub(crate) use assets::{PAGE, SCRIPT, STYLE};
pub(crate) use detail::Detail;
pub(crate) use row::Row;
