//! `helpdesk-evt redact`.

mod args;
mod check;
mod outputs;
mod run;

pub(crate) use args::{Args, pseudonyms};
pub(crate) use run::run;
