//! Judges a receiver against the platform's contract, one declared case after the other, over whichever transport.

mod aggregate;
mod case;
pub(crate) mod cases;
mod curl;
mod deviations;
mod diagnose;
mod events;
#[cfg(test)]
pub(crate) mod fixture;
mod judge;
mod plan;
mod requests;
mod run;
#[cfg(test)]
pub(crate) mod run_tests;
mod select;
mod session;
mod time;

pub(crate) use plan::{CountEffects, Generate, Instruments, OnceClear, ProbePlan};
pub(crate) use run::probe;
pub(crate) use select::{Selection, UnknownCase};
