//! Judges a receiver against the platform's contract, one declared case after the other, over whichever transport.

mod aggregate;
mod case;
pub(crate) mod cases;
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

pub(crate) use case::Case;
pub(crate) use case::{Act, Expect, Need, Request};
pub(crate) use plan::{CountEffects, Instruments, Plan};
pub(crate) use run::probe;
pub(crate) use sdk::Sdk;
pub(crate) use select::{Selection, UnknownCase};
pub(crate) use valid_events::Shape;
