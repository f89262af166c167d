//! The run that `replay` and `gateway` share: reads events, delivers them, shows each attempt.

mod announce;
mod failed_events;
mod local_receiver;
pub(crate) mod options;
mod precise_timer;
mod reader_thread;
mod run;

pub(crate) use announce::Heading;
pub(crate) use failed_events::Failed;
pub(crate) use local_receiver::Reception;
pub(crate) use precise_timer::Metronome;
pub(crate) use reader_thread::{Ahead, Feed, Overview, feed};
pub(crate) use run::{Done, Replaying, Watcher, say, signals};
