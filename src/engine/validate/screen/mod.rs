//! The fast way to "clean": a schema compiled into nodes that look at the raw bytes once. It says clean, or nothing.

mod compile;
mod digits;
mod literal;
#[cfg(test)]
pub(crate) mod mutant;
mod node;
#[cfg(test)]
#[path = "proof_tests.rs"]
pub(crate) mod proof;
mod scan;
mod screened_event;

pub(crate) use digits::digits;
pub use scan::Screen;
pub(crate) use scan::{Taken, named_type};
pub(crate) use screened_event::ScreenedEvent;
