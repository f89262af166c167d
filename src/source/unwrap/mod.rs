//! Takes events out of the lines of logs.

mod line;
mod members;
mod opener;
#[cfg(test)]
mod opener_tests;

pub(crate) use line::may_wrap;
pub(crate) use opener::{OpenedLine, Opener, Unwrap};
