//! Why a signature does not match: known mistakes, tried one after the other.

mod diagnose;
mod mistake;
mod signature_recipe;
#[cfg(test)]
pub(crate) mod test_vectors;

pub use diagnose::{Verdict, investigate, swapped};
pub use mistake::{mistaken, with_signature};
