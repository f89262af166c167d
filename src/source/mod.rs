//! What is read: paths, globs, standard input and bundled samples, cut into documents.

mod entries;
mod error;
mod inputs;
#[cfg(test)]
pub(crate) mod inputs_tests;
pub mod read;
mod sample;
pub mod split;
mod walk;

pub use entries::Inputs;
pub(crate) use error::unreadable;
pub use error::{Damage, InputError};
pub use inputs::{Blocks, Chunk, Request};
pub use sample::{SampleGroup, find_sample, samples, unknown_sample};
