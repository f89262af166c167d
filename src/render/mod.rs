//! What is shown: one renderer a format behind one trait, and the reporter that counts what passes by.

mod csv;
mod dry_run;
#[cfg(test)]
pub mod fixture;
pub mod github;
pub mod graph;
pub mod human;
pub mod json;
pub mod junit;
pub mod markdown;
mod progress;
mod renderer;
mod reporter;
mod sarif;
pub(crate) mod short;
mod short_moved;
pub mod text;
mod uri;

pub use csv::Csv;
pub use dry_run::Request;
pub use progress::Progress;
pub use renderer::Renderer;
pub use reporter::Reporter;
pub use sarif::Sarif;
pub use short::Short;
