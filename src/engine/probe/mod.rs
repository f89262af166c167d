//! Judges a receiver against the platform's contract, one declared case after the other, over whichever transport.

mod aggregate;
mod case;
pub mod cases;
mod diagnose;
#[cfg(test)]
pub(crate) mod fixture;
mod judge;
mod plan;
mod requests;
mod run;
#[cfg(test)]
pub(crate) mod run_tests;
mod sdk;
mod select;
mod session;
mod time;
mod valid_events;

pub use case::Case;
pub(crate) use case::{Act, Expect, Need, Request};
pub use plan::{CountEffects, Instruments, Plan};
pub use run::probe;
pub use sdk::Sdk;
pub use select::{Selection, UnknownCase};
pub(crate) use valid_events::Shape;
