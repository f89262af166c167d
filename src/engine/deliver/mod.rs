//! Delivers events as the platform does: in order per ticket, tickets side by side, with its retries.

mod attempt;
mod cause;
mod deliver_once;
mod fail_if;
pub(crate) mod ledger;
mod outcome;
mod plan;
pub(crate) mod prepare;
mod run;
#[cfg(test)]
pub(crate) mod run_tests;
mod surroundings;
pub(crate) mod timing;
mod url_check;

pub(crate) use attempt::EventSender;
pub(crate) use cause::cause;
pub(crate) use deliver_once::deliver_now;
pub(crate) use fail_if::FailIf;
pub(crate) use outcome::failure;
pub(crate) use plan::{DeliveryPlan, GiveUp};
pub(crate) use run::{Ended, Halt, Observer, deliver_all};
pub(crate) use surroundings::{Surroundings, Wait};
pub(crate) use url_check::{UrlCheckError, check_url};
