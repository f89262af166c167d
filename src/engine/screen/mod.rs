//! The fast way to "clean": a schema compiled into nodes that look at the raw bytes once. It says clean, or nothing.

mod compile;
mod glimpse;
mod literal;
#[cfg(test)]
mod mutant;
mod node;
#[cfg(test)]
mod proof;
mod scan;
mod story;
mod swar;

pub use glimpse::Glimpse;
pub use scan::Screen;
pub(super) use scan::Taken;
pub(super) use swar::digits;
