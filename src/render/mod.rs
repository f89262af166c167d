//! What is shown: one renderer a format behind one trait, and the reporter that counts what passes by.

mod change;
mod clock;
mod excerpt;
mod github;
mod human;
mod human_received;
mod json;
mod junit;
mod markdown;
mod ndjson;
mod paint;
mod renderer;
mod reporter;
mod sarif;
mod shape;
mod shape_received;
mod short;
mod tally;
mod uri;
mod visible;

#[cfg(test)]
mod fixture;
#[cfg(test)]
mod mirror;

pub use clock::Clock;
pub use github::Github;
pub use human::Human;
pub use json::Json;
pub use junit::Junit;
pub use ndjson::Ndjson;
pub use paint::{Paint, When, decide};
pub use renderer::Renderer;
pub use reporter::Reporter;
pub use sarif::Sarif;
pub use short::Short;
pub use tally::counted;
