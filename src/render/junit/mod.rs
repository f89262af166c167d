//! `JUnit` XML.

mod cases;
mod renderer;
mod xml;

pub(crate) use renderer::Junit;
pub(crate) use xml::{Suite, TestCase, write};
