//! Judges a receiver against the platform's contract, one declared case after the other, over whichever transport.

mod case;
mod cases;
mod daily;
mod doubt;
mod event;
#[cfg(test)]
mod fixture;
mod forge;
mod forgeries;
mod harsh;
mod judge;
mod load;
mod plan;
mod run;
#[cfg(test)]
mod run_tests;
mod sdk;
mod select;
mod session;
mod sum;
mod time;

pub use case::Case;
pub use cases::cases;
pub use plan::{CountEffects, Instruments, Plan};
pub use run::probe;
pub use sdk::Sdk;
pub use select::{Selection, UnknownCase};
