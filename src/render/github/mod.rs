//! GitHub workflow commands.

mod commands;
mod renderer;

pub(crate) use renderer::Github;
