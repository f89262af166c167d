//! Judges documents: the fast path by a compiled screen, the exact way by schema and lints.

mod checker;
mod duplicates;
mod fast_path;
mod finding_builder;
pub mod lints;
mod recognize;
mod schema;
pub mod screen;
mod validator;

pub use checker::{Checker, Verdict};
pub use duplicates::{Duplicates, Mark};
pub use fast_path::{Clean, Part, sift};
pub(crate) use finding_builder::{Draft, printable, quoted};
pub use validator::Validator;
