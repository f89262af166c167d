//! Cuts bytes into documents.

mod array;
mod brackets;
mod document_buffer;
mod joiner;
mod splitter;
#[cfg(test)]
pub(crate) mod splitter_tests;
mod state;

pub(crate) use joiner::Joiner;
