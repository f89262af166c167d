//! Where results go: files, standard output, colour, and what must not be written over.

pub(crate) mod color;
mod disturbed;
pub(crate) mod guard;
mod live;
pub(crate) mod open;
mod promised;
mod terminal;
mod text_output;
mod writer_thread;

pub(crate) use disturbed::disturbed;
pub(crate) use live::OnceClosed;
pub(crate) use open::{Output, PendingFile, Sink, unwritten};
pub(crate) use promised::PromisedReports;
pub(crate) use text_output::TextOutput;
pub(crate) use writer_thread::{WriterMessage, WriterThread};
