//! Delivers events as the platform does: in order per ticket, tickets side by side, with its retries, over whichever
//! transport.

mod attempt;
mod deliver_once;
mod fail_if;
pub mod ledger;
mod outcome;
mod plan;
pub mod prepare;
mod run;
#[cfg(test)]
pub(crate) mod run_tests;
pub(crate) mod sdk_answers;
pub mod timing;
mod url_check;

pub use attempt::Postman;
pub use fail_if::Expectation;
pub use outcome::failure;
pub use plan::{GiveUp, Jobs, Plan, Surroundings, Wait};
pub use run::{Ended, Halt, Watch, replay};
pub use url_check::{UrlCheckError, check_url};
