//! GitHub workflow commands.

mod checked;
mod delivered;

pub use checked::Github;
pub(crate) use checked::{data, property};
