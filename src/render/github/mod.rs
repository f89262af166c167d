//! GitHub workflow commands.

mod checked;
mod delivered;

pub(crate) use checked::Github;
pub(crate) use checked::{data, property};
