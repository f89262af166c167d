//! What is shown: one renderer a format behind one trait, and the reporter that counts what passes by.

mod change;
mod clock;
mod csv;
mod day_chart;
mod dot;
mod edges;
mod excerpt;
mod github;
mod github_delivered;
mod human;
mod human_delivered;
mod human_lived;
mod human_moved;
mod human_probed;
mod human_received;
mod human_tally;
mod json;
mod junit;
mod junit_delivered;
mod junit_probed;
mod markdown;
mod markdown_delivered;
mod markdown_moved;
mod markdown_probed;
mod mermaid;
mod moment;
mod moved_long;
mod moved_rows;
mod ndjson;
mod paint;
mod progress;
mod renderer;
mod reporter;
mod request;
mod sarif;
mod shape;
mod shape_delivered;
mod shape_life;
mod shape_moved;
mod shape_probed;
mod shape_received;
mod shape_tally;
mod short;
mod short_moved;
mod span;
mod table;
mod tally;
mod told;
mod uri;
mod visible;

#[cfg(test)]
mod fixture;
#[cfg(test)]
mod fixture_moved;
#[cfg(test)]
mod mirror;
#[cfg(test)]
mod mirror_delivered;
#[cfg(test)]
mod mirror_moved;

pub use clock::Clock;
pub use csv::Csv;
pub use dot::Dot;
pub use github::Github;
pub use human::Human;
pub use human_moved::{Form, HumanMoved, MovedStyle};
pub use json::Json;
pub use junit::Junit;
pub use markdown_delivered::Markdown;
pub use markdown_moved::MarkdownMoved;
pub use mermaid::Mermaid;
pub use moment::{Zone, ZoneError, words};
pub use ndjson::Ndjson;
pub use paint::{Paint, When, decide};
pub use progress::Progress;
pub use renderer::Renderer;
pub use reporter::Reporter;
pub use request::Request;
pub use sarif::Sarif;
pub use short::Short;
pub use tally::counted;
