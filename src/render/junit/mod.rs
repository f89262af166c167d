//! JUnit XML.

mod checked;
mod delivered;
mod probed;

pub use checked::Junit;
