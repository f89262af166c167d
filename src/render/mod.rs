//! What is shown: one renderer a format behind one trait, and the reporter that counts what passes by.

mod excerpt;
mod human;
mod json;
mod ndjson;
mod paint;
mod renderer;
mod reporter;
mod shape;
mod short;
mod tally;
mod visible;

#[cfg(test)]
mod fixture;
#[cfg(test)]
mod mirror;

pub use human::Human;
pub use json::Json;
pub use ndjson::Ndjson;
pub use paint::{Paint, When, decide};
pub use renderer::Renderer;
pub use reporter::Reporter;
pub use short::Short;
