//! The run that `replay` and `gateway` share: reads events, delivers them, shows each attempt.

mod announce;
mod failed_events;
mod local_receiver;
mod observer;
pub(crate) mod options;
mod precise_timer;
mod prepared_input;
mod reader_thread;
mod run;
pub(crate) mod unreachable;
mod verbose;

pub(crate) use announce::Announcement;
pub(crate) use local_receiver::LocalReceiver;
pub(crate) use observer::RunObserver;
pub(crate) use prepared_input::PreparedInput;
pub(crate) use run::{DeliveryRun, DeliverySetup};
pub(crate) use verbose::VerboseTransport;
