//! `JUnit` XML.

mod checked;
mod delivered;
mod probed;

pub(crate) use checked::Junit;
