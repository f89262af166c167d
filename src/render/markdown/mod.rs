//! Markdown for job summaries.

mod checked;
mod delivered;
mod moved;
mod probed;
pub(crate) mod tickets;

pub(crate) use checked::FindingsTable;
pub(crate) use delivered::DeliveriesPage;
pub(crate) use delivered::Markdown;
pub(crate) use moved::MarkdownMoved;
pub(crate) use probed::ProbedPage;
