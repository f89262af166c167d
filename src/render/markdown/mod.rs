//! Markdown for job summaries.

mod delivered;
mod findings;
mod moved;
mod probed;
mod renderer;

pub(crate) use moved::MarkdownMoved;
pub(crate) use renderer::Markdown;
