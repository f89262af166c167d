//! Where results go: files, standard output, colour, and what must not be written over.

pub(crate) mod color;
mod disturbed;
pub(crate) mod guard;
pub(crate) mod open;
mod writer_thread;

pub(crate) use disturbed::disturbed;
pub(crate) use open::{Look, OnceClosed, Output, Pending, Sink, Style};
pub(crate) use writer_thread::{Message, WriterThread};
