//! What is judged: the work of each subcommand, without reading, printing or clap.

pub mod deliver;
pub mod diff;
mod digest;
mod duration;
pub mod generate;
mod parallel;
pub mod probe;
pub mod receive;
pub mod validate;

pub(crate) use digest::digest;
pub use duration::{Portion, Rate, parse_time};
pub use parallel::{Hands, in_order};
