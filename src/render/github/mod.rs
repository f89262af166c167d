//! GitHub workflow commands.

mod checked;
mod command;
mod delivered;
mod probed;
mod renderer;

pub(crate) use renderer::Github;
