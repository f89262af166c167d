//! What is read: paths, globs, standard input and bundled samples, cut into documents.

mod cut;
#[cfg(test)]
mod cut_tests;
mod decode;
mod error;
mod held;
mod nest;
mod request;
#[cfg(test)]
mod request_tests;
mod sample;
mod slice;
mod walk;

pub use decode::Packing;
pub use error::InputError;
pub use held::MAX_DOCUMENT;
pub use request::{Inputs, Request};
pub use sample::{Sample, SampleGroup, find_sample, samples, unknown_sample};
