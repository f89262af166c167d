//! When an event is sent: pace, retries, and whose turn it is.

mod pace;
mod retry;
mod scheduler;

pub(crate) use pace::{Pace, Schedule};
pub(crate) use retry::{Delays, MAX_RETRY_AFTER, Retry};
pub(crate) use scheduler::{Delivery, Resent, Scheduler};
