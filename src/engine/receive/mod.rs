//! Receiving: the receiver has what it acknowledges on disk, knows what came before, and says why it refuses the rest.

mod dedup;
mod forward;
mod journal;
mod misbehaviour;
mod raw_record;
mod receipt;
mod receiver;
#[cfg(test)]
pub(crate) mod receiver_tests;
mod recorder;
mod refusal;
mod seen;

pub use misbehaviour::Misbehaviour;
pub(crate) use receipt::delivery;
pub use receiver::{EventReceiver, ReceiverPlan};
pub use recorder::RecordPlan;
pub(crate) use refusal::{of_open as refusal_of, signature as signature_refusal};
