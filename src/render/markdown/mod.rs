//! Markdown for job summaries.

mod delivered;
mod moved;
mod renderer;
mod rows;

pub(crate) use moved::MarkdownMoved;
pub(crate) use renderer::Markdown;
pub(crate) use rows::escaped;
