//! Why a signature does not match: known mistakes, tried one after the other.

mod diagnose;
mod mistake;
mod signature_recipe;
#[cfg(test)]
pub(crate) mod test_vectors;

pub(crate) use diagnose::{Diagnosis, investigate, swapped};
pub(crate) use mistake::{mistaken, with_signature};
