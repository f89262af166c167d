//! `JUnit` XML.

mod checked;
mod delivered;
mod probed;
mod renderer;
mod xml;

pub(crate) use renderer::Junit;
