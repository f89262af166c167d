//! When an event is sent: pace, retries, and whose turn it is.

mod alarm;
mod pace;
mod retry;
mod scheduler;

pub(crate) use alarm::Alarm;
pub(crate) use pace::{Pace, Schedule};
pub(crate) use retry::{Delays, Retry};
pub(crate) use scheduler::{Delivery, Scheduler};
