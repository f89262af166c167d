//! What is read: paths, globs, standard input and bundled samples, cut into documents.

pub(crate) mod captured;
mod error;
mod inputs;
#[cfg(test)]
pub(crate) mod inputs_tests;
mod packing;
pub(crate) mod read;
mod sample;
pub(crate) mod split;
pub(crate) mod unwrap;
mod walk;

pub(crate) use error::{Damage, InputError, reason, unreadable};
pub(crate) use inputs::{Blocks, Chunk, InputRequest, Inputs};
pub(crate) use packing::Packing;
pub(crate) use sample::{SampleGroup, find_sample, samples, unknown_sample};
pub(crate) use unwrap::Unwrap;
pub(crate) use walk::Files;
