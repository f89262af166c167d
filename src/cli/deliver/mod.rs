//! The run that `replay` and `gateway` share: reads events, delivers them, shows each attempt.

mod announce;
mod failed_events;
mod local_receiver;
pub(crate) mod options;
mod precise_timer;
mod reader_thread;
mod run;
mod surroundings;

pub(crate) use announce::Announcement;
pub(crate) use failed_events::Failed;
pub(crate) use local_receiver::LocalReceiver;
pub(crate) use reader_thread::{Ahead, Overview, ReaderThread, feed};
pub(crate) use run::{Done, RunObserver, signals};
pub(crate) use surroundings::surroundings;
