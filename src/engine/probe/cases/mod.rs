//! The cases, by subject; `all` lists them in the order they run.

mod all;
mod basic;
mod expectation;
mod forgeries;
mod load;
mod robustness;

pub(crate) use all::cases;
