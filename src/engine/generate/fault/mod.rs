//! Faults put into a log on purpose: which lines break, and how.

mod chooser;
mod members;
mod text;

pub(crate) use chooser::Faults;
#[cfg(test)]
pub(crate) use members::CODES;
