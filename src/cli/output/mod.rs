//! Where results go: files, standard output, colour, and what must not be written over.

pub(crate) mod color;
mod disturbed;
pub(crate) mod file;
pub(crate) mod guard;
mod live;
mod promised;
mod record_output;
pub(crate) mod renderers;
pub(crate) mod stdout;
mod terminal;
mod text_output;
mod writer_thread;

pub(crate) use disturbed::disturbed;
pub(crate) use file::{PendingFile, Sink, unwritten};
pub(crate) use live::OnceClosed;
pub(crate) use promised::PromisedReports;
pub(crate) use record_output::RecordOutput;
pub(crate) use renderers::{MakeRenderer, renderer};
pub(crate) use text_output::TextOutput;
pub(crate) use writer_thread::{WriterMessage, WriterThread};
