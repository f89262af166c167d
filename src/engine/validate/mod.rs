//! Judges documents: the fast path by a compiled screen, the exact way by schema and lints.

mod checker;
mod duplicates;
mod examined;
mod extraction;
mod fast_path;
mod finding_builder;
pub(crate) mod lints;
mod other_types;
mod recognize;
mod rules;
mod schema;
pub(crate) mod screen;
mod sighting_draft;
mod stages;
mod syntax_draft;

pub use checker::Checker;
pub(crate) use duplicates::{Duplicates, Mark, Sighting};
pub use examined::Depth;
pub(crate) use examined::{Examined, Validation};
pub(crate) use fast_path::Clean;
pub use fast_path::{Part, sift};
pub(crate) use finding_builder::{Draft, Drafts, printable, quoted};
pub(crate) use other_types::OtherTypes;
pub(crate) use stages::{SaidStage, Stages};
