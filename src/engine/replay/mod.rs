//! Delivers events as the platform does: in order per ticket, tickets side by side, with its retries, over whichever
//! transport.

mod alarm;
mod arrange;
mod attempt;
mod desk;
mod event;
mod expect;
mod glance;
pub(super) mod hint;
mod plan;
mod prepare;
mod retry;
mod run;
#[cfg(test)]
mod run_tests;
mod sealer;
mod step;
mod url_check;
mod verdict;

pub use arrange::{Arrange, Order};
pub use attempt::Postman;
pub use event::{Batch, Event, Fed};
pub use expect::{Expectation, ExpectationError};
pub use plan::{GiveUp, Jobs, Plan, Surroundings, Wait};
pub use prepare::{Edits, Preparer, Setting, SettingError};
pub use retry::{Delays, Retry};
pub use run::{Ended, Halt, Watch, replay};
pub use sealer::{Sealed, Sealer};
pub use url_check::{URL_CHECK_LIMIT, UrlCheckError, check_url};
pub use verdict::failure;
